"""The port through which services hand long work to the worker.

Who runs it is not the services' affair: the composition root puts the real queue here. Without one
nothing is lost, because the worker looks for waiting processes by itself every few seconds; the
queue only makes it immediate.
"""

import logging
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal, Protocol

from clientes_app.storage.db.base import Engine, Session
from clientes_app.storage.db.engine import write_transaction

_log = logging.getLogger(__name__)

WorkKind = Literal["vista", "carga", "deshacer"]


@dataclass(frozen=True, slots=True)
class Work:
    """A process that waits for a run: its preview, its load or its undoing."""

    kind: WorkKind
    cuenta_id: int
    proceso_id: int


class WorkQueue(Protocol):
    """Hands work to the worker. Saying it twice starts one run."""

    in_our_database: bool
    """Whether the queue is stored where the processes are, so that one transaction holds both."""

    def put(self, work: Work, *, tx: Session | None = None) -> None:
        """Queue it, within `tx` if the queue is in our database, else at once."""
        ...


_queues: list[WorkQueue] = []


def use_queue(queue: WorkQueue | None) -> None:
    """Set the queue of this operating system process; None leaves it to the worker's search."""
    _queues.clear()
    if queue is not None:
        _queues.append(queue)


@contextmanager
def handing_over(engine: Engine) -> Generator[tuple[Session, list[Work]]]:
    """Give one transaction that may write, and a list for the work that it makes.

    The work is queued in the very transaction, or right after it where the queue is elsewhere; a
    failure there is logged, since the worker finds what waits.
    """
    works: list[Work] = []
    with write_transaction(engine) as tx:
        yield tx, works
        for queue in _queues:
            if queue.in_our_database:
                for work in works:
                    queue.put(work, tx=tx)
    for queue in _queues:
        if not queue.in_our_database:
            for work in works:
                _put(queue, work)


def _put(queue: WorkQueue, work: Work) -> None:
    try:
        queue.put(work)
    except Exception:  # noqa: BLE001 - whatever is wrong with the queue, the work is not lost
        _log.exception("Process %s could not be queued", work.proceso_id)
