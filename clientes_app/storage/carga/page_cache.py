"""How much of SQLite's file a load keeps in memory: its share of what a process has for loads.

Of a million clients every few thousand new rows touch each page of the four indexes whose order is
not that of the file. What does not fit is written and read again, within one transaction.
"""

import sqlite3
import threading
from collections.abc import Generator
from contextlib import closing, contextmanager

from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

from clientes_app.storage.db.base import Bind
from clientes_app.storage.db.engine import CACHE_KIB, es_sqlite

PARA_CARGAS_KIB = 128 * 1024
"""With the rest of a worker this stays below 300 MB."""

_cerrojo = threading.Lock()
_cargas = 0


@contextmanager
def de_carga(engine: Engine) -> Generator[Bind]:
    """Give what a load hands to `write_transaction`, each time.

    On SQLite it is a connection of its own: what one transaction read, the next one finds. Behind
    the block it gives the memory back and is one of many again: it is not closed, which would make
    the last one of all copy the whole log into the database while somebody waits for the load.
    """
    if engine.dialect.name != "sqlite":
        yield engine
        return
    with engine.connect() as conexion:
        # What would undo a statement is else kept in memory: as much as all pieces of the search
        # index that it merged.
        _ajustar(conexion, "temp_store = FILE")
        _contar(1)
        try:
            yield conexion
        finally:
            _contar(-1)
            _devolver(conexion)


def _devolver(conexion: Connection) -> None:
    """Leave the connection as others are, without the pages of the load."""
    try:
        _ajustar(conexion, "temp_store = MEMORY", f"cache_size = -{CACHE_KIB}", "shrink_memory")
    except sqlite3.Error:
        # Whatever it was ended the load; nobody is to meet it again.
        conexion.invalidate()


def _ajustar(conexion: Connection, *settings: str) -> None:
    """Set what SQLite takes outside of a transaction only, which the driver gives."""
    with closing(conexion.connection.cursor()) as cursor:
        for ajuste in settings:
            cursor.execute(f"PRAGMA {ajuste}")


def tomar_su_parte(tx: Session) -> None:
    """Let the connection of a load have as much as the number of loads allows now."""
    if es_sqlite(tx):
        parte = PARA_CARGAS_KIB // max(1, _cargas)
        tx.connection().exec_driver_sql(f"PRAGMA cache_size = -{parte}")


def _contar(mas: int) -> None:
    global _cargas  # noqa: PLW0603 - memory is one for the whole process
    with _cerrojo:
        _cargas += mas
