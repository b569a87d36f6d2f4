"""The port through which services hand long work to the worker.

Who runs it is not the services' affair: the composition root puts the real queue here.
Without one nothing is lost, because the worker looks for waiting processes by itself
every few seconds; the queue only makes it immediate.
"""

import logging
from collections.abc import Callable
from typing import Protocol

_log = logging.getLogger(__name__)


class Cola(Protocol):
    """Hands a process to the worker. Saying it twice starts one run."""

    def vista(self, cuenta_id: int, proceso_id: int) -> None:
        """Ask for the preview of a file that was received."""
        ...

    def carga(self, cuenta_id: int, proceso_id: int) -> None:
        """Ask for the run of a process that is waiting."""
        ...

    def deshacer(self, cuenta_id: int, proceso_id: int) -> None:
        """Ask for the undoing of a process that was marked for it."""
        ...


_colas: list[Cola] = []


def usar(cola: Cola | None) -> None:
    """Set the queue of this operating system process; None leaves it to the worker's search."""
    _colas.clear()
    if cola is not None:
        _colas.append(cola)


def pedir_vista(cuenta_id: int, proceso_id: int) -> None:
    """Ask for a preview; a queue that fails is logged, since the worker finds it anyway."""
    for cola in _colas:
        _pedir(cola.vista, cuenta_id, proceso_id)


def pedir_carga(cuenta_id: int, proceso_id: int) -> None:
    """Ask for a run; a queue that fails is logged, since the worker finds it anyway."""
    for cola in _colas:
        _pedir(cola.carga, cuenta_id, proceso_id)


def pedir_deshacer(cuenta_id: int, proceso_id: int) -> None:
    """Ask for an undoing; a queue that fails is logged, since the worker finds it anyway."""
    for cola in _colas:
        _pedir(cola.deshacer, cuenta_id, proceso_id)


def _pedir(que: Callable[[int, int], None], cuenta_id: int, proceso_id: int) -> None:
    try:
        que(cuenta_id, proceso_id)
    except Exception:  # noqa: BLE001 - whatever is wrong with the queue, the work is not lost
        _log.exception("Process %s could not be queued", proceso_id)
