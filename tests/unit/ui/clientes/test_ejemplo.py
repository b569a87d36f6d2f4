"""The account with invented clients, as the list opens and removes it."""

import asyncio

import pytest

from clientes_app.services import ejemplo
from clientes_app.services.acceso import cuentas
from clientes_app.services.acceso.identity import callers
from clientes_app.services.resources import shared_engine
from clientes_app.ui.clientes.ejemplo.state import EjemploState
from clientes_app.ui.clientes.lista.state import ListaState
from clientes_app.ui.shell.changes import TabChangedHands
from tests.unit.ui.conftest import Tab, until


async def test_it_opens_in_an_account_of_its_own_and_leads_back_when_it_goes(tab: Tab) -> None:
    first = tab.caller.cuenta
    told = str(await tab.call(EjemploState, "abrir"))
    assert "/c/demostracion/catalogos/clientes" in told
    assert "sus clientes son inventados" in told
    signed_in = callers.find(tab.caller.token)
    inside = signed_in and signed_in.named("demostracion")
    assert inside is not None
    tab.caller = inside
    await tab.call(EjemploState, "preguntar")
    assert (await tab.state(EjemploState)).preguntando
    told = str(await tab.call(EjemploState, "quitar"))
    assert f"/c/{first.nombre_corto}/catalogos/clientes" in told
    assert f"Se quitó la cuenta «{ejemplo.NOMBRE}»" in told
    assert [cuenta.id for cuenta in cuentas.lista(shared_engine())] == [first.id]


async def test_what_follows_it_does_not_load_the_page_anew_that_is_no_more(tab: Tab) -> None:
    await tab.call(EjemploState, "abrir")
    signed_in = callers.find(tab.caller.token)
    inside = signed_in and signed_in.named("demostracion")
    assert inside is not None
    tab.caller = inside
    tab.go("/catalogos/clientes")
    lista = await tab.state(ListaState)
    following = asyncio.create_task(tab.call(ListaState, "follow"))
    await until(lambda: lista.cargado)
    await tab.call(EjemploState, "quitar")
    with pytest.raises(TabChangedHands):
        await asyncio.wait_for(following, 20)


async def test_no_other_account_is_removed_by_it(tab: Tab) -> None:
    assert "no es de ejemplo" in str(await tab.call(EjemploState, "quitar"))
    assert cuentas.obtener(shared_engine(), tab.actor.cuenta_id).id == tab.actor.cuenta_id
