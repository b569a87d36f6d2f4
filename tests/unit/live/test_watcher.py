"""One look for all tabs: it wakes those who wait, and sleeps when nobody does."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from queue import Empty, SimpleQueue

import pytest

from clientes_app.live.pulse import Pulse
from clientes_app.live.watcher import Seen, Watcher
from clientes_app.storage.db.listener import Listener

PATIENCE = 10.0


class Database:
    """Numbers of accounts, the revision of authority, and how often they were asked for."""

    def __init__(self) -> None:
        """Start everywhere at 1; nobody has read anything."""
        self.numbers = {1: 1, 2: 1}
        self.authority = 1
        self.faults = 0
        self.reads: list[int] = []

    def read(self, cuenta_id: int) -> int:
        """Read a number, or fail as often as was asked."""
        self.reads.append(cuenta_id)
        if self.faults:
            self.faults -= 1
            message = "the database is away"
            raise OSError(message)
        return self.numbers[cuenta_id]

    def read_authority(self) -> int:
        """Read the revision of everybody's authority."""
        return self.authority


class ManualPulse(Pulse):
    """A pulse that beats only when the test says so, and tells who waits for it."""

    def __init__(self) -> None:
        """Nobody waits."""
        super().__init__(_no_listener)
        self.arrived: asyncio.Queue[int] = asyncio.Queue()

    async def after(self, number: int) -> int:
        """Wait for the next beat."""
        self.arrived.put_nowait(number)
        if self.number == number:
            await self._next.wait()
        return self.number


def _no_listener() -> Listener:
    raise AssertionError


class Scene:
    """A watcher of a database, and the tabs that wait."""

    def __init__(self) -> None:
        """Make everything anew."""
        self.database = Database()
        self.pulse = ManualPulse()
        self.watcher = Watcher(
            self.database.read,
            pause=0.0,
            pulse=self.pulse,
            read_authority=self.database.read_authority,
        )
        self.tasks: list[asyncio.Task[Seen[int]]] = []

    def wait(self, cuenta_id: int, seen: Seen[int]) -> asyncio.Task[Seen[int]]:
        """Have a tab wait."""
        task = asyncio.create_task(self.watcher.after(cuenta_id, seen))
        self.tasks.append(task)
        return task

    async def at_rest(self, cuentas: int = 1) -> None:
        """Wait until so many accounts have been looked at and wait for the next beat."""
        for _ in range(cuentas):
            await asyncio.wait_for(self.pulse.arrived.get(), PATIENCE)


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    new = Scene()
    yield new
    watches = [watched.task for watched in new.watcher._watched.values() if watched.task]
    for task in (*new.tasks, *watches):
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def _in_peace(task: asyncio.Task[Seen[int]]) -> Seen[int]:
    return await asyncio.wait_for(task, PATIENCE)


async def test_a_hundred_tabs_are_woken_by_one_look(scene: Scene) -> None:
    waits = [scene.wait(1, Seen(1, 1)) for _ in range(100)]
    await scene.at_rest()
    scene.database.numbers[1] = 5
    scene.pulse.beat()
    assert [await _in_peace(task) for task in waits] == [Seen(5, 1)] * 100
    assert scene.database.reads == [1, 1]


async def test_a_tab_that_has_seen_less_is_answered_by_the_first_look(scene: Scene) -> None:
    scene.database.numbers[1] = 7
    assert await _in_peace(scene.wait(1, Seen(6, 1))) == Seen(7, 1)


async def test_what_happens_in_one_account_wakes_nobody_of_another(scene: Scene) -> None:
    other, own = scene.wait(2, Seen(1, 1)), scene.wait(1, Seen(1, 1))
    await scene.at_rest(2)
    scene.database.numbers[1] = 5
    scene.pulse.beat()
    await _in_peace(own)
    await scene.at_rest()
    assert not other.done()


async def test_a_change_of_authority_wakes_everybody(scene: Scene) -> None:
    waits = [scene.wait(cuenta, Seen(1, 1)) for cuenta in (1, 2)]
    await scene.at_rest(2)
    scene.database.authority = 2
    scene.pulse.beat()
    assert [await _in_peace(task) for task in waits] == [Seen(1, 2)] * 2


