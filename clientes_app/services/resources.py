"""What one process of the operating system has once: the engine, migrated."""

import threading
from functools import cache

from clientes_app.config import settings
from clientes_app.storage.db.base import Engine, SinConexion
from clientes_app.storage.db.engine import abrir
from clientes_app.storage.db.listener import Oido, escuchar
from clientes_app.storage.db.migrate import migrar_motor

_cerrojo = threading.Lock()
_con_mapa = False


def shared_engine() -> Engine:
    """Return the engine of this process, made at the first call; the database is up to date."""
    with _cerrojo:
        return _migrated_engine()


@cache
def _migrated_engine() -> Engine:
    nuevo = abrir(settings().database_url, mapa=_con_mapa)
    migrar_motor(nuevo)
    return nuevo


def es_de_la_base(error: BaseException) -> bool:
    """Whether the database cannot be used now: no answer, a full disk, a lock kept too long."""
    return isinstance(error, SinConexion)


def oido() -> Oido:
    """Open a connection that hears every write to the database, whoever writes."""
    return escuchar(shared_engine())


def cerrar() -> None:
    """Close all connections of this process, if there are any; a later call opens new ones."""
    with _cerrojo:
        if _migrated_engine.cache_info().currsize:
            _migrated_engine().dispose()
            _migrated_engine.cache_clear()


def con_mapa() -> None:
    """Map SQLite's file into memory in this process, which serves searches; say it first of all.

    Its connections are closed.
    """
    global _con_mapa  # noqa: PLW0603 - what a process is for is one thing for all of it
    cerrar()
    _con_mapa = True
