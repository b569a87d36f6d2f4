"""The gate before every handler: refused unless declared, signed in, allowed and understood."""

import pytest
import reflex as rx
from reflex.istate.data import RouterData

from clientes_app.domain.roles import Rol
from clientes_app.services.acceso import cuentas
from clientes_app.services.acceso.cookie import SESSION_COOKIE
from clientes_app.services.acceso.identity import NotSignedIn
from clientes_app.services.resources import shared_engine
from clientes_app.ui.acceso.enlace.state import EnlaceState
from clientes_app.ui.acceso.usuarios.state import UsuariosState
from clientes_app.ui.clientes.lista.state import ListaState
from clientes_app.ui.shell.caller import current_caller
from clientes_app.ui.shell.gate import Gate
from clientes_app.ui.shell.reflex_internals import (
    FAILURE_OF_A_PAGE,
    HANDLERS_OF_REFLEX,
    HANDLERS_THAT_OPEN_A_PAGE,
    Event,
    full_name,
)
from clientes_app.ui.shell.tab import TabState
from tests.gente import entrar, un_usuario
from tests.unit.ui.conftest import APP, Tab

MINE = "/c/negocio/catalogos/clientes?q=ana"
LOAD = next(name for name in HANDLERS_THAT_OPEN_A_PAGE if name.endswith("on_load_internal"))


async def ask(
    tab: Tab, name: str, *, cookie: str | None = None, address: str = MINE, **payload: object
) -> str:
    """Return what the tab is told instead of the handler's answer; "" when it may run."""
    cookie = f"{SESSION_COOKIE}={tab.caller.token}" if cookie is None else cookie
    tab.go(address, cookie=cookie)
    event = Event(name=name, payload=payload)
    update = await Gate().preprocess(APP, tab.root, event)
    return "" if update is None else str(update.events)


@pytest.fixture
def beta(tab: Tab) -> int:
    """Another account of hers, in which she may only look."""
    cuenta_id = cuentas.crear(shared_engine(), "Beta").id
    un_usuario(shared_engine(), cuenta_id, "Dueña")
    un_usuario(shared_engine(), cuenta_id, rol=Rol.LECTOR)
    return cuenta_id


def name_of(cls: type[rx.State], handler: str) -> str:
    return full_name(cls.event_handlers[handler])


async def test_who_may_is_known_to_the_handler(tab: Tab) -> None:
    assert await ask(tab, name_of(ListaState, "buscar"), texto="ana") == ""
    assert current_caller() == tab.caller
    assert (await tab.state(TabState)).nombre == "Ana"


async def test_nobody_is_led_to_the_sign_in_and_back(tab: Tab) -> None:
    told = await ask(tab, name_of(ListaState, "buscar"), cookie="", texto="ana")
    assert "/entrar?destino=%2Fc%2Fnegocio%2Fcatalogos%2Fclientes%3Fq%3Dana" in told
    with pytest.raises(NotSignedIn):
        current_caller()


async def test_what_is_public_needs_nobody(tab: Tab) -> None:
    assert await ask(tab, name_of(EnlaceState, "open_page"), cookie="") == ""


async def test_a_role_that_does_not_suffice_is_told(tab: Tab) -> None:
    un_usuario(shared_engine(), tab.actor.cuenta_id, "Edna", rol=Rol.EDITOR)
    cookie = f"{SESSION_COOKIE}={entrar(shared_engine(), 'Edna')}"
    assert "no permite hacer eso" in await ask(
        tab, name_of(UsuariosState, "responder"), cookie=cookie
    )


@pytest.mark.parametrize("name", ["no.existe", "reflex___state____state.setvar"])
async def test_what_declares_nothing_is_refused(tab: Tab, name: str) -> None:
    assert "No se entendi" in await ask(tab, name)


async def test_arguments_made_by_hand_are_refused(tab: Tab) -> None:
    assert "No se entendi" in await ask(tab, name_of(ListaState, "buscar"), texto=5)


async def test_what_every_page_needs_of_reflex_runs_for_nobody_too(tab: Tab) -> None:
    arguments = {"set_is_hydrated": {"value": True}}
    arguments["handle_frontend_exception"] = {"info": "x", "component_stack": ""}
    for name in HANDLERS_OF_REFLEX:
        said = arguments.get(name.rpartition(".")[2], {})
        assert await ask(tab, name, cookie="", **said) == ""


async def test_handlers_of_reflex_take_nothing_made_by_hand_either(tab: Tab) -> None:
    for name in HANDLERS_OF_REFLEX:
        assert await ask(tab, name, cookie="", invented=5) == "[]"


async def test_what_a_page_tells_of_its_failure_is_cut(tab: Tab) -> None:
    told = {"info": "x" * 100_000, "component_stack": "y" * 100_000}
    event = Event(name=FAILURE_OF_A_PAGE, payload=told)
    assert await Gate().preprocess(APP, tab.root, event) is None
    assert {len(text) for text in told.values()} == {2_000}