async def test_a_beat_without_news_wakes_nobody(scene: Scene) -> None:
    waiting = scene.wait(1, Seen(1, 1))
    await scene.at_rest()
    scene.pulse.beat()
    await scene.at_rest()
    assert not waiting.done()


async def test_when_the_tabs_are_gone_nobody_looks(scene: Scene) -> None:
    waiting = scene.wait(1, Seen(1, 1))
    await scene.at_rest()
    waiting.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await waiting
    watch = scene.watcher._watched[1].task
    assert watch is not None
    scene.pulse.beat()
    await asyncio.wait_for(watch, PATIENCE)
    assert not scene.watcher._watched
    assert scene.database.reads == [1]


async def test_a_failing_database_does_not_end_the_watch(
    scene: Scene, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clientes_app.live.watcher._PAUSE_AFTER_FAULT_S", 0)
    scene.database.faults = 2
    scene.database.numbers[1] = 2
    assert await _in_peace(scene.wait(1, Seen(1, 1))) == Seen(2, 1)
    assert "could not be looked at" in caplog.text


async def test_those_who_ask_while_somebody_looks_share_the_next_look(scene: Scene) -> None:
    looks = [asyncio.create_task(scene.watcher.now(1)) for _ in range(50)]
    assert [await _in_peace(task) for task in looks] == [Seen(1, 1)] * 50
    assert len(scene.database.reads) <= 2
    assert not scene.watcher._watched


async def test_who_looked_for_themselves_is_not_told_the_same_again(scene: Scene) -> None:
    other = scene.wait(1, Seen(1, 1))
    await scene.at_rest()
    scene.database.numbers[1] = 2
    mine = await scene.watcher.now(1)
    waiting = scene.wait(1, mine)
    scene.pulse.beat()
    assert await _in_peace(other) == mine == Seen(2, 1)
    await scene.at_rest()
    assert not waiting.done()


class ManualListener:
    """An ear that hears what the test puts into its queue; an exception is raised."""

    opened = 0

    def __init__(self, happenings: SimpleQueue[BaseException | None]) -> None:
        """Listen to a queue."""
        self.happenings = happenings
        type(self).opened += 1

    def wait(self, segundos: float) -> bool:
        """Wait for what the test puts in."""
        try:
            happening = self.happenings.get(timeout=segundos)
        except Empty:
            return False
        if happening is not None:
            raise happening
        return True

    def close(self) -> None:
        """Nothing is open."""


async def test_a_lost_ear_is_opened_again_and_what_it_missed_is_looked_for(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clientes_app.live.pulse._PAUSE_AFTER_FAULT_S", 0)
    happenings: SimpleQueue[BaseException | None] = SimpleQueue()
    before = ManualListener.opened
    pulse = Pulse(lambda: ManualListener(happenings), at_least_every=PATIENCE)
    number = await asyncio.wait_for(pulse.after(0), PATIENCE)
    happenings.put(OSError("the server restarts"))
    lost = await asyncio.wait_for(pulse.after(number), PATIENCE)
    assert await asyncio.wait_for(pulse.after(lost), PATIENCE) > lost
    assert ManualListener.opened - before == 2
    assert caplog.text.count("cannot be listened to") == 1
    happenings.put(None)


async def test_without_anybody_who_waits_the_thread_ends() -> None:
    happenings: SimpleQueue[BaseException | None] = SimpleQueue()
    pulse = Pulse(lambda: ManualListener(happenings), at_least_every=PATIENCE)
    await asyncio.wait_for(pulse.after(0), PATIENCE)
    thread = pulse._thread
    assert thread is not None
    happenings.put(None)
    await asyncio.to_thread(thread.join, PATIENCE)
    assert not thread.is_alive()
    assert pulse._thread is None


async def test_silence_beats_too_so_that_what_was_not_heard_is_seen() -> None:
    pulse = Pulse(lambda: ManualListener(SimpleQueue()), at_least_every=0.01)
    number = await asyncio.wait_for(pulse.after(0), PATIENCE)
    assert await asyncio.wait_for(pulse.after(number), PATIENCE) > number
