"""Many rows into one table, past everything that costs time a row: the driver, or COPY."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, cast

from psycopg import Connection as ConexionPsycopg
from psycopg import sql
from sqlalchemy import literal, null
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import Session

from clientes_app.storage.db.engine import es_sqlite

# How COPY reads what would end a value or a row.
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_NULO = "\\N"

_SQLITE = sqlite.dialect()


def insertar(
    tx: Session,
    tabla: str,
    columnas: Sequence[str],
    filas: Sequence[tuple[Any, ...]],
    comunes: tuple[Any, ...] = (),
) -> None:
    """Append rows whose values stand in the order of `columnas`, as the driver takes them.

    What all rows have in common stands in `comunes`, for the last columns; no text there may hold
    a NUL, which no SQL can say.
    """
    if not filas:
        return
    if not es_sqlite(tx):
        copiar(tx, tabla, columnas, map(_renglon, filas), comunes)
        return
    # What all have in common is written into the statement: handing it over anew with every row
    # took three tenths of the time of a change, and a twelfth of a client's.
    valores = [*"?" * (len(columnas) - len(comunes)), *map(_literal, comunes)]
    orden = f"INSERT INTO {tabla} ({', '.join(columnas)}) VALUES ({', '.join(valores)})"  # noqa: S608 (our own names, and what SQLAlchemy quoted)
    tx.connection().exec_driver_sql(orden, list(filas))


@lru_cache(maxsize=256)
def _literal(valor: str | int | None) -> str:
    """Return a value as SQLite's SQL says it."""
    escrito = null() if valor is None else literal(valor)
    return str(escrito.compile(dialect=_SQLITE, compile_kwargs={"literal_binds": True}))


def copiar(
    tx: Session,
    tabla: str,
    columnas: Sequence[str],
    renglones: Iterable[str],
    comunes: tuple[Any, ...] = (),
) -> None:
    """Do as `insertar` on PostgreSQL for rows that are written as COPY reads them."""
    psycopg = cast("ConexionPsycopg[Any]", tx.connection().connection.driver_connection)
    orden = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(tabla), sql.SQL(", ").join(map(sql.Identifier, columnas))
    )
    final = "".join([f"\t{_celda(valor)}" for valor in comunes]) + "\n"
    with psycopg.cursor() as cursor, cursor.copy(orden) as copia:
        copia.write("".join([renglon + final for renglon in renglones]))


def renglones_de_copy(filas: Sequence[Sequence[str]]) -> list[str]:
    """Return rows of texts as COPY reads them.

    The driver looks at the type of every value; here nearly every time one look at all of them is
    enough.
    """
    renglones = list(map("\t".join, filas))
    todo = "\n".join(renglones)
    if (
        todo.count("\t") == sum(map(len, filas)) - len(filas)
        and todo.count("\n") == len(filas) - 1
        and "\r" not in todo
        and "\\" not in todo
    ):
        return renglones
    return list(map(_renglon, filas))


def _renglon(fila: Sequence[Any]) -> str:
    return "\t".join(map(_celda, fila))


def _celda(valor: object) -> str:
    if valor is None:
        return _NULO
    texto = str(valor)
    if texto.isprintable() and "\\" not in texto:
        return texto
    return texto.translate(_ESCAPES)
