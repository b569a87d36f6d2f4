"""Rows as lines of CSV, as a spreadsheet takes them: UTF-8, comma, CRLF, safe from formulas."""

from collections.abc import Sequence

import pandas as pd

from clientes_app.domain.formula_guard import proteger

_HARMLESS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789") | {""}
"""First characters of texts that are certainly no formula: nearly all."""


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
    return frame.to_csv(index=False, header=False, lineterminator="\r\n").encode("utf-8")
