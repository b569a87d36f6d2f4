"""The worker: takes previews, loads and undoings from the queues until it is told to end."""

import logging
import os
import socket
import time

from dbos import DBOS, DBOSConfig

from clientes_app.config import Ajustes
from clientes_app.jobs import flujos, sistema
from clientes_app.jobs.encolador import conectar
from clientes_app.jobs.vigilante import Vigilante
from clientes_app.services import ayudante, procesos_vigilancia, sesiones
from clientes_app.services.recursos import motor
from clientes_app.storage.engine import asentar

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


def abrir(ajustes: Ajustes) -> Vigilante:
    """Start DBOS and its queues in this process and return the watchdog over them.

    Raises what the database says when it cannot be used; this may then be tried again.
    """
    sistema.callar()
    config: DBOSConfig = {
        "name": sistema.APLICACION,
        "system_database_url": sistema.direccion_del_sistema(ajustes),
        "application_version": sistema.VERSION,
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
    return Vigilante(motor(), conectar(ajustes))


def _lanzar() -> None:
    _ceder_el_paso()
    ayudante.preparar()
    DBOS.launch()
    # The limits are per worker: a global one counts the runs that a killed worker left as
    # running, for ever. What really keeps the loads of an account apart is their lease.
    DBOS.register_queue(
        sistema.COLA_DE_CARGAS,
        worker_concurrency=_CARGAS_A_LA_VEZ,
        partition_worker_concurrency=1,
        polling_interval_sec=_SONDEO,
        on_conflict="always_update",
    )
    DBOS.register_queue(
        sistema.COLA_DE_VISTAS,
        worker_concurrency=_VISTAS_A_LA_VEZ,
        polling_interval_sec=_SONDEO,
        on_conflict="always_update",
    )


def _ceder_el_paso() -> None:
    """Let whoever serves people have a processor first; so does what is started from here on."""
    actual = os.getpriority(os.PRIO_PROCESS, 0)
    os.setpriority(os.PRIO_PROCESS, 0, max(actual, CORTESIA))


def trabajar(ajustes: Ajustes, vigilante: Vigilante) -> None:
    """Work until `flujos.detenerse` is set; then let the batches in hand finish, and return.

    DBOS's own way of ending waits ten seconds for its threads. Nothing depends on it:
    whatever is cut off goes on at the next start.
    """
    limpieza = 0.0
    while not flujos.detenerse.is_set():
        try:
            vigilante.mirar()
            asentar(motor())
            if time.monotonic() - limpieza > _ENTRE_LIMPIEZAS or not limpieza:
                procesos_vigilancia.limpiar(motor(), dias=ajustes.retencion_dias)
                sesiones.limpiar(motor())
                procesos_vigilancia.ordenar_indice(motor(), parar=flujos.detenerse.is_set)
                limpieza = time.monotonic()
        except Exception:  # noqa: BLE001 - who stops watching leaves lost work lying for good
            _log.exception("The watchdog could not look into the database")
        flujos.detenerse.wait(ENTRE_MIRADAS)
    flujos.esperar_reposo(_GRACIA)


def terminar() -> None:
    """End this process at once: DBOS's threads would hold it for seconds."""
    os._exit(0)
