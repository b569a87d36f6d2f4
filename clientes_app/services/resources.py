"""What one process of the operating system has once: the engine of its database, migrated.

Whoever stands above the services speaks to the database through this module alone.
"""

import logging
import threading
from functools import cache

from clientes_app.config import settings
from clientes_app.storage.db.base import DatabaseFault, Engine, Session, is_damaged
from clientes_app.storage.db.engine import checkpoint, open_engine
from clientes_app.storage.db.engine import direccion as database_address
from clientes_app.storage.db.life_signs import leave_sign
from clientes_app.storage.db.listener import Listener, open_listener
from clientes_app.storage.db.migrate import MigrationFailed, NewerSchema, migrate_engine
from clientes_app.storage.db.private_files import (
    make_private_database,
    make_private_folder,
    open_private,
)
from clientes_app.storage.db.process_lock import ProcessLock, held_since, process_lock
from clientes_app.storage.db.usage import OpenSign
from clientes_app.storage.respaldo.making import make_backup
from clientes_app.storage.respaldo.manifest import MotivoDeRespaldo

__all__ = [
    "DatabaseFault",
    "Engine",
    "Listener",
    "MigrationFailed",
    "NewerSchema",
    "ProcessLock",
    "Session",
    "checkpoint",
    "close",
    "database_address",
    "held_since",
    "is_damaged_database",
    "is_database_fault",
    "leave_sign",
    "listen",
    "make_private_database",
    "make_private_folder",
    "map_database_file",
    "open_private",
    "process_lock",
    "shared_engine",
]

_log = logging.getLogger(__name__)
_lock = threading.Lock()
_mapped = False
_signs: list[OpenSign] = []


def shared_engine() -> Engine:
    """Return the engine of this process, made at the first call; the database is up to date."""
    with _lock:
        return _migrated_engine()


@cache
def _migrated_engine() -> Engine:
    engine = open_engine(settings().database_url, mapa=_mapped)
    # Before anything is read: what a restore puts into its place would not be noticed later.
    sign = OpenSign(engine)
    try:
        migrate_engine(engine, before=back_up_before_migration)
    except BaseException:
        # Nobody will have it: whoever asks again gets another one.
        sign.close()
        engine.dispose()
        raise
    _signs.append(sign)
    return engine


def back_up_before_migration(engine: Engine, revision: str) -> None:
    """Make a backup before the database is brought to a revision.

    Raises what keeps the database from being migrated: without a backup it is not.
    """
    _log.info("A backup is made before the database is brought to revision %s", revision)
    make_backup(engine, settings().datos / "respaldos", MotivoDeRespaldo.ANTES_DE_ACTUALIZAR)


def is_database_fault(error: BaseException) -> bool:
    """Whether the database cannot be used now: no answer, a full disk, a lock kept too long."""
    return isinstance(error, DatabaseFault)


def is_damaged_database(error: BaseException) -> bool:
    """Whether the database's file is damaged, or holds something else."""
    return is_damaged(error)


def listen() -> Listener:
    """Open a connection that hears every write to the database, whoever writes."""
    return open_listener(shared_engine())


def close() -> None:
    """Close all connections of this process, if there are any; a later call opens new ones."""
    with _lock:
        if _migrated_engine.cache_info().currsize:
            _migrated_engine().dispose()
            _migrated_engine.cache_clear()
        while _signs:
            _signs.pop().close()


def map_database_file() -> None:
    """Map SQLite's file into memory in this process, which serves searches; say it first of all.

    Its connections are closed.
    """
    global _mapped  # noqa: PLW0603 - what a process is for is one thing for all of it
    close()
    _mapped = True
