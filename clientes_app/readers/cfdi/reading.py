"""A file of any kind that holds invoices: an XML, a zip of them, or the SAT's metadata.

What it is, is decided by its bytes and never by its name. Every file and every member gives at
least one line of result: an invoice, or why there is none.
"""

import codecs
import io
from collections.abc import Iterator
from typing import BinaryIO

from clientes_app.readers.cfdi.comprobante import DocumentoRechazado, Leido, NoEsCfdiError
from clientes_app.readers.cfdi.encoding import xml_text
from clientes_app.readers.cfdi.invoice import read_invoice
from clientes_app.readers.cfdi.metadatos import (
    is_metadata,
    is_metadata_saved_anew,
    is_of_third_parties,
    read_metadatos,
)
from clientes_app.readers.cfdi.motivos import MAX_XML_MB, no_es_cfdi
from clientes_app.readers.motivos import NoCargableError
from clientes_app.readers.zip_members import ZipLimits, ZipMember, is_package, members

_MEGA = 1 << 20
_HEAD = 4096
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_NO_DOCUMENTS_OF_OURS = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"\xd0\xcf\x11\xe0",
    b"Rar!",
    b"\x1f\x8b",
)
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
BLANK = b" \t\r\n\xef\xbb\xbf\x00"

ZIP_LIMITS = ZipLimits(members=200_000, member_bytes=50 * _MEGA, all_bytes=4096 * _MEGA)
"""A download of the SAT has 200,000 invoices at most; its metadata are one text of many megabytes,
while an XML is held to MAX_XML_MB."""


def read_invoices(file: BinaryIO, archivo: str) -> Iterator[Leido]:
    """Yield what a file gives, in its order. `file` must allow seeking; nothing is raised."""
    head = file.read(_HEAD)
    file.seek(0)
    if head.startswith(_ZIP):
        yield from _zip(file, archivo)
    else:
        yield from _one(file, head, archivo)


def _zip(file: BinaryIO, archivo: str) -> Iterator[Leido]:
    is_empty = True
    # Of several files that were given together nobody knows the zip that we made of them.
    prefix = "" if is_package(file) else f"{archivo}!"
    try:
        for member in members(file, ZIP_LIMITS):
            for leido in _member(member, f"{prefix}{member.nombre}"):
                is_empty = False
                yield leido
        if is_empty:
            nothing = no_es_cfdi(motivo="zip_vacio")
            yield DocumentoRechazado(archivo, nothing.codigo, nothing.mensaje)
    except NoCargableError as error:
        yield DocumentoRechazado(archivo, error.motivo.codigo, error.motivo.mensaje)


def _member(member: ZipMember, name: str) -> Iterator[Leido]:
    if member.motivo is not None:
        yield DocumentoRechazado(name, member.motivo.codigo, member.motivo.mensaje)
    elif not is_of_third_parties(member.contenido[:_HEAD]):
        yield from _one(io.BytesIO(member.contenido), member.contenido[:_HEAD], name)


def _one(file: BinaryIO, head: bytes, archivo: str) -> Iterator[Leido]:
    try:
        if not head.strip(BLANK):
            raise no_es_cfdi(motivo="vacio")
        if head.startswith(_UTF_16) and not head.startswith(codecs.BOM_UTF32_LE):
            file = _utf_8(file)
            head = file.read(_HEAD)
            file.seek(0)
        if is_metadata(head):
            yield from read_metadatos(file, archivo)
        elif is_of_third_parties(head):
            raise no_es_cfdi(motivo="terceros")
        elif is_metadata_saved_anew(head):
            raise no_es_cfdi(motivo="metadatos_guardados")
        else:
            yield read_invoice(_xml(file, head), archivo)
    except NoEsCfdiError as error:
        yield DocumentoRechazado(archivo, error.codigo, error.mensaje)


def _utf_8(file: BinaryIO) -> BinaryIO:
    """Return a text in UTF-16 as UTF-8, whatever it declares."""
    data = file.read(MAX_XML_MB * _MEGA + 1)
    if len(data) > MAX_XML_MB * _MEGA:
        raise no_es_cfdi(motivo="demasiado_grande")
    try:
        return io.BytesIO(data.decode("utf-16").encode())
    except UnicodeError as error:
        raise no_es_cfdi(motivo="codificacion") from error


def _xml(file: BinaryIO, head: bytes) -> str:
    if head.startswith(_NO_DOCUMENTS_OF_OURS):
        raise no_es_cfdi(motivo="no_es_xml")
    data = file.read(MAX_XML_MB * _MEGA + 1)
    if len(data) > MAX_XML_MB * _MEGA:
        raise no_es_cfdi(motivo="demasiado_grande")
    xml = xml_text(data)
    if xml is None:
        raise no_es_cfdi(motivo="no_es_xml")
    if xml[:_HEAD].lower().startswith("<!doctype html"):
        raise no_es_cfdi(motivo="html")
    return xml
