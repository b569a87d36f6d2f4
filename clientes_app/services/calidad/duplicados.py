"""Possible duplicates of a catalogue: found beside people's work, kept until something changes.

To compare a million clients takes longer than a page may. The worker does it after a change, when
no load goes on, and rests for a multiple of what it took; pages read what it found last.
"""

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from itertools import combinations

from clientes_app.services.calidad.cifras import Cifra
from clientes_app.services.calidad.parecidos import MotivoDeParecido, parecidos
from clientes_app.services.context import Actor, autoria
from clientes_app.services.errors import NoEncontrado
from clientes_app.storage.acceso.cuentas import CuentaRepository
from clientes_app.storage.calidad.duplicados import (
    DuplicadosRepository,
    Hallados,
    cuentas_por_comparar,
)
from clientes_app.storage.clientes.cambios import CambioRepository
from clientes_app.storage.clientes.clientes import ClienteRepository
from clientes_app.storage.db.base import Engine, Session
from clientes_app.storage.db.engine import read_transaction, write_transaction
from clientes_app.storage.db.process_lock import process_lock
from clientes_app.storage.values import Identificado

__all__ = [
    "FRASES",
    "Comparador",
    "Duplicado",
    "Duplicados",
    "Identificado",
    "MotivoDeParecido",
    "buscar",
    "cifra_de",
    "no_son_el_mismo",
    "olvidar_a_los_que_se_van",
    "ver",
]

FRASES: dict[MotivoDeParecido, str] = {
    MotivoDeParecido.RFC: "RFC a una letra de otro",
    MotivoDeParecido.GENERICO: "Genérico con dos nombres",
    MotivoDeParecido.NOMBRE: "Nombres casi iguales",
    MotivoDeParecido.EMAIL: "Mismo e-mail, otro RFC",
}
"""Each reason in the words of the page."""

CODIGO = "duplicado"
"""What possible duplicates are called beside the kinds of trouble."""

_LOCK = "duplicados"
_REST = 20
"""An account that changes all the time is compared for a twentieth of it."""

_IDS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Duplicado:
    """Two living clients or more who may be the same, and why."""

    motivo: MotivoDeParecido
    clientes: tuple[Identificado, ...]


@dataclass(frozen=True, slots=True)
class Duplicados:
    """What was found last: the first groups, the number of all, and of the clients in them.

    `al_dia` is False while the account has changes that nobody looked at yet.
    """

    primeros: tuple[Duplicado, ...]
    grupos: int
    clientes: int
    al_dia: bool


def buscar(engine: Engine, cuenta_id: int) -> None:
    """Compare the clients of an account here and now, and store what is found."""
    with read_transaction(engine) as tx:
        # The revision first: what is compared is of that one or of a later one.
        revision = CambioRepository(tx, cuenta_id).revision()
        repositorio = DuplicadosRepository(tx, cuenta_id)
        distintos = repositorio.distintos()
        comparados = list(repositorio.comparados())
    grupos = tuple(parecidos(comparados, distintos))
    with write_transaction(engine) as tx:
        ClienteRepository(tx, cuenta_id).bloquear()
        # An example account may have been removed meanwhile.
        if CuentaRepository(tx).obtener(cuenta_id) is not None:
            repositorio = DuplicadosRepository(tx, cuenta_id)
            antes = repositorio.hallados()
            if antes is not None and antes.revision > revision:
                # Somebody else began later and was quicker.
                return
            repositorio.guardar(Hallados(revision, grupos))
            if CambioRepository(tx, cuenta_id).revision() != revision:
                _forget_the_gone(tx, cuenta_id)
            # Whom somebody told apart while they were compared.
            for pareja in repositorio.distintos() - distintos:
                _forget(tx, cuenta_id, set(pareja))


def ver(engine: Engine, cuenta_id: int, *, limite: int | None = None) -> Duplicados:
    """Return what was found last, at most so many groups of those who are still in the list."""
    with read_transaction(engine) as tx:
        repositorio = DuplicadosRepository(tx, cuenta_id)
        revision = CambioRepository(tx, cuenta_id).revision()
        hallados = repositorio.hallados() or Hallados(0, ())
        elegidos = hallados.grupos[:limite]
        quienes = _who(repositorio, [i for _, ids in elegidos for i in ids])
    primeros = (
        Duplicado(MotivoDeParecido(motivo), tuple(quienes[i] for i in ids if i in quienes))
        for motivo, ids in elegidos
    )
    return Duplicados(
        primeros=tuple(uno for uno in primeros if len(uno.clientes) > 1),
        grupos=len(hallados.grupos),
        clientes=len({i for _, ids in hallados.grupos for i in ids}),
        al_dia=hallados.revision == revision,
    )


