"""«Deshacer carga»: what a process created goes, what it updated comes back.

A client that somebody changed since is left alone and listed among the findings of the
process. It runs in batches like a load and can be cut off anywhere: the changes that it
writes carry the number of the process, which is how the next run sees what is done.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

from clientes_app.domain.cliente import DatosCliente
from clientes_app.services.carga import queue
from clientes_app.services.carga.holder import ARRIENDO, ESPERA_TRAS_FALLO, nombre_de_trabajador
from clientes_app.services.carga.lease import soltar
from clientes_app.services.carga.queries import guardado
from clientes_app.services.carga.refusals import AccionNoPosible, NadaQueDeshacer
from clientes_app.services.carga.values import Estado, ProcesoGuardado, ResultadoDeDeshacer
from clientes_app.services.context import Actor
from clientes_app.services.errors import NoEncontrado
from clientes_app.storage.carga.problemas import (
    FilaDeProblema,
    FiltroDeProblemas,
    HallazgoRepository,
)
from clientes_app.storage.carga.procesos import DESHACIBLES, CicloRepository
from clientes_app.storage.clientes import bulk
from clientes_app.storage.clientes.clientes import ClienteRepository
from clientes_app.storage.clientes.reversal import DeshacerRepository, Huella
from clientes_app.storage.db.base import Engine, Session, SinConexion
from clientes_app.storage.db.engine import read_transaction, write_transaction
from clientes_app.storage.db.tables import Proceso
from clientes_app.storage.values import Autoria

_POR_LOTE = 1_000
_ESPERA = 0.3
CAMBIADO_DESPUES = "cambiado_despues"
"""The code under which the clients that were left alone are listed."""


@dataclass(frozen=True, slots=True)
class _Edicion:
    id: int
    version: int
    antes: DatosCliente
    despues: DatosCliente


def pedir_deshacer(engine: Engine, actor: Actor, proceso_id: int) -> ProcesoGuardado:
    """Ask the worker to undo a process; asking again changes nothing.

    Raises NoEncontrado; AccionNoPosible when it has not ended; NadaQueDeshacer.
    """
    proceso = _marcar(engine, actor, proceso_id)
    queue.pedir_deshacer(actor.cuenta_id, proceso_id)
    return proceso


def deshacer(engine: Engine, actor: Actor, proceso_id: int) -> ResultadoDeDeshacer:
    """Undo a process here and now, after whatever runs in its account.

    Where a worker gets there first, what it did is returned.
    Raises NoEncontrado, AccionNoPosible, NadaQueDeshacer.
    """
    _marcar(engine, actor, proceso_id)
    while True:
        hecho = seguir_deshaciendo(
            engine, actor.cuenta_id, proceso_id, trabajador=nombre_de_trabajador()
        )
        if hecho is None:
            hecho = _resultado(engine, actor.cuenta_id, proceso_id)
        if hecho is not None:
            return hecho
        time.sleep(_ESPERA)


def seguir_deshaciendo(
    engine: Engine,
    cuenta_id: int,
    proceso_id: int,
    *,
    trabajador: str,
    parar: Callable[[], bool] = lambda: False,
) -> ResultadoDeDeshacer | None:
    """Undo a process that is marked for it, from wherever that was left.

    None when it is not marked, when another one runs or takes it over, or when `parar` said to
    stop. An error of the database is raised once the process is given back.
    """
    autoria = _tomar(engine, cuenta_id, proceso_id, trabajador)
    if autoria is None:
        return None
    ultimo: int | None = 0
    try:
        while ultimo is not None:
            if parar():
                soltar(engine, cuenta_id, proceso_id, trabajador=trabajador, sin_culpa=True)
                return None
            with write_transaction(engine) as tx:
                ClienteRepository(tx, cuenta_id).bloquear()
                if not CicloRepository(tx, cuenta_id).renovar(
                    proceso_id, trabajador=trabajador, segundos=ARRIENDO
                ):
                    return None
                ultimo = _tanda(tx, cuenta_id, proceso_id, despues_de=ultimo, autoria=autoria)
                if ultimo is None:
                    _terminar(tx, cuenta_id, proceso_id)
    except SinConexion:
        soltar(engine, cuenta_id, proceso_id, trabajador=trabajador, espera=ESPERA_TRAS_FALLO)
        raise
    return _resultado(engine, cuenta_id, proceso_id)


def _resultado(engine: Engine, cuenta_id: int, proceso_id: int) -> ResultadoDeDeshacer | None:
    """Return what undoing has done in all, whoever did it; None while it is not through."""
    with read_transaction(engine) as tx:
        proceso = CicloRepository(tx, cuenta_id).obtener(proceso_id)
        if proceso is None or proceso.estado != Estado.DESHECHO:
            return None
        borrados = DeshacerRepository(tx, cuenta_id).borrados(proceso_id)
        dejados = HallazgoRepository(tx, cuenta_id).contar(
            proceso_id, FiltroDeProblemas(codigo=CAMBIADO_DESPUES)
        )
        hechos = proceso.creados + proceso.actualizados
        return ResultadoDeDeshacer(borrados, hechos - borrados - dejados, dejados)


def _marcar(engine: Engine, actor: Actor, proceso_id: int) -> ProcesoGuardado:
    with write_transaction(engine) as tx:
        ciclo = CicloRepository(tx, actor.cuenta_id)
        proceso = ciclo.obtener(proceso_id)
        if proceso is None:
            raise NoEncontrado
        if proceso.deshacer:
            return guardado(proceso)
        if not guardado(proceso).puede_deshacerse:
            if proceso.estado in DESHACIBLES:
                raise NadaQueDeshacer
            raise AccionNoPosible(accion="deshacer", etiqueta=guardado(proceso).etiqueta)
        ciclo.cambiar(
            proceso_id,
            de=DESHACIBLES,
            deshacer=True,
            deshace_quien=actor.quien,
            deshace_origen=actor.origen,
        )
        tx.refresh(proceso)
        return guardado(proceso)


def _tomar(engine: Engine, cuenta_id: int, proceso_id: int, trabajador: str) -> Autoria | None:
    with write_transaction(engine) as tx:
        ClienteRepository(tx, cuenta_id).bloquear()
        ciclo = CicloRepository(tx, cuenta_id)
        proceso = ciclo.obtener(proceso_id)
        if proceso is None or not proceso.deshacer:
            return None
        if not ciclo.arrendar_a_solas(
            proceso_id, de=DESHACIBLES, trabajador=trabajador, segundos=ARRIENDO
        ):
            return None
        HallazgoRepository(tx, cuenta_id).borrar_codigo(proceso_id, CAMBIADO_DESPUES)
        return _autoria(proceso, proceso_id)


def _autoria(proceso: Proceso, proceso_id: int) -> Autoria:
    return Autoria(proceso.deshace_quien, proceso.deshace_origen, None, proceso_id)


def _tanda(
    tx: Session, cuenta_id: int, proceso_id: int, *, despues_de: int, autoria: Autoria
) -> int | None:
    """Undo the next clients; return the last one of them, None when there are none left."""
    repositorio = DeshacerRepository(tx, cuenta_id)
    huellas = repositorio.huellas(proceso_id, despues_de=despues_de, cuantos=_POR_LOTE)
    if not huellas:
        return None
    intactas = [h for h in huellas if not h.deshecha and h.actual == h.version and not h.borrado]
    altas = [h for h in intactas if h.accion == "alta"]
    ediciones = [h for h in intactas if h.accion == "edicion"]
    dejadas = [h for h in huellas if not h.deshecha and h not in intactas]
    repositorio.borrar([(h.cliente_id, h.actual) for h in altas], autoria)
    bulk.editar(
        tx,
        cuenta_id,
        ediciones=[
            _Edicion(h.cliente_id, h.actual, h.datos, h.datos._replace(**h.antes))
            for h in ediciones
        ],
        autoria=autoria,
    )
    HallazgoRepository(tx, cuenta_id).agregar_problemas(proceso_id, [_dejado(h) for h in dejadas])
    return huellas[-1].cliente_id


def _dejado(huella: Huella) -> FilaDeProblema:
    que = "lo borró" if huella.borrado else "lo cambió"
    return FilaDeProblema(
        linea=0,
        columna=None,
        valor=f"{huella.datos.nombre} ({huella.datos.rfc})",
        gravedad="aviso",
        codigo=CAMBIADO_DESPUES,
        mensaje=f"Alguien {que} después de la carga; al deshacerla se dejó como está.",
        sugerencia="Revíselo en la lista y corrija a mano lo que haga falta.",
    )


def _terminar(tx: Session, cuenta_id: int, proceso_id: int) -> None:
    CicloRepository(tx, cuenta_id).cambiar(
        proceso_id,
        de=DESHACIBLES,
        estado=Estado.DESHECHO,
        deshacer=False,
        arrendado_por=None,
        arrendado_hasta=None,
    )
