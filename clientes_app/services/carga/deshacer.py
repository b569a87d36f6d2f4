"""«Deshacer carga»: what a process created goes, what it updated comes back.

A client that somebody changed since is left alone and listed among the findings of the
process. It runs in batches like a load and can be cut off anywhere: the changes that it
writes carry the number of the process, which is how the next run sees what is done.
"""

import logging
import time

from clientes_app.domain.edicion import Edicion
from clientes_app.services.carga.queries import guardado
from clientes_app.services.carga.queue import Work, handing_over
from clientes_app.services.carga.refusals import AccionNoPosible, NadaQueDeshacer, NoSeDeshizo
from clientes_app.services.carga.runs import (
    MAX_ATTEMPTS,
    Outcome,
    Run,
    RunControl,
    TakenOver,
    alone_in_account,
    faults_are_no_attempt,
    fenced,
    give_back,
    outcome_of,
)
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
from clientes_app.storage.db.base import Engine, Session
from clientes_app.storage.db.engine import read_transaction, write_transaction
from clientes_app.storage.db.tables import Proceso
from clientes_app.storage.values import Autoria

_log = logging.getLogger(__name__)

_BATCH = 1_000
_PAUSE = 0.3
CAMBIADO_DESPUES = "cambiado_despues"
"""The code under which the clients that were left alone are listed."""

_STOPPED = "deshacer_detenido"


def pedir_deshacer(engine: Engine, actor: Actor, proceso_id: int) -> ProcesoGuardado:
    """Ask the worker to undo a process; asking again changes nothing.

    Raises NoEncontrado; AccionNoPosible when it has not ended; NadaQueDeshacer.
    """
    with handing_over(engine) as (tx, work):
        proceso = _mark(tx, actor, proceso_id)
        work.append(Work("deshacer", actor.cuenta_id, proceso_id))
    return proceso


def deshacer(engine: Engine, actor: Actor, proceso_id: int) -> ResultadoDeDeshacer:
    """Undo a process here and now, after whatever runs in its account.

    Where a worker gets there first, what it did is returned. A fault of the database is raised.
    Raises NoEncontrado, AccionNoPosible, NadaQueDeshacer, NoSeDeshizo.
    """
    with write_transaction(engine) as tx:
        _mark(tx, actor, proceso_id)
    control = RunControl()
    while True:
        try:
            _go_on(engine, actor.cuenta_id, proceso_id, control)
        except TakenOver:
            _log.warning("The undoing of process %s goes on elsewhere", proceso_id)
        hecho = _result(engine, actor.cuenta_id, proceso_id)
        if hecho is not None:
            return hecho
        time.sleep(_PAUSE)


def seguir_deshaciendo(
    engine: Engine, cuenta_id: int, proceso_id: int, *, control: RunControl | None = None
) -> Outcome:
    """Undo a process that is marked for it, from wherever that was left.

    It has ended, too, when it is not marked (any more).
    """

    def run() -> Outcome:
        return _go_on(engine, cuenta_id, proceso_id, control or RunControl())

    return outcome_of("undoing", proceso_id, run)


def _go_on(engine: Engine, cuenta_id: int, proceso_id: int, control: RunControl) -> Outcome:
    with alone_in_account(engine, cuenta_id) as lock:
        if lock is None:
            return Outcome.BUSY
        run = Run(cuenta_id=cuenta_id, proceso_id=proceso_id)
        autoria = _dispatch(engine, run)
        if autoria is None:
            return Outcome.DONE
        with faults_are_no_attempt(engine, run, control):
            ultimo: int | None = 0
            while ultimo is not None:
                if control.stop():
                    give_back(engine, run, control)
                    return Outcome.STOPPED
                if not lock.is_held():
                    raise TakenOver
                with fenced(engine, run) as tx:
                    ultimo = _undo_batch(
                        tx, cuenta_id, proceso_id, despues_de=ultimo, autoria=autoria
                    )
                    if ultimo is None:
                        _end(tx, cuenta_id, proceso_id)
            return Outcome.DONE


