"""Bring a database up to date with Alembic, from a checkout or an installed package."""

import sys
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text
from sqlalchemy.engine import URL

from clientes_app.storage.db.engine import abrir, write_connection

_CERROJO = 0x434C4945
"""The number of the advisory lock that one migrating process holds on PostgreSQL."""

_RAIZ = Path(__file__).resolve().parents[3]


class MigracionesPerdidas(Exception):
    """The folder with the migrations is in none of the places where it can be."""


def carpeta() -> Path:
    """Return the folder of the migrations.

    In a checkout (and in the container) it is `alembic/` beside the package, after an
    installation `share/clientes-app/alembic` of the environment. Raises MigracionesPerdidas.
    """
    posibles = (_RAIZ / "alembic", Path(sys.prefix) / "share" / "clientes-app" / "alembic")
    for posible in posibles:
        # site-packages/alembic is the library itself and has no env.py.
        if (posible / "env.py").is_file():
            return posible
    raise MigracionesPerdidas(", ".join(str(posible) for posible in posibles))


def configuracion(conexion: Connection) -> Config:
    """Return Alembic's configuration, bound to an open connection."""
    config = Config()
    config.set_main_option("script_location", str(carpeta()).replace("%", "%%"))
    config.attributes["connection"] = conexion
    return config


def migrar(url: str | URL) -> None:
    """Bring the database up to date; several processes may do so at the same time."""
    engine = abrir(url)
    try:
        migrar_motor(engine)
    finally:
        engine.dispose()


def migrar_motor(engine: Engine) -> None:
    """Bring the database of an engine up to date, all in one transaction."""
    if esta_al_dia(engine):
        return
    # On SQLite the transaction is the lock: it begins IMMEDIATE.
    with write_connection(engine) as conexion:
        if conexion.dialect.name == "postgresql":
            conexion.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": _CERROJO})
        command.upgrade(configuracion(conexion), "head")


def esta_al_dia(engine: Engine) -> bool:
    """Whether the database is at the newest revision that this program knows."""
    with engine.connect() as conexion:
        guiones = ScriptDirectory.from_config(configuracion(conexion))
        actuales = MigrationContext.configure(conexion).get_current_heads()
        return set(actuales) == set(guiones.get_heads())
