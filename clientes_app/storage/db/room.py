"""Room on the disk that SQLite keeps after much was deleted, and its return to the system.

PostgreSQL does so by itself (autovacuum).
"""

import time
from collections.abc import Callable
from contextlib import closing
from typing import Any, Final

from sqlalchemy import Engine

_LEAST_BYTES: Final = 16 << 20
"""Less than this is soon used again, and not worth the writing."""

_LEAST_PART: Final = 8
"""Nor is less than an eighth of a file."""

_PAGES_AT_ONCE: Final = 256
_INCREMENTAL: Final = 2


def give_back(
    engine: Engine, *, may_rebuild: Callable[[], bool], stop: Callable[[], bool], pause: float
) -> int:
    """Return unused room of SQLite's file to the system; return how many bytes.

    It goes in steps of a megabyte with a `pause` in seconds between them, in which others write,
    until `stop`. A file from before it could do that is written anew as a whole, once, during which
    nobody else writes: only when `may_rebuild`.
    """
    if engine.dialect.name != "sqlite":
        return 0
    # Not within a transaction, which every connection of SQLAlchemy's would begin.
    with closing(engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
        before = _asked(cursor, "page_count")
        if not _is_worth_it(cursor):
            return 0
        if _asked(cursor, "auto_vacuum") == _INCREMENTAL:
            while _asked(cursor, "freelist_count") and not stop():
                cursor.execute(f"PRAGMA incremental_vacuum({_PAGES_AT_ONCE})").fetchall()
                time.sleep(pause)
        elif may_rebuild():
            cursor.execute(f"PRAGMA auto_vacuum = {_INCREMENTAL}")
            cursor.execute("VACUUM")
        # Only now does the file itself become shorter.
        cursor.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
        return (before - _asked(cursor, "page_count")) * _asked(cursor, "page_size")


def _is_worth_it(cursor: Any) -> bool:  # noqa: ANN401 (a driver's cursor)
    unused = _asked(cursor, "freelist_count")
    is_much = unused * _asked(cursor, "page_size") >= _LEAST_BYTES
    return is_much and unused * _LEAST_PART >= _asked(cursor, "page_count")


def _asked(cursor: Any, name: str) -> int:  # noqa: ANN401 (a driver's cursor)
    number: int = cursor.execute(f"PRAGMA {name}").fetchone()[0]
    return number
