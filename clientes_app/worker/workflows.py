"""The durable workflows: each is one call of a service.

A workflow that is started again after a kill calls its service again; the service goes on
where the database says that it was.
"""

import logging
import threading
from collections.abc import Callable

from dbos import DBOS

from clientes_app.services.carga import procesos, upkeep
from clientes_app.services.carga.holder import nombre_de_trabajador
from clientes_app.services.resources import shared_engine
from clientes_app.worker import dbos_system

_log = logging.getLogger(__name__)

detenerse = threading.Event()
"""Set when this worker is asked to end: runs stop after the batch in hand."""

_corriendo = 0
_cambio = threading.Condition()


def _contando(trabajo: Callable[[], object]) -> None:
    global _corriendo  # noqa: PLW0603 - the one number by which the worker knows that it is idle
    with _cambio:
        _corriendo += 1
    try:
        trabajo()
    except Exception:  # noqa: BLE001 - it lies in the database as far as it came; see `vigilante`
        _log.exception("Work failed; it will be tried again")
    finally:
        with _cambio:
            _corriendo -= 1
            _cambio.notify_all()


def esperar_reposo(segundos: float) -> bool:
    """Wait until nothing runs, at most so long; return whether nothing does."""
    with _cambio:
        return _cambio.wait_for(lambda: _corriendo == 0, timeout=segundos)


@DBOS.workflow(name=dbos_system.FLUJO_VISTA)
def flujo_vista(cuenta_id: int, proceso_id: int) -> None:
    """Look into an uploaded file."""
    _contando(
        lambda: procesos.previsualizar(
            shared_engine(),
            cuenta_id,
            proceso_id,
            trabajador=nombre_de_trabajador(),
            parar=detenerse.is_set,
        )
    )


@DBOS.workflow(name=dbos_system.FLUJO_CARGA)
def flujo_carga(cuenta_id: int, proceso_id: int) -> None:
    """Run a process to its end."""
    del cuenta_id
    _contando(
        lambda: procesos.ejecutar(
            shared_engine(), proceso_id, trabajador=nombre_de_trabajador(), parar=detenerse.is_set
        )
    )
    _contando(lambda: upkeep.ordenar_indice(shared_engine(), parar=detenerse.is_set))


@DBOS.workflow(name=dbos_system.FLUJO_DESHACER)
def flujo_deshacer(cuenta_id: int, proceso_id: int) -> None:
    """Take back what a process stored."""
    _contando(
        lambda: procesos.seguir_deshaciendo(
            shared_engine(),
            cuenta_id,
            proceso_id,
            trabajador=nombre_de_trabajador(),
            parar=detenerse.is_set,
        )
    )
