"""SQLite's search index: an FTS5 table that holds no copy of the text.

It must therefore be told what it knew when a row changes, and be filled after the rows.
PostgreSQL keeps its own index by itself, so there these functions do nothing.
"""

from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.orm import Session

from clientes_app.storage.db.engine import is_sqlite

_ALTA = "INSERT INTO cliente_fts(rowid, busqueda) VALUES (?, ?)"
_BAJA = "INSERT INTO cliente_fts(cliente_fts, rowid, busqueda) VALUES ('delete', ?, ?)"
_ALTAS = (
    "INSERT INTO cliente_fts(rowid, busqueda) "
    "SELECT id, busqueda FROM cliente WHERE id BETWEEN ? AND ? ORDER BY id"
)

_BAJA_DE_CUENTA = (
    "INSERT INTO cliente_fts(cliente_fts, rowid, busqueda) "
    "SELECT 'delete', id, busqueda FROM cliente WHERE cuenta_id = ?"
)

_UN_POCO = "INSERT INTO cliente_fts(cliente_fts, rank) VALUES ('merge', ?)"
# Some ten milliseconds, in which nobody else can write.
_PAGINAS_A_LA_VEZ = 64


def indexar(tx: Session, cliente_id: int, busqueda: str) -> None:
    """Add one new row."""
    if is_sqlite(tx):
        tx.connection().exec_driver_sql(_ALTA, (cliente_id, busqueda))


def indexar_tramo(tx: Session, desde: int, hasta: int) -> None:
    """Add all rows with ids from `desde` to `hasta`, which must all be new."""
    if is_sqlite(tx):
        tx.connection().exec_driver_sql(_ALTAS, (desde, hasta))


def reindexar(tx: Session, cambios: Sequence[tuple[int, str, str]]) -> None:
    """Exchange the text of rows: (id, text before, text after); equal ones cost nothing."""
    distintos = [cambio for cambio in cambios if cambio[1] != cambio[2]]
    if not distintos or not is_sqlite(tx):
        return
    conexion = tx.connection()
    conexion.exec_driver_sql(_BAJA, [(i, antes) for i, antes, _ in distintos])
    conexion.exec_driver_sql(_ALTA, [(i, despues) for i, _, despues in distintos])


def desindexar_cuenta(tx: Session, cuenta_id: int) -> None:
    """Take out all rows of an account, which must still be there."""
    if is_sqlite(tx):
        tx.connection().exec_driver_sql(_BAJA_DE_CUENTA, (cuenta_id,))


def compactar(tx: Session) -> None:
    """Merge all the pieces that many small additions leave; searches are fastest afterwards."""
    if is_sqlite(tx):
        tx.connection().exec_driver_sql(
            "INSERT INTO cliente_fts(cliente_fts) VALUES ('optimize')",
        )


def compactar_un_poco(tx: Session) -> bool:
    """Merge some pieces where there are many of one size; False when there is nothing to do."""
    if not is_sqlite(tx):
        return False
    conexion = tx.connection()
    cambiadas = text("SELECT total_changes()")
    antes: int = conexion.execute(cambiadas).scalar_one()
    conexion.exec_driver_sql(_UN_POCO, (_PAGINAS_A_LA_VEZ,))
    despues: int = conexion.execute(cambiadas).scalar_one()
    # The order itself counts as one change.
    return despues - antes > 1
