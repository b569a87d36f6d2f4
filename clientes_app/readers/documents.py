"""Which kind of document an uploaded file is, found out from its bytes; each gives the same table.

A kind is one entry of KINDS: what it recognises, and what opens it. A zip is of the first kind that
recognises any of its members, and is opened by that one as a whole, which says of the others that
they are something else: so invoices with their PDFs are invoices. `zip_members.contents` gives the
members of a zip and a bare file alike. What no kind recognises is read as a CSV, whose reader can
say of nearly everything what it really is.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from clientes_app.domain.emisor import QuienFactura
from clientes_app.readers import zip_members
from clientes_app.readers.cfdi.document import open_invoices, recognises_invoices
from clientes_app.readers.cfdi.reading import BLANK
from clientes_app.readers.constancia.document import is_constancia, open_constancias
from clientes_app.readers.csv.diagnosis import es_de_oficina, rechazar_lo_que_no_es_texto
from clientes_app.readers.csv.document import open_csv
from clientes_app.readers.motivos import NoCargableError, no_cargable
from clientes_app.readers.table import DichoDelDocumento, TextRows

HEAD = 4096
"""Bytes by which a kind is recognised."""


class Document(Protocol):
    """A file of a known kind, open for reading.

    `codificacion` and `delimitador` say how its text is written, "" where that says nothing to
    anybody. With `parcial` it says only some columns of a client, such as an invoice, which has no
    e-mail: a row that lacks what is required then still changes a client who is stored.
    """

    @property
    def documento(self) -> str:
        """Which documents of the SAT it is, "constancias" or "facturas"; "" for a CSV."""
        ...

    @property
    def dicho(self) -> DichoDelDocumento:
        """What it says as a whole; known once `tables` was read."""
        ...

    @property
    def codificacion(self) -> str:
        """One of `csv.lines.NOMBRES_DE_CODIFICACION`, or ""."""
        ...

    @property
    def delimitador(self) -> str:
        """Comma, semicolon, tab, or ""."""
        ...

    @property
    def parcial(self) -> bool:
        """Whether its blank cells only mean that it does not say them."""
        ...

    def tables(self) -> Iterator[TextRows]:
        """Yield the rows in their order, table by table, from the beginning at each call.

        Raises NoCargableError, possibly after some tables.
        """
        ...

    def count_rows(self) -> int:
        """Return how many rows `tables` would give. Raises NoCargableError as that does."""
        ...


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of document: `recognises` it by the first HEAD bytes and the name; `opens` a file."""

    recognises: Callable[[bytes, str], bool]
    opens: Callable[[BinaryIO, str, QuienFactura], Document]


KINDS: tuple[Kind, ...] = (
    Kind(recognises_invoices, open_invoices),
    Kind(is_constancia, open_constancias),
)
"""The kinds that are not CSV, the most telling one first."""

_NOBODY = QuienFactura()
_LARGE = zip_members.ZipLimits(member_bytes=50 << 20)
"""The SAT's metadata of a year are one text of many megabytes."""


def open_document(archivo: BinaryIO, nombre: str, quien: QuienFactura = _NOBODY) -> Document:
    """Find out what a file is; it must allow seeking. `nombre` is what the person called it.

    `quien` is whose clients it says: invoices name him on every one.

    Raises NoCargableError, with the reason and what to do, for what no reader reads.
    """
    found = len(KINDS)
    for head, name in _heads(archivo, nombre):
        recognised = (i for i, kind in enumerate(KINDS[:found]) if kind.recognises(head, name))
        found = next(recognised, found)
        if found == 0:
            break
    if found == len(KINDS):
        if zip_members.is_package(archivo):
            raise no_cargable(
                codigo="sin_documentos",
                mensaje="Ninguno de los archivos es una factura en XML, un .txt de metadatos del "
                "SAT ni una Constancia en PDF. Elija esos; un .csv se sube solo.",
            )
        return open_csv(archivo, nombre)
    return KINDS[found].opens(archivo, nombre, quien)


def may_be_csv(head: bytes) -> bool:
    """Whether a file that begins so may be a CSV that is to be mended, and is no document.

    A text in an encoding that does not load is one; a PDF, a zip, a picture or an XML is none.
    """
    if any(kind.recognises(head, "") for kind in KINDS):
        return False
    try:
        rechazar_lo_que_no_es_texto(head)
    except NoCargableError as error:
        return error.motivo.codigo in {"codificacion", "vacio"}
    return not head.lstrip(BLANK).startswith(b"<")


def _heads(archivo: BinaryIO, nombre: str) -> Iterator[tuple[bytes, str]]:
    archivo.seek(0)
    head = archivo.read(HEAD)
    archivo.seek(0)
    if not head.startswith(zip_members.FIRMA):
        yield head, nombre
    elif not es_de_oficina(head):
        yield from zip_members.heads(archivo, HEAD, _LARGE)
