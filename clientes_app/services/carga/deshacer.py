"""«Deshacer carga»: what a process created goes, what it updated or deleted comes back.

A client that somebody changed since is left alone (`undo_plan` says when) and listed
(`dejados`); it can be undone later. It runs in batches like a load and can be cut off anywhere:
the changes that it writes name those that they take back, which is how the next run sees what is
done.
"""

import logging
import time
from dataclasses import dataclass

from clientes_app.domain.cliente import Contexto
from clientes_app.services.carga.pace import BREATHER, Pace
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
from clientes_app.services.carga.undo_plan import como_era, etiquetas_de_antes, que_lo_impide
from clientes_app.services.carga.values import Estado, ProcesoGuardado, ResultadoDeDeshacer
from clientes_app.services.context import Actor, contexto_de_reglas
from clientes_app.services.errors import NoEncontrado
from clientes_app.storage.acceso.cuentas import CuentaRepository
from clientes_app.storage.carga.procesos import DESHACIBLES, LifecycleRepository
from clientes_app.storage.clientes import bulk
from clientes_app.storage.clientes.clientes import ClienteRepository
from clientes_app.storage.clientes.elegidos import ElegidosRepository, Traslado
from clientes_app.storage.clientes.etiquetas import EtiquetasDeClientes
from clientes_app.storage.clientes.reversal import DeshacerRepository, Huella
from clientes_app.storage.db import write_turn
from clientes_app.storage.db.base import Engine, Session
from clientes_app.storage.db.column_types import utc_now
from clientes_app.storage.db.engine import read_transaction, write_transaction
from clientes_app.storage.values import Autoria

_log = logging.getLogger(__name__)

_BATCH = 1_000
_PAUSE = 0.3
_STOPPED = "deshacer_detenido"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Undoing:
    """An undoing in the hands of a run: who answers for it, under which rules."""

    run: Run
    autoria: Autoria
    contexto: Contexto


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
        undoing = _dispatch(engine, run)
        if undoing is None:
            return Outcome.DONE
        with faults_are_no_attempt(engine, run, control):
            ultimo: int | None = 0
            pace = Pace()
            while ultimo is not None:
                if control.stop():
                    give_back(engine, run, control)
                    return Outcome.STOPPED
                if not lock.is_held():
                    raise TakenOver
                with fenced(engine, run) as tx:
                    cuantas = min(_BATCH, pace.rows)
                    ultimo = _undo_batch(tx, undoing, despues_de=ultimo, cuantas=cuantas)
                    if ultimo is None:
                        _end(tx, run)
                    if write_turn.somebody_waits(tx):
                        pace.yields()
                time.sleep(BREATHER)
            return Outcome.DONE


def _result(engine: Engine, cuenta_id: int, proceso_id: int) -> ResultadoDeDeshacer | None:
    """Return what undoing has done in all, whoever did it; None while it is not through.

    Raises NoSeDeshizo when it was stopped, NoEncontrado.
    """
    with read_transaction(engine) as tx:
        proceso = LifecycleRepository(tx, cuenta_id).obtener(proceso_id)
        if proceso is None:
            raise NoEncontrado
        if proceso.deshacer:
            return None
        if proceso.motivo_codigo == _STOPPED:
            raise NoSeDeshizo(proceso.motivo_mensaje)
        return ResultadoDeDeshacer(proceso.borrados, proceso.restaurados, proceso.dejados)


def _mark(tx: Session, actor: Actor, proceso_id: int) -> ProcesoGuardado:
    lifecycle = LifecycleRepository(tx, actor.cuenta_id)
    proceso = lifecycle.obtener(proceso_id)
    if proceso is None:
        raise NoEncontrado
    if proceso.deshacer:
        return guardado(proceso)
    if not guardado(proceso).puede_deshacerse:
        if proceso.estado in DESHACIBLES and proceso.estado != Estado.DESHECHO:
            raise NadaQueDeshacer
        raise AccionNoPosible(accion="deshacer", etiqueta=guardado(proceso).etiqueta)
    stopped_before = proceso.motivo_codigo == _STOPPED
    lifecycle.cambiar(
        proceso_id,
        de=DESHACIBLES,
        deshacer=True,
        deshace_quien=actor.quien,
        deshace_origen=actor.origen,
        deshace_usuario_id=actor.usuario_id,
        deshace_en=utc_now(),
        dejados=0,
        intentos=0,
        **({"motivo_codigo": "", "motivo_mensaje": ""} if stopped_before else {}),
    )
    tx.refresh(proceso)
    return guardado(proceso)


