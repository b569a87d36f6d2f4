"""The number of a worker: held by a lock that dies with it, and its name for DBOS."""

from contextlib import suppress
from datetime import datetime
from itertools import count

from clientes_app.services.resources import (
    Engine,
    ProcessLock,
    held_since,
    leave_sign,
    process_lock,
)

_PREFIX = "worker-"
_MOST_LOOKED_FOR = 16


class WorkerNumber:
    """The lowest number that no living worker holds."""

    def __init__(self, engine: Engine) -> None:
        """Take it. Raises an error of DatabaseFault when the database cannot be used."""
        self._engine = engine
        for number in count(1):
            self.name = f"{_PREFIX}{number}"
            self._lock: ProcessLock = process_lock(engine, self.name)
            if self._lock.acquire():
                return

    def keep(self) -> bool:
        """Take the lock again if its connection was lost; False when another worker has it now.

        While it is held this leaves a sign of life, which `services.readiness` looks for.
        """
        if not (self._lock.is_held() or self._lock.acquire()):
            return False
        # A folder that cannot be written in keeps nobody from working.
        with suppress(OSError):
            leave_sign(self._engine, self.name)
        return True

    def release(self) -> None:
        """Give the number back."""
        self._lock.release()


def living_workers(engine: Engine) -> dict[str, datetime]:
    """Return the workers that live, on whatever machine, and since when (UTC)."""
    names = (f"{_PREFIX}{number}" for number in range(1, _MOST_LOOKED_FOR + 1))
    looked_at = ((name, held_since(engine, name)) for name in names)
    return {name: since for name, since in looked_at if since is not None}
