"""Which encoding and separator a file has: the header is known to the letter, nothing is guessed.

Of the encodings and separators that load, the pair under which the first line *is* the header is
the dialect. When no pair fits, `sospechas` says why.
"""

import codecs
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from clientes_app.domain.texto import EN_BLANCO
from clientes_app.readers.csv import diagnosis, header
from clientes_app.readers.csv.lines import FIN_DE_MS_DOS
from clientes_app.readers.motivos import no_cargable

CABEZA = 1 << 18
"""Bytes in which the header must be found."""

_BLANCOS = EN_BLANCO + FIN_DE_MS_DOS + ',;"'
_SIN_BOM = ("utf-8", "cp1252", "mac_roman", "cp850")
_SEP = re.compile(r'\ufeff*\s*"?sep=.?"?[,;\t\s]*', re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvDialect:
    """How a file is written.

    `codificacion` is one of utf-8, utf-8-sig, utf-16, cp1252, mac_roman, cp850; `delimitador`
    one of comma, semicolon and tab. `linea_encabezado` is the physical line on which the header
    begins, `columnas` how many cells it has, `columna_de_mas` the place of the one passed over.
    """

    codificacion: str
    delimitador: str
    linea_encabezado: int = 1
    columnas: int = 20
    columna_de_mas: int | None = None


def detect_dialect(archivo: BinaryIO, nombre: str) -> CsvDialect:
    """Return the dialect of a file that can be sought in; `nombre` is what the person called it.

    Raises NoCargableError with the reason when the file is not named .csv, is empty, is something
    else than text, or when its first line is not the header under any encoding and separator.
    """
    if not nombre.lower().endswith(".csv"):
        raise diagnosis.otra_extension(nombre)
    archivo.seek(0)
    cabeza = archivo.read(CABEZA)
    archivo.seek(0)
    diagnosis.rechazar_lo_que_no_es_texto(cabeza)
    candidatas = list(_candidatas(cabeza))
    for candidata in candidatas:
        columnas = header.columnas(candidata.celdas)
        if header.es_el_de_la_plantilla(columnas):
            return CsvDialect(
                codificacion=candidata.codificacion,
                delimitador=candidata.delimitador,
                linea_encabezado=candidata.linea,
                columnas=len(columnas),
                columna_de_mas=header.lugar_de_mas(columnas),
            )
    raise diagnosis.explicar(candidatas)


def _candidatas(cabeza: bytes) -> Iterator[diagnosis.Candidata]:
    """First rows under every pair; bytes that do not fit show as U+FFFD, which no label holds."""
    for codificacion in _codificaciones(cabeza):
        texto = cabeza.decode(codificacion, "replace")
        saltadas, resto = _saltar(texto)
        if not resto:
            raise no_cargable(
                codigo="en_blanco",
                mensaje="El archivo está en blanco: no tiene encabezado ni clientes. "
                + diagnosis.EMPEZAR,
            )
        for delimitador in diagnosis.DELIMITADORES:
            celdas = diagnosis.primera_fila(resto, delimitador)
            yield diagnosis.Candidata(codificacion, delimitador, saltadas + 1, celdas, resto)


def _codificaciones(cabeza: bytes) -> tuple[str, ...]:
    if cabeza.startswith(codecs.BOM_UTF8):
        return ("utf-8-sig",)
    if cabeza.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ("utf-16",)
    return _SIN_BOM


def _saltar(texto: str) -> tuple[int, str]:
    """Pass over blank lines (also of separators only) and one `sep=`: how many, and the rest."""
    saltadas = posicion = 0
    con_sep = False
    for linea in io.StringIO(texto, newline=""):
        if not con_sep and _SEP.fullmatch(linea):
            con_sep = True
        elif linea.strip(_BLANCOS):
            return saltadas, texto[posicion:]
        saltadas += 1
        posicion += len(linea)
    return saltadas, ""
