"""What the worker does by the clock: each task is a schedule of DBOS, run by one worker.

Each runs at every full hour. After a pause the last run that was missed is made up for, no other.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from dbos import DBOS, DBOSClient

from clientes_app.config import settings
from clientes_app.services.acceso import sesiones
from clientes_app.services.carga import upkeep
from clientes_app.services.resources import shared_engine
from clientes_app.services.respaldo import respaldos
from clientes_app.worker import dbos_system
from clientes_app.worker.workflows import durably, stopping

_log = logging.getLogger(__name__)

PERIOD = timedelta(hours=1)
_EVERY_HOUR = "0 * * * *"
KEPT = timedelta(days=1)
"""How long ended workflows are kept: longer than PERIOD, or a run could be made up for twice."""

_AT_ONCE = 1_000


def _forget_uploads() -> None:
    upkeep.limpiar(shared_engine(), dias=settings().retencion_dias)


def _forget_sessions() -> None:
    sesiones.limpiar(shared_engine())


def _tidy_search_index() -> None:
    upkeep.ordenar_indice(shared_engine(), parar=stopping.is_set)


def _forget_workflows() -> None:
    client = dbos_system.client(settings())
    try:
        forget_ended(client, before=datetime.now(UTC) - KEPT)
    finally:
        client.destroy()


def _give_room_back() -> None:
    upkeep.devolver_espacio(shared_engine(), parar=stopping.is_set)


def _back_up() -> None:
    # It says by itself when one is due, and leaves a failure to the next full hour: who tries again
    # every few seconds would fill a full disk.
    respaldos.respaldar_si_toca(shared_engine(), settings())


TASKS: Mapping[str, Callable[[], None]] = {
    "uploads": _forget_uploads,
    "sessions": _forget_sessions,
    "workflows": _forget_workflows,
    "search-index": _tidy_search_index,
    "room": _give_room_back,
    "backup": _back_up,
}


@DBOS.workflow(name="task", max_recovery_attempts=None)
def task_workflow(scheduled_at: datetime, name: str) -> None:
    """Do the task of a schedule; try it again until the next run of it is due."""
    durably(lambda: do_task(scheduled_at, name), what=name)


def do_task(scheduled_at: datetime, name: str) -> None:
    """Do the task of a schedule, unless a later run of it is due."""
    if datetime.now(UTC) - scheduled_at <= PERIOD:
        TASKS[name]()


def forget_ended(client: DBOSClient, *, before: datetime) -> int:
    """Delete the workflows that ended before a moment; return how many there were."""
    total = 0
    while True:
        ended = client.list_workflows(
            status=list(dbos_system.ENDED),
            completed_before=before.isoformat(),
            limit=_AT_ONCE,
            load_input=False,
            load_output=False,
        )
        if not ended:
            return total
        client.delete_workflows([workflow.workflow_id for workflow in ended])
        total += len(ended)


def apply() -> None:
    """Give the schedules to DBOS, which runs in this process, and make up for the last run."""
    now = datetime.now(UTC)
    DBOS.apply_schedules(
        [
            {
                "schedule_name": name,
                "workflow_fn": task_workflow,
                "schedule": _EVERY_HOUR,
                "context": name,
            }
            for name in TASKS
        ]
    )
    for name in TASKS:
        # A run has the same id whoever asks for it, so what was not missed is not run again.
        DBOS.backfill_schedule(name, now - PERIOD, now)
