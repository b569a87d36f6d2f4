"""The worker: takes previews, loads and undoings from the queues until it is told to end."""

import logging
import os
import socket
import time

from dbos import DBOS, DBOSConfig

from clientes_app.config import Settings
from clientes_app.services.acceso import sesiones
from clientes_app.services.carga import helper, upkeep
from clientes_app.services.resources import checkpoint, shared_engine
from clientes_app.worker import dbos_system, workflows
from clientes_app.worker.enqueuer import conectar
from clientes_app.worker.watchdog import Vigilante

_log = logging.getLogger(__name__)

_SONDEO = 0.25
_CARGAS_A_LA_VEZ = 4
_VISTAS_A_LA_VEZ = 2
ENTRE_MIRADAS = 3.0
"""Seconds between two looks for lost work."""
_ENTRE_LIMPIEZAS = 3600.0
CORTESIA = 10
"""How nice the worker is, of 19 (see nice(1))."""
# Seconds that a run gets to finish its batch after SIGTERM. A batch takes a fraction of one.
_GRACIA = 5.0


def abrir(settings: Settings) -> Vigilante:
    """Start DBOS and its queues in this process and return the watchdog over them.

    Raises what the database says when it cannot be used; this may then be tried again.
    """
    dbos_system.callar()
    config: DBOSConfig = {
        "name": dbos_system.APLICACION,
        "system_database_url": dbos_system.direccion_del_sistema(settings),
        "application_version": dbos_system.VERSION,
        "executor_id": socket.gethostname(),
        "log_level": "ERROR",
        "enable_otlp": False,
    }
    DBOS(config=config)
    try:
        _lanzar()
    except Exception:
        DBOS.destroy()
        raise
    return Vigilante(shared_engine(), conectar(settings))


def _lanzar() -> None:
    _ceder_el_paso()
    helper.preparar()
    DBOS.launch()
    # The limits are per worker: a global one counts the runs that a killed worker left as
    # running, for ever. What really keeps the loads of an account apart is their lease.
    DBOS.register_queue(
        dbos_system.COLA_DE_CARGAS,
        worker_concurrency=_CARGAS_A_LA_VEZ,
        partition_worker_concurrency=1,
        polling_interval_sec=_SONDEO,
        on_conflict="always_update",
    )
    DBOS.register_queue(
        dbos_system.COLA_DE_VISTAS,
        worker_concurrency=_VISTAS_A_LA_VEZ,
        polling_interval_sec=_SONDEO,
        on_conflict="always_update",
    )


def _ceder_el_paso() -> None:
    """Let whoever serves people have a processor first; so does what is started from here on."""
    actual = os.getpriority(os.PRIO_PROCESS, 0)
    os.setpriority(os.PRIO_PROCESS, 0, max(actual, CORTESIA))


def trabajar(settings: Settings, vigilante: Vigilante) -> None:
    """Work until `flujos.detenerse` is set; then let the batches in hand finish, and return.

    DBOS's own way of ending waits ten seconds for its threads. Nothing depends on it:
    whatever is cut off goes on at the next start.
    """
    limpieza = 0.0
    while not workflows.detenerse.is_set():
        try:
            vigilante.mirar()
            checkpoint(shared_engine())
            if time.monotonic() - limpieza > _ENTRE_LIMPIEZAS or not limpieza:
                upkeep.limpiar(shared_engine(), dias=settings.retencion_dias)
                sesiones.limpiar(shared_engine())
                upkeep.ordenar_indice(shared_engine(), parar=workflows.detenerse.is_set)
                limpieza = time.monotonic()
        except Exception:  # noqa: BLE001 - who stops watching leaves lost work lying for good
            _log.exception("The watchdog could not look into the database")
        workflows.detenerse.wait(ENTRE_MIRADAS)
    workflows.esperar_reposo(_GRACIA)


def terminar() -> None:
    """End this process at once: DBOS's threads would hold it for seconds."""
    os._exit(0)
