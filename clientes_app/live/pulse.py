"""The pulse of the database in this process: everybody who follows something waits for it."""

import asyncio
import logging
import threading
import time
from collections.abc import Callable

from clientes_app.services.resources import Listener, listen

_log = logging.getLogger(__name__)
_AT_LEAST_EVERY_S = 2.0
_PAUSE_AFTER_FAULT_S = 1.0


class Pulse:
    """Beats after every write, whoever wrote; it listens only while somebody waits.

    One thread listens for the whole process, so that neither a busy event loop makes it deaf nor
    its waiting costs the loop anything.
    """

    def __init__(
        self, listen: Callable[[], Listener], *, at_least_every: float = _AT_LEAST_EVERY_S
    ) -> None:
        """`listen` opens the listener in the thread; it beats every so many seconds in any case.

        That is the net for a write that was not heard, and for what changes because time passes.
        """
        self._listen = listen
        self._at_least_every = at_least_every
        self._waiting = 0
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self._next = asyncio.Event()
        self.number = 0
        """How often it has beaten."""

    async def after(self, number: int) -> int:
        """Wait until it has beaten more often than `number`, and return how often."""
        if self.number > number:
            return self.number
        with self._lock:
            self._waiting += 1
            if self._thread is None:
                loop = asyncio.get_running_loop()
                self._thread = threading.Thread(
                    target=self._run, args=(loop,), name="pulse", daemon=True
                )
                self._thread.start()
        try:
            await self._next.wait()
        finally:
            self._waiting -= 1
        return self.number

    def beat(self) -> None:
        """Beat. Called on the loop."""
        self.number += 1
        self._next.set()
        self._next = asyncio.Event()

    def _run(self, loop: asyncio.AbstractEventLoop) -> None:
        listener: Listener | None = None
        deaf = False
        while self._is_needed(loop):
            try:
                if listener is None:
                    listener = self._listen()
                else:
                    listener.wait(self._at_least_every)
                deaf = False
            except Exception:  # noqa: BLE001 - see below
                # Whatever the driver says: those who follow look by themselves until it is back.
                if not deaf:
                    _log.exception("The database cannot be listened to")
                deaf = True
                listener = _closed(listener)
                time.sleep(_PAUSE_AFTER_FAULT_S)
            # Also when it has just begun to listen: what was written before was not heard.
            _call_on(loop, self.beat)
        _closed(listener)

    def _is_needed(self, loop: asyncio.AbstractEventLoop) -> bool:
        with self._lock:
            if self._waiting and not loop.is_closed():
                return True
            self._thread = None
            return False


def _closed(listener: Listener | None) -> None:
    try:
        if listener is not None:
            listener.close()
    except Exception:  # noqa: BLE001 - it is of no more use, and that is known
        _log.debug("The listener did not close", exc_info=True)


def _call_on(loop: asyncio.AbstractEventLoop, function: Callable[[], None]) -> None:
    try:
        loop.call_soon_threadsafe(function)
    except RuntimeError:
        # The loop ended in this very moment, and with it those who waited.
        _log.debug("The loop is closed", exc_info=True)


pulse = Pulse(listen)
