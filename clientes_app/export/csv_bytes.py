"""Rows as lines of CSV, as a spreadsheet takes them: UTF-8, comma, CRLF, safe from formulas."""

import csv
from collections.abc import Sequence

import pandas as pd

from clientes_app.domain.formula_guard import proteger

_HARMLESS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789") | {""}
"""First characters of texts that are certainly no formula: nearly all."""

_OTHER_SEPARATORS = (";", "\t")
"""What separates cells where a program does not take the comma for it."""


def csv_bytes(rows: Sequence[Sequence[str]]) -> bytes:
    """Return rows of equal length as lines, their texts as they are."""
    return _written(pd.DataFrame(rows, dtype=object))


def guarded_csv_bytes(rows: Sequence[Sequence[str]]) -> bytes:
    """Return rows of equal length as lines, every text guarded against being run as a formula."""
    frame = pd.DataFrame(rows, dtype=object)
    for column in frame:
        texts = frame[column].tolist()
        if not _HARMLESS.issuperset({text[:1] for text in texts}):
            frame[column] = [proteger(text) for text in texts]
    return _written(frame)


def _written(frame: pd.DataFrame) -> bytes:
    # Between quotes, a separator of another dialect cannot begin a cell, and in it a formula. For
    # the writer a cell is like any other, so that all of a piece are quoted where one has to be.
    quoting = csv.QUOTE_ALL if _holds_other_separators(frame) else csv.QUOTE_MINIMAL
    text = frame.to_csv(index=False, header=False, lineterminator="\r\n", quoting=quoting)
    return text.encode("utf-8")


def _holds_other_separators(frame: pd.DataFrame) -> bool:
    texts = ("".join(frame[column].tolist()) for column in frame)
    return any(separator in text for text in texts for separator in _OTHER_SEPARATORS)
