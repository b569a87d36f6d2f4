"""Judged rows one by one, as tests want to look at them."""

import io
from datetime import date
from typing import NamedTuple

from clientes_app.domain.cliente import Contexto, DatosCliente
from clientes_app.judging import findings
from clientes_app.judging.judge import JudgedRows, clientes_de
from clientes_app.judging.plan import Opciones, planear, refused_rows
from clientes_app.readers.csv.dialect import detect_dialect
from clientes_app.readers.csv.document import open_csv
from clientes_app.readers.csv.frames import leer_tablas
from clientes_app.readers.table import TextRows
from clientes_app.services.carga.revision import juzgar

HOY = Contexto(date(2026, 11, 25))


class Said(NamedTuple):
    """One finding."""

    linea: int
    columna: str | None
    valor: str
    gravedad: str
    codigo: str
    mensaje: str
    sugerencia: str
    sat: str

    @property
    def es_error(self) -> bool:
        return self.gravedad == "error"


class JudgedRow(NamedTuple):
    """One row: `datos` is None when it is refused."""

    linea: int
    valores: tuple[str, ...]
    datos: DatosCliente | None
    problemas: tuple[Said, ...]
    repetida: bool

    @property
    def es_valida(self) -> bool:
        return self.datos is not None


def rows_of(rows: JudgedRows) -> list[JudgedRow]:
    """Take a table apart."""
    valores = dict(
        zip(rows.textos.index.tolist(), rows.textos.itertuples(index=False, name=None), strict=True)
    )
    valores |= {fila.linea: fila.valores for fila in rows.malformed}
    clientes = clientes_de(rows.clientes)
    said = [Said(*problema) for problema in findings.as_rows(rows.problemas)]
    return [
        JudgedRow(
            linea,
            valores[linea],
            clientes.get(linea),
            tuple(problema for problema in said if problema.linea == linea),
            linea in rows.repetidas,
        )
        for linea in rows.lineas
    ]


def text_tables(contenido: bytes, *, rows: int = 2_000) -> list[TextRows]:
    """Read a file to its end."""
    archivo = io.BytesIO(contenido)
    return list(leer_tablas(archivo, detect_dialect(archivo, "a.csv"), rows=rows))


def judged_tables(contenido: bytes, contexto: Contexto = HOY) -> list[JudgedRows]:
    """Read and judge a file to its end."""
    return list(juzgar(open_csv(io.BytesIO(contenido), "a.csv"), contexto))


def judged(contenido: bytes, contexto: Contexto = HOY) -> list[JudgedRow]:
    """Read and judge a file to its end, row by row."""
    return [row for rows in judged_tables(contenido, contexto) for row in rows_of(rows)]


def refused(contenido: bytes) -> list[tuple[tuple[str, ...], str]]:
    """Return what «Descargar rechazados» is made of."""
    return [
        (fila.valores, fila.errores)
        for rows in judged_tables(contenido)
        for fila in refused_rows(rows, planear(rows, {}, opciones=Opciones(), contexto=HOY))
    ]
