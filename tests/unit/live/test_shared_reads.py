"""Tabs that look at the same page read it together."""

import asyncio
import threading

import pytest

from clientes_app.live.shared_reads import Lecturas
from clientes_app.services.clientes.clientes import Consulta

CONSULTA = Consulta("ana")


class Base:
    """Counts what is read; a gate lets the reading wait."""

    def __init__(self) -> None:
        """Start with an open gate."""
        self.leidas: list[tuple[int, Consulta]] = []
        self.abierta = threading.Event()
        self.abierta.set()
        self.fallos = 0

    def leer(self, cuenta_id: int, consulta: Consulta) -> str:
        """Read a page, or fail as often as was asked."""
        self.abierta.wait()
        self.leidas.append((cuenta_id, consulta))
        if self.fallos:
            self.fallos -= 1
            mensaje = "the database is away"
            raise OSError(mensaje)
        return f"page {len(self.leidas)}"


async def test_a_hundred_tabs_read_once() -> None:
    base = Base()
    lecturas = Lecturas(base.leer)
    juntas = (lecturas.leer(1, CONSULTA, desde=3) for _ in range(100))
    assert await asyncio.gather(*juntas) == ["page 1"] * 100
    assert await lecturas.leer(1, CONSULTA, desde=3) == "page 1"


async def test_a_later_revision_is_read_anew_and_an_earlier_one_is_not() -> None:
    lecturas = Lecturas(Base().leer)
    assert await lecturas.leer(1, CONSULTA, desde=3) == "page 1"
    assert await lecturas.leer(1, CONSULTA, desde=4) == "page 2"
    assert await lecturas.leer(1, CONSULTA, desde=3) == "page 2"


async def test_another_account_or_another_search_is_another_page() -> None:
    base = Base()
    lecturas = Lecturas(base.leer)
    await lecturas.leer(1, CONSULTA, desde=3)
    await lecturas.leer(2, CONSULTA, desde=3)
    await lecturas.leer(1, Consulta("beto"), desde=3)
    assert base.leidas == [(1, CONSULTA), (2, CONSULTA), (1, Consulta("beto"))]


async def test_of_an_account_that_moved_on_nothing_old_is_kept_of_others_all() -> None:
    lecturas = Lecturas(Base().leer)
    for texto in ("a", "b", "c"):
        await lecturas.leer(1, Consulta(texto), desde=3)
    await lecturas.leer(2, CONSULTA, desde=1)
    await lecturas.leer(1, CONSULTA, desde=4)
    assert set(lecturas._hechas) == {(1, CONSULTA), (2, CONSULTA)}


async def test_only_the_last_pages_are_kept() -> None:
    lecturas = Lecturas(Base().leer, cuantas=2)
    for texto in ("a", "b", "a", "c"):
        await lecturas.leer(1, Consulta(texto), desde=3)
    assert set(lecturas._hechas) == {(1, Consulta("a")), (1, Consulta("c"))}


async def test_a_tab_that_goes_away_takes_the_page_from_nobody() -> None:
    base = Base()
    base.abierta.clear()
    lecturas = Lecturas(base.leer)
    va, queda = (
        asyncio.create_task(lecturas.leer(1, CONSULTA, desde=3)),
        asyncio.create_task(lecturas.leer(1, CONSULTA, desde=3)),
    )
    await asyncio.sleep(0)
    va.cancel()
    base.abierta.set()
    assert await queda == "page 1"


async def test_a_failure_is_everybodys_and_is_not_kept() -> None:
    base = Base()
    base.fallos = 1
    lecturas = Lecturas(base.leer)
    with pytest.raises(OSError, match="away"):
        await lecturas.leer(1, CONSULTA, desde=3)
    assert await lecturas.leer(1, CONSULTA, desde=3) == "page 2"


async def test_searches_read_again_wait_for_each_other_and_nobody_for_them() -> None:
    base = Base()
    base.abierta.clear()
    lecturas = Lecturas(base.leer)
    otra_vez = [
        asyncio.create_task(lecturas.leer(1, Consulta(texto), desde=3, sin_prisa=True))
        for texto in ("a", "b")
    ]
    await asyncio.sleep(0)
    mia = asyncio.create_task(lecturas.leer(1, CONSULTA, desde=3))
    await asyncio.sleep(0)
    assert lecturas._turno.locked()
    base.abierta.set()
    await asyncio.gather(mia, *otra_vez)
    leidas = [consulta for _, consulta in base.leidas]
    assert leidas.index(CONSULTA) < leidas.index(Consulta("b"))


async def test_who_is_in_a_hurry_does_not_wait_for_the_turn_of_the_same_page() -> None:
    base = Base()
    base.abierta.clear()
    lecturas = Lecturas(base.leer)
    otra_vez = [
        asyncio.create_task(lecturas.leer(1, consulta, desde=3, sin_prisa=True))
        for consulta in (Consulta("a"), CONSULTA)
    ]
    await asyncio.sleep(0)
    mia = asyncio.create_task(lecturas.leer(1, CONSULTA, desde=3))
    await asyncio.sleep(0)
    base.abierta.set()
    assert await mia == await otra_vez[1]
    await otra_vez[0]
    assert sorted(consulta.texto for _, consulta in base.leidas) == ["a", "ana"]
