"""One look at something for all tabs of this process that follow it."""

import asyncio
import logging
from collections.abc import Callable, Generator, Hashable
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from clientes_app.live.pulse import Pulse, pulse
from clientes_app.live.threads import in_thread
from clientes_app.services.acceso import sesiones
from clientes_app.services.resources import shared_engine

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")

_log = logging.getLogger(__name__)

# Showing something costs a tab about a millisecond of the loop that all tabs share. While changes
# come without an end, this leaves two thirds of it to what people do; the first one need not wait.
_PER_TAB_S = 0.003
_LONGEST_PAUSE_S = 0.6
_PAUSE_AFTER_FAULT_S = 2.0

# A hundred tabs woken together would make everybody else's next step wait for all of them.
_AT_A_TIME = 8
_BETWEEN_GROUPS_S = 0.008


@dataclass(frozen=True, slots=True)
class Seen(Generic[T]):
    """What was seen, and at which revision everybody's authority was then."""

    value: T
    authority: int


def _authority() -> int:
    return sesiones.autoridad(shared_engine())


@dataclass(slots=True)
class _Watched(Generic[T]):
    """One thing that is followed; `begun` and `done` are the numbers of the last looks at it."""

    seen: Seen[T] | None = None
    begun: int = 0
    done: int = 0
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    users: int = 0
    waiting: int = 0
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)
    task: asyncio.Task[None] | None = None


class Watcher(Generic[K, T]):
    """Tells waiting tabs as soon as the thing they follow is another than they have seen.

    They are also told when anybody's authority changed, so that they ask anew for their own.
    The database is asked only after a beat of the pulse, and once for all who wait.
    """

    def __init__(
        self,
        read: Callable[[K], T],
        *,
        pause: float,
        pulse: Pulse = pulse,
        read_authority: Callable[[], int] = _authority,
    ) -> None:
        """`read` gives the thing that a key names, in a thread; equal values are no news.

        Between two looks lie at least `pause` seconds, and more after many tabs had to be told;
        what comes in between is seen together.
        """
        self._read = read
        self._pause = pause
        self._pulse = pulse
        self._read_authority = read_authority
        self._watched: dict[K, _Watched[T]] = {}

    async def now(self, key: K) -> Seen[T]:
        """Look now. What the database raises is raised."""
        with self._used(key) as watched:
            return await self._look(key, watched)

    async def after(self, key: K, seen: Seen[T] | None) -> Seen[T]:
        """Wait until there is something else to be seen, and return it; after None what is known.

        What is known may be as old as the pause between two looks.
        """
        with self._used(key) as watched:
            watched.waiting += 1
            if watched.task is None:
                watched.task = asyncio.create_task(self._watch(key, watched))
            try:
                async with watched.changed:
                    while watched.seen is None or watched.seen == seen:
                        await watched.changed.wait()
                    return watched.seen
            finally:
                watched.waiting -= 1

    @contextmanager
    def _used(self, key: K) -> Generator[_Watched[T]]:
        watched = self._watched.setdefault(key, _Watched())
        watched.users += 1
        try:
            yield watched
        finally:
            watched.users -= 1
            if not watched.users:
                del self._watched[key]

    async def _look(self, key: K, watched: _Watched[T]) -> Seen[T]:
        """Look, or take what somebody saw who began to look after this was asked.

        One look after the other, so that nobody is told of what was before.
        """
        asked = watched.begun
        async with watched.turn:
            if watched.seen is None or watched.done <= asked:
                watched.begun += 1
                watched.seen = await in_thread(self._read_both, key)
                watched.done = watched.begun
            return watched.seen

    def _read_both(self, key: K) -> Seen[T]:
        # Authority first: seen too old it is seen again, seen too new it would be missed.
        authority = self._read_authority()
        return Seen(self._read(key), authority)

    async def _watch(self, key: K, watched: _Watched[T]) -> None:
        told: Seen[T] | None = None
        with self._used(key):
            while watched.waiting:
                # Before the look: what is written meanwhile has a beat of its own.
                number = self._pulse.number
                seen = await self._look_until_it_works(key, watched)
                pause = self._pause
                if seen != told:
                    pause = min(pause + _PER_TAB_S * watched.waiting, max(pause, _LONGEST_PAUSE_S))
                    told = seen
                    await _wake(watched)
                await asyncio.sleep(pause)
                await self._pulse.after(number)
            watched.task = None

    async def _look_until_it_works(self, key: K, watched: _Watched[T]) -> Seen[T]:
        """Look; what fails (a database that restarts) is logged, and looked at again.

        Without this a page would stand still for good after the first fault.
        """
        while True:
            try:
                return await self._look(key, watched)
            except Exception:  # noqa: BLE001 - whatever a driver says, the page goes on
                _log.exception("What a page follows could not be looked at")
                await asyncio.sleep(_PAUSE_AFTER_FAULT_S)


async def _wake(watched: _Watched[T]) -> None:
    """Wake whoever waits, some at a time; whoever comes meanwhile has seen it and need not wait."""
    for _ in range(0, watched.waiting, _AT_A_TIME):
        async with watched.changed:
            watched.changed.notify(_AT_A_TIME)
        await asyncio.sleep(_BETWEEN_GROUPS_S)
