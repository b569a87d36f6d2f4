"""Clients to CSV: what «Descargar en .CSV» and `clientes exportar` give.

UTF-8 with BOM, comma, CRLF, every text guarded against formulas; read again it changes nothing.
"""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from clientes_app.domain.columnas import ENCABEZADO
from clientes_app.domain.formula_guard import proteger_fila

_FILAS_POR_TROZO = 500


def lineas(clientes: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """Yield the file in pieces of some hundred lines, the first with BOM and header.

    `clientes` gives the twenty values of each client in the order of the template. They are taken
    as they are needed, never all at once.
    """
    yield codecs.BOM_UTF8 + _escritas([ENCABEZADO])
    filas = map(proteger_fila, clientes)
    while tanda := list(islice(filas, _FILAS_POR_TROZO)):
        yield _escritas(tanda)


def _escritas(filas: Iterable[Sequence[str]]) -> bytes:
    texto = io.StringIO(newline="")
    csv.writer(texto, lineterminator="\r\n").writerows(filas)
    return texto.getvalue().encode("utf-8")
