"""Invoices as the document that a bulk load reads: their clients, a row each.

They have no order of their own, so the rows stand in the order of RFC and name, and behind them
what could not be read. Reading the file again gives the same rows on the same lines.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import BinaryIO

from clientes_app.domain.emisor import QuienFactura
from clientes_app.domain.plurales import cuantos
from clientes_app.domain.problemas import Problema, aviso, error
from clientes_app.domain.texto import visible
from clientes_app.readers.cfdi.comprobante import Comprobante, DocumentoRechazado
from clientes_app.readers.cfdi.metadatos import is_metadata_saved_anew, is_of_third_parties
from clientes_app.readers.cfdi.reading import BLANK, read_invoices
from clientes_app.readers.cfdi.rows import row
from clientes_app.readers.cfdi.union import ReceptorUnido, UnionDeReceptores
from clientes_app.readers.motivos import NoCargableError, no_cargable
from clientes_app.readers.table import (
    NADA_MAS,
    SUPUESTO,
    DichoDelDocumento,
    MalformedRow,
    TextRows,
    text_rows,
)

_RE_ROOT = re.compile(rb"<(?:[\w.-]{1,40}:)?(?:Comprobante|Retenciones)[\s>]")
_MARK_OF_UTF_16 = b"\xff\xfe"
_BESIDE_INVOICES = frozenset({"no_es_xml", "vacio"})
"""Beside each invoice there is its PDF, which nobody meant to be read: they are told together."""
_MOST_SPELLINGS = 3
_MOST_NAMES = 3
_ROWS = 2_000


@dataclass(slots=True)
class InvoicesDocument:
    """A file of invoices. It says only some columns of a client: none has an e-mail."""

    archivo: BinaryIO
    nombre: str
    quien: QuienFactura
    codificacion: str = ""
    delimitador: str = ""
    parcial: bool = True
    documento: str = "facturas"
    _read: "_Read | None" = field(default=None, init=False)

    def tables(self) -> Iterator[TextRows]:
        """Yield the clients, some thousand at a time, and at last what could not be read.

        Raises NoCargableError when not one client is in it.
        """
        read = self._contents()
        clients = iter(read.clients.items())
        is_first = True
        while chunk := dict(islice(clients, _ROWS)):
            avisos = [(line, dicho) for line, one in chunk.items() for dicho in _said_of(one)]
            if is_first:
                first = next(iter(chunk))
                avisos[:0] = [(first, dicho) for dicho in _said_of_all(read)]
            is_first = False
            filas = [row(one, self.quien.codigo_postal) for one in chunk.values()]
            lugares = {line: _place(one, self.nombre) for line, one in chunk.items()}
            yield text_rows(list(chunk), filas, avisos=avisos, lugares=lugares)
        if read.refused:
            malformed = [_refused(line, each) for line, each in read.refused.items()]
            lugares = {
                line: _bare(each.archivo, self.nombre) for line, each in read.refused.items()
            }
            yield text_rows([], [], malformed, lugares=lugares)

    def count_rows(self) -> int:
        """Return how many clients there are, and documents that could not be read."""
        read = self._contents()
        return len(read.clients) + len(read.refused)

    @property
    def dicho(self) -> DichoDelDocumento:
        """Who issued, when the account does not say which of them it is, and what lies beside."""
        return NADA_MAS if self._read is None else self._read.dicho

    def _contents(self) -> "_Read":
        if self._read is None:
            self._read = _read(self.archivo, self.nombre, self.quien)
        return self._read


@dataclass(frozen=True, slots=True)
class _Read:
    """What a file gave, by the lines on which it stands.

    `beside` are the names of what is no invoice and was not meant to be one.
    """

    clients: dict[int, ReceptorUnido]
    refused: dict[int, DocumentoRechazado]
    beside: tuple[str, ...]
    dicho: DichoDelDocumento


def recognises_invoices(head: bytes, nombre: str) -> bool:
    """Whether a file that begins so is an invoice, or the SAT's metadata; its name says nothing."""
    del nombre
    begins = head.lstrip(BLANK + _MARK_OF_UTF_16).replace(b"\0", b"")
    is_invoice = _RE_ROOT.search(begins) is not None
    return is_invoice or is_metadata_saved_anew(begins) or is_of_third_parties(begins)


def open_invoices(archivo: BinaryIO, nombre: str, quien: QuienFactura) -> InvoicesDocument:
    """Open a file of invoices; it is read when its rows are asked for."""
    return InvoicesDocument(archivo, nombre, quien)


