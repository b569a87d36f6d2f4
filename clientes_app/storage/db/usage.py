"""Who has the database open: every process of ours shows it, and a restore asks first.

On SQLite the sign is a shared lock on a file in the folder of locks beside the database, which the
system lets go of when the process dies, however it ends; a restore needs the lock for itself. On
PostgreSQL the connections themselves are the sign.
"""

import fcntl
import os
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import Connection, Engine, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import OperationalError

from clientes_app.storage.db.engine import SQLITE_WAIT_MS

_LOOK_AGAIN = 0.05
_LEAVING_S = 2.0
"""How long PostgreSQL may take to notice that a client is gone, closed or killed (seconds)."""
# Else it goes on saying in a transaction what it said first.
_LOOK_ANEW = text("SELECT pg_stat_clear_snapshot()")
_OTHERS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
    "AND pid <> pg_backend_pid() AND (application_name = 'clientes' "
    "OR application_name LIKE 'dbos%')"
)


class DatabaseInUse(Exception):
    """Another process of the application has the database open."""


class OpenSign:
    """Shows, until it is closed, that this process has a database open."""

    def __init__(self, engine: Engine) -> None:
        """Show it. Waits for a restore to end; raises an error of DatabaseFault if it does not."""
        self._file: int | None = None
        if engine.dialect.name == "sqlite" and engine.url.database not in {None, "", ":memory:"}:
            self._file = _shared(_lock_file(engine.url))

    def close(self) -> None:
        """Show it no longer."""
        if self._file is not None:
            os.close(self._file)
            self._file = None


def _lock_file(url: URL) -> Path:
    return Path(f"{url.database}-locks") / "abierta"


def _opened(path: Path) -> int:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return os.open(path, os.O_RDONLY | os.O_CREAT, 0o600)


def _shared(path: Path) -> int | None:
    # Where there can be no such file, on a full disk or on one that is only read, nobody restores
    # either; reading goes on as before.
    with suppress(OSError):
        file = _opened(path)
        deadline = time.monotonic() + SQLITE_WAIT_MS / 1000
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError as error:
                if time.monotonic() > deadline:
                    os.close(file)
                    raise OperationalError(None, None, error) from error
                time.sleep(_LOOK_AGAIN)
            else:
                return file
    return None


@contextmanager
def alone_with(url: URL) -> Generator[None]:
    """Keep every other process of ours from opening a SQLite database.

    Raises DatabaseInUse when one has it open.
    """
    file = _opened(_lock_file(url))
    try:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise DatabaseInUse from error
        yield
    finally:
        os.close(file)


def refuse_if_others(connection: Connection) -> None:
    """Raise DatabaseInUse when another process of ours stays connected to a PostgreSQL database."""
    deadline = time.monotonic() + _LEAVING_S
    while True:
        connection.execute(_LOOK_ANEW)
        if not connection.execute(_OTHERS).scalar_one():
            return
        if time.monotonic() > deadline:
            raise DatabaseInUse
        time.sleep(_LOOK_AGAIN)
