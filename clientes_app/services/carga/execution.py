"""Running a process: batch by batch, each one transaction, from wherever it was left.

A batch of a load stores rows, history, search index, findings and progress together. Whoever dies
between two batches therefore leaves nothing half done: the next run reads the file again
from the start, which restores what the in-file rules remember, and stores from the first
line that is not stored yet. An action on many clients goes on behind the last of them.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from clientes_app.domain.cliente import Contexto
from clientes_app.domain.emisor import QuienFactura
from clientes_app.domain.plurales import cuantos
from clientes_app.observing.metrics import ROWS
from clientes_app.readers.motivos import NoCargableError
from clientes_app.services.carga.acciones.batch import RunningAction, apply_batch
from clientes_app.services.carga.acciones.chosen_ids import kept
from clientes_app.services.carga.acciones.decision import Orden
from clientes_app.services.carga.archivo import abrir
from clientes_app.services.carga.batch import RunningLoad, choices_of, end_process, store_batch
from clientes_app.services.carga.pace import BREATHER, Pace
from clientes_app.services.carga.queries import arreglos_de, pedida_de
from clientes_app.services.carga.reading import TableToKeep, open_upload
from clientes_app.services.carga.runs import (
    MAX_ATTEMPTS,
    Outcome,
    Run,
    RunControl,
    RunningProcess,
    TakenOver,
    alone_in_account,
    faults_are_no_attempt,
    fenced,
    give_back,
    outcome_of,
)
from clientes_app.services.carga.storing import Load, pending_rows
from clientes_app.services.carga.values import Estado
from clientes_app.services.context import contexto_de_reglas, quien_factura
from clientes_app.services.errors import NoEncontrado
from clientes_app.storage.acceso.cuentas import CuentaRepository
from clientes_app.storage.carga.planner_statistics import PlannerStatistics
from clientes_app.storage.carga.procesos import EN_MARCHA, LifecycleRepository, cuenta_de
from clientes_app.storage.clientes.clientes import ClienteRepository
from clientes_app.storage.db.base import Engine
from clientes_app.storage.db.column_types import utc_now
from clientes_app.storage.db.engine import read_transaction, write_transaction
from clientes_app.storage.db.process_lock import ProcessLock
from clientes_app.storage.db.tables import Proceso
from clientes_app.storage.values import Autoria

_log = logging.getLogger(__name__)

OnProgress = Callable[[int, int], None]
"""Told after each batch: rows done, rows in the file."""


def ejecutar(
    engine: Engine,
    proceso_id: int,
    *,
    on_progress: OnProgress | None = None,
    control: RunControl | None = None,
) -> Outcome:
    """Run a process until it ends or `control` says to stop. Safe to call again at any time.

    Raises NoEncontrado when there is no such process.
    """

    def run() -> Outcome:
        return _run_alone(engine, proceso_id, on_progress, control or RunControl())

    return outcome_of("load", proceso_id, run)


def _run_alone(
    engine: Engine, proceso_id: int, on_progress: OnProgress | None, control: RunControl
) -> Outcome:
    with read_transaction(engine) as tx:
        cuenta_id = cuenta_de(tx, proceso_id)
    if cuenta_id is None:
        raise NoEncontrado
    with alone_in_account(engine, cuenta_id) as lock:
        if lock is None:
            with read_transaction(engine) as tx:
                proceso = LifecycleRepository(tx, cuenta_id).obtener(proceso_id)
            en_marcha = proceso is not None and proceso.estado in EN_MARCHA
            return Outcome.BUSY if en_marcha else Outcome.DONE
        running = _dispatch(engine, Run(cuenta_id=cuenta_id, proceso_id=proceso_id))
        if running is None:
            return Outcome.DONE
        with faults_are_no_attempt(engine, running.run, control):
            return _Attempt(engine, lock, on_progress, control).make(running)


def _dispatch(engine: Engine, run: Run) -> RunningLoad | RunningAction | None:
    """Dispatch a run, and read what it needs to know; None when the process has ended."""
    with write_transaction(engine) as tx:
        cuenta = CuentaRepository(tx).obtener(run.cuenta_id)
        ClienteRepository(tx, run.cuenta_id).bloquear()
        lifecycle = LifecycleRepository(tx, run.cuenta_id)
        if not lifecycle.dispatch(run.proceso_id, de=EN_MARCHA, token=run.token):
            return None
        lifecycle.cambiar(run.proceso_id, de=[Estado.EN_ESPERA], iniciado_en=utc_now())
        lifecycle.cambiar(run.proceso_id, de=EN_MARCHA, estado=Estado.PROCESANDO)
        proceso = lifecycle.obtener(run.proceso_id)
        if proceso is None or cuenta is None:
            raise NoEncontrado
        contexto = contexto_de_reglas(cuenta.cp_expedicion)
        return _running(run, proceso, contexto, quien_factura(cuenta))


def _running(
    run: Run, proceso: Proceso, contexto: Contexto, quien: QuienFactura
) -> RunningLoad | RunningAction:
    autoria = Autoria(proceso.quien, proceso.origen, proceso.usuario_id, run.proceso_id)
    pedida = pedida_de(proceso)
    if pedida is not None:
        return RunningAction(
            run=run,
            orden=Orden(
                cuenta_id=run.cuenta_id,
                pedida=pedida,
                contexto=contexto,
                revision=proceso.accion_revision,
                proceso_id=run.proceso_id,
            ),
            autoria=autoria,
            linea_hecha=proceso.linea_hecha,
            filas_hechas=proceso.filas_hechas,
            filas=proceso.filas,
            intentos=proceso.intentos,
        )
    return RunningLoad(
        run=run,
        load=Load(
            cuenta_id=run.cuenta_id,
            proceso_id=run.proceso_id,
            archivo=proceso.archivo,
            documento=proceso.documento,
            opciones=choices_of(proceso),
            arreglos=arreglos_de(proceso),
            contexto=contexto,
            quien=quien,
            autoria=autoria,
        ),
        linea_hecha=proceso.linea_hecha,
        filas_hechas=proceso.filas_hechas,
        filas=proceso.filas,
        intentos=proceso.intentos,
        revisado=proceso.filas > 0,
    )


@dataclass(frozen=True, slots=True)
class _Attempt:
    """One go at a process, alone in its account."""

    engine: Engine
    lock: ProcessLock
    on_progress: OnProgress | None
    control: RunControl

    def make(self, running: RunningLoad | RunningAction) -> Outcome:
        """Go on with the process until it ends or has to stop."""
        if running.intentos > MAX_ATTEMPTS:
            _give_up(self.engine, running)
            return Outcome.DONE
        if isinstance(running, RunningAction):
            return self._apply_all(running)
        try:
            _check_structure(self.engine, running)
            return self._store_all(running)
        except NoCargableError as error:
            motivo = (error.motivo.codigo, error.motivo.mensaje)
            end_process(self.engine, running, motivo=motivo)
            return Outcome.DONE

    def _store_all(self, load_run: RunningLoad) -> Outcome:
        pace, statistics = Pace(), PlannerStatistics(self.engine)
        with pending_rows(self.engine, load_run.load, after=load_run.linea_hecha) as pending:
            while pending.any_left():
                before = load_run.filas_hechas
                outcome = self._step(
                    load_run, lambda: store_batch(self.engine, load_run, pending, pace)
                )
                statistics.after(load_run.filas_hechas - before)
                if outcome is not None:
                    return outcome
        end_process(self.engine, load_run)
        return Outcome.DONE

    def _apply_all(self, action_run: RunningAction) -> Outcome:
        pace, ids = Pace(), kept(self.engine, action_run.cuenta_id, action_run.proceso_id)
        while True:
            outcome = self._step(
                action_run, lambda: apply_batch(self.engine, action_run, ids, pace)
            )
            if outcome is not None:
                return outcome

    def _step(self, running: RunningProcess, batch: Callable[[], bool]) -> Outcome | None:
        """Run one batch; None when there may be another one. Raises TakenOver."""
        if self.control.stop():
            give_back(self.engine, running.run, self.control)
            return Outcome.STOPPED
        if not self.lock.is_held():
            raise TakenOver
        before = running.filas_hechas
        goes_on = batch()
        new = running.filas_hechas - before
        ROWS.inc(new)
        if self.on_progress is not None and new:
            self.on_progress(running.filas_hechas, running.filas)
        if not goes_on:
            return Outcome.DONE
        time.sleep(BREATHER)
        return None


def _check_structure(engine: Engine, load_run: RunningLoad) -> None:
    """Read the whole file once before anything of it is stored.

    A byte or a quote that spoils the file may stand in its last line, and then nothing of it
    may be in the database. A file that was previewed has passed this already. A document is read
    this once; the table that it gave takes its place.
    Raises NoCargableError.
    """
    if load_run.revisado:
        return
    load, table = load_run.load, TableToKeep()
    with abrir(engine, load_run.cuenta_id, load_run.proceso_id) as archivo:
        document = open_upload(archivo, load.archivo, load.documento, load.quien)
        is_to_be_kept = bool(document.documento) and not load.documento
        filas = table.take_all(document) if is_to_be_kept else document.count_rows()
    with fenced(engine, load_run.run, stores=False) as tx:
        if is_to_be_kept:
            table.put(tx, load_run.cuenta_id, load_run.proceso_id, document)
        LifecycleRepository(tx, load_run.cuenta_id).cambiar(
            load_run.proceso_id,
            de=[Estado.PROCESANDO],
            filas=filas,
            codificacion=document.codificacion,
            delimitador=document.delimitador,
        )
    load_run.filas = filas
    load_run.load = replace(load, documento=document.documento)


def _give_up(engine: Engine, running: RunningLoad | RunningAction) -> None:
    """Stop a process that never gets any further, and say what is stored of it."""
    _log.error(
        "Process %s is stopped: %s attempts without progress", running.proceso_id, MAX_ATTEMPTS
    )
    detenido = f"El proceso se detuvo después de {MAX_ATTEMPTS} intentos que no avanzaron."
    if isinstance(running, RunningAction):
        hechos = cuantos(running.filas_hechas, "cliente", "clientes")
        hecho = (
            f"Queda hecho lo que ya se había guardado: {hechos}. Puede deshacerlo."
            if running.filas_hechas
            else "No se cambió nada."
        )
        remedio = "Inténtelo de nuevo o pida ayuda a quien administra el sistema."
    else:
        filas = cuantos(running.filas_hechas, "fila", "filas")
        hecho = (
            f"Queda guardado lo que ya se había cargado: {filas}. Puede deshacer la carga."
            if running.filas_hechas
            else "No se guardó nada."
        )
        remedio = (
            f"Revise el archivo a partir de la línea {running.linea_hecha + 1:,} o pida ayuda a "
            "quien administra el sistema."
        )
    end_process(engine, running, motivo=("demasiados_intentos", f"{detenido} {hecho} {remedio}"))
