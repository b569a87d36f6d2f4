"""The number of a worker: held by a lock that dies with it, and its name for DBOS."""

from itertools import count

from clientes_app.services.resources import Engine, ProcessLock, process_lock

_PREFIX = "worker-"


class WorkerNumber:
    """The lowest number that no living worker holds."""

    def __init__(self, engine: Engine) -> None:
        """Take it. Raises an error of DatabaseFault when the database cannot be used."""
        for number in count(1):
            self.name = f"{_PREFIX}{number}"
            self._lock: ProcessLock = process_lock(engine, self.name)
            if self._lock.acquire():
                return

    def keep(self) -> bool:
        """Take the lock again if its connection was lost; False when another worker has it now."""
        return self._lock.is_held() or self._lock.acquire()

    def release(self) -> None:
        """Give the number back."""
        self._lock.release()
