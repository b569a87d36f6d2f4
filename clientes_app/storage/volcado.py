"""Many rows into one table, past everything that costs time a row: the driver, or COPY."""

from collections.abc import Sequence
from typing import Any, cast

from psycopg import Connection as ConexionPsycopg
from psycopg import sql
from sqlalchemy.orm import Session

from clientes_app.storage.engine import es_sqlite

_NULO = "\0"
"""Stands for NULL until backslashes are doubled; no text that PostgreSQL takes holds it."""


def insertar(
    sesion: Session,
    tabla: str,
    columnas: Sequence[str],
    filas: Sequence[tuple[Any, ...]],
    comunes: tuple[Any, ...] = (),
) -> None:
    """Append rows whose values stand in the order of `columnas`, as the driver takes them.

    What all rows have in common stands in `comunes`, for the last columns.
    """
    if not filas:
        return
    conexion = sesion.connection()
    if es_sqlite(sesion):
        huecos = ", ".join("?" * len(columnas))
        orden = f"INSERT INTO {tabla} ({', '.join(columnas)}) VALUES ({huecos})"  # noqa: S608 (our own names)
        conexion.exec_driver_sql(orden, [(*fila, *comunes) for fila in filas])
        return
    psycopg = cast("ConexionPsycopg[Any]", conexion.connection.driver_connection)
    orden_copy = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(tabla), sql.SQL(", ").join(map(sql.Identifier, columnas))
    )
    with psycopg.cursor() as cursor, cursor.copy(orden_copy) as copia:
        texto = _texto_de_copy(filas, comunes)
        if texto is not None:
            copia.write(texto)
            return
        for fila in filas:
            copia.write_row((*fila, *comunes))


def _texto_de_copy(filas: Sequence[tuple[Any, ...]], comunes: tuple[Any, ...]) -> str | None:
    """Return rows as COPY reads them, faster than the driver, which looks at every type anew.

    None when in doubt: a text holds what separates values or rows, or what is no text to the
    database.
    """
    final = "".join([f"\t{_celda(valor)}" for valor in comunes])
    texto = "\n".join(
        ["\t".join([v if type(v) is str else _celda(v) for v in fila]) + final for fila in filas]
    )
    nulos = sum(fila.count(None) for fila in filas) + len(filas) * comunes.count(None)
    if (
        texto.count("\t") != len(filas) * (len(filas[0]) + len(comunes) - 1)
        or texto.count("\n") != len(filas) - 1
        or "\r" in texto
        or texto.count(_NULO) != nulos
    ):
        return None
    return texto.replace("\\", "\\\\").replace(_NULO, "\\N")


def _celda(valor: object) -> str:
    return _NULO if valor is None else str(valor)
