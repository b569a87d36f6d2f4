"""Clients to CSV: what «Descargar en .CSV» and `clientes exportar` give.

UTF-8 with BOM, comma, CRLF, every text guarded against formulas; read again it changes nothing.
"""

import codecs
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from clientes_app.domain.columnas import COLUMNA_DE_ETIQUETAS, ENCABEZADO
from clientes_app.export.csv_bytes import csv_bytes, guarded_csv_bytes

_ROWS = 1_000


def lineas(clientes: Iterable[Sequence[str]], *, con_etiquetas: bool = False) -> Iterator[bytes]:
    """Yield the file in pieces of a thousand lines, the first with BOM and header.

    `clientes` gives the twenty values of each client in the order of the template. They are taken
    as they are needed, never all at once. With etiquetas each has one value more, under a last
    column of their name, which is passed over when the file is read.
    """
    yield codecs.BOM_UTF8 + csv_bytes(
        [(*ENCABEZADO, COLUMNA_DE_ETIQUETAS) if con_etiquetas else ENCABEZADO]
    )
    pending = iter(clientes)
    while chunk := list(islice(pending, _ROWS)):
        yield guarded_csv_bytes(chunk)