def _result(engine: Engine, cuenta_id: int, proceso_id: int) -> ResultadoDeDeshacer | None:
    """Return what undoing has done in all, whoever did it; None while it is not through.

    Raises NoSeDeshizo when it was stopped, NoEncontrado.
    """
    with read_transaction(engine) as tx:
        proceso = CicloRepository(tx, cuenta_id).obtener(proceso_id)
        if proceso is None:
            raise NoEncontrado
        if proceso.motivo_codigo == _STOPPED and not proceso.deshacer:
            raise NoSeDeshizo(proceso.motivo_mensaje)
        if proceso.estado != Estado.DESHECHO:
            return None
        borrados = DeshacerRepository(tx, cuenta_id).borrados(proceso_id)
        dejados = HallazgoRepository(tx, cuenta_id).contar(
            proceso_id, FiltroDeProblemas(codigo=CAMBIADO_DESPUES)
        )
        hechos = proceso.creados + proceso.actualizados
        return ResultadoDeDeshacer(borrados, hechos - borrados - dejados, dejados)


def _mark(tx: Session, actor: Actor, proceso_id: int) -> ProcesoGuardado:
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
    if proceso.motivo_codigo == _STOPPED:
        ciclo.cambiar(proceso_id, de=DESHACIBLES, motivo_codigo="", motivo_mensaje="")
    ciclo.cambiar(
        proceso_id,
        de=DESHACIBLES,
        deshacer=True,
        deshace_quien=actor.quien,
        deshace_origen=actor.origen,
        intentos=0,
    )
    tx.refresh(proceso)
    return guardado(proceso)


def _dispatch(engine: Engine, run: Run) -> Autoria | None:
    """Dispatch a run; None when the process is not to be undone (any more)."""
    with write_transaction(engine) as tx:
        ClienteRepository(tx, run.cuenta_id).bloquear()
        ciclo = CicloRepository(tx, run.cuenta_id)
        proceso = ciclo.obtener(run.proceso_id)
        if proceso is None or not proceso.deshacer:
            return None
        if not ciclo.dispatch(run.proceso_id, de=DESHACIBLES, token=run.token):
            return None
        tx.refresh(proceso)
        if proceso.intentos > MAX_ATTEMPTS:
            _give_up(ciclo, run.proceso_id)
            return None
        HallazgoRepository(tx, run.cuenta_id).borrar_codigo(run.proceso_id, CAMBIADO_DESPUES)
        return _author(proceso, run.proceso_id)


def _give_up(ciclo: CicloRepository, proceso_id: int) -> None:
    """Stop an undoing that never gets any further; it may be asked for again."""
    _log.error("The undoing of process %s is stopped", proceso_id)
    mensaje = (
        f"No se pudo deshacer: se detuvo después de {MAX_ATTEMPTS} intentos que no avanzaron. "
        "Inténtelo de nuevo o pida ayuda a quien administra el sistema."
    )
    ciclo.cambiar(
        proceso_id,
        de=DESHACIBLES,
        deshacer=False,
        intentos=0,
        motivo_codigo=_STOPPED,
        motivo_mensaje=mensaje,
    )


def _author(proceso: Proceso, proceso_id: int) -> Autoria:
    return Autoria(proceso.deshace_quien, proceso.deshace_origen, None, proceso_id)


def _undo_batch(
    tx: Session, cuenta_id: int, proceso_id: int, *, despues_de: int, autoria: Autoria
) -> int | None:
    """Undo the next clients; return the last one of them, None when there are none left."""
    repositorio = DeshacerRepository(tx, cuenta_id)
    huellas = repositorio.huellas(proceso_id, despues_de=despues_de, cuantos=_BATCH)
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
            Edicion(h.cliente_id, h.actual, h.datos, h.datos._replace(**h.antes)) for h in ediciones
        ],
        autoria=autoria,
    )
    HallazgoRepository(tx, cuenta_id).agregar_problemas(
        proceso_id, [_left_alone(h) for h in dejadas]
    )
    return huellas[-1].cliente_id


def _left_alone(huella: Huella) -> FilaDeProblema:
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


def _end(tx: Session, cuenta_id: int, proceso_id: int) -> None:
    CicloRepository(tx, cuenta_id).cambiar(
        proceso_id,
        de=DESHACIBLES,
        estado=Estado.DESHECHO,
        deshacer=False,
    )
