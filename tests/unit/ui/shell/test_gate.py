"""The gate before every handler: refused unless declared, signed in, allowed and understood."""

import pytest
import reflex as rx

from clientes_app.domain.roles import Rol
from clientes_app.services.acceso.cookie import SESSION_COOKIE
from clientes_app.services.acceso.identity import NotSignedIn
from clientes_app.services.resources import shared_engine
from clientes_app.ui.acceso.enlace.state import EnlaceState
from clientes_app.ui.acceso.usuarios.state import UsuariosState
from clientes_app.ui.clientes.lista.state import ListaState
from clientes_app.ui.shell.caller import current_caller
from clientes_app.ui.shell.gate import Gate
from clientes_app.ui.shell.reflex_internals import HANDLERS_OF_REFLEX, Event, full_name
from clientes_app.ui.shell.tab import TabState
from tests.gente import entrar, un_usuario
from tests.unit.ui.conftest import APP, Tab


async def ask(tab: Tab, name: str, *, cookie: str | None = None, **payload: object) -> str:
    """Return what the tab is told instead of the handler's answer; "" when it may run."""
    cookie = f"{SESSION_COOKIE}={tab.caller.token}" if cookie is None else cookie
    tab.go("/catalogos/clientes?q=ana", cookie=cookie)
    event = Event(name=name, payload=payload)
    update = await Gate().preprocess(APP, tab.root, event)
    return "" if update is None else str(update.events)


def name_of(cls: type[rx.State], handler: str) -> str:
    return full_name(cls.event_handlers[handler])


async def test_who_may_is_known_to_the_handler(tab: Tab) -> None:
    assert await ask(tab, name_of(ListaState, "buscar"), texto="ana") == ""
    assert current_caller() == tab.caller
    assert (await tab.state(TabState)).nombre == "Ana"


async def test_nobody_is_led_to_the_sign_in_and_back(tab: Tab) -> None:
    told = await ask(tab, name_of(ListaState, "buscar"), cookie="", texto="ana")
    assert "/entrar?destino=%2Fcatalogos%2Fclientes%3Fq%3Dana" in told
    with pytest.raises(NotSignedIn):
        current_caller()


async def test_what_is_public_needs_nobody(tab: Tab) -> None:
    assert await ask(tab, name_of(EnlaceState, "open_page"), cookie="") == ""


async def test_a_role_that_does_not_suffice_is_told(tab: Tab) -> None:
    un_usuario(shared_engine(), tab.actor.cuenta_id, "Edna", rol=Rol.EDITOR)
    cookie = f"{SESSION_COOKIE}={entrar(shared_engine(), 'Edna')}"
    assert "no permite hacer eso" in await ask(tab, name_of(UsuariosState, "quitar"), cookie=cookie)


@pytest.mark.parametrize("name", ["no.existe", "reflex___state____state.setvar"])
async def test_what_declares_nothing_is_refused(tab: Tab, name: str) -> None:
    assert "No se entendi" in await ask(tab, name)


async def test_arguments_made_by_hand_are_refused(tab: Tab) -> None:
    assert "No se entendi" in await ask(tab, name_of(ListaState, "buscar"), texto=5)


async def test_what_every_page_needs_of_reflex_runs_for_nobody_too(tab: Tab) -> None:
    for name in HANDLERS_OF_REFLEX:
        assert await ask(tab, name, cookie="") == ""


async def test_a_tab_that_was_somebody_elses_is_emptied_and_loaded_anew(tab: Tab) -> None:
    await ask(tab, name_of(ListaState, "buscar"), texto="ana")
    lista = await tab.state(ListaState)
    lista.texto = "SECRETO"
    un_usuario(shared_engine(), tab.actor.cuenta_id, "Edna")
    cookie = f"{SESSION_COOKIE}={entrar(shared_engine(), 'Edna')}"
    told = await ask(tab, name_of(ListaState, "buscar"), cookie=cookie, texto="ana")
    assert "location.reload" in told
    assert (await tab.state(ListaState)).texto == ""
