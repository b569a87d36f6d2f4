"""Bring a database up to date with Alembic, from a checkout or an installed package.

Whatever is missing runs in one transaction, under one lock of the whole database: a process that
is killed in the middle leaves the old schema, and of many that start at once one migrates while the
others wait for as long as it takes.
"""

import logging
import sqlite3
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.engine import URL

from clientes_app.storage.db.base import DatabaseFault
from clientes_app.storage.db.engine import is_sqlite, open_engine, write_connection
from clientes_app.storage.db.process_lock import process_lock

_log = logging.getLogger(__name__)

BeforeMigration = Callable[[Engine, str], None]
"""Called with a database that has data before it is migrated, and the revision it will be at."""

_LOCK = "migration"
_BETWEEN_LOOKS_S = 0.05

_ROOT = Path(__file__).resolve().parents[3]


class MigrationsNotFound(Exception):
    """The folder with the migrations is in none of the places where it can be."""


class NewerSchema(Exception):
    """The database is at a revision that this program does not know: it was made by a newer one."""

    def __init__(self, revision: str) -> None:
        super().__init__(revision)
        self.revision = revision


class MigrationFailed(Exception):
    """A migration could not be carried out; the database is as it was, at `revision`."""

    def __init__(self, revision: str) -> None:
        super().__init__(revision)
        self.revision = revision


def migrations_folder() -> Path:
    """Return the folder of the migrations.

    In a checkout (and in the container) it is `alembic/` beside the package, after an
    installation `share/clientes-app/alembic` of the environment. Raises MigrationsNotFound.
    """
    candidates = (_ROOT / "alembic", Path(sys.prefix) / "share" / "clientes-app" / "alembic")
    for candidate in candidates:
        # site-packages/alembic is the library itself and has no env.py.
        if (candidate / "env.py").is_file():
            return candidate
    raise MigrationsNotFound(", ".join(str(candidate) for candidate in candidates))


def alembic_config(connection: Connection) -> Config:
    """Return Alembic's configuration, bound to an open connection."""
    config = Config()
    config.set_main_option("script_location", str(migrations_folder()).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def migrate(url: str | URL) -> None:
    """Bring the database up to date; several processes may do so at the same time."""
    engine = open_engine(url)
    try:
        migrate_engine(engine)
    finally:
        engine.dispose()


def migrate_engine(engine: Engine, *, before: BeforeMigration | None = None) -> None:
    """Bring the database of an engine up to date, all in one transaction.

    `before` is called first, under the lock and outside any transaction, if the database has data;
    what it raises keeps the database from being migrated.
    Raises NewerSchema, and MigrationFailed for what is no fault of the database (DatabaseFault).
    """
    if is_up_to_date(engine):
        return
    with migrating_alone(engine):
        # Whoever held the lock before has done it.
        if is_up_to_date(engine):
            return
        old, new = current_revision(engine), newest_revision()
        if before is not None and old is not None and _has_data(engine):
            before(engine, new)
        try:
            _upgrade(engine)
        except Exception as error:
            if _is_fault(error):
                raise
            raise MigrationFailed(old or "") from error


def _is_fault(error: Exception) -> bool:
    """Whether it is the database's fault; SQLite speaks of a wrong statement as of a full disk."""
    if not isinstance(error, DatabaseFault):
        return False
    origin = getattr(error, "orig", None)
    code = getattr(origin, "sqlite_errorcode", None)
    return code != sqlite3.SQLITE_ERROR


@contextmanager
def migrating_alone(engine: Engine) -> Generator[None]:
    """Hold the one lock of whoever changes the schema; wait for it as long as another has it."""
    lock = process_lock(engine, _LOCK)
    told = False
    while not lock.acquire():
        if not told:
            _log.warning("Another process migrates the database; this one waits")
            told = True
        time.sleep(_BETWEEN_LOOKS_S)
    try:
        yield
    finally:
        lock.release()


def is_up_to_date(engine: Engine) -> bool:
    """Whether the database is at the newest revision that this program knows.

    Raises NewerSchema.
    """
    revision = current_revision(engine)
    if revision is not None and revision not in known_revisions():
        raise NewerSchema(revision)
    return revision == newest_revision()


def current_revision(engine: Engine) -> str | None:
    """Return the revision of the database, whoever knows it; None when it was never migrated."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest_revision() -> str:
    """Return the newest revision that this program knows."""
    return known_revisions()[0]


def known_revisions() -> tuple[str, ...]:
    """Return the revisions that this program knows, the newest one first."""
    return _revisions_in(migrations_folder())


@cache
def _revisions_in(folder: Path) -> tuple[str, ...]:
    scripts = ScriptDirectory(str(folder))
    return tuple(script.revision for script in scripts.walk_revisions())


def _has_data(engine: Engine) -> bool:
    """Whether there is an account: at every revision nothing can be stored without one."""
    with engine.connect() as connection:
        return (
            inspect(connection).has_table("cuenta")
            and connection.execute(text("SELECT 1 FROM cuenta LIMIT 1")).first() is not None
        )


def _upgrade(engine: Engine) -> None:
    # On SQLite the transaction begins IMMEDIATE: nobody writes what it would not see.
    with (
        engine.connect() as connection,
        _foreign_keys_looked_at_once(connection) as look,
        write_connection(connection),
    ):
        command.upgrade(alembic_config(connection), "head")
        look()


@contextmanager
def _foreign_keys_looked_at_once(connection: Connection) -> Generator[Callable[[], None]]:
    """Let tables be made anew on SQLite; give what says whether a row lost its parent by that.

    SQLite changes a table by making it anew, and the one that is dropped would take with it, or be
    kept by, the rows that point to it. Within a transaction this cannot be switched.
    """
    driver: Any = connection.connection.driver_connection
    if not is_sqlite(connection):
        yield lambda: None
        return
    lost = {*driver.execute("PRAGMA foreign_key_check")}
    driver.execute("PRAGMA foreign_keys = OFF")

    def look() -> None:
        if now := {*driver.execute("PRAGMA foreign_key_check")} - lost:
            mensaje = f"rows without their parent: {sorted(map(str, now))[:10]}"
            raise ValueError(mensaje)

    try:
        yield look
    finally:
        driver.execute("PRAGMA foreign_keys = ON")