def _dispatch(engine: Engine, run: Run) -> _Undoing | None:
    """Dispatch a run; None when the process is not to be undone (any more)."""
    with write_transaction(engine) as tx:
        ClienteRepository(tx, run.cuenta_id).bloquear()
        lifecycle = LifecycleRepository(tx, run.cuenta_id)
        proceso = lifecycle.obtener(run.proceso_id)
        cuenta = CuentaRepository(tx).obtener(run.cuenta_id)
        if proceso is None or cuenta is None or not proceso.deshacer:
            return None
        if not lifecycle.dispatch(run.proceso_id, de=DESHACIBLES, token=run.token):
            return None
        tx.refresh(proceso)
        if proceso.intentos > MAX_ATTEMPTS:
            _give_up(lifecycle, run.proceso_id)
            return None
        # Those that are left alone are looked at again.
        lifecycle.cambiar(run.proceso_id, de=DESHACIBLES, dejados=0)
        quien = (proceso.deshace_quien, proceso.deshace_origen, proceso.deshace_usuario_id)
        return _Undoing(
            run=run,
            autoria=Autoria(*quien, run.proceso_id),
            contexto=contexto_de_reglas(cuenta.cp_expedicion),
        )


def _give_up(lifecycle: LifecycleRepository, proceso_id: int) -> None:
    """Stop an undoing that never gets any further; it may be asked for again."""
    _log.error("The undoing of process %s is stopped", proceso_id)
    mensaje = (
        f"No se pudo deshacer: se detuvo después de {MAX_ATTEMPTS} intentos que no avanzaron. "
        "Inténtelo de nuevo o pida ayuda a quien administra el sistema."
    )
    lifecycle.cambiar(
        proceso_id,
        de=DESHACIBLES,
        deshacer=False,
        intentos=0,
        motivo_codigo=_STOPPED,
        motivo_mensaje=mensaje,
    )


def _undo_batch(tx: Session, undoing: _Undoing, *, despues_de: int, cuantas: int) -> int | None:
    """Undo the next changes; return the last one of them, None when there are none left."""
    run = undoing.run
    huellas = DeshacerRepository(tx, run.cuenta_id).huellas(
        run.proceso_id, despues_de=despues_de, cuantas=cuantas
    )
    if not huellas:
        return None
    libres = [huella for huella in huellas if que_lo_impide(huella, undoing.contexto) is None]
    ediciones = [como_era(huella) for huella in libres if huella.accion == "edicion"]
    etiquetas = [etiquetas_de_antes(huella) for huella in libres if huella.accion == "etiquetas"]
    se_van = [_traslado(h) for h in libres if h.accion in {"alta", "restauracion"}]
    vuelven = [_traslado(huella) for huella in libres if huella.accion == "borrado"]
    bulk.editar(tx, run.cuenta_id, ediciones=ediciones, autoria=undoing.autoria)
    EtiquetasDeClientes(tx, run.cuenta_id).fijar(etiquetas, undoing.autoria)
    elegidos = ElegidosRepository(tx, run.cuenta_id)
    elegidos.borrar(se_van, undoing.autoria)
    elegidos.restaurar(vuelven, undoing.autoria)
    LifecycleRepository(tx, run.cuenta_id).avanzar_deshacer(
        run.proceso_id,
        borrados=len(se_van),
        restaurados=len(ediciones) + len(etiquetas) + len(vuelven),
        dejados=len(huellas) - len(libres),
    )
    return huellas[-1].cambio_id


def _traslado(huella: Huella) -> Traslado:
    return Traslado(huella.cliente_id, huella.actual, huella.version)


def _end(tx: Session, run: Run) -> None:
    LifecycleRepository(tx, run.cuenta_id).cambiar(
        run.proceso_id,
        de=DESHACIBLES,
        estado=Estado.DESHECHO,
        deshacer=False,
        deshace_en=utc_now(),
    )
