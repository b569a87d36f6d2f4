"""How much of SQLite's file a load keeps in memory: its share of what a process has for loads.

Of a million clients every few thousand new rows touch each page of the five indexes whose order is
not that of the file. What does not fit is written and read again, within one transaction.
"""

import threading
from collections.abc import Generator
from contextlib import closing, contextmanager

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from clientes_app.storage.base import Puerta
from clientes_app.storage.engine import es_sqlite

PARA_CARGAS_KIB = 128 * 1024
"""With the rest of a worker this stays below 300 MB."""

_cerrojo = threading.Lock()
_cargas = 0


@contextmanager
def de_carga(motor: Engine) -> Generator[Puerta]:
    """Give what a load hands to `escritura`, each time.

    On SQLite it is a connection of its own: what one transaction read, the next one finds.
    """
    if motor.dialect.name != "sqlite":
        yield motor
        return
    with motor.connect() as conexion:
        # By the driver, since it must stand outside of a transaction. What would undo a statement
        # is else kept in memory: as much as all pieces of the search index that it merged.
        with closing(conexion.connection.cursor()) as cursor:
            cursor.execute("PRAGMA temp_store = FILE")
        _contar(1)
        try:
            yield conexion
        finally:
            _contar(-1)
            # Closed in earnest, which gives the memory back.
            conexion.detach()


def tomar_su_parte(sesion: Session) -> None:
    """Let the connection of a load have as much as the number of loads allows now."""
    if es_sqlite(sesion):
        parte = PARA_CARGAS_KIB // max(1, _cargas)
        sesion.connection().exec_driver_sql(f"PRAGMA cache_size = -{parte}")


def _contar(mas: int) -> None:
    global _cargas  # noqa: PLW0603 - memory is one for the whole process
    with _cerrojo:
        _cargas += mas
