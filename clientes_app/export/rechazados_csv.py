"""«Descargar rechazados»: the refused rows of a file, with a last column that says why."""

import codecs
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice

from clientes_app.domain.columnas import COLUMNAS, ENCABEZADO
from clientes_app.export.csv_bytes import csv_bytes, guarded_csv_bytes
from clientes_app.readers.csv.header import ERRORES
from clientes_app.readers.csv.records import ANCHO, FALTA

_ROWS = 500
_REQUIRED = 1 + max(i for i, columna in enumerate(COLUMNAS) if columna.obligatoria)
"""Values of a row that lacks nothing but optional ones."""


def lineas(rechazadas: Iterable[tuple[Sequence[str], str]]) -> Iterator[bytes]:
    """Yield the file for refused rows, given as values as found and what «Errores» says.

    The template's header and a last column «Errores», guarded as the export is. Corrected, the
    file loads as it is; not corrected, nothing in it loads: a row that was too long keeps all its
    values, so it is still too long, and one that lacked only optional values says «(falta)» where
    they begin, which is refused too, lest a row with a lost separator should pass as complete.
    """
    yield codecs.BOM_UTF8 + csv_bytes([(*ENCABEZADO, ERRORES)])
    pending = ((*_completa(valores), errores) for valores, errores in rechazadas)
    while chunk := list(islice(pending, _ROWS)):
        # A table has rows of one length; a row that was too long is one of its own.
        yield b"".join(guarded_csv_bytes(list(rows)) for _, rows in groupby(chunk, len))


def _completa(valores: Sequence[str]) -> tuple[str, ...]:
    faltan = ANCHO - len(valores)
    if faltan <= 0:
        return tuple(valores)
    marca = FALTA if len(valores) >= _REQUIRED else ""
    return (*valores, marca, *[""] * (faltan - 1))
