"""The handlers of the list, called as the page calls them."""

import asyncio

import pytest
from sqlalchemy.exc import OperationalError

from clientes_app.domain.roles import Rol
from clientes_app.services.acceso import usuarios
from clientes_app.services.clientes import clientes
from clientes_app.services.clientes.clientes import ClienteGuardado
from clientes_app.services.context import Actor
from clientes_app.services.resources import shared_engine
from clientes_app.ui.clientes import pages as pages_module
from clientes_app.ui.clientes.lista.rows import PageRows
from clientes_app.ui.clientes.lista.state import ListaState
from clientes_app.ui.clientes.papelera.state import PapeleraState
from tests.builders import un_cliente
from tests.gente import un_actor, un_usuario
from tests.unit.ui.conftest import Tab, until

LISTA = "/catalogos/clientes"


async def test_the_list_shows_the_page_of_the_address_and_what_others_change(
    tab: Tab, beto: Actor, cliente: ClienteGuardado
) -> None:
    lista = await tab.state(ListaState)
    async with tab.running(ListaState, "follow"):
        await until(lambda: lista.cargado)
        assert [fila.id for fila in lista.filas] == [cliente.id]
        nuevo = clientes.alta(shared_engine(), beto, un_cliente(nombre="AAA"))
        await until(lambda: len(lista.filas) == 2)
        assert lista.filas[0].id == nuevo.id
    assert lista.resumen.total == "2"


async def test_a_search_in_the_address_is_followed_by_itself(
    tab: Tab, cliente: ClienteGuardado
) -> None:
    tab.go(f"{LISTA}?q=zzzz")
    lista = await tab.state(ListaState)
    async with tab.running(ListaState, "follow"):
        await until(lambda: lista.cargado)
    assert (lista.filas, lista.texto) == ((), "zzzz")


async def test_whose_role_changes_loads_the_page_anew(tab: Tab) -> None:
    owner = un_usuario(shared_engine(), tab.actor.cuenta_id, "Otra")
    lista = await tab.state(ListaState)
    following = asyncio.create_task(tab.call(ListaState, "follow"))
    await until(lambda: lista.cargado)
    ana = tab.caller.identity.usuario_id
    usuarios.cambiar_rol(shared_engine(), un_actor(tab.actor.cuenta_id, owner), ana, Rol.LECTOR)
    assert "location.reload" in str(await asyncio.wait_for(following, 20))


async def test_another_search_and_another_page_are_said_and_begin_at_their_top(
    tab: Tab, beto: Actor
) -> None:
    for _ in range(51):
        clientes.alta(shared_engine(), beto, un_cliente(nombre="AAA"))
    assert await _heard(tab, LISTA) == ""
    assert "51 clientes encontrados" in await _heard(tab, f"{LISTA}?q=aaa")
    second = await _heard(tab, f"{LISTA}?q=aaa&pagina=2")
    assert "gina 2 de 2" in second
    assert "alPrincipio(true)" in second
    assert await _heard(tab, f"{LISTA}?q=aaa&pagina=2&cliente=nuevo") == ""
    ordered = await _heard(tab, f"{LISTA}?q=aaa&orden=rfc&dir=desc")
    assert "alPrincipio(false)" in ordered
    assert "Ordenados por RFC, Z a A" in ordered


async def _heard(tab: Tab, address: str) -> str:
    """What the list answers with until it shows the page of an address."""
    tab.go(address)
    lista = await tab.state(ListaState)
    async with tab.running(ListaState, "follow") as heard:
        await until(lambda: lista._shown == lista._consulta())
        await asyncio.sleep(0.02)
        return "".join(map(str, heard))


async def test_a_list_that_cannot_be_read_says_so_and_tries_again(
    tab: Tab, cliente: ClienteGuardado, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_: object, **__: object) -> PageRows:
        raise OperationalError(None, None, OSError())

    lista = await tab.state(ListaState)
    monkeypatch.setattr(pages_module, "RETRY_S", 0.01)
    with monkeypatch.context() as broken:
        broken.setattr(pages_module.pages, "read", fails)
        async with tab.running(ListaState, "follow"):
            await until(lambda: lista.error)
            assert not lista.cargado
            broken.undo()
            await until(lambda: lista.cargado)
    assert not lista.error
    assert [fila.id for fila in lista.filas] == [cliente.id]


async def test_a_search_leads_to_its_address(tab: Tab) -> None:
    tab.go(f"{LISTA}?orden=rfc&pagina=3")
    assert "?q=ana&orden=rfc" in str(await tab.call(ListaState, "buscar", "  ana "))
    tab.go(f"{LISTA}?q=ana")
    assert await tab.call(ListaState, "buscar", "ana") is None


async def test_a_client_is_deleted_after_a_question_and_brought_back(
    tab: Tab, cliente: ClienteGuardado
) -> None:
    lista = await tab.state(ListaState)
    async with tab.running(ListaState, "follow"):
        await until(lambda: lista.cargado)
    await tab.call(ListaState, "preguntar", cliente.id)
    assert lista.borrando_nombre == cliente.datos.nombre
    answer = await tab.call(ListaState, "borrar", cliente.id)
    assert cliente.datos.nombre in str(answer)
    assert (lista.filas, lista.borrando) == ((), 0)
    await tab.call(ListaState, "deshacer", cliente.id)
    assert [fila.id for fila in lista.filas] == [cliente.id]


async def test_the_answer_to_a_question_of_before_a_restart_is_done(
    tab: Tab, cliente: ClienteGuardado
) -> None:
    # The server remembers nothing of the question; the page says which client it was about.
    answer = await tab.call(ListaState, "borrar", cliente.id)
    assert f"Se borró {cliente.datos.nombre}." in str(answer)


async def test_of_a_client_that_is_not_shown_nobody_is_asked(tab: Tab) -> None:
    lista = await tab.state(ListaState)
    await tab.call(ListaState, "preguntar", 99)
    assert lista.borrando == 0
    assert "ya no estaba" in str(await tab.call(ListaState, "borrar", 99))


async def test_an_rfc_that_is_taken_meanwhile_keeps_a_client_in_the_papelera(
    tab: Tab, beto: Actor, cliente: ClienteGuardado
) -> None:
    clientes.borrar(shared_engine(), beto, cliente.id)
    clientes.alta(shared_engine(), beto, un_cliente(rfc=cliente.datos.rfc, nombre="OTRO"))
    for state in (ListaState, PapeleraState):
        handler = "deshacer" if state is ListaState else "restaurar"
        answer = await tab.call(state, handler, cliente.id)
        assert "OTRO ya está con ese RFC" in str(answer)


async def test_the_papelera_shows_what_was_deleted_and_brings_it_back(
    tab: Tab, beto: Actor, cliente: ClienteGuardado
) -> None:
    clientes.borrar(shared_engine(), beto, cliente.id)
    tab.go(f"{LISTA}/papelera")
    papelera = await tab.state(PapeleraState)
    async with tab.running(PapeleraState, "follow"):
        await until(lambda: papelera.cargado)
        assert [(fila.id, fila.quien, fila.como) for fila in papelera.filas] == [
            (cliente.id, "Beto", "por la API")
        ]
        assert [(uno.etiqueta, uno.destino) for uno in papelera.origenes] == [
            ("Todos (1)", "?"),
            ("A mano (1)", "?por=mano"),
        ]
    await tab.call(PapeleraState, "restaurar", cliente.id)
    assert papelera.filas == ()
    assert "ya no existe" in str(await tab.call(PapeleraState, "restaurar", 99))
