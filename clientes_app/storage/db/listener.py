"""Hearing that somebody wrote: another thread, another process, another machine.

It says that there was a write, not what: whoever waits for something reads its own number again.
"""

import time
from typing import Any, Protocol

from sqlalchemy import Engine

from clientes_app.storage.db.engine import CHANNEL

_SQLITE_STEP_S = 0.025


class Listener(Protocol):
    """A connection that listens. It belongs to one thread."""

    def wait(self, seconds: float) -> bool:
        """Block until somebody wrote since the last call, at most so long; say whether.

        Raises what the driver raises when the connection is lost; then it is of no more use.
        """
        ...

    def close(self) -> None:
        """Close the connection; a broken one too."""
        ...


def open_listener(engine: Engine) -> Listener:
    """Open a connection that listens; what was written before is not heard."""
    return SqliteListener(engine) if engine.dialect.name == "sqlite" else PostgresqlListener(engine)


class _OwnConnection:
    """A connection out of the pool for good: it is kept open, and is none of the pool's ten."""

    def __init__(self, engine: Engine) -> None:
        self._detached = engine.raw_connection()
        self.driver: Any = self._detached.driver_connection
        self._detached.detach()

    def close(self) -> None:
        """Close the connection; a broken one too."""
        self._detached.close()


class SqliteListener:
    """Asks a number that SQLite changes whenever another connection has committed.

    The number stands in shared memory: asking costs some microseconds, no lock and no disk.
    """

    def __init__(self, engine: Engine) -> None:
        self._own = _OwnConnection(engine)
        self._driver = self._own.driver
        self._seen = self._version()

    def wait(self, seconds: float) -> bool:
        """Block until somebody wrote, at most so long; say whether."""
        deadline = time.monotonic() + seconds
        while (version := self._version()) == self._seen:
            if time.monotonic() >= deadline:
                return False
            time.sleep(_SQLITE_STEP_S)
        self._seen = version
        return True

    def close(self) -> None:
        """Close the connection."""
        self._own.close()

    def _version(self) -> int:
        return self._driver.execute("PRAGMA data_version").fetchone()[0]


class PostgresqlListener:
    """Listens to the channel that `write_connection` notifies."""

    def __init__(self, engine: Engine) -> None:
        self._own = _OwnConnection(engine)
        self._driver = self._own.driver
        self._driver.autocommit = True
        self._driver.execute(f"LISTEN {CHANNEL}")

    def wait(self, seconds: float) -> bool:
        """Block until somebody wrote, at most so long; say whether."""
        # To its end: what comes together is one write for us, and nothing is left behind.
        if list(self._driver.notifies(timeout=seconds, stop_after=1)):
            return True
        # Silence may be a server that is gone: this fails then.
        self._driver.execute("SELECT 1")
        return False

    def close(self) -> None:
        """Close the connection."""
        self._own.close()