def _read(archivo: BinaryIO, nombre: str, quien: QuienFactura) -> _Read:
    """Read the whole file. Raises NoCargableError when not one client is in it."""
    archivo.seek(0)
    union = UnionDeReceptores()
    refused: list[DocumentoRechazado] = []
    for each in read_invoices(archivo, nombre):
        if isinstance(each, Comprobante):
            union.take(each)
        else:
            refused.append(each)
    supuesto = "" if quien.rfc else union.rfc_comun
    # We and the general public are no clients, but keep their lines: whoever goes on with a load
    # must find each client where he was, whatever became of the account's RFC meanwhile.
    everybody = list(enumerate(union.clientes(), start=1))
    clients = {
        line: one
        for line, one in everybody
        if not one.es_publico and one.rfc != (quien.rfc or supuesto)
    }
    if not clients:
        raise _no_clients(refused)
    rows = [each for each in refused if each.motivo not in _BESIDE_INVOICES]
    beside = tuple(each.archivo for each in refused if each.motivo in _BESIDE_INVOICES)
    apart = (
        (line, row(one, quien.codigo_postal), _place(one, nombre))
        for line, one in everybody
        if one.rfc == supuesto
    )
    dicho = DichoDelDocumento(
        emisores=() if quien.rfc else union.emisores,
        supuesto=supuesto,
        apartada=next(apart, None),
        sin_leer=_passed_over(beside).frase if beside else "",
    )
    return _Read(clients, dict(enumerate(rows, start=len(everybody) + 1)), beside, dicho)


def _place(client: ReceptorUnido, nombre: str) -> str:
    """Say where a client stands: by the RFC, and of several files in which one."""
    if client.archivo == nombre:
        return client.rfc
    more = client.comprobantes - 1
    others = f" y {cuantos(more, 'factura', 'facturas')} más" if more > 0 else ""
    return f"{client.rfc} · {_bare(client.archivo, nombre)}{others}"


def _bare(archivo: str, nombre: str) -> str:
    """Return what a file is called, without the zip that all of them are in."""
    return archivo.removeprefix(f"{nombre}!")


def _no_clients(refused: list[DocumentoRechazado]) -> NoCargableError:
    if refused:
        return no_cargable(codigo=refused[0].motivo, mensaje=visible(refused[0].mensaje))
    return no_cargable(
        codigo="sin_clientes",
        mensaje="Las facturas no traen clientes: son recibidas, de nómina, de traslado o al "
        "público en general. Suba las que usted emitió; si ya lo hizo, revise el RFC propio en "
        "«Cuenta».",
    )


def _said_of_all(read: _Read) -> Iterator[Problema]:
    """Say what concerns no single client; it stands beside the first one."""
    if read.dicho.supuesto:
        yield _supposed(read.dicho.supuesto)
    if read.beside:
        yield _passed_over(read.beside)


def _passed_over(names: tuple[str, ...]) -> Problema:
    passed = cuantos(
        len(names),
        "archivo no es XML o está vacío y no se leyó",
        "archivos no son XML o están vacíos y no se leyeron",
    )
    some = ", ".join(f"«{name}»" for name in names[:_MOST_NAMES])
    more = f" y {len(names) - _MOST_NAMES:,} más" if len(names) > _MOST_NAMES else ""
    return aviso(
        None,
        "no_son_facturas",
        f"{passed}: {some}{more}.",
        valor=names[0],
        sugerencia="De cada factura se lee el XML, no el PDF. Si entre ellos hay Constancias, "
        "súbalas aparte.",
    )


def _supposed(rfc: str) -> Problema:
    return aviso(
        "rfc",
        SUPUESTO,
        f"Se tomó {rfc} como el RFC de quien factura, porque está en todas las facturas.",
        sugerencia="Si no lo es, escriba el suyo en «Cuenta».",
    )


def _said_of(client: ReceptorUnido) -> Iterator[Problema]:
    """Say of a client what no column of his says."""
    if client.otras_grafias:
        others = ", ".join(f"«{other}»" for other in client.otras_grafias[:_MOST_SPELLINGS])
        yield aviso(
            "nombre",
            "otras_grafias",
            f"También se ha facturado como {others}.",
            valor=client.nombre,
            sugerencia="Se tomó el de la factura más nueva; compare con su Constancia.",
        )


def _refused(line: int, document: DocumentoRechazado) -> MalformedRow:
    name, mensaje = document.archivo, document.mensaje
    problema = error(None, document.motivo, f"{name}: {mensaje}", valor=name)
    return MalformedRow(line, (name,), problema)
