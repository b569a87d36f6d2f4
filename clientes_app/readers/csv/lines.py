"""Bytes to physical lines of text, in pieces: bounded memory, exact line numbers."""

import codecs
import io
from collections import deque
from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO

from clientes_app.readers.motivos import NoCargableError, no_cargable

TROZO = 1 << 18
"""Bytes read at a time."""

MAXIMO_LINEA = 1 << 20
"""Characters of one physical line; the longest honest row of the template has about 3,000."""

FIN_DE_MS_DOS = "\x1a"
_PIEZAS_GUARDADAS = 4

NOMBRES_DE_CODIFICACION = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8 con BOM",
    "utf-16": "UTF-16",
    "cp1252": "Windows-1252",
    "mac_roman": "Mac Roman",
    "cp850": "CP850 (MS-DOS)",
}
"""The encodings that load, as a person knows them."""


def sin_bom(archivo: BinaryIO, codificacion: str) -> str:
    """Move the file behind its byte order mark and name the codec for the rest."""
    archivo.seek(0)
    if codificacion == "utf-16":
        marca = archivo.read(2)
        return "utf-16-be" if marca == codecs.BOM_UTF16_BE else "utf-16-le"
    if codificacion == "utf-8-sig":
        archivo.read(len(codecs.BOM_UTF8))
        return "utf-8"
    return codificacion


class Lineas:
    """The physical lines of a file, ends included; the last ones can be asked for again.

    CR, LF and CRLF end a line, also mixed, as an editor shows them.
    Iterating raises NoCargableError at a byte that does not fit the encoding and at a
    line without end, naming the line.
    """

    def __init__(self, archivo: BinaryIO, codificacion: str) -> None:
        self._archivo = archivo
        self._codificacion = codificacion
        self._guardadas: deque[tuple[int, list[str]]] = deque(maxlen=_PIEZAS_GUARDADAS)

    def __iter__(self) -> Iterator[str]:
        """Iterate over the lines, in C but for one step a piece."""
        return chain.from_iterable(self._piezas())

    def entre(self, primera: int, ultima: int) -> list[str]:
        """Return the lines of these numbers (from 1) as far as they are still at hand."""
        halladas: list[str] = []
        for numero, lineas in self._guardadas:
            halladas += lineas[max(0, primera - numero) : max(0, ultima + 1 - numero)]
        return halladas

    def _piezas(self) -> Iterator[list[str]]:
        codec = sin_bom(self._archivo, self._codificacion)
        decodificador = codecs.getincrementaldecoder(codec)("strict")
        resto, numero = "", 1
        while True:
            crudo = self._archivo.read(TROZO)
            try:
                texto = resto + decodificador.decode(crudo, not crudo)
            except UnicodeDecodeError as error:
                raise self._byte_ajeno(error, resto, numero) from None
            if not crudo:
                # MS-DOS ended a text with this byte, and some programs still do.
                texto = texto.rstrip(FIN_DE_MS_DOS)
            corte = _fin_de_linea(texto) if crudo else len(texto)
            completo, resto = texto[:corte], texto[corte:]
            lineas = list(io.StringIO(completo, newline=""))
            if len(resto) > MAXIMO_LINEA:
                raise _linea_sin_fin(numero + len(lineas))
            if lineas:
                self._guardadas.append((numero, lineas))
                numero += len(lineas)
                yield lineas
            if not crudo:
                return

    def _byte_ajeno(self, error: UnicodeDecodeError, resto: str, numero: int) -> NoCargableError:
        antes = resto + error.object[: error.start].decode(error.encoding, "replace")
        linea = numero + cuenta_de_lineas(antes)
        renglon = antes[max(antes.rfind("\n"), antes.rfind("\r")) + 1 :]
        nombre = NOMBRES_DE_CODIFICACION[self._codificacion]
        donde = f", después de «{renglon[-30:].strip()}»" if renglon.strip() else ""
        return no_cargable(
            codigo="byte_ajeno",
            mensaje=f"La línea {linea} tiene un carácter que no corresponde a {nombre}, la "
            f"codificación del resto del archivo{donde}. Suele pasar al pegar líneas de otro "
            "archivo: escriba de nuevo esa línea y guarde el archivo como CSV UTF-8.",
            linea=linea,
        )


def _fin_de_linea(texto: str) -> int:
    """Where the last whole line ends. A CR at the very end may be half of a CRLF."""
    return max(texto.rfind("\n"), texto.rfind("\r", 0, len(texto) - 1)) + 1


def cuenta_de_lineas(texto: str) -> int:
    """How many line ends the text holds."""
    return texto.count("\n") + texto.count("\r") - texto.count("\r\n")


def _linea_sin_fin(linea: int) -> NoCargableError:
    return no_cargable(
        codigo="linea_sin_fin",
        mensaje=f"La línea {linea} no termina: tiene más de un millón de caracteres. El archivo no "
        "parece una lista de clientes; revise que cada cliente esté en su línea.",
        linea=linea,
    )
