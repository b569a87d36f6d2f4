"""What all tabs of this process that look at the same page read once."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from clientes_app.live.threads import in_thread
from clientes_app.services.clientes.clientes import Consulta

T = TypeVar("T")

_KEPT = 64


@dataclass(frozen=True, slots=True)
class _PageRead(Generic[T]):
    since: int
    task: asyncio.Task[T]
    unhurried: bool

    def serves(self, *, since: int, unhurried: bool) -> bool:
        """Whether somebody who asks now may wait for it: who is in a hurry waits for no turn."""
        return self.since >= since and (unhurried or not self.unhurried or self.task.done())


class SharedReads(Generic[T]):
    """Pages of accounts, each read once for a revision, however many tabs ask at the same time.

    The last `keep` are kept, and none of them once its account is at a later revision.
    """

    def __init__(self, read: Callable[[int, Consulta], T], *, keep: int = _KEPT) -> None:
        """`read` reads a page in a thread. What it returns is shared, so nobody may change it."""
        self._read = read
        self._keep = keep
        self._reads: OrderedDict[tuple[int, Consulta], _PageRead[T]] = OrderedDict()
        self._turn = asyncio.Semaphore(1)

    async def read(
        self, cuenta_id: int, consulta: Consulta, *, since: int, unhurried: bool = False
    ) -> T:
        """Return the page as it is at revision `since` of the account, or later.

        `unhurried` says that nobody has just asked for it, somebody else's change has. After one
        change fifty tabs may show fifty searches: those are read anew one after the other, so that
        whoever is working does not wait for them.
        """
        key = (cuenta_id, consulta)
        pending = self._reads.get(key)
        if pending is None or not pending.serves(since=since, unhurried=unhurried):
            self._forget(cuenta_id, since)
            unhurried = unhurried and bool(consulta.texto or consulta.filtros)
            read = self._in_turn if unhurried else self._at_once
            task = asyncio.create_task(read(cuenta_id, consulta))
            pending = self._reads[key] = _PageRead(since, task, unhurried)
            task.add_done_callback(lambda done: self._on_done(key, done))
        self._reads.move_to_end(key)
        # One tab that goes away must not take the page from the others.
        return await asyncio.shield(pending.task)

    async def _at_once(self, cuenta_id: int, consulta: Consulta) -> T:
        return await in_thread(self._read, cuenta_id, consulta)

    async def _in_turn(self, cuenta_id: int, consulta: Consulta) -> T:
        async with self._turn:
            pending = self._reads.get((cuenta_id, consulta))
            if pending is not None and pending.task is not asyncio.current_task():
                # Somebody in a hurry has asked for the same meanwhile.
                return await asyncio.shield(pending.task)
            return await self._at_once(cuenta_id, consulta)

    def _forget(self, cuenta_id: int, since: int) -> None:
        old = [
            key
            for key, pending in self._reads.items()
            if key[0] == cuenta_id and pending.since < since
        ]
        for key in old:
            del self._reads[key]
        while len(self._reads) >= self._keep:
            self._reads.popitem(last=False)

    def _on_done(self, key: tuple[int, Consulta], task: asyncio.Task[T]) -> None:
        """Keep no failure: whoever asks next tries again."""
        if task.cancelled() or task.exception() is not None:
            pending = self._reads.get(key)
            if pending is not None and pending.task is task:
                del self._reads[key]
