"""What one process of the operating system has once: the engine of its database, migrated.

Whoever stands above the services speaks to the database through this module alone.
"""

import threading
from functools import cache

from clientes_app.config import settings
from clientes_app.storage.db.base import DatabaseFault, Engine, Session
from clientes_app.storage.db.engine import checkpoint, open_engine
from clientes_app.storage.db.engine import direccion as database_address
from clientes_app.storage.db.listener import Listener, open_listener
from clientes_app.storage.db.migrate import migrate_engine
from clientes_app.storage.db.process_lock import ProcessLock, process_lock

__all__ = [
    "Engine",
    "Listener",
    "ProcessLock",
    "Session",
    "checkpoint",
    "close",
    "database_address",
    "is_database_fault",
    "listen",
    "map_database_file",
    "process_lock",
    "shared_engine",
]

_lock = threading.Lock()
_mapped = False


def shared_engine() -> Engine:
    """Return the engine of this process, made at the first call; the database is up to date."""
    with _lock:
        return _migrated_engine()


@cache
def _migrated_engine() -> Engine:
    engine = open_engine(settings().database_url, mapa=_mapped)
    migrate_engine(engine)
    return engine


def is_database_fault(error: BaseException) -> bool:
    """Whether the database cannot be used now: no answer, a full disk, a lock kept too long."""
    return isinstance(error, DatabaseFault)


def listen() -> Listener:
    """Open a connection that hears every write to the database, whoever writes."""
    return open_listener(shared_engine())


def close() -> None:
    """Close all connections of this process, if there are any; a later call opens new ones."""
    with _lock:
        if _migrated_engine.cache_info().currsize:
            _migrated_engine().dispose()
            _migrated_engine.cache_clear()


def map_database_file() -> None:
    """Map SQLite's file into memory in this process, which serves searches; say it first of all.

    Its connections are closed.
    """
    global _mapped  # noqa: PLW0603 - what a process is for is one thing for all of it
    close()
    _mapped = True
