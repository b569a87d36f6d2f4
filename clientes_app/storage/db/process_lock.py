"""Named locks that die with the process that holds them, however it ends.

On SQLite a lock is `flock` on a file in a folder beside the database, which the system lets go of
when the process dies. On PostgreSQL it is a session's advisory lock on a connection of its own,
which the server lets go of when the connection ends; it notices a machine without power by TCP's
keepalives, after some 25 seconds. A connection pooler that gives one session to several clients
must not stand in between.
"""

import fcntl
import os
from abc import ABC, abstractmethod
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError, OperationalError

_TRY = text("SELECT pg_try_advisory_lock(hashtextextended(:name, 0))")
_UNLOCK = text("SELECT pg_advisory_unlock(hashtextextended(:name, 0))")
_PING = text("SELECT 1")
# The server keeps the two halves of the number apart.
_HELD_SINCE = text(
    "SELECT backend_start FROM pg_locks JOIN pg_stat_activity USING (pid) "
    "WHERE locktype = 'advisory' AND objsubid = 1 AND granted "
    "AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) "
    "AND (classid::bigint << 32 | objid::bigint) = hashtextextended(:name, 0)"
)


class ProcessLock(ABC):
    """A lock that one holder has at a time; two objects of one process exclude each other, too."""

    @abstractmethod
    def acquire(self) -> bool:
        """Take the lock if nobody has it; return whether it was taken.

        Raises an error of DatabaseFault when the database or its folder cannot be used.
        """

    @abstractmethod
    def is_held(self) -> bool:
        """Whether this object still holds the lock; on PostgreSQL the server is asked."""

    @abstractmethod
    def release(self) -> None:
        """Give the lock back; without it, do nothing."""


def process_lock(engine: Engine, name: str) -> ProcessLock:
    """Return the lock of a name, not yet taken. One name is one lock for a whole database."""
    if engine.dialect.name == "sqlite":
        return _FileLock(_file_of(engine, name))
    return _AdvisoryLock(engine, f"clientes {name}")


def held_since(engine: Engine, name: str) -> datetime | None:
    """Return since when a lock is held, about; None when nobody has it. It is not touched.

    Raises an error of DatabaseFault when the database cannot be used.
    """
    if engine.dialect.name != "sqlite":
        with engine.connect() as connection:
            return connection.execute(_HELD_SINCE, {"name": f"clientes {name}"}).scalar()
    try:
        opened = os.open(_file_of(engine, name), os.O_RDONLY)
    except OSError:
        # Nobody ever had it.
        return None
    try:
        fcntl.flock(opened, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return datetime.fromtimestamp(os.fstat(opened).st_mtime, UTC)
    finally:
        os.close(opened)
    return None


def _file_of(engine: Engine, name: str) -> Path:
    return Path(f"{engine.url.database}-locks") / quote(name, safe="")


class _FileLock(ProcessLock):
    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None

    def acquire(self) -> bool:
        try:
            self._path.parent.mkdir(mode=0o700, exist_ok=True)
            opened = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise OperationalError(None, None, error) from error
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(opened)
            return False
        # By its date whoever looks knows since when it is held (`held_since`).
        os.utime(opened)
        self._file = opened
        return True

    def is_held(self) -> bool:
        return self._file is not None

    def release(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None


class _AdvisoryLock(ProcessLock):
    def __init__(self, engine: Engine, name: str) -> None:
        self._engine = engine
        self._name = {"name": name}
        self._connection: Connection | None = None

    def acquire(self) -> bool:
        # Without a transaction: it would stay open as long as the lock.
        connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        taken = False
        try:
            taken = bool(connection.execute(_TRY, self._name).scalar_one())
        finally:
            if not taken:
                connection.close()
        if taken:
            self._connection = connection
        return taken

    def is_held(self) -> bool:
        if self._connection is None:
            return False
        try:
            self._connection.execute(_PING)
        except DBAPIError:
            self._drop()
            return False
        return True

    def release(self) -> None:
        if self._connection is None:
            return
        try:
            self._connection.execute(_UNLOCK, self._name)
        except DBAPIError:
            self._drop()
            return
        self._connection.close()
        self._connection = None

    def _drop(self) -> None:
        """Forget a connection that ended, and the lock with it."""
        if self._connection is not None:
            self._connection.invalidate()
            self._connection.close()
            self._connection = None
