"""The QR codes of a PDF: from the images that are in it, or else from its first page as it looks.

Which of the images is the constancia's is told by what it says, not by its place.
"""

from collections.abc import Iterator
from typing import Any, cast

import zxingcpp

from clientes_app.readers.constancia.pdfium import PdfiumError, PdfiumObject, pdfium_c
from clientes_app.readers.constancia.values import Cedula
from clientes_app.readers.sat_qr import read_qr

_MOST_PIXELS = 12_000_000
_FEWEST_PIXELS = 21 * 21
_MOST_IMAGES = 20
_SCALE = 2.0
_GREY, _COLOURS = 1, 3


def cedula_of(document: PdfiumObject, *, pages: int) -> Cedula | None:
    """Return what the QR of the cédula says, None when no such code can be read."""
    for text in _texts(document, pages):
        qr = read_qr(text)
        if qr.tipo == "cif":
            return Cedula(qr.rfc, qr.id_cif)
    return None


def _texts(document: PdfiumObject, pages: int) -> Iterator[str]:
    for page in (document[i] for i in range(min(pages, len(document)))):
        for bitmap in _images(page):
            yield from _read(bitmap)
    if len(document):
        page = document[0]
        width, height = page.get_size()
        scale = min(_SCALE, (_MOST_PIXELS / max(1.0, width * height)) ** 0.5)
        yield from _read(page.render(scale=scale, grayscale=True))


def _images(page: PdfiumObject) -> Iterator[PdfiumObject]:
    images = page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=3)
    for _, image in zip(range(_MOST_IMAGES), images, strict=False):
        width, height = image.get_px_size()
        if _FEWEST_PIXELS <= width * height <= _MOST_PIXELS:
            try:
                yield image.get_bitmap()
            except PdfiumError:
                continue


def _read(bitmap: PdfiumObject) -> list[str]:
    shape = [bitmap.height, bitmap.width]
    grey = memoryview(_grey(bitmap)).cast("B", shape=cast("Any", shape))
    found = zxingcpp.read_barcodes(grey, formats=cast("Any", zxingcpp.BarcodeFormat.QRCode))
    return [code.text for code in found]


def _grey(bitmap: PdfiumObject) -> bytes:
    """Return the brightness of each pixel, a byte each, row by row."""
    raw, stride, channels = memoryview(bitmap.buffer).cast("B"), bitmap.stride, bitmap.n_channels
    rows = (raw[y * stride : y * stride + bitmap.width * channels] for y in range(bitmap.height))
    # Of a colour the green is nearest to what an eye takes for brightness.
    return b"".join(bytes(row if channels == _GREY else row[1::channels]) for row in rows)
