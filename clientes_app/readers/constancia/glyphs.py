"""The letters of a PDF's page as they are seen: where each one stands, the page turned upright.

The order in which a PDF draws its text says nothing about the order in which it is read, and often
there is no blank glyph in it at all. Only the places do. Coordinates are points from the upper left
corner of the page as it is displayed, x to the right and y downwards.
"""

import ctypes
import math
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from clientes_app.domain.texto import llano
from clientes_app.readers.constancia.pdfium import PdfiumObject, pdfium_c

UNMAPPED = "\ufffd"
"""Stands for a glyph of which the file does not say what letter it is."""

_HYPHEN = "-"
_Turn = tuple[int, int]
_UPRIGHT: _Turn = (1, 0)
# How loose boxes come out of a text that is turned: without any width.
_NO_SIZE = 0.01


class TooMuchText(Exception):
    """The page has more characters than a constancia of any length."""


class Glyph(NamedTuple):
    """A character: its text, left and right edge, baseline, and the size of its font.

    `is_blank` marks one that is drawn as nothing. `is_exact` says that the edges are those of its
    advance and not of its ink, `is_hidden` that nobody sees it: programs that recognise the letters
    of a scan lay them over its image so.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    is_blank: bool
    is_exact: bool
    is_hidden: bool


class _Placed(NamedTuple):
    """A character in the page's own coordinates: edges, origin, direction of its line, size."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    x: float
    y: float
    turn: _Turn
    size: float
    is_exact: bool
    is_hidden: bool


def glyphs(page: PdfiumObject, *, at_most: int) -> list[Glyph]:
    """Return the characters within the visible part of a page, in the order they are drawn.

    Those whose lines run in another direction than most are left out: marks across the page. So are
    hidden ones, unless most of them are. Raises TooMuchText beyond `at_most`.
    """
    text_page = page.get_textpage()
    try:
        how_many = text_page.count_chars()
        if how_many > at_most:
            raise TooMuchText
        raws = list(_raw(text_page.raw, how_many))
    finally:
        text_page.close()
    if sum(raw.is_hidden for raw in raws) <= len(raws) / 2:
        raws = [raw for raw in raws if not raw.is_hidden]
    if not raws:
        return []
    box = page.get_cropbox()
    rotation = page.get_rotation()
    turns = Counter(
        _turned(raw.turn, rotation) for raw in raws if not raw.text.isspace() and raw.text
    )
    if not turns:
        return []
    main = turns.most_common(1)[0][0]
    # As many quarters more as make the lines of most of the text run to the right.
    rotation = (rotation + 90 * [_UPRIGHT, (0, -1), (-1, 0), (0, 1)].index(main)) % 360
    return [
        glyph
        for raw in raws
        if _turned(raw.turn, rotation) == _UPRIGHT
        and (glyph := _displayed(raw, box, rotation)) is not None
    ]


def _raw(text_page: PdfiumObject, how_many: int) -> Iterator[_Placed]:
    x, y = ctypes.c_double(), ctypes.c_double()
    loose, matrix = pdfium_c.FS_RECTF(), pdfium_c.FS_MATRIX()
    tight = [ctypes.c_double() for _ in "lrbt"]
    for i in range(how_many):
        if pdfium_c.FPDFText_IsGenerated(text_page, i) == 1:
            continue
        pdfium_c.FPDFText_GetCharOrigin(text_page, i, x, y)
        pdfium_c.FPDFText_GetMatrix(text_page, i, matrix)
        pdfium_c.FPDFText_GetLooseCharBox(text_page, i, loose)
        box = (loose.left, loose.bottom, loose.right, loose.top)
        scale = math.hypot(matrix.a, matrix.b)
        size = pdfium_c.FPDFText_GetFontSize(text_page, i) * (scale or 1.0)
        is_exact = matrix.a > _NO_SIZE and abs(matrix.b) < _NO_SIZE * matrix.a
        if not is_exact and (advance := _advance(text_page, i, size)):
            end_x = x.value + advance * matrix.a / (scale or 1.0)
            end_y = y.value + advance * matrix.b / (scale or 1.0)
            box, is_exact = (x.value, y.value, end_x, end_y), True
        elif not is_exact:
            pdfium_c.FPDFText_GetCharBox(text_page, i, *tight)
            left, right, bottom, top = (each.value for each in tight)
            box = (left, bottom, right, top)
        turn = round(matrix.a / (scale or 1.0)), round(matrix.b / (scale or 1.0))
        text, is_hidden = _text(text_page, i), _is_hidden(text_page, i)
        yield _Placed(text, *box, x.value, y.value, turn, abs(size), is_exact, is_hidden)


def _is_hidden(text_page: PdfiumObject, i: int) -> bool:
    mode = pdfium_c.FPDFTextObj_GetTextRenderMode(pdfium_c.FPDFText_GetTextObject(text_page, i))
    return mode == pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE


def _advance(text_page: PdfiumObject, i: int, size: float) -> float:
    """Return how far a character moves the pen, 0.0 when that is not known."""
    font = pdfium_c.FPDFTextObj_GetFont(pdfium_c.FPDFText_GetTextObject(text_page, i))
    width = ctypes.c_float()
    code = pdfium_c.FPDFText_GetUnicode(text_page, i)
    is_known = font and pdfium_c.FPDFFont_GetGlyphWidth(font, code, size, width)
    return width.value if is_known else 0.0


def _text(text_page: PdfiumObject, i: int) -> str:
    """Return the character, composed letters for ligatures, and UNMAPPED for what is unknown."""
    if pdfium_c.FPDFText_IsHyphen(text_page, i) == 1:
        return _HYPHEN
    code = pdfium_c.FPDFText_GetUnicode(text_page, i)
    is_known = code and pdfium_c.FPDFText_HasUnicodeMapError(text_page, i) != 1
    text = chr(code) if is_known and code <= sys.maxunicode else UNMAPPED
    kind = unicodedata.category(text)
    if kind == "Cf":
        return ""
    if kind in {"Zs", "Zl", "Zp"} or text in "\t\r\n":
        return " "
    if kind in {"Cc", "Cn", "Co", "Cs"}:
        return UNMAPPED
    return llano(text)


def _turned(turn: _Turn, rotation: int) -> _Turn:
    """Return the direction of a line (x to the right, y downwards) on the displayed page."""
    a, b = turn
    return {0: (a, -b), 90: (b, a), 180: (-a, b), 270: (-b, -a)}[rotation]


def _displayed(raw: _Placed, box: tuple[float, float, float, float], rotation: int) -> Glyph | None:
    """Return a character with the coordinates of the display; None outside of what is visible."""
    (x, y), width, height = _place(raw.x, raw.y, box, rotation), box[2] - box[0], box[3] - box[1]
    if rotation in {90, 270}:
        width, height = height, width
    if not (-1 <= x <= width + 1 and -1 <= y <= height + 1):
        return None
    corners = [
        _place(raw.left, raw.bottom, box, rotation)[0],
        _place(raw.right, raw.top, box, rotation)[0],
    ]
    return Glyph(
        raw.text,
        min(corners),
        max(corners),
        y,
        raw.size,
        raw.text in {"", " "},
        raw.is_exact,
        raw.is_hidden,
    )


def _place(
    x: float, y: float, box: tuple[float, float, float, float], rotation: int
) -> tuple[float, float]:
    left, bottom, right, top = box
    return {
        0: (x - left, top - y),
        90: (y - bottom, x - left),
        180: (right - x, y - bottom),
        270: (top - y, right - x),
    }[rotation]
