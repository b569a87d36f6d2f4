"""The search for lost work, every few seconds: what a dead worker ran, what nobody queued."""

import logging
from datetime import timedelta

from dbos import DBOS, DBOSClient

from clientes_app.services.carga import upkeep
from clientes_app.services.carga.queue import Work
from clientes_app.services.resources import Engine, process_lock
from clientes_app.worker import dbos_system, workflows
from clientes_app.worker.enqueuer import DbosQueue

_log = logging.getLogger(__name__)


class Sweep:
    """Looks for lost work, as the worker of that name."""

    def __init__(
        self,
        engine: Engine,
        *,
        client: DBOSClient,
        queue: DbosQueue,
        name: str,
        patience: timedelta,
    ) -> None:
        """Look into DBOS by `client`; a preview is asked for again `patience` after its upload."""
        self._engine = engine
        self._client = client
        self._queue = queue
        self._name = name
        self._patience = patience
        self._not_run: frozenset[str] = frozenset()

    def look(self) -> None:
        """Look once for each kind of lost work."""
        self._take_over()
        self.queue_what_waits()

    def queue_what_waits(self) -> list[Work]:
        """Queue the processes that wait without a workflow; return them.

        A load of an account in which one is running is left for later: it may be the command line
        that runs it.
        """
        active = self._queue.active()
        lost = [
            work
            for work in upkeep.waiting(self._engine, patience=self._patience)
            if (work.kind, work.proceso_id) not in active
        ]
        free = {
            cuenta_id: upkeep.is_account_free(self._engine, cuenta_id)
            for cuenta_id in {work.cuenta_id for work in lost if work.kind != "vista"}
        }
        found = [work for work in lost if work.kind == "vista" or free[work.cuenta_id]]
        for work in found:
            self._queue.put(work)
            _log.info("Process %s (%s) was not queued", work.proceso_id, work.kind)
        return found

    def _take_over(self) -> None:
        running = self._client.list_workflows(
            status=dbos_system.RUNNING, load_input=False, load_output=False
        )
        names = {workflow.executor_id for workflow in running if workflow.executor_id}
        for name in names - {self._name}:
            lock = process_lock(self._engine, name)
            if lock.acquire():
                # Held meanwhile, so that a worker that starts now does not resume the same.
                try:
                    DBOS._recover_pending_workflows([name])  # noqa: SLF001 - resume_workflow would not look at whose they are
                finally:
                    lock.release()
                _log.warning("What %s ran is taken over", name)
        mine = {w.workflow_id: w for w in running if w.executor_id == self._name}
        not_run = frozenset(mine) - workflows.running()
        # Claimed at DBOS, but the connection broke before it came here, or before its end was told.
        for workflow_id in not_run & self._not_run:
            self._client.resume_workflow(workflow_id, queue_name=mine[workflow_id].queue_name)
            _log.warning("Workflow %s is run again", workflow_id)
        self._not_run = not_run
