"""Running a process: batch by batch, each one transaction, from wherever it was left.

A batch stores rows, history, search index, findings and progress together. Whoever dies
between two batches therefore leaves nothing half done: the next run reads the file again
from the start, which restores what the in-file rules remember, and stores from the first
line that is not stored yet.
"""

import logging
import time
from collections.abc import Callable

from clientes_app.readers.csv.dialect import detectar
from clientes_app.readers.csv.records import leer
from clientes_app.readers.motivos import NoCargableError
from clientes_app.services.carga.archivo import abrir
from clientes_app.services.carga.batch import Toma, aplicar, cerrar, opciones_de
from clientes_app.services.carga.pace import BREATHER, Pace
from clientes_app.services.carga.runs import (
    MAX_ATTEMPTS,
    Desenlace,
    Run,
    RunControl,
    TakenOver,
    alone_in_account,
    faults_are_no_attempt,
    fenced,
    give_back,
    outcome,
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
from clientes_app.storage.db.column_types import ahora
from clientes_app.storage.db.engine import read_transaction, write_transaction
from clientes_app.storage.db.process_lock import ProcessLock
from clientes_app.storage.values import Autoria

_log = logging.getLogger(__name__)

AlAvanzar = Callable[[int, int], None]
"""Told after each batch: rows done, rows in the file."""


def ejecutar(
    engine: Engine,
    proceso_id: int,
    *,
    al_avanzar: AlAvanzar | None = None,
    control: RunControl | None = None,
) -> Desenlace:
    """Run a process until it ends or `control` says to stop. Safe to call again at any time.

    Raises NoEncontrado when there is no such process.
    """

    def run() -> Desenlace:
        return _run_alone(engine, proceso_id, al_avanzar, control or RunControl())

    return outcome("load", proceso_id, run)


def _run_alone(
    engine: Engine, proceso_id: int, al_avanzar: AlAvanzar | None, control: RunControl
) -> Desenlace:
    with read_transaction(engine) as tx:
        cuenta_id = cuenta_de(tx, proceso_id)
    if cuenta_id is None:
        raise NoEncontrado
    with alone_in_account(engine, cuenta_id) as lock:
        if lock is None:
            with read_transaction(engine) as tx:
                proceso = CicloRepository(tx, cuenta_id).obtener(proceso_id)
            en_marcha = proceso is not None and proceso.estado in EN_MARCHA
            return Desenlace.OCUPADO if en_marcha else Desenlace.TERMINADO
        toma = _dispatch(engine, Run(cuenta_id=cuenta_id, proceso_id=proceso_id))
        if toma is None:
            return Desenlace.TERMINADO
        with faults_are_no_attempt(engine, toma.run, control):
            return _attempt(engine, toma, lock, al_avanzar, control)


def _attempt(
    engine: Engine,
    toma: Toma,
    lock: ProcessLock,
    al_avanzar: AlAvanzar | None,
    control: RunControl,
) -> Desenlace:
    if toma.intentos > MAX_ATTEMPTS:
        _give_up(engine, toma)
        return Desenlace.TERMINADO
    try:
        _check_structure(engine, toma)
        return _store_all(engine, toma, lock, al_avanzar, control)
    except NoCargableError as error:
        cerrar(engine, toma, motivo=(error.motivo.codigo, error.motivo.mensaje))
        return Desenlace.TERMINADO


def _dispatch(engine: Engine, run: Run) -> Toma | None:
    """Dispatch a run, and read what it needs to know; None when the process has ended."""
    with write_transaction(engine) as tx:
        cuenta = CuentaRepository(tx).obtener(run.cuenta_id)
        ClienteRepository(tx, run.cuenta_id).bloquear()
        ciclo = CicloRepository(tx, run.cuenta_id)
        if not ciclo.dispatch(run.proceso_id, de=EN_MARCHA, token=run.token):
            return None
        ciclo.cambiar(run.proceso_id, de=[Estado.EN_ESPERA], iniciado_en=ahora())
        ciclo.cambiar(run.proceso_id, de=EN_MARCHA, estado=Estado.PROCESANDO)
        proceso = ciclo.obtener(run.proceso_id)
        if proceso is None or cuenta is None:
            raise NoEncontrado
        return Toma(
            run=run,
            load=Load(
                cuenta_id=run.cuenta_id,
                proceso_id=run.proceso_id,
                archivo=proceso.archivo,
                opciones=opciones_de(proceso),
                contexto=contexto_de_reglas(cuenta.cp_expedicion),
                autoria=Autoria(proceso.quien, proceso.origen, proceso.usuario_id, run.proceso_id),
            ),
            linea_hecha=proceso.linea_hecha,
            filas_hechas=proceso.filas_hechas,
            filas=proceso.filas,
            intentos=proceso.intentos,
            revisado=proceso.filas > 0,
        )


def _check_structure(engine: Engine, toma: Toma) -> None:
    """Read the whole file once before anything of it is stored.

    A byte or a quote that spoils the file may stand in its last line, and then nothing of it
    may be in the database. A file that was previewed has passed this already.
    Raises NoCargableError.
    """
    if toma.revisado:
        return
    with abrir(engine, toma.cuenta_id, toma.proceso_id) as archivo:
        dialecto = detectar(archivo, toma.load.archivo)
        filas = sum(1 for _ in leer(archivo, dialecto))
    with fenced(engine, toma.run, stores=False) as tx:
        CicloRepository(tx, toma.cuenta_id).cambiar(
            toma.proceso_id,
            de=[Estado.PROCESANDO],
            filas=filas,
            codificacion=dialecto.codificacion,
            delimitador=dialecto.delimitador,
        )
    toma.filas = filas


def _store_all(
    engine: Engine,
    toma: Toma,
    lock: ProcessLock,
    al_avanzar: AlAvanzar | None,
    control: RunControl,
) -> Desenlace:
    pace, statistics = Pace(), PlannerStatistics(engine)
    with pending_rows(engine, toma.load, after=toma.linea_hecha) as pending:
        while pending.any_left():
            if control.stop():
                give_back(engine, toma.run, control)
                return Desenlace.INTERRUMPIDO
            if not lock.is_held():
                raise TakenOver
            antes = toma.filas_hechas
            sigue = aplicar(engine, toma, pending, pace)
            nuevas = toma.filas_hechas - antes
            if al_avanzar is not None and nuevas:
                al_avanzar(toma.filas_hechas, toma.filas)
            statistics.after(nuevas)
            if not sigue:
                return Desenlace.TERMINADO
            time.sleep(BREATHER)
    cerrar(engine, toma)
    return Desenlace.TERMINADO


def _give_up(engine: Engine, toma: Toma) -> None:
    """Stop a process that never gets any further, and say what is stored of it."""
    _log.error("Process %s is stopped: %s attempts without progress", toma.proceso_id, MAX_ATTEMPTS)
    hecho = (
        f"Quedaron guardadas las primeras {toma.filas_hechas:,} filas; puede deshacer la carga."
        if toma.filas_hechas
        else "No se guardó nada."
    )
    mensaje = (
        f"El proceso se detuvo después de {MAX_ATTEMPTS} intentos que no avanzaron. {hecho} "
        "Revise el archivo a partir de la línea "
        f"{toma.linea_hecha + 1:,} o pida ayuda a quien administra el sistema."
    )
    cerrar(engine, toma, motivo=("demasiados_intentos", mensaje))