async def test_a_tab_that_was_somebody_elses_is_emptied_and_loaded_anew(tab: Tab) -> None:
    await ask(tab, name_of(ListaState, "buscar"), texto="ana")
    lista = await tab.state(ListaState)
    lista.texto = "SECRETO"
    un_usuario(shared_engine(), tab.actor.cuenta_id, "Edna")
    cookie = f"{SESSION_COOKIE}={entrar(shared_engine(), 'Edna')}"
    told = await ask(tab, name_of(ListaState, "buscar"), cookie=cookie, texto="ana")
    assert "location.reload" in told
    assert (await tab.state(ListaState)).texto == ""


async def test_the_account_is_that_of_the_address_with_the_role_there(tab: Tab, beta: int) -> None:
    assert await ask(tab, LOAD, address="/c/beta/catalogos/clientes") == ""
    assert (
        await ask(
            tab, name_of(ListaState, "buscar"), address="/c/beta/catalogos/clientes", texto="x"
        )
        == ""
    )
    assert (current_caller().cuenta.id, current_caller().actor("carga").cuenta_id) == (beta, beta)
    shell = await tab.state(TabState)
    assert (shell.aqui.nombre, shell.aqui.rol, shell.edita, shell.falta) == (
        "Beta",
        "Lector",
        False,
        "",
    )
    deleting = name_of(ListaState, "borrar")
    told = await ask(tab, deleting, address="/c/beta/catalogos/clientes")
    assert "(Lector) no permite hacer eso" in told
    await ask(tab, LOAD)
    assert await ask(tab, deleting, cliente_id=1) == ""


async def test_an_event_of_another_account_than_the_tabs_is_refused(tab: Tab, beta: int) -> None:
    await ask(tab, LOAD)
    lista = await tab.state(ListaState)
    lista.texto = "DE MI CUENTA"
    told = await ask(
        tab, name_of(ListaState, "buscar"), address="/c/beta/catalogos/clientes", texto="x"
    )
    assert "location.reload" in told
    assert (await tab.state(ListaState)).texto == ""
    with pytest.raises(NotSignedIn):
        current_caller()


@pytest.mark.parametrize(
    "address",
    [
        "/c/ajena/catalogos/clientes",
        "/c/no-hay/catalogos/clientes",
        "/c//catalogos/clientes",
        "/c/mi%2Dcuenta/catalogos/clientes",
        "/c/negocio%2F..%2Fajena/catalogos/clientes",
        "/c/ajena/../negocio/catalogos/clientes",
        "/c/\0",
        "/c/\ud800/x",
    ],
)
async def test_an_account_of_others_is_like_one_that_does_not_exist(tab: Tab, address: str) -> None:
    un_usuario(shared_engine(), cuentas.crear(shared_engine(), "Ajena").id, "Otro")
    assert await ask(tab, LOAD, address=address) == ""
    shell = await tab.state(TabState)
    assert (shell.falta, shell.aqui.nombre, shell.administra) == ("cuenta", "", False)
    assert await ask(tab, name_of(ListaState, "buscar"), address=address, texto="x") == "[]"
    with pytest.raises(NotSignedIn):
        current_caller()


async def test_only_the_address_of_the_browser_says_which_account(tab: Tab, beta: int) -> None:
    """What else the page says of its address is as anybody makes it up."""
    tab.go(MINE, cookie=f"{SESSION_COOKIE}={tab.caller.token}")
    forged = {**tab.said, "pathname": "/c/beta/catalogos/clientes", "query": {"negocio": "beta"}}
    tab.root.router = RouterData.from_router_data(forged)
    await Gate().preprocess(APP, tab.root, Event(name=LOAD, payload={}))
    event = Event(name=name_of(ListaState, "buscar"), payload={"texto": "x"})
    assert await Gate().preprocess(APP, tab.root, event) is None
    assert current_caller() == tab.caller


async def test_an_account_that_was_given_another_name_is_found_by_both(tab: Tab) -> None:
    cuentas.cambiar_nombre_corto(shared_engine(), tab.actor, "frontera")
    for address in (MINE, "/c/frontera/catalogos/clientes", "/c/negocio"):
        assert await ask(tab, name_of(ListaState, "buscar"), address=address, texto="x") == ""
        assert current_caller().cuenta.id == tab.actor.cuenta_id


async def test_a_page_of_no_account_has_no_handlers_for_one(tab: Tab) -> None:
    tab.go("/entrar", cookie=f"{SESSION_COOKIE}={tab.caller.token}", outside=True)
    event = Event(name=name_of(ListaState, "buscar"), payload={"texto": "x"})
    update = await Gate().preprocess(APP, tab.root, event)
    assert update is not None
    assert not update.events
    assert (await tab.state(TabState)).falta == ""
    with pytest.raises(NotSignedIn):
        current_caller()
