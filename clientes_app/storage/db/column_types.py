"""Column types that mean the same on SQLite and PostgreSQL."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime, Integer, String, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator


class Instante(TypeDecorator[datetime]):
    """A moment: aware and in UTC on the Python side, whatever the database keeps.

    SQLite has no time zones, so UTC is written without one and gets it back when read.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn a moment into what the database keeps; a naive one is an error of the program."""
        if value is None:
            return None
        if value.tzinfo is None:
            mensaje = "a moment needs its time zone"
            raise ValueError(mensaje)
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:  # noqa: ANN401 (what the driver gives)
        """Return the moment in UTC."""
        if value is None:
            return None
        momento: datetime = value
        if dialect.name == "sqlite":
            return momento.replace(tzinfo=UTC)
        return momento.astimezone(UTC)


def utc_now() -> datetime:
    """Return this moment in UTC, to the microsecond as both databases keep it."""
    return datetime.now(UTC)


ENTERO_LARGO = BigInteger().with_variant(Integer(), "sqlite")
"""64 bits on both; on SQLite only the name INTEGER makes a primary key the rowid."""

TEXTO = Text().with_variant(Text(collation="C"), "postgresql")
"""Text that sorts and compares by its bytes, as SQLite does."""

CODIGO = String(40)
"""A short ASCII word of the program: a state, an action, an origin."""

_ID_MAXIMO = 2**63 - 1


def is_id(numero: int) -> bool:
    """Whether a number that came from outside can be an id at all (SQLite fails on others)."""
    return 0 < numero <= _ID_MAXIMO
