"""Hearing that somebody wrote: another thread, another process, another machine.

It says that there was a write, not what: whoever waits for something reads its own number again.
"""

import time
from typing import Any, Protocol

from sqlalchemy import Engine

from clientes_app.storage.db.engine import CANAL

_PASO_SQLITE_S = 0.025


class Oido(Protocol):
    """A connection that listens. It belongs to one thread."""

    def esperar(self, segundos: float) -> bool:
        """Block until somebody wrote since the last call, at most so long; say whether.

        Raises what the driver raises when the connection is lost; then it is of no more use.
        """
        ...

    def cerrar(self) -> None:
        """Close the connection; a broken one too."""
        ...


def escuchar(engine: Engine) -> Oido:
    """Open a connection that listens; what was written before is not heard."""
    return OidoSqlite(engine) if engine.dialect.name == "sqlite" else OidoPostgresql(engine)


class _Propia:
    """A connection out of the pool for good: it is kept open, and is none of the pool's ten."""

    def __init__(self, engine: Engine) -> None:
        self._fuera = engine.raw_connection()
        self.conexion: Any = self._fuera.driver_connection
        self._fuera.detach()

    def cerrar(self) -> None:
        """Close the connection; a broken one too."""
        self._fuera.close()


class OidoSqlite:
    """Asks a number that SQLite changes whenever another connection has committed.

    The number stands in shared memory: asking costs some microseconds, no lock and no disk.
    """

    def __init__(self, engine: Engine) -> None:
        self._propia = _Propia(engine)
        self._conexion = self._propia.conexion
        self._visto = self._version()

    def esperar(self, segundos: float) -> bool:
        """Block until somebody wrote, at most so long; say whether."""
        limite = time.monotonic() + segundos
        while (version := self._version()) == self._visto:
            if time.monotonic() >= limite:
                return False
            time.sleep(_PASO_SQLITE_S)
        self._visto = version
        return True

    def cerrar(self) -> None:
        """Close the connection."""
        self._propia.cerrar()

    def _version(self) -> int:
        return self._conexion.execute("PRAGMA data_version").fetchone()[0]


class OidoPostgresql:
    """Listens to the channel that `write_connection` notifies."""

    def __init__(self, engine: Engine) -> None:
        self._propia = _Propia(engine)
        self._conexion = self._propia.conexion
        self._conexion.autocommit = True
        self._conexion.execute(f"LISTEN {CANAL}")

    def esperar(self, segundos: float) -> bool:
        """Block until somebody wrote, at most so long; say whether."""
        # To its end: what comes together is one write for us, and nothing is left behind.
        if list(self._conexion.notifies(timeout=segundos, stop_after=1)):
            return True
        # Silence may be a server that is gone: this fails then.
        self._conexion.execute("SELECT 1")
        return False

    def cerrar(self) -> None:
        """Close the connection."""
        self._propia.cerrar()
