"""Tabs that look at the same page read it together."""

import asyncio
import threading

import pytest

from clientes_app.live.shared_reads import SharedReads
from clientes_app.services.clientes.clientes import Consulta

CONSULTA = Consulta("ana")


class Database:
    """Counts what is read; a gate lets the reading wait."""

    def __init__(self) -> None:
        """Start with an open gate."""
        self.read_pages: list[tuple[int, Consulta]] = []
        self.gate = threading.Event()
        self.gate.set()
        self.faults = 0

    def read(self, cuenta_id: int, consulta: Consulta) -> str:
        """Read a page, or fail as often as was asked."""
        self.gate.wait()
        self.read_pages.append((cuenta_id, consulta))
        if self.faults:
            self.faults -= 1
            message = "the database is away"
            raise OSError(message)
        return f"page {len(self.read_pages)}"


async def test_a_hundred_tabs_read_once() -> None:
    database = Database()
    reads = SharedReads(database.read)
    together = (reads.read(1, CONSULTA, since=3) for _ in range(100))
    assert await asyncio.gather(*together) == ["page 1"] * 100
    assert await reads.read(1, CONSULTA, since=3) == "page 1"


async def test_a_later_revision_is_read_anew_and_an_earlier_one_is_not() -> None:
    reads = SharedReads(Database().read)
    assert await reads.read(1, CONSULTA, since=3) == "page 1"
    assert await reads.read(1, CONSULTA, since=4) == "page 2"
    assert await reads.read(1, CONSULTA, since=3) == "page 2"


async def test_another_account_or_another_search_is_another_page() -> None:
    database = Database()
    reads = SharedReads(database.read)
    await reads.read(1, CONSULTA, since=3)
    await reads.read(2, CONSULTA, since=3)
    await reads.read(1, Consulta("beto"), since=3)
    assert database.read_pages == [(1, CONSULTA), (2, CONSULTA), (1, Consulta("beto"))]


async def test_of_an_account_that_moved_on_nothing_old_is_kept_of_others_all() -> None:
    reads = SharedReads(Database().read)
    for texto in ("a", "b", "c"):
        await reads.read(1, Consulta(texto), since=3)
    await reads.read(2, CONSULTA, since=1)
    await reads.read(1, CONSULTA, since=4)
    assert set(reads._reads) == {(1, CONSULTA), (2, CONSULTA)}


async def test_only_the_last_pages_are_kept() -> None:
    reads = SharedReads(Database().read, keep=2)
    for texto in ("a", "b", "a", "c"):
        await reads.read(1, Consulta(texto), since=3)
    assert set(reads._reads) == {(1, Consulta("a")), (1, Consulta("c"))}


async def test_a_tab_that_goes_away_takes_the_page_from_nobody() -> None:
    database = Database()
    database.gate.clear()
    reads = SharedReads(database.read)
    goes, stays = (
        asyncio.create_task(reads.read(1, CONSULTA, since=3)),
        asyncio.create_task(reads.read(1, CONSULTA, since=3)),
    )
    await asyncio.sleep(0)
    goes.cancel()
    database.gate.set()
    assert await stays == "page 1"


async def test_a_failure_is_everybodys_and_is_not_kept() -> None:
    database = Database()
    database.faults = 1
    reads = SharedReads(database.read)
    with pytest.raises(OSError, match="away"):
        await reads.read(1, CONSULTA, since=3)
    assert await reads.read(1, CONSULTA, since=3) == "page 2"


async def test_searches_read_again_wait_for_each_other_and_nobody_for_them() -> None:
    database = Database()
    database.gate.clear()
    reads = SharedReads(database.read)
    again = [
        asyncio.create_task(reads.read(1, Consulta(texto), since=3, unhurried=True))
        for texto in ("a", "b")
    ]
    await asyncio.sleep(0)
    mia = asyncio.create_task(reads.read(1, CONSULTA, since=3))
    await asyncio.sleep(0)
    assert reads._turn.locked()
    database.gate.set()
    await asyncio.gather(mia, *again)
    read_pages = [consulta for _, consulta in database.read_pages]
    assert read_pages.index(CONSULTA) < read_pages.index(Consulta("b"))


async def test_who_is_in_a_hurry_does_not_wait_for_the_turn_of_the_same_page() -> None:
    database = Database()
    database.gate.clear()
    reads = SharedReads(database.read)
    again = [
        asyncio.create_task(reads.read(1, consulta, since=3, unhurried=True))
        for consulta in (Consulta("a"), CONSULTA)
    ]
    await asyncio.sleep(0)
    mia = asyncio.create_task(reads.read(1, CONSULTA, since=3))
    await asyncio.sleep(0)
    database.gate.set()
    assert await mia == await again[1]
    await again[0]
    assert sorted(consulta.texto for _, consulta in database.read_pages) == ["a", "ana"]
