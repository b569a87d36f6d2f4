"""Who is where, as a process writes it down for the others."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest

from clientes_app.live.presence_board import PresenceBoard
from clientes_app.services.clientes.presencia import Presente

PATIENCE = 10.0
ANA = Presente("e1", 7, "p1", 1, "Ana López", editando=False)
BETO = Presente("e2", 7, "p2", 2, "Beto Ruiz", editando=True)


class Ledger:
    """What a board writes down; it can refuse."""

    def __init__(self) -> None:
        """Nothing is written."""
        self.written: asyncio.Queue[tuple[int, set[str], set[str]]] = asyncio.Queue()
        self.loop = asyncio.get_running_loop()
        self.editing: set[str] = set()
        self.faults = 0

    def write(self, cuenta_id: int, presentes: Sequence[Presente], idos: Sequence[str]) -> None:
        """Note a transaction."""
        if self.faults:
            self.faults -= 1
            message = "the database is away"
            raise OSError(message)
        self.editing |= {uno.estancia for uno in presentes if uno.editando}
        entry = (cuenta_id, {uno.estancia for uno in presentes}, set(idos))
        self.loop.call_soon_threadsafe(self.written.put_nowait, entry)

    async def next_entry(self) -> tuple[int, set[str], set[str]]:
        """Wait for the next transaction."""
        return await asyncio.wait_for(self.written.get(), PATIENCE)


def _board(ledger: Ledger, *, beat: float = PATIENCE) -> PresenceBoard:
    return PresenceBoard(ledger.write, beat=beat, gather=0)


async def test_what_comes_together_is_one_transaction_and_leaving_is_another() -> None:
    ledger = Ledger()
    board = _board(ledger)
    with board.stay(1, ANA), board.stay(1, BETO):
        assert await ledger.next_entry() == (1, {"e1", "e2"}, set())
    assert await ledger.next_entry() == (1, set(), {"e1", "e2"})
    assert board._task is not None
    await asyncio.wait_for(board._task, PATIENCE)


async def test_who_stays_is_confirmed_at_every_beat() -> None:
    ledger = Ledger()
    with _board(ledger, beat=0.01).stay(1, ANA):
        assert [await ledger.next_entry() for _ in range(3)] == [(1, {"e1"}, set())] * 3


async def test_to_type_is_written_once() -> None:
    ledger = Ledger()
    board = _board(ledger)
    with board.stay(1, ANA), board.stay(1, replace(BETO, editando=False)):
        await ledger.next_entry()
        board.note_editing("p1", 8)
        board.note_editing("p1", 7)
        board.note_editing("p1", 7)
        assert await ledger.next_entry() == (1, {"e1"}, set())
        board.note_editing("p1", 7)
    assert await ledger.next_entry() == (1, set(), {"e1", "e2"})
    assert ledger.editing == {"e1"}


async def test_a_handler_that_is_cancelled_leaves() -> None:
    ledger = Ledger()
    board = _board(ledger)

    async def follow() -> None:
        with board.stay(1, ANA):
            await asyncio.Event().wait()

    task = asyncio.create_task(follow())
    await ledger.next_entry()
    task.cancel()
    assert await ledger.next_entry() == (1, set(), {"e1"})


async def test_what_could_not_be_written_is_tried_again(caplog: pytest.LogCaptureFixture) -> None:
    ledger = Ledger()
    ledger.faults = 2
    with _board(ledger, beat=0.01).stay(1, ANA):
        assert await ledger.next_entry() == (1, {"e1"}, set())
    assert await ledger.next_entry() == (1, set(), {"e1"})
    assert "could not be written down" in caplog.text
