"""An uploaded file while a run reads it, and what stays of it: a document is read and not kept.

The file of a CSV stays as it was uploaded. Of a document of the SAT only the table stays that it
gave, which takes its place in the transaction that says what was found; so whoever is killed before
has the document to read again, and whoever comes after has the table.
"""

import time
import zlib
from collections.abc import Callable
from typing import BinaryIO

from clientes_app.domain.emisor import QuienFactura
from clientes_app.readers import kept_table
from clientes_app.readers.documents import Document, may_be_csv, open_document
from clientes_app.readers.kept_table import KeptTable
from clientes_app.readers.table import TextRows
from clientes_app.services.carga.archivo import NIVEL, TAMANO_DE_PIEZA
from clientes_app.services.carga.values import ILEGIBLE, es_csv
from clientes_app.storage.carga.archivo import ArchivoRepository
from clientes_app.storage.db.base import Session

_ONCE_A = 1.0
_NEARLY_ALL = 99


def open_upload(archivo: BinaryIO, nombre: str, documento: str, quien: QuienFactura) -> Document:
    """Open what was uploaded, or with `documento` the table that took its place.

    Raises NoCargableError, with the reason and what to do, for what no reader reads.
    """
    if documento:
        return KeptTable(archivo, documento, quien)
    return open_document(archivo, nombre, quien)


class TableToKeep:
    """Takes the rows of a document while they are read, and puts them into its place."""

    def __init__(self) -> None:
        self._rows: list[bytes] = []
        self._size = 0

    def take(self, rows: TextRows) -> None:
        """Take the next rows."""
        line = kept_table.kept(rows)
        self._size += len(line)
        self._rows.append(zlib.compress(line, NIVEL))

    def take_all(self, document: Document) -> int:
        """Take all rows of a document; return how many. Raises NoCargableError."""
        count = 0
        for rows in document.tables():
            self.take(rows)
            count += len(rows.textos) + len(rows.malformed)
        return count

    def put(self, tx: Session, cuenta_id: int, proceso_id: int, document: Document) -> None:
        """Remove the document and store the table, within a transaction of its run."""
        heading = kept_table.heading(document)
        pieces = _pieces([heading, *map(zlib.decompress, self._rows)])
        ArchivoRepository(tx, cuenta_id).reemplazar(
            proceso_id,
            piezas=pieces,
            tamano=len(heading) + self._size,
            documento=document.documento,
        )


def forget_unread(tx: Session, cuenta_id: int, proceso_id: int, archivo: str) -> None:
    """Remove the bytes of a file that does not load, unless it is a CSV, which may be mended.

    What is only called so, and is a PDF, a zip or an XML, may be somebody's document.
    """
    repositorio = ArchivoRepository(tx, cuenta_id)
    first = repositorio.pieza(proceso_id, 0)
    if not es_csv(archivo) or (first is not None and not may_be_csv(zlib.decompress(first))):
        repositorio.reemplazar(proceso_id, piezas=[], documento=ILEGIBLE)


def told_now_and_then(size: int, tell: Callable[[int], None]) -> Callable[[int], None]:
    """Return what is told of bytes that were read, and tells on how many percent of `size` it is.

    It tells once a second at most, so that a file that is read in less says nothing.
    """
    read, last = 0, time.monotonic()

    def more(count: int) -> None:
        nonlocal read, last
        read += count
        if time.monotonic() - last >= _ONCE_A:
            last = time.monotonic()
            tell(min(_NEARLY_ALL, 100 * read // max(1, size)))

    return more


def _pieces(lines: list[bytes]) -> list[bytes]:
    """Compress some lines in pieces of one size, as the pieces of a file are."""
    whole = b"".join(lines)
    return [
        zlib.compress(whole[start : start + TAMANO_DE_PIEZA], NIVEL)
        for start in range(0, len(whole), TAMANO_DE_PIEZA)
    ]
