"""Bring a database up to date with Alembic, from a checkout or an installed package."""

import sys
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text
from sqlalchemy.engine import URL

from clientes_app.storage.db.engine import open_engine, write_connection

_LOCK = 0x434C4945
"""The number of the advisory lock that one migrating process holds on PostgreSQL."""

_ROOT = Path(__file__).resolve().parents[3]


class MigrationsNotFound(Exception):
    """The folder with the migrations is in none of the places where it can be."""


def migrations_folder() -> Path:
    """Return the folder of the migrations.

    In a checkout (and in the container) it is `alembic/` beside the package, after an
    installation `share/clientes-app/alembic` of the environment. Raises MigracionesPerdidas.
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


def migrate_engine(engine: Engine) -> None:
    """Bring the database of an engine up to date, all in one transaction."""
    if is_up_to_date(engine):
        return
    # On SQLite the transaction is the lock: it begins IMMEDIATE.
    with write_connection(engine) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": _LOCK})
        command.upgrade(alembic_config(connection), "head")


def is_up_to_date(engine: Engine) -> bool:
    """Whether the database is at the newest revision that this program knows."""
    with engine.connect() as connection:
        scripts = ScriptDirectory.from_config(alembic_config(connection))
        current = MigrationContext.configure(connection).get_current_heads()
        return set(current) == set(scripts.get_heads())
