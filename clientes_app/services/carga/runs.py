"""What every run of a process has: the lock of its account, a token, an attempt that it is.

A run is one go at a file: a preview, a load or an undoing, by the worker or by the command line.
Loads and undoings hold the lock of their account, which dies with the process that runs them, so
that there is one of them at a time. Each run is dispatched under a token of its own, which every
transaction of the run compares first: a run that was only slow, and whose place another one took,
finds out there and stores nothing more.
"""

import logging
import time
import uuid
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum

from clientes_app.config import settings
from clientes_app.services.errors import NoEncontrado
from clientes_app.storage.carga.procesos import LifecycleRepository
from clientes_app.storage.clientes.clientes import ClienteRepository
from clientes_app.storage.db.base import Bind, DatabaseFault, Engine, Session
from clientes_app.storage.db.engine import write_transaction
from clientes_app.storage.db.process_lock import ProcessLock, process_lock

_log = logging.getLogger(__name__)

MAX_ATTEMPTS = 3
"""After so many dispatches without progress a process is stopped, and its row says so."""


class Outcome(StrEnum):
    """How one run of a process ended, which says less than the state of the process.

    DONE: there is nothing left to do. BUSY: another run of the account has to end first, or
    took this one's place. STOPPED: it was asked to stop; it waits for the next run. NO_DATABASE:
    the database cannot be used now; it goes on when that is over. FAILED: an error that the log
    holds in full; it is worth another attempt.
    """

    DONE = "done"
    BUSY = "busy"
    STOPPED = "stopped"
    NO_DATABASE = "no_database"
    FAILED = "failed"


class TakenOver(Exception):
    """Another run took this one's place; what this one holds in hand is dropped."""


def never() -> bool:
    """Tell a run that it need not stop."""
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class RunControl:
    """What whoever starts a run says about it.

    `stop` is asked between two batches. After a fault of the database the attempt is given back as
    soon as it answers, for which a run waits `patience` seconds at most.
    """

    stop: Callable[[], bool] = never
    patience: float = field(default_factory=lambda: 5 * settings().worker_pausa_ms / 1000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run of a process of an account, and the token that it was dispatched under."""

    cuenta_id: int
    proceso_id: int
    token: str = field(default_factory=lambda: uuid.uuid4().hex)


@dataclass(slots=True, kw_only=True)
class RunningProcess:
    """A process in the hands of a run; the numbers follow what is stored."""

    run: Run
    linea_hecha: int
    filas_hechas: int
    filas: int
    intentos: int

    @property
    def cuenta_id(self) -> int:
        """The account of the process."""
        return self.run.cuenta_id

    @property
    def proceso_id(self) -> int:
        """The process."""
        return self.run.proceso_id


def outcome_of(what: str, proceso_id: int, run: Callable[[], Outcome]) -> Outcome:
    """Run, and turn what it raises into an outcome; the log has it in full.

    Raises NoEncontrado when there is no such process.
    """
    try:
        return run()
    except NoEncontrado:
        raise
    except TakenOver:
        _log.warning("The %s of process %s goes on elsewhere", what, proceso_id)
        return Outcome.BUSY
    except DatabaseFault:
        _log.exception("The %s of process %s cannot use the database", what, proceso_id)
        return Outcome.NO_DATABASE
    except Exception:  # noqa: BLE001 - the log has it in full; it is tried again
        _log.exception("The %s of process %s failed", what, proceso_id)
        return Outcome.FAILED


@contextmanager
def alone_in_account(engine: Engine, cuenta_id: int) -> Generator[ProcessLock | None]:
    """Hold the lock of the account's loads and undoings; give None when another one has it."""
    lock = process_lock(engine, f"cuenta-{cuenta_id}")
    if not lock.acquire():
        yield None
        return
    try:
        yield lock
    finally:
        lock.release()


@contextmanager
def fenced(bind: Bind, run: Run, *, stores: bool = True) -> Generator[Session]:
    """Give one transaction of a run that may write, as `write_transaction` does.

    With `stores` it has the account to itself and is progress, which clears the attempts; without,
    it only writes about the process. Raises TakenOver before anything is written.
    """
    with write_transaction(bind) as tx:
        if stores:
            ClienteRepository(tx, run.cuenta_id).bloquear()
        lifecycle = LifecycleRepository(tx, run.cuenta_id)
        if not lifecycle.fence(run.proceso_id, token=run.token, progress=stores):
            raise TakenOver
        yield tx


@contextmanager
def faults_are_no_attempt(engine: Engine, run: Run, control: RunControl) -> Generator[None]:
    """Give the attempt of this block back when a fault of the database ended it."""
    try:
        yield
    except DatabaseFault:
        give_back(engine, run, control)
        raise


def give_back(engine: Engine, run: Run, control: RunControl) -> None:
    """Take back the attempt of a run that ended through no fault of the file.

    While the database cannot be used this is tried again and again, until `control` says to stop.
    """
    limit = time.monotonic() + control.patience
    while True:
        try:
            with write_transaction(engine) as tx:
                LifecycleRepository(tx, run.cuenta_id).give_back(run.proceso_id, token=run.token)
        except DatabaseFault:
            if control.stop() or time.monotonic() > limit:
                _log.exception("The attempt of process %s could not be given back", run.proceso_id)
                return
            time.sleep(settings().worker_pausa_ms / 1000 / 4)
        else:
            return
