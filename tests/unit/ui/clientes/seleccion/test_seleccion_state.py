"""Which clients a tab has chosen: of its account and list, and never more than it may hold."""

import pytest

from clientes_app.services.acceso import cuentas
from clientes_app.services.clientes import clientes
from clientes_app.services.clientes.clientes import ClienteGuardado
from clientes_app.services.context import Actor
from clientes_app.services.resources import shared_engine
from clientes_app.ui.clientes.lista.state import ListaState
from clientes_app.ui.clientes.seleccion import state as seleccion_module
from clientes_app.ui.clientes.seleccion.state import SeleccionState
from tests.builders import un_cliente
from tests.unit.ui.conftest import Tab, until

LISTA = "/catalogos/clientes"
SI, NO = True, False


@pytest.fixture
async def dos(tab: Tab, beto: Actor) -> list[int]:
    """The ids of two clients, on the page that the tab shows."""
    altas = [clientes.alta(shared_engine(), beto, un_cliente(nombre=n)) for n in ("UNO", "DOS")]
    lista = await tab.state(ListaState)
    async with tab.running(ListaState, "follow"):
        await until(lambda: len(lista.filas) == 2)
    await tab.call(SeleccionState, "open_page")
    return [alta.id for alta in altas]


async def test_chosen_and_not_chosen_any_more(tab: Tab, dos: list[int]) -> None:
    seleccion = await tab.state(SeleccionState)
    await tab.call(SeleccionState, "elegir", dos[0], SI)
    await tab.call(SeleccionState, "elegir", dos[0], SI)
    assert (seleccion.ids, seleccion.dicho) == ([dos[0]], "1 seleccionado")
    await tab.call(SeleccionState, "elegir_pagina", SI)
    assert set(seleccion.ids) == set(dos)
    await tab.call(SeleccionState, "elegir", dos[0], NO)
    assert seleccion.ids == [dos[1]]
    await tab.call(SeleccionState, "elegir_pagina", NO)
    assert (seleccion.ids, seleccion.dicho) == ([], "0 seleccionados")


async def test_all_that_was_found_is_counted_when_it_is_needed(
    tab: Tab, beto: Actor, dos: list[int]
) -> None:
    seleccion = await tab.state(SeleccionState)
    await tab.call(SeleccionState, "elegir_encontrados")
    tercero = clientes.alta(shared_engine(), beto, un_cliente())
    assert set(await seleccion._chosen()) == {*dos, tercero.id}
    # Of all but one the page is left, of which the tab knows the clients.
    await tab.call(SeleccionState, "elegir", dos[0], NO)
    assert (seleccion.todos, seleccion.ids) == (False, [dos[1]])


async def test_it_stays_on_the_next_page_and_goes_in_another_list(tab: Tab, dos: list[int]) -> None:
    seleccion = await tab.state(SeleccionState)
    await tab.call(SeleccionState, "elegir", dos[0], SI)
    for address in (f"{LISTA}?pagina=2", f"{LISTA}?q=uno&orden=rfc"):
        tab.go(address)
        await tab.call(SeleccionState, "open_page")
        assert seleccion.ids == [dos[0]]
    tab.go(f"{LISTA}/papelera")
    await tab.call(SeleccionState, "open_page")
    assert seleccion.ids == []


async def test_all_that_was_found_is_not_what_another_search_finds(
    tab: Tab, dos: list[int]
) -> None:
    seleccion = await tab.state(SeleccionState)
    await tab.call(SeleccionState, "elegir_encontrados")
    tab.go(f"{LISTA}?pagina=2&orden=rfc")
    await tab.call(SeleccionState, "open_page")
    assert seleccion.todos
    tab.go(f"{LISTA}?q=uno")
    await tab.call(SeleccionState, "open_page")
    assert not seleccion.todos


async def test_it_goes_in_another_account(tab: Tab, dos: list[int]) -> None:
    seleccion = await tab.state(SeleccionState)
    await tab.call(SeleccionState, "elegir", dos[0], SI)
    otra = cuentas.crear(shared_engine(), "Otra")
    seleccion._de = (otra.id, False)
    await tab.call(SeleccionState, "open_page")
    assert seleccion.ids == []


async def test_a_tab_holds_so_many_and_no_more(
    tab: Tab, dos: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seleccion_module, "MAXIMO", 1)
    seleccion = await tab.state(SeleccionState)
    await tab.call(SeleccionState, "elegir", dos[0], SI)
    assert "hasta 5,000" in str(await tab.call(SeleccionState, "elegir", dos[1], SI))
    assert "hasta 5,000" in str(await tab.call(SeleccionState, "elegir_pagina", SI))
    assert seleccion.ids == [dos[0]]


async def test_the_boxes_of_a_telephone(tab: Tab, cliente: ClienteGuardado) -> None:
    seleccion = await tab.state(SeleccionState)
    await tab.call(SeleccionState, "empezar")
    assert (seleccion.eligiendo, seleccion.dicho) == (True, "0 seleccionados")
    await tab.call(SeleccionState, "elegir", cliente.id, SI)
    await tab.call(SeleccionState, "quitar")
    assert (seleccion.eligiendo, seleccion.ids) == (False, [])
