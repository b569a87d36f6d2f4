"""What a handler that follows changes may still write into its tab."""

import asyncio

import pytest

from clientes_app.services.acceso.cookie import SESSION_COOKIE
from clientes_app.services.clientes import clientes
from clientes_app.services.clientes.clientes import ClienteGuardado
from clientes_app.services.context import Actor
from clientes_app.services.resources import shared_engine
from clientes_app.ui.clientes.lista.state import ListaState
from clientes_app.ui.shell.changes import TabChangedHands
from clientes_app.ui.shell.failures import on_failure
from clientes_app.ui.shell.gate import Gate
from clientes_app.ui.shell.reflex_internals import HANDLERS_OF_REFLEX, Event
from tests.builders import un_cliente
from tests.gente import entrar
from tests.unit.ui.conftest import APP, Tab, until


@pytest.mark.parametrize("whose", ["another session", "nobody"])
async def test_a_tab_that_changed_hands_shows_nothing_that_was_waited_for(
    tab: Tab, beto: Actor, cliente: ClienteGuardado, whose: str
) -> None:
    lista = await tab.state(ListaState)
    following = asyncio.create_task(tab.call(ListaState, "follow"))
    await until(lambda: lista.cargado)
    assert [fila.id for fila in lista.filas] == [cliente.id]
    another = whose == "another session"
    cookie = f"{SESSION_COOKIE}={entrar(shared_engine())}" if another else ""
    tab.go("/catalogos/clientes", cookie=cookie)
    hydrate = next(name for name in HANDLERS_OF_REFLEX if name.endswith(".hydrate"))
    assert await Gate().preprocess(APP, tab.root, Event(name=hydrate, payload={})) is None
    clientes.alta(shared_engine(), beto, un_cliente())
    with pytest.raises(TabChangedHands):
        await asyncio.wait_for(following, 20)
    assert (lista.filas, lista.cargado) == ((), False)


def test_whoever_has_the_tab_now_is_told_nothing() -> None:
    assert on_failure(TabChangedHands()) is None
