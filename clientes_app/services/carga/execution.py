"""Running a process: batch by batch, each one transaction, from wherever it was left.

A batch stores rows, history, search index, findings and progress together. Whoever dies
between two batches therefore leaves nothing half done: the next run reads the file again
from the start, which restores what the in-file rules remember, and stores from the first
line that is not stored yet.
"""

import logging
import time
from collections.abc import Callable

from clientes_app.domain.plurales import cuantos
from clientes_app.readers.csv.dialect import detectar
from clientes_app.readers.csv.records import leer
from clientes_app.readers.motivos import NoCargableError
from clientes_app.services.carga.archivo import abrir
from clientes_app.services.carga.batch import RunningLoad, choices_of, end_process, store_batch
from clientes_app.services.carga.pace import BREATHER, Pace
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
from clientes_app.services.carga.storing import Load, pending_rows
from clientes_app.services.carga.values import Estado
from clientes_app.services.context import contexto_de_reglas
from clientes_app.services.errors import NoEncontrado
from clientes_app.storage.acceso.cuentas import CuentaRepository
from clientes_app.storage.carga.planner_statistics import PlannerStatistics
from clientes_app.storage.carga.procesos import EN_MARCHA, CicloRepository, cuenta_de
from clientes_app.storage.clientes.clientes import ClienteRepository
from clientes_app.storage.db.base import Engine
from clientes_app.storage.db.column_types import utc_now
from clientes_app.storage.db.engine import read_transaction, write_transaction
from clientes_app.storage.db.process_lock import ProcessLock
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
                proceso = CicloRepository(tx, cuenta_id).obtener(proceso_id)
            en_marcha = proceso is not None and proceso.estado in EN_MARCHA
            return Outcome.BUSY if en_marcha else Outcome.DONE
        load_run = _dispatch(engine, Run(cuenta_id=cuenta_id, proceso_id=proceso_id))
        if load_run is None:
            return Outcome.DONE
        with faults_are_no_attempt(engine, load_run.run, control):
            return _attempt(engine, load_run, lock, on_progress, control)


def _attempt(
    engine: Engine,
    load_run: RunningLoad,
    lock: ProcessLock,
    on_progress: OnProgress | None,
    control: RunControl,
) -> Outcome:
    if load_run.intentos > MAX_ATTEMPTS:
        _give_up(engine, load_run)
        return Outcome.DONE
    try:
        _check_structure(engine, load_run)
        return _store_all(engine, load_run, lock, on_progress, control)
    except NoCargableError as error:
        end_process(engine, load_run, motivo=(error.motivo.codigo, error.motivo.mensaje))
        return Outcome.DONE


def _dispatch(engine: Engine, run: Run) -> RunningLoad | None:
    """Dispatch a run, and read what it needs to know; None when the process has ended."""
    with write_transaction(engine) as tx:
        cuenta = CuentaRepository(tx).obtener(run.cuenta_id)
        ClienteRepository(tx, run.cuenta_id).bloquear()
        ciclo = CicloRepository(tx, run.cuenta_id)
        if not ciclo.dispatch(run.proceso_id, de=EN_MARCHA, token=run.token):
            return None
        ciclo.cambiar(run.proceso_id, de=[Estado.EN_ESPERA], iniciado_en=utc_now())
        ciclo.cambiar(run.proceso_id, de=EN_MARCHA, estado=Estado.PROCESANDO)
        proceso = ciclo.obtener(run.proceso_id)
        if proceso is None or cuenta is None:
            raise NoEncontrado
        return RunningLoad(
            run=run,
            load=Load(
                cuenta_id=run.cuenta_id,
                proceso_id=run.proceso_id,
                archivo=proceso.archivo,
                opciones=choices_of(proceso),
                contexto=contexto_de_reglas(cuenta.cp_expedicion),
                autoria=Autoria(proceso.quien, proceso.origen, proceso.usuario_id, run.proceso_id),
            ),
            linea_hecha=proceso.linea_hecha,
            filas_hechas=proceso.filas_hechas,
            filas=proceso.filas,
            intentos=proceso.intentos,
            revisado=proceso.filas > 0,
        )


def _check_structure(engine: Engine, load_run: RunningLoad) -> None:
    """Read the whole file once before anything of it is stored.

    A byte or a quote that spoils the file may stand in its last line, and then nothing of it
    may be in the database. A file that was previewed has passed this already.
    Raises NoCargableError.
    """
    if load_run.revisado:
        return
    with abrir(engine, load_run.cuenta_id, load_run.proceso_id) as archivo:
        dialecto = detectar(archivo, load_run.load.archivo)
        filas = sum(1 for _ in leer(archivo, dialecto))
    with fenced(engine, load_run.run, stores=False) as tx:
        CicloRepository(tx, load_run.cuenta_id).cambiar(
            load_run.proceso_id,
            de=[Estado.PROCESANDO],
            filas=filas,
            codificacion=dialecto.codificacion,
            delimitador=dialecto.delimitador,
        )
    load_run.filas = filas


def _store_all(
    engine: Engine,
    load_run: RunningLoad,
    lock: ProcessLock,
    on_progress: OnProgress | None,
    control: RunControl,
) -> Outcome:
    pace, statistics = Pace(), PlannerStatistics(engine)
    with pending_rows(engine, load_run.load, after=load_run.linea_hecha) as pending:
        while pending.any_left():
            if control.stop():
                give_back(engine, load_run.run, control)
                return Outcome.STOPPED
            if not lock.is_held():
                raise TakenOver
            before = load_run.filas_hechas
            goes_on = store_batch(engine, load_run, pending, pace)
            new = load_run.filas_hechas - before
            if on_progress is not None and new:
                on_progress(load_run.filas_hechas, load_run.filas)
            statistics.after(new)
            if not goes_on:
                return Outcome.DONE
            time.sleep(BREATHER)
    end_process(engine, load_run)
    return Outcome.DONE


def _give_up(engine: Engine, load_run: RunningLoad) -> None:
    """Stop a process that never gets any further, and say what is stored of it."""
    _log.error(
        "Process %s is stopped: %s attempts without progress", load_run.proceso_id, MAX_ATTEMPTS
    )
    filas = cuantos(load_run.filas_hechas, "fila", "filas")
    hecho = (
        f"Queda guardado lo que ya se había cargado: {filas}. Puede deshacer la carga."
        if load_run.filas_hechas
        else "No se guardó nada."
    )
    mensaje = (
        f"El proceso se detuvo después de {MAX_ATTEMPTS} intentos que no avanzaron. {hecho} "
        "Revise el archivo a partir de la línea "
        f"{load_run.linea_hecha + 1:,} o pida ayuda a quien administra el sistema."
    )
    end_process(engine, load_run, motivo=("demasiados_intentos", mensaje))
