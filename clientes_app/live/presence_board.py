"""What the tabs of this process have open, and the one task that writes it down for the others."""

import asyncio
import hashlib
import logging
from collections import defaultdict
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from clientes_app.live.threads import in_thread
from clientes_app.services.clientes import presencia
from clientes_app.services.clientes.presencia import LATIDO, Presente
from clientes_app.services.resources import shared_engine

_log = logging.getLogger(__name__)
_GATHER_S = 0.1

Write = Callable[[int, Sequence[Presente], Sequence[str]], None]


def _write(cuenta_id: int, presentes: Sequence[Presente], gone: Sequence[str]) -> None:
    presencia.asentar(shared_engine(), cuenta_id, presentes=presentes, idos=gone)


class PresenceBoard:
    """The stays of this process. Changes that come together, and the beats, are one transaction."""

    def __init__(
        self,
        write: Write = _write,
        *,
        beat: float = LATIDO.total_seconds(),
        gather: float = _GATHER_S,
    ) -> None:
        """`write` runs in a thread: an account, who is there, which stays have ended."""
        self._write = write
        self._beat = beat
        self._gather = gather
        self._present: dict[str, tuple[int, Presente]] = {}
        self._new: set[str] = set()
        self._gone: dict[str, int] = {}
        self._anything = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    @contextmanager
    def stay(self, cuenta_id: int, presente: Presente) -> Generator[None]:
        """Have somebody be there while the block runs, however it ends."""
        self._put(cuenta_id, presente)
        try:
            yield
        finally:
            del self._present[presente.estancia]
            self._new.discard(presente.estancia)
            self._gone[presente.estancia] = cuenta_id
            self._notify()

    def note_editing(self, pestana: str, cliente_id: int) -> None:
        """Note that something was typed in that tab into that client."""
        for cuenta_id, presente in tuple(self._present.values()):
            suyo = (presente.pestana, presente.cliente_id) == (pestana, cliente_id)
            if suyo and not presente.editando:
                self._put(cuenta_id, replace(presente, editando=True))

    def _put(self, cuenta_id: int, presente: Presente) -> None:
        self._present[presente.estancia] = (cuenta_id, presente)
        self._new.add(presente.estancia)
        self._notify()

    def _notify(self) -> None:
        self._anything.set()
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._keep_writing())

    async def _keep_writing(self) -> None:
        """Write what is new, and everybody who is there at each beat, until nobody is."""
        while self._present or self._gone:
            try:
                await asyncio.wait_for(self._anything.wait(), self._beat)
                await asyncio.sleep(self._gather)
            except TimeoutError:
                self._new.update(self._present)
            self._anything.clear()
            new, self._new = self._new, set()
            gone, self._gone = self._gone, {}
            try:
                await self._store(new, gone)
            except Exception:  # noqa: BLE001 - see below
                # Whatever the driver says: presence is a courtesy, and the next beat tries again.
                _log.exception("Who is where could not be written down")
                self._new |= new & self._present.keys()
                self._gone |= gone
                await asyncio.sleep(self._gather)

    async def _store(self, new: set[str], gone: dict[str, int]) -> None:
        batches: dict[int, tuple[list[Presente], list[str]]] = defaultdict(lambda: ([], []))
        for estancia in new:
            cuenta_id, presente = self._present[estancia]
            batches[cuenta_id][0].append(presente)
        for estancia, cuenta_id in gone.items():
            batches[cuenta_id][1].append(estancia)
        for cuenta_id, (presentes, ended) in batches.items():
            await in_thread(self._write, cuenta_id, presentes, ended)


presence_board = PresenceBoard()


def tab_id(token: str) -> str:
    """Return what tells the tab of that socket's token from others: always the same, no secret."""
    return hashlib.sha256(token.encode()).hexdigest()
