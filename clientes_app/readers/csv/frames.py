"""A CSV as tables of text, some thousand rows at a time: memory is bounded, structure is strict.

The apostrophe by which our own export guards a text against formulas is taken off here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import BinaryIO

from clientes_app.domain.columnas import CAMPOS
from clientes_app.domain.formula_guard import desproteger
from clientes_app.domain.problemas import Problema, aviso
from clientes_app.readers.csv import extra_separators
from clientes_app.readers.csv.dialect import CsvDialect
from clientes_app.readers.csv.records import Record, leer
from clientes_app.readers.motivos import no_cargable
from clientes_app.readers.table import MalformedRow, TextRows, text_rows

ROWS = 2_000
"""Rows of a table: many, since each table costs some milliseconds, and few enough for memory."""


def leer_tablas(archivo: BinaryIO, dialecto: CsvDialect, *, rows: int = ROWS) -> Iterator[TextRows]:
    """Yield the rows below the header as tables of `rows` rows.

    Raises NoCargableError, possibly after some tables: for a byte that does not fit the encoding, a
    quote that never closes, and a file without a single row.
    """
    ancho = extra_separators.ancho(archivo, dialecto)
    records = leer(archivo, replace(dialecto, columnas=ancho))
    empty = True
    while chunk := list(islice(records, rows)):
        de_mas = ancho - dialecto.columnas if empty else 0
        yield _table(chunk, [extra_separators.dicho(chunk[0].linea, de_mas)] * bool(de_mas))
        empty = False
    if empty:
        raise no_cargable(
            codigo="sin_clientes",
            mensaje="El archivo no tiene clientes: solo trae el encabezado. Escriba un cliente "
            "por línea debajo del encabezado.",
        )


def _table(records: list[Record], dichos: Sequence[tuple[int, Problema]]) -> TextRows:
    lineas: list[int] = []
    filas: list[Sequence[str]] = []
    malformed: list[MalformedRow] = []
    avisos = list(dichos)
    for linea, found, problema in records:
        valores: Sequence[str] = found
        # Nearly no row holds an apostrophe: one look spares twenty.
        if "'" in "".join(found):
            valores = tuple(map(desproteger, found))
            if problema is None:
                avisos += [(linea, dicho) for dicho in _unguarded(found, valores)]
        if problema is None:
            lineas.append(linea)
            filas.append(valores)
        else:
            malformed.append(MalformedRow(linea, tuple(valores), problema))
    return text_rows(lineas, filas, malformed, avisos)


def _unguarded(found: Sequence[str], valores: Sequence[str]) -> Iterator[Problema]:
    """Say where the apostrophe was that our own export puts before a formula."""
    for campo, crudo, valor in zip(CAMPOS, found, valores, strict=True):
        if crudo != valor:
            yield aviso(
                campo,
                "arreglo_apostrofo",
                "Se quitó el apóstrofo que protege de las fórmulas.",
                valor=crudo,
            )
