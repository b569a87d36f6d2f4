"""Many rows into one table, past everything that costs time a row: the driver, or COPY."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

from psycopg import Connection as ConexionPsycopg
from psycopg import sql
from sqlalchemy.orm import Session

from clientes_app.storage.engine import es_sqlite

# How COPY reads what would end a value or a row.
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_NULO = "\\N"


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
    if not es_sqlite(sesion):
        copiar(sesion, tabla, columnas, map(_renglon, filas), comunes)
        return
    huecos = ", ".join("?" * len(columnas))
    orden = f"INSERT INTO {tabla} ({', '.join(columnas)}) VALUES ({huecos})"  # noqa: S608 (our own names)
    sesion.connection().exec_driver_sql(orden, [(*fila, *comunes) for fila in filas])


def copiar(
    sesion: Session,
    tabla: str,
    columnas: Sequence[str],
    renglones: Iterable[str],
    comunes: tuple[Any, ...] = (),
) -> None:
    """Do as `insertar` on PostgreSQL for rows that are written as COPY reads them."""
    psycopg = cast("ConexionPsycopg[Any]", sesion.connection().connection.driver_connection)
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
