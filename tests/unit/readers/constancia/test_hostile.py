"""PDFs that mean harm: each is read or refused within its time and memory, and harms nobody."""

import random
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from clientes_app.readers.constancia.apart import SECONDS, PdfChild

CONSTANCIAS = Path(__file__).parents[3] / "data" / "documentos" / "constancias"
BUENA = (CONSTANCIAS / "p01_moral_simple.pdf").read_bytes()


def _pdf(*objects: bytes, trailer: bytes = b"") -> bytes:
    """Return a PDF of these objects, numbered from 1; the first one is its catalogue."""
    out, places = bytearray(b"%PDF-1.5\n"), []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root 1 0 R%b>>\n" % (len(objects) + 1, trailer)
    return bytes(out) + b"startxref\n%d\n%%%%EOF\n" % start


def _stream(content: bytes, entries: bytes = b"", *, times: int = 1) -> bytes:
    for _ in range(times):
        content = zlib.compress(content, 9)
    filters = b"/FlateDecode" * times
    return b"<</Length %d/Filter[%b]%b>>stream\n%b\nendstream" % (
        len(content), filters, entries, content
    )  # fmt: skip


def _page(content: bytes, resources: bytes = b"", *rest: bytes, box: bytes = b"612 792") -> bytes:
    return _pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %b]/Contents 4 0 R/Resources<<%b>>>>"
        % (box, resources),
        content,
        *rest,
    )


_FONT = b"/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"
_IMAGE = b"/Type/XObject/Subtype/Image/ColorSpace/DeviceGray/BitsPerComponent 8/Width %d/Height %d"


def _hostile_pages() -> Iterator[tuple[str, bytes]]:
    blanks = b" " * (40 << 20)
    yield "a stream of 40 MB", _page(_stream(blanks))
    yield "a stream of streams", _page(_stream(b" " * (200 << 20), times=3))
    many = b"BT /F 8 Tf (A) Tj ET\n" * 300_000
    yield "300,000 letters", _page(_stream(many), _FONT)
    yield (
        "a page among its own pages",
        _pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 9>>"),
    )
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>"
    yield (
        "a form that draws itself",
        _page(_stream(b"/X Do"), b"/XObject<</X 5 0 R>>", _stream(b"/X Do /X Do", form)),
    )
    doubling = [
        _stream(
            b"/X Do " * 9,
            b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>" % i,
        )
        for i in range(6, 14)
    ]
    yield "forms that multiply", _page(_stream(b"/X Do"), b"/XObject<</X 5 0 R>>", *doubling)
    for width, height in ((50_000, 50_000), (3_400, 3_400)):
        image = _stream(bytes(min(width * height, 12_000_000)), _IMAGE % (width, height))
        yield (
            f"an image of {width} pixels",
            _page(_stream(b"9 0 0 9 0 0 cm /X Do"), b"/XObject<</X 5 0 R>>", image),
        )
    yield "a page of kilometres", _page(_stream(b""), box=b"9999999 9999999")
    yield "a page of no size", _page(_stream(b""), box=b"0 0")


def _hostile_files() -> Iterator[tuple[str, bytes]]:
    script = b"<</S/JavaScript/JS(while(true){app.alert(1)})>>"
    yield (
        "a script",
        _pdf(
            b"<</Type/Catalog/Pages 2 0 R/OpenAction %b>>" % script,
            b"<</Type/Pages/Kids[]/Count 0>>",
        ),
    )
    yield (
        "tables that lead to themselves",
        _pdf(
            b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>", trailer=b"/Prev 9"
        ),
    )
    yield "arrays in arrays", _pdf(b"[" * 200_000 + b"]" * 200_000)
    yield (
        "many pages that are not there",
        _pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 2000000000>>"),
    )
    yield "400 pages", (CONSTANCIAS / "p28_400_paginas_en_blanco.pdf").read_bytes()
    azar = random.Random(52)
    yield "noise", b"%PDF-1.7\n" + azar.randbytes(1 << 20)
    for i in range(6):
        damaged = bytearray(BUENA)
        for _ in range(40):
            damaged[azar.randrange(len(damaged))] = azar.randrange(256)
        yield f"damaged in 40 places, {i}", bytes(damaged)
    for part in (3, 2, 1.5, 1.1):
        yield f"a {part}th of one", BUENA[: int(len(BUENA) / part)]


@pytest.mark.parametrize(
    "contenido",
    [pytest.param(pdf, id=name) for name, pdf in (*_hostile_pages(), *_hostile_files())],
)
def test_each_is_read_or_refused_in_time_and_the_next_one_is_read(contenido: bytes) -> None:
    with PdfChild() as child:
        assert child.read(BUENA).datos is not None
        since = time.monotonic()
        reading = child.read(contenido)
        took = time.monotonic() - since
        assert (reading.datos is None) != (reading.motivo is None)
        assert took < SECONDS + 1
        assert child.read(BUENA).datos is not None
