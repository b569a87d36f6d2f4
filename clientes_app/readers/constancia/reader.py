"""A PDF's bytes to what the constancia in it says, or to why it says nothing.

Pure, and for one process alone: PDFium knows no threads, reads what anybody sent, and may take all
memory or time there is. Nobody calls this but the child of `apart.py`.
"""

from collections.abc import Sequence
from dataclasses import replace

from clientes_app.readers.constancia.glyphs import Glyph, TooMuchText, glyphs
from clientes_app.readers.constancia.lines import lines, sheets
from clientes_app.readers.constancia.pdfium import (
    PdfiumError,
    PdfiumObject,
    pdfium,
    pdfium_c,
)
from clientes_app.readers.constancia.qr_codes import cedula_of
from clientes_app.readers.constancia.text import OTHER_RFC, read_text
from clientes_app.readers.constancia.values import Cedula, ConstanciaReading, Notice, reason

MOST_BYTES = 10 << 20
"""Bytes of a PDF; a constancia has about a hundred thousand."""

MOST_PAGES = 20
"""Pages of a PDF; a constancia has three, and with many régimenes and activities some more."""

_MOST_CHARACTERS = 60_000
_OF_A_SCAN = Notice(
    "texto_de_escaneo",
    "El PDF es una imagen cuyo texto reconoció un programa, que puede confundir letras: compare "
    "cada dato con la constancia.",
)
_MARK = b"%PDF-"
_MARK_WITHIN = 1024
_END = b"%%EOF"
_END_WITHIN = 2048


def read_constancia(contenido: bytes) -> ConstanciaReading:
    """Return what a PDF says as a constancia."""
    for codigo, holds in (
        ("vacio", not contenido),
        ("no_es_pdf", not is_pdf(contenido)),
        ("demasiado_grande", len(contenido) > MOST_BYTES),
    ):
        if holds:
            return ConstanciaReading(motivo=reason(codigo))
    try:
        document = pdfium.PdfDocument(contenido)
    except PdfiumError:
        needs_password = pdfium_c.FPDF_GetLastError() == pdfium_c.FPDF_ERR_PASSWORD
        return ConstanciaReading(motivo=reason("cifrado" if needs_password else "danado"))
    try:
        return _read(document, contenido)
    except PdfiumError:
        return ConstanciaReading(motivo=reason("danado"))
    except TooMuchText:
        return ConstanciaReading(motivo=reason("demasiado_grande"))
    finally:
        document.close()


def is_pdf(head: bytes) -> bool:
    """Whether a file is meant to be a PDF, by its first bytes."""
    return _MARK in head[:_MARK_WITHIN]


def _read(document: PdfiumObject, contenido: bytes) -> ConstanciaReading:
    if not len(document):
        return ConstanciaReading(motivo=reason("danado"))
    if len(document) > MOST_PAGES:
        return ConstanciaReading(motivo=reason("demasiadas_paginas"))
    pages = _pages(document)
    reading = read_text([line for i, page in enumerate(pages) for line in lines(i, page)])
    if reading.datos is not None and any(glyph.is_hidden for page in pages for glyph in page):
        reading = replace(reading, avisos=(*reading.avisos, _OF_A_SCAN))
    if reading.motivo is not None and _is_cut(contenido):
        reading = ConstanciaReading(motivo=reason("danado"))
    cedula = cedula_of(document, pages=MOST_PAGES)
    return _with_cedula(reading, cedula)


def _pages(document: PdfiumObject) -> list[Sequence[Glyph]]:
    """Return the characters of each page, also of those that share a sheet."""
    found: list[Sequence[Glyph]] = []
    left = _MOST_CHARACTERS
    for number in range(len(document)):
        page = document[number]
        on_sheet = glyphs(page, at_most=left)
        left -= len(on_sheet)
        found += sheets(on_sheet)
        page.close()
    return found


def _is_cut(contenido: bytes) -> bool:
    """Whether the end of the file is missing: what PDFium repairs then may lack its text."""
    return _END not in contenido[-_END_WITHIN:]


def _with_cedula(reading: ConstanciaReading, cedula: Cedula | None) -> ConstanciaReading:
    """Add what the QR says, and compare it with what is printed."""
    datos = reading.datos
    if cedula is None:
        return reading
    notices: list[Notice] = []
    if datos is not None:
        if datos.rfc != cedula.rfc and OTHER_RFC not in reading.avisos:
            notices.append(OTHER_RFC)
        if not datos.id_cif and datos.rfc == cedula.rfc:
            datos = replace(datos, id_cif=cedula.id_cif)
        elif datos.id_cif != cedula.id_cif:
            notices.append(
                Notice(
                    "id_cif_distinto",
                    "El idCIF impreso no es el del código QR: revise que la constancia sea "
                    "auténtica.",
                )
            )
    return replace(reading, datos=datos, qr=cedula, avisos=(*reading.avisos, *notices))
