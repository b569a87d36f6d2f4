"""Characters at their places to words, cells and lines, as a person sees them.

A gap makes a word, a wider one a cell. How wide depends on how the page is set: with spaced letters
every gap is wider.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from clientes_app.domain.texto import esqueleto
from clientes_app.readers.constancia.glyphs import Glyph
from clientes_app.readers.constancia.labels import is_page_line

_WORD_GAP = 0.15
_WORD_GAP_OF_INK = 0.22
_GAP_AT_A_BLANK = 0.05
_CELL_GAP = 1.2
_SAME_LINE = 0.3
_SAME_PLACE = 0.12
_SPACED = 0.6
_NARROWEST_GUTTER = 10.0
_MARGIN = 60.0
"""Points by which the left margins of two pages of a document may differ."""
_MARKS = {
    "\u00b4": "\u0301", "`": "\u0300", "˜": "\u0303", "~": "\u0303", "¨": "\u0308", "ˆ": "\u0302",
    "\u00b8": "\u0327",
}  # fmt: skip
"""Accents that are drawn as letters of their own over another one."""


class Word(NamedTuple):
    """A word, and its left and right edge."""

    text: str
    x0: float
    x1: float


@dataclass(frozen=True, slots=True)
class Cell:
    """Words beside each other, their baseline and size, and the page, from 0."""

    words: tuple[Word, ...]
    y: float
    size: float
    page: int

    @property
    def text(self) -> str:
        """The words with single blanks."""
        return " ".join(word.text for word in self.words)

    @property
    def x0(self) -> float:
        """The left edge."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """The right edge."""
        return self.words[-1].x1

    def part(self, words: Sequence[Word]) -> "Cell":
        """Return a cell of these words, on the same line."""
        return replace(self, words=tuple(words))


Line = list[Cell]
"""The cells of a line from left to right."""


def sheets(glyphs: Sequence[Glyph]) -> list[Sequence[Glyph]]:
    """Return the pages that are printed beside each other on one sheet, from left to right.

    Each has its own line that counts it, at the same place, and nothing stands between them.
    """
    for line in lines(0, glyphs):
        counts = [cell for cell in line if is_page_line(esqueleto(cell.text))]
        for left, right in pairwise(counts):
            margin = min(glyph.x0 for glyph in glyphs if not glyph.is_blank)
            between = _gutter(glyphs, before=margin + right.x0 - left.x0)
            if between is not None:
                parts = (
                    [glyph for glyph in glyphs if glyph.x0 < between],
                    [glyph for glyph in glyphs if glyph.x0 >= between],
                )
                return [sheet for part in parts for sheet in sheets(part)]
    return [glyphs]


def _gutter(glyphs: Sequence[Glyph], *, before: float) -> float | None:
    """Return the middle of the strip without ink that ends where a page's left margin is."""
    strips: list[tuple[float, float]] = []
    until = 0.0
    for glyph in sorted((each for each in glyphs if not each.is_blank), key=lambda each: each.x0):
        if glyph.x0 - until > _NARROWEST_GUTTER:
            strips.append((until, glyph.x0))
        until = max(until, glyph.x1)
    start, end = min(strips, key=lambda strip: abs(strip[1] - before), default=(0.0, 0.0))
    return (start + end) / 2 if strips and abs(end - before) <= _MARGIN else None


def lines(page: int, glyphs: Sequence[Glyph]) -> list[Line]:
    """Return the lines of a page from top to bottom."""
    rows = [_without_doubles(row) for row in _rows(_with_marks(glyphs))]
    spacing = _letter_spacing(rows)
    return [line for row in rows if (line := list(_cells(page, row, spacing)))]


def _with_marks(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Put each accent that is a character of its own on the letter below it."""
    found: list[Glyph] = []
    waiting: Glyph | None = None
    for glyph in glyphs:
        before = found[-1] if found else None
        if glyph.text and unicodedata.combining(glyph.text[0]):
            if before is not None and not before.is_blank:
                found[-1] = _composed(before, glyph.text)
        elif glyph.text in _MARKS and before is not None and _lies_over(glyph, before):
            found[-1] = _composed(before, _MARKS[glyph.text])
        elif waiting is not None and _lies_over(waiting, glyph):
            found[-1] = _composed(glyph, _MARKS[waiting.text])
        else:
            found.append(glyph)
        waiting = glyph if glyph.text in _MARKS and found[-1] is glyph else None
    return found


def _lies_over(mark: Glyph, letter: Glyph) -> bool:
    """Whether an accent is drawn over a letter and not behind it."""
    middle = (mark.x0 + mark.x1) / 2
    return (
        letter.text.isalpha()
        and letter.x0 <= middle <= letter.x1
        and abs(mark.y - letter.y) < letter.size / 2
    )


def _composed(letter: Glyph, mark: str) -> Glyph:
    return letter._replace(text=unicodedata.normalize("NFC", letter.text + mark))


def _rows(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Group characters by their baselines."""
    rows: list[list[Glyph]] = []
    sums: list[float] = []
    for glyph in sorted(glyphs, key=lambda each: each.y):
        if rows and glyph.y - sums[-1] / len(rows[-1]) <= _SAME_LINE * max(glyph.size, 1.0):
            rows[-1].append(glyph)
            sums[-1] += glyph.y
        else:
            rows.append([glyph])
            sums.append(glyph.y)
    return rows


def _without_doubles(row: list[Glyph]) -> list[Glyph]:
    """Return a row from left to right; a letter drawn twice in one place, to look bold, once."""
    kept: list[Glyph] = []
    for glyph in sorted(row, key=lambda each: (each.x0, each.is_blank)):
        is_double = any(
            each.text == glyph.text and abs(each.x0 - glyph.x0) < _SAME_PLACE * glyph.size
            for each in kept[-3:]
            if not each.is_blank
        )
        if not is_double:
            kept.append(glyph)
    return kept


def _letter_spacing(rows: Sequence[Sequence[Glyph]]) -> float:
    """Return the gap between letters that is usual on the page, in sizes of their font."""
    gaps = [
        gap
        for row in rows
        for left, right in pairwise(row)
        if not left.is_blank
        and not right.is_blank
        and 0 <= (gap := (right.x0 - left.x1) / max(right.size, 1.0)) < _SPACED
    ]
    return median(gaps) if gaps else 0.0


def _cells(page: int, row: Sequence[Glyph], spacing: float) -> Iterator[Cell]:
    cell: list[Word] = []
    word: list[Glyph] = []
    after_blank = False
    for glyph in row:
        if glyph.is_blank:
            after_blank = True
            continue
        if word:
            last = word[-1]
            gap = (glyph.x0 - last.x1) / max(glyph.size, last.size, 1.0) - spacing
            if gap > _CELL_GAP or _is_word_gap(gap, glyph, after_blank=after_blank):
                cell.append(_word(word))
                word = []
            if gap > _CELL_GAP:
                yield Cell(tuple(cell), last.y, last.size, page)
                cell = []
        word.append(glyph)
        after_blank = False
    if word:
        cell.append(_word(word))
        yield Cell(tuple(cell), word[-1].y, word[-1].size, page)


def _is_word_gap(gap: float, glyph: Glyph, *, after_blank: bool) -> bool:
    if after_blank:
        return gap > _GAP_AT_A_BLANK
    return gap > (_WORD_GAP if glyph.is_exact else _WORD_GAP_OF_INK)


def _word(word: Sequence[Glyph]) -> Word:
    text = unicodedata.normalize("NFC", "".join(glyph.text for glyph in word))
    return Word(text, word[0].x0, word[-1].x1)
