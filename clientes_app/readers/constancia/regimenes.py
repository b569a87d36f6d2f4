"""The table of régimenes: rows of a text and its dates.

A long text wraps, and its dates may stand beside its first line, its last one or its middle; the
end of a page may cut a row. Which lines make a row is decided for the whole table at once: those
that name a régimen together, and stand nearest to the dates.
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from clientes_app.domain.regimen_impreso import clave_de_regimen
from clientes_app.domain.texto import esqueleto
from clientes_app.readers.constancia.fechas import fecha
from clientes_app.readers.constancia.lines import Line, Word

_DATE = re.compile(r"\d{1,2}[/-]\d{1,2}[/-]\d{4}")
_SAME_ROW = 0.3
_MOST_LINES = 5
_MOST_ROWS = 100
_UNKNOWN = 10.0
_FARTHEST = 3.0
_PAGE = 100_000.0
_BETWEEN_COLUMNS = 20.0
_OF_THE_HEADER = frozenset({"regimen", "fecha", "inicio", "fin", "fechainicio", "fechafin", "de"})


class Row(NamedTuple):
    """A régimen as printed, its key if the catalogue has it, and its dates as ISO writes them."""

    texto: str
    clave: str | None
    desde: str | None
    hasta: str | None


class _Text(NamedTuple):
    text: str
    y: float
    size: float


class _Dates(NamedTuple):
    """The dates of a row, and where they stand."""

    y: float
    desde: str | None
    hasta: str | None

    @property
    def how_many(self) -> int:
        """How many dates these are; of two in one column only one is."""
        return (self.desde is not None) + (self.hasta is not None)


def read_regimenes(lines: Sequence[Line]) -> tuple[Row, ...] | None:
    """Return the rows of the table, None when what stands there makes no rows."""
    texts: list[_Text] = []
    dates: list[tuple[float, float, Word]] = []
    columns: list[float] = []
    for line in lines:
        if _is_header(line):
            columns = _date_columns(line) or columns
            continue
        y = line[0].page * _PAGE + line[0].y
        words = [word for cell in line for word in cell.words]
        found = [word for word in words if _DATE.fullmatch(word.text)]
        dates += [(y, line[0].size, word) for word in found]
        left = min((word.x0 for word in found), default=float("inf"))
        said = " ".join(word.text for word in words if word.x1 <= left and word not in found)
        if said:
            texts.append(_Text(said, y, line[0].size))
    if any(fecha(word.text) is None for _, _, word in dates):
        return None
    rows = _rows_of(dates, columns)
    if sum(each.how_many for each in rows) < len(dates):
        return None
    if not rows or len(rows) > _MOST_ROWS:
        return None if texts else ()
    return _matched(texts, rows)


def _is_header(line: Line) -> bool:
    return all(esqueleto(word.text) in _OF_THE_HEADER for cell in line for word in cell.words)


def _date_columns(header: Line) -> list[float]:
    """Return the middles of «Fecha Inicio» and «Fecha Fin», if both stand in this line."""
    words = [word for cell in header for word in cell.words]
    starts = [i for i, word in enumerate(words) if esqueleto(word.text).startswith("fecha")]
    ends = [*(start - 1 for start in starts[1:]), len(words) - 1]
    middles = [
        (words[start].x0 + words[end].x1) / 2 for start, end in zip(starts, ends, strict=True)
    ]
    return middles if len(middles) == len("if") else []


def _rows_of(dates: Sequence[tuple[float, float, Word]], columns: Sequence[float]) -> list[_Dates]:
    middles = columns or _clusters([(word.x0 + word.x1) / 2 for _, _, word in dates])
    rows: list[_Dates] = []
    for y, size, word in dates:
        middle = (word.x0 + word.x1) / 2
        is_end = len(middles) > 1 and abs(middle - middles[1]) < abs(middle - middles[0])
        said = fecha(word.text)
        if not rows or y - rows[-1].y > _SAME_ROW * size:
            rows.append(_Dates(y, None, None))
        rows[-1] = rows[-1]._replace(**{"hasta" if is_end else "desde": said})
    return rows


def _clusters(middles: Sequence[float]) -> list[float]:
    """Return where the columns of dates are, of a table without a header."""
    found: list[float] = []
    for middle in sorted(middles):
        if not found or middle - found[-1] > _BETWEEN_COLUMNS:
            found.append(middle)
    return found[:2]


def _matched(texts: Sequence[_Text], rows: Sequence[_Dates]) -> tuple[Row, ...] | None:
    """Give each row its lines: all lines, in their order, at least one a row, at the least cost."""

    @cache
    def best(line: int, row: int) -> tuple[float, tuple[int, ...]]:
        if row == len(rows):
            return (0.0, ()) if line == len(texts) else (float("inf"), ())
        options = [
            (_cost(texts[line:end], rows[row]) + after, (end, *ends))
            for end in range(line + 1, min(line + _MOST_LINES, len(texts)) + 1)
            for after, ends in [best(end, row + 1)]
        ]
        return min(options, default=(float("inf"), ()))

    cost, ends = best(0, 0)
    if cost == float("inf"):
        return None
    starts = (0, *ends[:-1])
    return tuple(
        Row(said, clave_de_regimen(said), row.desde, row.hasta)
        for start, end, row in zip(starts, ends, rows, strict=True)
        for said in [_said(texts[start:end])]
    )


def _said(texts: Sequence[_Text]) -> str:
    return " ".join(each.text for each in texts)


def _cost(texts: Sequence[_Text], row: _Dates) -> float:
    """How badly lines go with dates: by what they say, and how far they stand from them."""
    first, last = texts[0].y, texts[-1].y
    away = min(abs(row.y - y) for y in (first, (first + last) / 2, last)) / max(texts[0].size, 1)
    unknown = _UNKNOWN if clave_de_regimen(_said(texts)) is None else 0.0
    return unknown + min(away, _FARTHEST)
