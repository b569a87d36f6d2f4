"""Whether a database holds together, and what it says of the processes under way."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, text
from sqlalchemy.exc import DatabaseError

from clientes_app.storage.carga.procesos import EN_MARCHA
from clientes_app.storage.db.base import DatabaseFault
from clientes_app.storage.db.engine import is_sqlite
from clientes_app.storage.db.tables import PROCESO

UNUSABLE = (DatabaseError, *DatabaseFault)
"""What a database says that cannot be used now, and a file that is none or is damaged."""

_AT_MOST = 5
# An index that could not be finished takes no part in any search.
_BROKEN_INDEXES = text(
    "SELECT 'el índice ' || indexrelid::regclass || ' no sirve' FROM pg_index "
    "JOIN pg_class ON pg_class.oid = indexrelid WHERE NOT indisvalid "
    "AND relnamespace = current_schema()::regnamespace LIMIT :most"
)


@dataclass(frozen=True, slots=True)
class EnMarcha:
    """A load that has not ended: runs without progress, and whether it runs now."""

    proceso_id: int
    cuenta_id: int
    creado_en: datetime
    intentos: int
    procesando: bool


def broken_parts(connection: Connection) -> list[str]:
    """Return what does not hold together, a few lines at most.

    SQLite reads its whole file, about a second for 200 MB; the rows that point to nothing as well.
    PostgreSQL looks after its own pages; asked for are the indexes that it gave up.
    """
    if not is_sqlite(connection):
        return list(connection.execute(_BROKEN_INDEXES, {"most": _AT_MOST}).scalars())
    found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
    broken = [] if found == "ok" else ["hay páginas dañadas en el archivo"]
    lost = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(_AT_MOST)
    return broken + [
        f"una fila de {row[0]} señala a otra de {row[2]} que no existe" for row in lost
    ]


def procesos_en_marcha(connection: Connection) -> list[EnMarcha]:
    """Return the loads that wait or run, the oldest first."""
    c = PROCESO.c
    rows = connection.execute(
        select(c.id, c.cuenta_id, c.creado_en, c.intentos, c.estado)
        .where(c.estado.in_(EN_MARCHA))
        .order_by(c.id)
    )
    return [EnMarcha(*row[:4], procesando=row[4] == "procesando") for row in rows]
