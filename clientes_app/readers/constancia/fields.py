"""Labels and the values that belong to them, by their places.

A label opens a cell at its x. What follows on the line, and what stands below and no further left,
is its value, until another label begins there: two labels share a line, either value may wrap, and
the wrapped line of one may stand beside the next label of the other.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from clientes_app.readers.constancia.labels import (
    REPEATED,
    UNKNOWN,
    begins_a_label,
    is_heading,
    label_of,
    label_without_accented_letters,
)
from clientes_app.readers.constancia.lines import Cell, Line, Word

_NEAR = 3.0
"""Points by which the left edges of one column may differ."""

_GOES_ON = 2.0
"""Sizes of the font below a line within which another one goes on."""

_BESIDE = 0.8
"""Sizes of the font by which cells of one line may be set lower than others."""

_CELLS_OF_A_LABEL = 4


@dataclass(slots=True)
class Field:
    """What a label is about, its left edge, where its value ends, and the parts of that."""

    about: str
    x0: float
    y: float
    page: int
    parts: list[str] = field(default_factory=list[str])

    @property
    def value(self) -> str:
        """The value on one line."""
        return " ".join(" ".join(self.parts).split())


class Fields(NamedTuple):
    """All fields in their order, also those of labels that nobody knows.

    `was_cut` says that a value was cut where another label stood in it, `lost_letters` that a label
    lacks those with an accent, so that values may lack letters, too. `says_two_things` is so when a
    label that stands once in a constancia comes again with another value.
    """

    all: tuple[Field, ...]
    was_cut: bool
    lost_letters: bool

    @property
    def says_two_things(self) -> bool:
        """Whether a label came again with another value."""
        once = [each for each in self.all if each.about not in REPEATED]
        return any(each.value != self.get(each.about) for each in once)

    def get(self, about: str) -> str | None:
        """Return the first value of this kind, None when there is no such label."""
        return next((each.value for each in self.all if each.about == about), None)


class _Found(NamedTuple):
    """A label in a text: what it is about, where it begins, and where its value begins."""

    about: str
    start: int
    end: int


def read_fields(lines: Iterable[Line]) -> Fields:
    """Read the labels of some lines that follow each other, also from page to page."""
    reader = _FieldReader(list(_with_whole_labels(list(_joined(lines)))))
    return reader.read()


def _joined(lines: Iterable[Line]) -> Iterator[Line]:
    """Join lines that are one: cells beside each other, some set a little lower."""
    current: Line = []
    for line in lines:
        if current and _is_one_line(current, line):
            current = sorted([*current, *line], key=lambda cell: cell.x0)
        else:
            if current:
                yield current
            current = list(line)
    if current:
        yield current


def _is_one_line(above: Line, below: Line) -> bool:
    top, first = min(cell.y for cell in above), below[0]
    return (
        above[0].page == first.page
        and first.y - top <= _BESIDE * first.size
        and not any(one.x0 < two.x1 and two.x0 < one.x1 for one in above for two in below)
    )


def _with_whole_labels(lines: list[Line]) -> list[Line]:
    """Put the second line of a label behind its first one; what follows its colon stays below."""
    for above, below in pairwise(lines):
        for i, cell in enumerate(above):
            if ":" in cell.text or cell.text.isupper() or not begins_a_label(cell.text):
                continue
            for j, end in enumerate(below):
                colon = next((k for k, word in enumerate(end.words) if ":" in word.text), None)
                if colon is None or abs(end.x0 - cell.x0) > _NEAR:
                    continue
                of_label = end.words[: colon + 1]
                whole = cell.part([*cell.words, *of_label])
                if of_label[-1].text.endswith(":") and label_of(whole.text[:-1]):
                    above[i] = whole
                    rest = end.words[colon + 1 :]
                    below[j : j + 1] = [end.part(rest)] if rest else []
                break
    return [line for line in lines if line]


class _FieldReader:
    def __init__(self, lines: list[Line]) -> None:
        self._lines = lines
        self._columns = _columns(lines)
        self._bottoms = {
            page: max(cell.y for line in lines for cell in line if cell.page == page)
            for page in {line[0].page for line in lines}
        }
        self._fields: list[Field] = []
        self._open: list[Field] = []
        self._was_cut = self._lost_letters = False

    def read(self) -> Fields:
        page = -1
        for line in self._lines:
            is_first = line[0].page != page
            page = line[0].page
            if is_heading(line[0].text) and not line[0].text.isupper():
                self._open = []
                continue
            self._read_line(line, is_first_of_page=is_first)
        return Fields(tuple(self._fields), self._was_cut, self._lost_letters)

    def _read_line(self, line: Line, *, is_first_of_page: bool) -> None:
        i = 0
        while i < len(line):
            cell, label, used = self._label_at(line, i)
            i += used
            if label is not None:
                self._open_field(label.about, cell.x0, cell)
            owner = self._owner(cell, is_first_of_page=is_first_of_page)
            if owner is not None:
                self._take(owner, cell, label.end if label else 0)

    def _label_at(self, line: Line, i: int) -> tuple[Cell, _Found | None, int]:
        """Return what begins at a cell, the label it begins with, and how many cells that takes.

        The words of a label may stand so far apart that they look like several cells.
        """
        words: list[Word] = []
        for used, cell in enumerate(line[i : i + _CELLS_OF_A_LABEL], start=1):
            words += cell.words
            if ":" in cell.text:
                whole = cell.part(words)
                colon = whole.text.index(":")
                about = label_of(whole.text[:colon]) or self._unknown(cell.text.partition(":")[0])
                if about and self._is_label(about, whole.text[:colon], cell.x0, is_first=i == 0):
                    return whole, _Found(about, 0, colon + 1), used
                break
        return line[i], None, 1

    def _unknown(self, printed: str) -> str | None:
        """Return UNKNOWN for what can only be a label: no value is in small letters before «:»."""
        self._lost_letters |= label_without_accented_letters(printed)
        return UNKNOWN if any(letter.islower() for letter in printed) else None

    def _is_label(self, about: str, printed: str, x0: float, *, is_first: bool) -> bool:
        """Whether what reads like a label is one: values are in capitals, and may say «RFC: X»."""
        if about not in REPEATED and any(each.about == about for each in self._fields):
            return not printed.isupper()
        return is_first or not printed.isupper() or self._is_column(x0)

    def _is_column(self, x0: float) -> bool:
        return any(abs(x0 - column) <= _NEAR for column in self._columns)

    def _open_field(self, about: str, x0: float, cell: Cell) -> Field:
        opened = Field(about, x0, cell.y, cell.page)
        self._open = [each for each in self._open if abs(each.x0 - x0) > _NEAR]
        self._open.append(opened)
        self._fields.append(opened)
        return opened

    def _take(self, owner: Field, cell: Cell, begin: int) -> None:
        """Give the text of a cell from `begin` on to its field, up to a label within it."""
        owner.y, owner.page = cell.y, cell.page
        inner = self._label_within(cell, begin)
        if inner is None:
            owner.parts.append(cell.text[begin:])
            return
        owner.parts.append(cell.text[begin : inner.start])
        x0 = _x_at(cell, inner.start)
        self._was_cut |= not self._is_column(x0)
        self._take(self._open_field(inner.about, x0, cell), cell, inner.end)

    def _label_within(self, cell: Cell, begin: int) -> _Found | None:
        """Return the first label that begins with a word in the text of a cell, the longest one."""
        text = cell.text
        starts = [i for i in range(begin, len(text)) if i == 0 or text[i - 1] in " :"]
        for colon in (i for i in range(begin, len(text)) if text[i] == ":"):
            for start in (each for each in starts if each < colon):
                about, x0 = label_of(text[start:colon]), _x_at(cell, start)
                if about and self._is_label(about, text[start:colon], x0, is_first=False):
                    return _Found(about, start, colon + 1)
        return None

    def _owner(self, cell: Cell, *, is_first_of_page: bool) -> Field | None:
        """Return the open field to whose column a cell belongs, if it goes on there."""
        left = [each for each in self._open if each.x0 <= cell.x0 + _NEAR]
        owner = max(left, key=lambda each: each.x0, default=None)
        if owner is None:
            return None
        if owner.page == cell.page:
            return owner if cell.y - owner.y <= _GOES_ON * cell.size else None
        is_last = self._bottoms[owner.page] - owner.y <= _GOES_ON * cell.size
        return owner if is_first_of_page and is_last else None


def _columns(lines: Iterable[Line]) -> list[float]:
    """Return the left edges at which at least two labels begin."""
    edges = Counter(
        round(cell.x0)
        for line in lines
        for cell in line
        if ":" in cell.text and label_of(cell.text.partition(":")[0])
    )
    return [edge for edge, times in edges.items() if times > 1]


def _x_at(cell: Cell, offset: int) -> float:
    """Return the left edge of the word of a cell's text that begins at an offset."""
    word = cell.text[:offset].count(" ")
    return cell.words[min(word, len(cell.words) - 1)].x0
