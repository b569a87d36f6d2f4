"""How a line of the log is written: for people, or as one object of JSON for a program.

The program logs ids and no data of anybody; but a traceback or a library may quote what it was
given. What looks like an e-mail, an RFC, the search of an address, a session, a quoted row or event
is taken out of every line.
"""

import json
import logging
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Final

from clientes_app.observing.request_ids import current_request_id

_TEXT: Final = "%(asctime)s %(levelname)s %(name)s: %(message)s"

_TAKEN_OUT: Final[tuple[tuple[re.Pattern[str], str], ...]] = (
    # Reflex quotes an event that it cannot handle, with the cookie of the session and with what was
    # typed, which may be a password.
    (re.compile(r"\b(Event\((?:name='[\w.]{1,200}')?).*"), r"\1 …)"),
    (re.compile(r"\b(\w*sesion=)[\w-]+"), r"\1…"),
    # PostgreSQL quotes the values of a row that it refuses.
    (re.compile(r"^(\s*(?:DETAIL|DETALLE):).*$", re.MULTILINE), r"\1 …"),
    # Addresses hold what was searched for, and the tokens of one-time links.
    (re.compile(r"(?<=[\w/])\?[\w.%~-]+=[^\s\"'<>]*"), "?…"),
    # Bounded, lest a long text without an @ cost the square of its length.
    (re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+"), "…@…"),
    # A moral person's has three letters, a natural person's four.
    (re.compile(r"(?<!\w)[A-ZÑ&]{3,4}\d{6}[A-Z0-9]{3}(?!\w)", re.IGNORECASE), "(RFC)"),
)


def without_data(text: str) -> str:
    """Return a text without what may be somebody's data."""
    for pattern, instead in _TAKEN_OUT:
        text = pattern.sub(instead, text)
    return text


class TextLines(logging.Formatter):
    """Lines for people, the id of the request in brackets; whoever quotes a line begins none."""

    def __init__(self) -> None:
        super().__init__(_TEXT)

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the library's name
        """Write the first line of it."""
        line = super().formatMessage(record).replace("\n", "\n    ")
        request_id = current_request_id()
        return f"{line} [{request_id}]" if request_id else line

    def format(self, record: logging.LogRecord) -> str:
        """Write all of it."""
        return without_data(super().format(record))


class JsonLines(logging.Formatter):
    """One object of JSON on each line.

    `time` (UTC), `level`, `part` (web, worker …), `logger` and `message`; `request` where something
    is done for somebody, `error` with the traceback of a failure.
    """

    def __init__(self, part: str) -> None:
        super().__init__()
        self._part = part

    def format(self, record: logging.LogRecord) -> str:
        """Write one object."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "part": self._part,
            "logger": record.name,
            "message": without_data(record.getMessage()),
        }
        if request_id := current_request_id():
            line["request"] = request_id
        if record.exc_text or record.exc_info:
            # A filter may have shortened it.
            error = record.exc_text or self.formatException(record.exc_info or (None, None, None))
            line["error"] = without_data(error)
        return json.dumps(line, ensure_ascii=False)


FORMS: Final[Mapping[str, Callable[[str], logging.Formatter]]] = {
    "texto": lambda _part: TextLines(),
    "json": JsonLines,
}
"""The ways to write a log, by the name that a setting has for it; each takes the part that logs."""
