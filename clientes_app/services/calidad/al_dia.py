"""Keeping the stored kinds of trouble up to date when what they follow becomes another one.

Whoever writes a client stores them by the rules of that moment. When rules or catalogues are
others (another program, a key that goes out of force) all clients are judged anew, some at a time,
from wherever that was left; when the postal code of an account is another one, its clients of
generic RFCs are. Only what is another one is written, and no client changes by it: neither its
version nor its history, and no open list is read again.
"""

import math
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

from clientes_app.domain.cruces import contexto_en, hoy
from clientes_app.domain.observaciones import observaciones, version_de_reglas
from clientes_app.storage.calidad.reglas import (
    AvanceDeReglas,
    ClienteObservado,
    ReglasRepository,
)
from clientes_app.storage.clientes.clientes import ClienteRepository
from clientes_app.storage.db.base import Engine
from clientes_app.storage.db.engine import read_transaction, write_transaction
from clientes_app.storage.db.process_lock import process_lock

_LOCK = "observaciones"
_PAUSE_S = 0.2
_AT_ONCE = 2_000
"""Clients judged between two writes: some fiftieth of a second, while nobody has to wait."""


def esta_al_dia(engine: Engine) -> bool:
    """Whether the stored kinds of trouble are those that the rules of this moment find."""
    with read_transaction(engine) as tx:
        repositorio = ReglasRepository(tx)
        return (
            repositorio.avance() == AvanceDeReglas(_version())
            and not repositorio.cuentas_con_otro_cp()
        )


def se_revisa(engine: Engine, cuenta_id: int) -> bool:
    """Whether the stored kinds of trouble of an account are still those of other rules or CP."""
    with read_transaction(engine) as tx:
        repositorio = ReglasRepository(tx)
        return (
            repositorio.avance() != AvanceDeReglas(_version())
            or cuenta_id in repositorio.cuentas_con_otro_cp()
        )


def poner_al_dia(
    engine: Engine, *, segundos: float = math.inf, parar: Callable[[], bool] = lambda: False
) -> bool:
    """Judge anew what has to be, for at most some seconds; return whether nothing is left.

    Only one process does it at a time; in another one it is not done then.
    """
    if esta_al_dia(engine):
        return True
    lock = process_lock(engine, _LOCK)
    if not lock.acquire():
        return False
    try:
        limite = time.monotonic() + segundos
        while _next_of_all(engine) or _next_account(engine, parar):
            if parar() or time.monotonic() > limite:
                return esta_al_dia(engine)
        return True
    finally:
        lock.release()


def poner_al_dia_del_todo(engine: Engine) -> None:
    """Judge anew what has to be, to its end, whoever does it."""
    while not poner_al_dia(engine):
        time.sleep(_PAUSE_S)


def _version() -> str:
    return version_de_reglas(hoy())


def _next_of_all(engine: Engine) -> bool:
    """Judge the next clients by other rules; return whether there was anything to do."""
    version = _version()
    with read_transaction(engine) as tx:
        repositorio = ReglasRepository(tx)
        avance = repositorio.avance()
        if avance == AvanceDeReglas(version):
            return False
        hasta = avance.hasta if avance.en_curso == version else 0
        cps = repositorio.cps()
        clientes = repositorio.tramo(despues_de=hasta, cuantos=_AT_ONCE)
    siguiente = AvanceDeReglas(version)
    if len(clientes) == _AT_ONCE:
        siguiente = AvanceDeReglas(avance.version, version, clientes[-1].id)
    _store(engine, _otherwise(clientes, cps), cps, siguiente)
    return True


def _next_account(engine: Engine, parar: Callable[[], bool]) -> bool:
    """Judge the generic RFCs of an account by its postal code; return whether there was one."""
    with read_transaction(engine) as tx:
        pendientes = ReglasRepository(tx).cuentas_con_otro_cp()
        cps = ReglasRepository(tx).cps()
    if not pendientes:
        return False
    cuenta_id, ultimo = pendientes[0], 0
    while not parar():
        with read_transaction(engine) as tx:
            clientes = ReglasRepository(tx).genericos(
                cuenta_id, despues_de=ultimo, cuantos=_AT_ONCE
            )
        if not clientes:
            with write_transaction(engine) as tx:
                ReglasRepository(tx).sigue_el_cp(cuenta_id, cps[cuenta_id])
            break
        if not _store(engine, _otherwise(clientes, cps), cps):
            break
        ultimo = clientes[-1].id
    return True


def _otherwise(
    clientes: Sequence[ClienteObservado], cps: Mapping[int, str]
) -> list[tuple[ClienteObservado, int]]:
    """Return the clients whose kinds of trouble are others than those stored, with them."""
    ahora = datetime.now(UTC)
    contextos = {cuenta_id: contexto_en(ahora, cp) for cuenta_id, cp in cps.items()}
    juzgados = ((c, observaciones(c.datos, contextos[c.cuenta_id])) for c in clientes)
    return [(cliente, bits) for cliente, bits in juzgados if bits != cliente.observaciones]


def _store(
    engine: Engine,
    cambios: Sequence[tuple[ClienteObservado, int]],
    cps: Mapping[int, str],
    avance: AvanceDeReglas | None = None,
) -> bool:
    """Store what is another one; False, and nothing, when an account has another CP by now."""
    cuentas = sorted({cliente.cuenta_id for cliente, _ in cambios})
    with write_transaction(engine) as tx:
        for cuenta_id in cuentas:
            ClienteRepository(tx, cuenta_id).bloquear()
        repositorio = ReglasRepository(tx)
        ahora = repositorio.cps()
        if any(ahora.get(cuenta_id) != cps[cuenta_id] for cuenta_id in cuentas):
            return False
        repositorio.cambiar(cambios)
        if avance is not None:
            repositorio.guardar(avance)
    return True