def cifra_de(hallados: Duplicados) -> Cifra:
    """Return how many clients may be another one, as a figure beside those of the kinds."""
    return Cifra(CODIGO, "Posibles duplicados", hallados.clientes)


def no_son_el_mismo(engine: Engine, actor: Actor, *ids: int) -> None:
    """Remember that no two of these clients are the same, and tell them no more.

    Raises NoEncontrado.
    """
    with write_transaction(engine) as tx:
        clientes = ClienteRepository(tx, actor.cuenta_id)
        clientes.bloquear()
        if len(set(ids)) != max(len(ids), 2) or any(clientes.obtener(uno) is None for uno in ids):
            raise NoEncontrado
        for uno_id, otro_id in combinations(ids, 2):
            DuplicadosRepository(tx, actor.cuenta_id).son_distintos(uno_id, otro_id, autoria(actor))
        _forget(tx, actor.cuenta_id, set(ids))


def olvidar_a_los_que_se_van(tx: Session, cuenta_id: int, ids: Collection[int]) -> None:
    """Take clients out of what was found, in the transaction that takes them out of the list."""
    repositorio = DuplicadosRepository(tx, cuenta_id)
    hallados = repositorio.hallados()
    if hallados is None:
        return
    restos = (
        (motivo, tuple(i for i in suyos if i not in ids)) for motivo, suyos in hallados.grupos
    )
    quedan = tuple((motivo, suyos) for motivo, suyos in restos if len(suyos) > 1)
    repositorio.guardar(Hallados(hallados.revision, quedan))


class Comparador:
    """Compares accounts that changed, one after the other, and lets each rest afterwards."""

    def __init__(self, engine: Engine) -> None:
        """Work on that database."""
        self._engine = engine
        self._not_before: dict[int, float] = {}

    def mirar(self, *, parar: Callable[[], bool] = lambda: False) -> None:
        """Compare each account that changed, unless another process is at it."""
        with read_transaction(self._engine) as tx:
            cuentas = cuentas_por_comparar(tx)
        lock = process_lock(self._engine, _LOCK)
        if not cuentas or not lock.acquire():
            return
        try:
            for cuenta_id in cuentas:
                begun = time.monotonic()
                if parar():
                    return
                if begun < self._not_before.get(cuenta_id, 0.0):
                    continue
                try:
                    buscar(self._engine, cuenta_id)
                finally:
                    # Also of one that fails: next time those behind it have their turn.
                    now = time.monotonic()
                    self._not_before[cuenta_id] = now + _REST * (now - begun)
        finally:
            lock.release()


def _who(repositorio: DuplicadosRepository, ids: list[int]) -> dict[int, Identificado]:
    hallados: dict[int, Identificado] = {}
    for desde in range(0, len(ids), _IDS_AT_ONCE):
        hallados |= repositorio.identificados(ids[desde : desde + _IDS_AT_ONCE])
    return hallados


def _forget_the_gone(tx: Session, cuenta_id: int) -> None:
    """Take out of what was found who left the list while clients were compared."""
    repositorio = DuplicadosRepository(tx, cuenta_id)
    hallados = repositorio.hallados() or Hallados(0, ())
    ids = {i for _, suyos in hallados.grupos for i in suyos}
    idos = ids - set(_who(repositorio, sorted(ids)))
    if idos:
        olvidar_a_los_que_se_van(tx, cuenta_id, idos)


def _forget(tx: Session, cuenta_id: int, pareja: set[int]) -> None:
    """Take clients out of what was found; a larger group that holds them is looked for anew."""
    repositorio = DuplicadosRepository(tx, cuenta_id)
    hallados = repositorio.hallados()
    if hallados is None:
        return
    quedan = tuple(grupo for grupo in hallados.grupos if set(grupo[1]) != pareja)
    son_mas = any(pareja < set(ids) for _, ids in quedan)
    repositorio.guardar(Hallados(0 if son_mas else hallados.revision, quedan))
