"""Nothing that waits for a disk runs on the event loop: every tab shares it.

Whoever may be slow has threads of their own: an upload waits for its browser, a password for a
processor, and neither may keep a list from opening.
"""

import asyncio
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from itertools import count
from typing import Final, ParamSpec, TypeVar

from anyio.to_thread import current_default_thread_limiter

P = ParamSpec("P")
R = TypeVar("R")


class NoThreadSoon(Exception):
    """So many wait for these threads already that one more would wait too long."""


@dataclass(frozen=True, slots=True)
class ThreadUse:
    """How many threads there are for a purpose, how many are free, how many calls wait for one.

    `stuck_for` is how long (seconds) the call that has waited longest has been waiting.
    """

    total: int
    free: int
    waiting: int
    stuck_for: float


class ThreadPool:
    """Threads for one purpose; it knows how many of them are free."""

    def __init__(self, name: str, *, size: int, longest_queue: int | None = None) -> None:
        """Make `size` threads, as they are needed.

        No more than `longest_queue` calls wait for one of them (None: any number).
        """
        self._size = size
        self._longest_queue = longest_queue
        self._executor = ThreadPoolExecutor(max_workers=size, thread_name_prefix=name)
        self._lock = threading.Lock()
        self._numbers = count()
        self._running = 0
        self._waiting_since: dict[int, float] = {}

    async def run(self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run a function in one of the threads and wait for its answer. Raises NoThreadSoon."""
        context = copy_context()

        def call() -> R:
            return context.run(function, *args, **kwargs)

        number = next(self._numbers)
        with self._lock:
            if self._is_full():
                raise NoThreadSoon
            self._waiting_since[number] = time.monotonic()
        loop = asyncio.get_running_loop()
        future = self._executor.submit(self._counted, number, call)
        # Whoever waited may have gone before its turn came.
        future.add_done_callback(lambda _: self._gone(number))
        return await asyncio.wrap_future(future, loop=loop)

    def use(self) -> ThreadUse:
        """Return how many threads are free now."""
        with self._lock:
            # A call that was handed over a moment ago may not have been taken by a free thread yet.
            waiting = max(0, len(self._waiting_since) + self._running - self._size)
            first = min(self._waiting_since.values(), default=time.monotonic())
            return ThreadUse(
                total=self._size,
                free=max(0, self._size - self._running - len(self._waiting_since)),
                waiting=waiting,
                stuck_for=time.monotonic() - first if waiting else 0.0,
            )

    def _is_full(self) -> bool:
        if self._longest_queue is None:
            return False
        return self._running + len(self._waiting_since) >= self._size + self._longest_queue

    def _counted(self, number: int, call: Callable[[], R]) -> R:
        with self._lock:
            self._waiting_since.pop(number, None)
            self._running += 1
        try:
            return call()
        finally:
            with self._lock:
                self._running -= 1

    def _gone(self, number: int) -> None:
        with self._lock:
            self._waiting_since.pop(number, None)


# As many as there are connections to be had without waiting long, and not asyncio's few for each
# processor: these threads wait, and a few that wait to write must not make everybody wait to read.
_HANDLERS: Final = ThreadPool("hilo", size=20)

MOST_UPLOADS: Final = 16
"""How many files may be on their way at the same time."""

_UPLOADS: Final = ThreadPool("subida", size=MOST_UPLOADS)

# A hash takes a tenth of a second of a processor: the last of these forty waits some seconds, and
# whoever comes then is better told than kept.
_SIGN_INS: Final = ThreadPool("clave", size=4, longest_queue=40)


async def in_thread(funcion: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run a service (SQL, pandas, files) in a thread and wait for its answer."""
    return await _HANDLERS.run(funcion, *args, **kwargs)


async def in_upload_thread(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run what takes a file as it arrives, at the pace of the browser that sends it."""
    return await _UPLOADS.run(function, *args, **kwargs)


async def in_sign_in_thread(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run what hashes a password for somebody who is not signed in yet. Raises NoThreadSoon."""
    return await _SIGN_INS.run(function, *args, **kwargs)


def thread_use() -> dict[str, ThreadUse]:
    """Return how many threads are free for each purpose; only on the event loop.

    `manejadores` run what pages ask for by their socket, `peticiones` answer HTTP, `subidas` take
    files, `claves` sign people in.
    """
    return {
        "manejadores": _HANDLERS.use(),
        "peticiones": _use_of_requests(),
        "subidas": _UPLOADS.use(),
        "claves": _SIGN_INS.use(),
    }


def _use_of_requests() -> ThreadUse:
    """Return the use of the threads of Starlette, which do not tell since when somebody waits."""
    limiter = current_default_thread_limiter()
    total = int(limiter.total_tokens)
    statistics = limiter.statistics()
    return ThreadUse(
        total=total,
        free=max(0, total - limiter.borrowed_tokens),
        waiting=statistics.tasks_waiting,
        stuck_for=0.0,
    )
