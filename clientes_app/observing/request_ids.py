"""The id of what is being done for somebody: it stands in every line of the log about it.

A person to whom something unexpected happened is told it as «Código», by which an administrator
finds those lines.
"""

import re
import secrets
from contextvars import ContextVar
from typing import Final

_SAFE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", re.ASCII)

_current: ContextVar[str] = ContextVar("request_id", default="")


def new_request_id() -> str:
    """Return an id that is short enough to be read out on the telephone."""
    return secrets.token_hex(4)


def is_safe_id(text: str) -> bool:
    """Whether an id that somebody else made may stand in a log: short, no blanks, no quotes."""
    return _SAFE.fullmatch(text) is not None


def set_request_id(request_id: str) -> None:
    """Say what this task works on from here on; so do the threads and tasks that it starts."""
    _current.set(request_id)


def current_request_id() -> str:
    """Return the id of what this task works on, "" when it is nobody's request."""
    return _current.get()


def with_code(sentence: str) -> str:
    """Return what a person is told, with the id by which an administrator finds it in the log."""
    request_id = _current.get()
    return f"{sentence} Código: {request_id}." if request_id else sentence
