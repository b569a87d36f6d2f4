"""The services' queue, made of DBOS: what the web process hands its work to."""

from itertools import count

from dbos import DBOSClient, EnqueueOptions, error

from clientes_app.config import Settings
from clientes_app.services.carga.queue import Work, use_queue
from clientes_app.services.resources import Session
from clientes_app.worker import dbos_system


class DbosQueue:
    """Hands a process to the worker as a workflow, which is named after both.

    There is one workflow for a process at a time, however often it is put here. One that has ended
    is not started again, so the next one of the process has a number behind its name.
    """

    def __init__(self, client: DBOSClient, *, in_our_database: bool) -> None:
        """Use an open client."""
        self._client = client
        self.in_our_database = in_our_database

    def put(self, work: Work, *, tx: Session | None = None) -> None:
        """Queue it, within `tx` if one is given, unless it has not ended yet."""
        for number in count(1):
            try:
                self._enqueue(work, number, tx)
            except error.DBOSWorkflowIDInUseError as taken:
                if taken.workflow_status in dbos_system.ACTIVE:
                    return
            else:
                return

    def close(self) -> None:
        """Close the connections to the queues."""
        self._client.destroy()

    def _enqueue(self, work: Work, number: int, tx: Session | None) -> None:
        options: EnqueueOptions = {
            "workflow_name": work.kind,
            "workflow_id": f"{_name(work)}-{number}" if number > 1 else _name(work),
            "workflow_id_reuse_policy": "reject",
            "queue_name": dbos_system.PREVIEW_QUEUE,
        }
        if work.kind != "vista":
            # One partition an account: what is asked for in one account runs one after the other.
            options["queue_name"] = dbos_system.LOAD_QUEUE
            options["queue_partition_key"] = str(work.cuenta_id)
        if tx is None:
            self._client.enqueue(options, work.cuenta_id, work.proceso_id)
        else:
            self._client.enqueue_in_transaction(tx, options, work.cuenta_id, work.proceso_id)

    def active(self) -> set[tuple[str, int]]:
        """Return the kind and the process of all workflows that wait or run."""
        workflows = self._client.list_workflows(
            status=list(dbos_system.ACTIVE),
            queue_name=[dbos_system.PREVIEW_QUEUE, dbos_system.LOAD_QUEUE],
            load_input=False,
            load_output=False,
        )
        return {_meant(workflow.workflow_id) for workflow in workflows}


def _name(work: Work) -> str:
    return f"{work.kind}-{work.proceso_id}"


def _meant(workflow_id: str) -> tuple[str, int]:
    kind, proceso_id, *_number = workflow_id.split("-")
    return kind, int(proceso_id)


def connect(settings: Settings) -> DbosQueue:
    """Make the services of this operating system process hand their work to the queues."""
    in_our_database = not settings.database_url.startswith("sqlite")
    queue = DbosQueue(dbos_system.client(settings), in_our_database=in_our_database)
    use_queue(queue)
    return queue
