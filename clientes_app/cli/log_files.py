"""Logs that never fill a disk: what is written to them is bounded in length, number and size."""

import logging
import time
from dataclasses import dataclass
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Final, cast

LARGEST: Final = 5_000_000
"""Bytes that one log has before a new one is begun."""

_KEPT: Final = 3
_LONGEST_MESSAGE: Final = 2_000
_LONGEST_TRACEBACK: Final = 8_000

# Of one kind in one span of time (seconds). Nobody reads more, and who fills a log with one kind of
# line takes away the others.
_MOST_OF_A_KIND: Final = 30
_SPAN: Final = 60.0


@dataclass(slots=True)
class _Kind:
    """How many lines one place in the program has written since when."""

    since: float
    written: int = 0
    left_out: int = 0


class Restraint(logging.Filter):
    """Cuts long lines, and counts those of a kind instead of writing them, when they are many.

    Much of what is logged was said by strangers: neither its length nor its number is ours.
    """

    def __init__(self) -> None:
        super().__init__()
        self._kinds: dict[tuple[str, int], _Kind] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether a line is written; it is cut to the length that it may have."""
        now = time.monotonic()
        kind = self._kinds.setdefault((record.pathname, record.lineno), _Kind(now))
        if now - kind.since > _SPAN:
            left_out = kind.left_out
            kind.since, kind.written, kind.left_out = now, 0, 0
        else:
            left_out = 0
        if kind.written >= _MOST_OF_A_KIND:
            kind.left_out += 1
            return False
        kind.written += 1
        _shorten(record, left_out)
        if kind.written == _MOST_OF_A_KIND:
            record.msg += f" (more of this kind within {_SPAN:.0f} seconds are only counted)"
        return True


class _PrivateLog(RotatingFileHandler):
    """A log that nobody else on the machine may read."""

    def _open(self) -> TextIOWrapper:
        from clientes_app.services.resources import open_private

        opened = open(  # noqa: SIM115 (the handler closes it)
            self.baseFilename,
            self.mode,
            encoding=self.encoding,
            errors=self.errors,
            opener=open_private,
        )
        return cast("TextIOWrapper", opened)


def rotating(file: Path) -> logging.Handler:
    """Return a handler that writes to a log of bounded size; some earlier ones stay beside it."""
    handler = _PrivateLog(
        file, maxBytes=LARGEST, backupCount=_KEPT, encoding="utf-8", errors="replace", delay=True
    )
    handler.addFilter(Restraint())
    return handler


def begin_anew(file: Path) -> None:
    """Move what a running process has written to a file aside, if that is too much.

    The process goes on writing to the same file, which it must have opened to append. What it
    writes at this very moment may be lost. Raises OSError.
    """
    if file.exists() and file.stat().st_size > LARGEST:
        # Of a flood only the beginning is kept, which tells what it was.
        with file.open("rb") as source, file.with_suffix(".anterior.log").open("wb") as target:
            target.write(source.read(LARGEST))
            target.flush()
        with file.open("r+b") as source:
            source.truncate(0)


def _shorten(record: logging.LogRecord, left_out: int) -> None:
    text = _cut(record.getMessage(), _LONGEST_MESSAGE)
    before = f"({left_out} more of this kind were only counted) " if left_out else ""
    record.msg, record.args = before + text, ()
    if record.exc_info:
        record.exc_text = _cut(
            logging.Formatter().formatException(record.exc_info), _LONGEST_TRACEBACK
        )


def _cut(text: str, longest: int) -> str:
    """Return a text without its middle, if it is too long."""
    if len(text) <= longest:
        return text
    half = longest // 2
    return f"{text[:half]} … ({len(text) - 2 * half} characters) … {text[-half:]}"
