"""The durable workflows: each is one call of a service, repeated until the service is done.

An exception that left a workflow would end it for good, so none does. A workflow that is started
again after a kill calls its service again; the service goes on where the database says that it was.
"""

import logging
import math
import threading
import time
from collections.abc import Callable
from typing import NoReturn

from dbos import DBOS

from clientes_app.config import settings
from clientes_app.observing.metrics import RUN_SECONDS, RUNS
from clientes_app.services.carga import procesos, upkeep
from clientes_app.services.carga.procesos import Outcome, RunControl
from clientes_app.services.errors import NoEncontrado
from clientes_app.services.resources import shared_engine

_log = logging.getLogger(__name__)

stopping = threading.Event()
"""Set when this worker is asked to end: runs stop after the batch in hand."""

_running: set[str] = set()
_changed = threading.Condition()

_LONGEST_PAUSE = 8
"""Between two tries of a run, in looks of the worker; the first pause is half a look."""


def _control() -> RunControl:
    return RunControl(stop=stopping.is_set, patience=math.inf)


def running() -> frozenset[str]:
    """Return the ids of the workflows that this process runs at this moment."""
    with _changed:
        return frozenset(_running)


def wait_until_idle(seconds: float) -> bool:
    """Wait until nothing runs, at most so long; return whether nothing does."""
    with _changed:
        return _changed.wait_for(lambda: not _running, timeout=seconds)


def durably(run: Callable[[], object], *, what: str) -> None:
    """Run until it is done, with longer and longer pauses, whatever the database does meanwhile.

    `what` is the name under which its runs are counted: one of a few. It never returns once the
    worker is asked to end: the workflow has to be found unfinished.
    """
    workflow_id = DBOS.workflow_id or ""
    with _changed:
        _running.add(workflow_id)
    try:
        finished = _repeat(lambda: _counted(run, what))
    finally:
        with _changed:
            _running.discard(workflow_id)
            _changed.notify_all()
    if not finished:
        _wait_for_the_end()


def _repeat(run: Callable[[], object]) -> bool:
    """Return whether it is done, and not only stopped."""
    look = settings().worker_pausa_ms / 1000
    pause = look / 2
    while not stopping.is_set():
        try:
            outcome = run()
        except NoEncontrado:
            # Whoever uploaded the file threw it away meanwhile.
            return True
        except Exception:  # noqa: BLE001 - the log has it in full; it is tried again
            _log.exception("A workflow failed")
            outcome = Outcome.FAILED
        if outcome in {Outcome.NO_DATABASE, Outcome.FAILED, Outcome.BUSY}:
            stopping.wait(pause)
            # Who waits for his turn looks often.
            pause = look / 2 if outcome is Outcome.BUSY else min(2 * pause, look * _LONGEST_PAUSE)
        elif outcome is not Outcome.STOPPED:
            return True
    return False


def _counted(run: Callable[[], object], what: str) -> object:
    """Run once, and count how it ended and how long it took."""
    begun = time.perf_counter()
    ended = str(Outcome.FAILED)
    try:
        outcome = run()
        ended = str(outcome) if isinstance(outcome, Outcome) else str(Outcome.DONE)
    except NoEncontrado:
        ended = str(Outcome.DONE)
        raise
    finally:
        RUNS.labels(what, ended).inc()
        RUN_SECONDS.labels(what).observe(time.perf_counter() - begun)
    return outcome


def _wait_for_the_end() -> NoReturn:
    while True:
        threading.Event().wait()


@DBOS.workflow(name="vista", max_recovery_attempts=None)
def preview_workflow(cuenta_id: int, proceso_id: int) -> None:
    """Look into an uploaded file."""
    durably(
        lambda: procesos.revisar(shared_engine(), cuenta_id, proceso_id, control=_control()),
        what="vista",
    )


@DBOS.workflow(name="carga", max_recovery_attempts=None)
def load_workflow(cuenta_id: int, proceso_id: int) -> None:
    """Run a process to its end, and put the search index in order."""
    del cuenta_id
    durably(
        lambda: procesos.ejecutar(shared_engine(), proceso_id, control=_control()), what="carga"
    )
    durably(
        lambda: upkeep.ordenar_indice(shared_engine(), parar=stopping.is_set), what="search-index"
    )


@DBOS.workflow(name="deshacer", max_recovery_attempts=None)
def undo_workflow(cuenta_id: int, proceso_id: int) -> None:
    """Take back what a process stored."""
    durably(
        lambda: procesos.seguir_deshaciendo(
            shared_engine(), cuenta_id, proceso_id, control=_control()
        ),
        what="deshacer",
    )
