"""Whose turn it is to write: who has to wait shows it, and who writes for long looks.

A long transaction is cheaper than many short ones, since SQLite writes a page of an index once for
all the rows that it holds; it may be long only as long as nobody waits for it.

On SQLite the sign is a shared lock on a file beside the database, which the system lets go of when
a process dies. PostgreSQL knows by itself who waits for whom.
"""

import fcntl
import os
from collections.abc import Generator
from contextlib import contextmanager, suppress

from sqlalchemy import text
from sqlalchemy.orm import Session

_SUFFIX = "-turno"
# Not of pg_stat_activity, which shows a transaction the same picture from its first look on.
_SOMEBODY_WAITS_FOR_ME = text(
    "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted "
    "AND pg_backend_pid() = ANY (pg_blocking_pids(pid)))"
)


@contextmanager
def waiting_to_write(base: str) -> Generator[None]:
    """Show for the length of this block that somebody waits to write into this SQLite file.

    On a full disk, where there can be no such file, nobody sees it, and waiting takes longer.
    """
    opened: int | None = None
    with suppress(OSError):
        opened = os.open(f"{base}{_SUFFIX}", os.O_RDONLY | os.O_CREAT, 0o600)
        fcntl.flock(opened, fcntl.LOCK_SH)
    try:
        yield
    finally:
        if opened is not None:
            os.close(opened)


def somebody_waits(tx: Session) -> bool:
    """Whether somebody, in whatever process, waits for the transaction of this session to end."""
    engine = tx.connection().engine
    if engine.dialect.name != "sqlite":
        return bool(tx.execute(_SOMEBODY_WAITS_FOR_ME).scalar_one())
    return _is_locked(f"{engine.url.database}{_SUFFIX}")


def _is_locked(path: str) -> bool:
    try:
        opened = os.open(path, os.O_RDONLY)
    except OSError:
        # Nobody ever had to wait.
        return False
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(opened)
    return False
