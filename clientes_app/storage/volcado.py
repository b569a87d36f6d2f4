"""Many rows into one table, past everything that costs time a row: the driver, or COPY."""

from collections.abc import Sequence
from typing import Any, cast

from psycopg import Connection as ConexionPsycopg
from psycopg import sql
from sqlalchemy.orm import Session

from clientes_app.storage.engine import es_sqlite


def insertar(
    sesion: Session, tabla: str, columnas: Sequence[str], filas: Sequence[tuple[Any, ...]]
) -> None:
    """Append rows whose values stand in the order of `columnas`, as the driver takes them."""
    if not filas:
        return
    conexion = sesion.connection()
    if es_sqlite(sesion):
        huecos = ", ".join("?" * len(columnas))
        orden = f"INSERT INTO {tabla} ({', '.join(columnas)}) VALUES ({huecos})"  # noqa: S608 (our own names)
        conexion.exec_driver_sql(orden, list(filas))
        return
    psycopg = cast("ConexionPsycopg[Any]", conexion.connection.driver_connection)
    orden_copy = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(tabla), sql.SQL(", ").join(map(sql.Identifier, columnas))
    )
    with psycopg.cursor() as cursor, cursor.copy(orden_copy) as copia:
        for fila in filas:
            copia.write_row(fila)
