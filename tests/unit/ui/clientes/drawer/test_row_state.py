"""The handlers of the drawer over a refused row of a load, called as the page calls them."""

from dataclasses import replace

import pytest

from clientes_app.domain.roles import Rol
from clientes_app.services.carga import procesos
from clientes_app.services.clientes import clientes
from clientes_app.services.clientes.clientes import ClienteGuardado
from clientes_app.services.context import Actor
from clientes_app.services.rechazos import correccion
from clientes_app.services.resources import shared_engine
from clientes_app.ui.clientes.address import FilaDeCarga, fila_de
from clientes_app.ui.clientes.drawer import calls
from clientes_app.ui.clientes.drawer.draft import draft_owner
from clientes_app.ui.clientes.drawer.edited import BLANK
from clientes_app.ui.clientes.drawer.panel import GOES_ON
from clientes_app.ui.clientes.drawer.save_state import GuardadoState
from clientes_app.ui.clientes.drawer.state import DrawerState
from tests.builders import un_cliente
from tests.integration.pasos_procesos import cargar
from tests.unit.ui.conftest import Tab

PROCESOS = "/catalogos/clientes/procesos"
OWN = "propio"
LEFT = True
DISCARD = True


def draft(tab: Tab, proceso_id: int, linea: int, number: int, **campos: str) -> dict[str, object]:
    """What the page sends of what was typed over a row."""
    return {
        "cliente": f"{proceso_id}.{linea}",
        "numero": number,
        "dueno": draft_owner(tab.actor.cuenta_id, tab.actor.usuario_id),
        "campos": {c: {"texto": texto, "vista": 0, "serie": 2} for c, texto in campos.items()},
        "foco": "",
    }


def load(tab: Tab, *filas: dict[str, str]) -> int:
    return cargar(shared_engine(), tab.actor, filas).id


async def opened(tab: Tab, proceso_id: int, linea: int) -> DrawerState:
    tab.go(f"{PROCESOS}/{proceso_id}?linea={linea}")
    await tab.call(DrawerState, "open_address")
    await tab.call(DrawerState, "receive_draft", None)
    return await tab.state(DrawerState)


def test_only_the_page_of_a_load_opens_a_row() -> None:
    assert fila_de(f"/c/x{PROCESOS}/12", {"linea": "418"}) == FilaDeCarga(12, 418)
    assert str(FilaDeCarga(12, 418)) == "12.418"
    assert fila_de(f"/c/x{PROCESOS}/12", {}) is None
    assert fila_de("/c/x/catalogos/clientes", {"linea": "418"}) is None
    assert fila_de(f"/c/x{PROCESOS}/12", {"linea": "abc"}) == FilaDeCarga(12, -1)


async def test_a_row_opens_as_it_stood_with_its_errors(tab: Tab) -> None:
    proceso_id = load(tab, un_cliente(nombre="UNA", email="mal@"), un_cliente(email="mal"))
    drawer = await opened(tab, proceso_id, 2)
    assert (drawer.abierto, drawer.ficha.titulo) == (True, "Corregir la línea 2")
    assert (drawer.campos["nombre"].valor, drawer.campos["email"].valor) == ("UNA", "mal@")
    assert drawer.hallazgos["email"][0].es_error
    assert (drawer.ficha.corrige, drawer.ficha.hay_mas) == (True, True)
    # Nobody typed anything: it closes without a question.
    await tab.call(GuardadoState, "cerrar", None)
    assert not drawer.abierto


async def test_what_was_typed_over_a_row_is_asked_about_and_stored(tab: Tab) -> None:
    proceso_id = load(tab, un_cliente(email="mal"), un_cliente(email="mal"))
    drawer = await opened(tab, proceso_id, 2)
    typed = draft(tab, proceso_id, 2, drawer.ficha.numero, email="bien@cliente.example")
    await tab.call(GuardadoState, "cerrar", typed)
    assert drawer.preguntas.descartar
    answer = await tab.call(GuardadoState, "guardar", typed, GOES_ON)
    assert "?linea=3" in str(answer)
    assert not drawer.abierto
    visto = procesos.detalle(shared_engine(), tab.actor.cuenta_id, proceso_id)
    assert (visto.corregidos, visto.por_corregir) == (1, 1)


async def test_after_the_last_row_there_is_none_to_go_on_to(tab: Tab) -> None:
    proceso_id = load(tab, un_cliente(email="mal"))
    drawer = await opened(tab, proceso_id, 2)
    assert not drawer.ficha.hay_mas
    typed = draft(tab, proceso_id, 2, drawer.ficha.numero, email="bien@cliente.example")
    answer = await tab.call(GuardadoState, "guardar", typed, GOES_ON)
    assert "No queda ninguna fila por corregir" in str(answer)


async def test_of_a_load_that_is_undone_meanwhile_no_row_comes_next(
    tab: Tab, monkeypatch: pytest.MonkeyPatch
) -> None:
    proceso_id = load(tab, un_cliente(), un_cliente(email="mal"), un_cliente(email="mal"))
    drawer = await opened(tab, proceso_id, 3)
    typed = draft(tab, proceso_id, 3, drawer.ficha.numero, email="bien@cliente.example")
    next_row = calls.next_row

    def undone_before(cuenta_id: int, fila: FilaDeCarga) -> int | None:
        procesos.pedir_deshacer(shared_engine(), tab.actor, proceso_id)
        return next_row(cuenta_id, fila)

    monkeypatch.setattr(calls, "next_row", undone_before)
    answer = await tab.call(GuardadoState, "guardar", typed, GOES_ON)
    assert "Se guard" in str(answer)
    assert "Las filas se corrigen cuando la carga ha terminado" in str(answer)
    assert not drawer.abierto


async def test_whoever_is_stored_already_stands_beside_the_row(
    tab: Tab, cliente: ClienteGuardado
) -> None:
    fila = cliente.datos.como_dict() | {"calle": "DE LA FILA", "codigo_postal": "123", "email": ""}
    proceso_id = load(tab, fila)
    drawer = await opened(tab, proceso_id, 2)
    assert drawer.ayudas.actualiza == cliente.datos.nombre
    assert drawer.ayudas.actualiza_destino.endswith(f"/{cliente.id}")
    assert drawer.ayudas.repetido == ""
    # What the row does not say is kept, what it says otherwise stands beside what is stored.
    assert drawer.campos["email"].valor == cliente.datos.email
    assert {choque.campo: choque.guardado for choque in drawer.choques}["calle"] == "UNO"
    cp = {"codigo_postal": cliente.datos.codigo_postal}
    typed = draft(tab, proceso_id, 2, drawer.ficha.numero, **cp)
    assert await tab.call(GuardadoState, "guardar", typed) is None
    assert drawer.preguntas.elegir
    await tab.call(GuardadoState, "elegir", "calle", OWN)
    assert "Se guardó" in str(await tab.call(GuardadoState, "decidir"))
    assert (
        clientes.obtener(shared_engine(), tab.actor.cuenta_id, cliente.id).datos.calle
        == "DE LA FILA"
    )


async def test_another_rfc_makes_it_another_client(tab: Tab, cliente: ClienteGuardado) -> None:
    fila = un_cliente(calle="DE LA FILA", email="mal", rfc=cliente.datos.rfc)
    drawer = await opened(tab, load(tab, fila), 2)
    assert drawer.choques
    await tab.call(DrawerState, "type_field", "rfc", un_cliente()["rfc"], LEFT, 7, 0)
    assert (drawer.ayudas.actualiza, drawer.choques) == ("", [])
    assert drawer.campos["calle"].valor == "DE LA FILA"
    await tab.call(DrawerState, "type_field", "rfc", cliente.datos.rfc, LEFT, 8, 0)
    assert drawer.ayudas.actualiza == cliente.datos.nombre


async def test_who_was_slower_is_told_and_keeps_what_they_typed(tab: Tab) -> None:
    proceso_id = load(tab, un_cliente(email="mal"))
    drawer = await opened(tab, proceso_id, 2)
    beto = Actor(tab.actor.cuenta_id, "Beto", "formulario")
    correccion.guardar(
        shared_engine(), beto, proceso_id, 2, cliente_id=0, base=BLANK, propios=un_cliente()
    )
    typed = draft(tab, proceso_id, 2, drawer.ficha.numero, email="bien@cliente.example")
    assert "campo-mensaje" in str(await tab.call(GuardadoState, "guardar", typed))
    assert "Beto ya corrigió la línea 2" in drawer.mensaje.texto
    assert drawer.campos["email"].valor == "bien@cliente.example"
    # The address of the row says so, too, and leads back to the page of the load.
    await tab.call(GuardadoState, "responder", DISCARD)
    answer = await tab.call(DrawerState, "open_address")
    assert "Beto ya corrigió la línea 2" in str(answer)


@pytest.mark.parametrize("linea", ["99", "abc"])
async def test_a_row_that_is_not_there_is_said(tab: Tab, linea: str) -> None:
    proceso_id = load(tab, un_cliente(email="mal"))
    tab.go(f"{PROCESOS}/{proceso_id}?linea={linea}")
    await tab.call(DrawerState, "open_address")
    answer = await tab.call(DrawerState, "receive_draft", None)
    assert "ya no se guarda" in str(answer)
    assert not (await tab.state(DrawerState)).abierto


async def test_a_reader_is_led_to_the_page_without_the_form(tab: Tab) -> None:
    proceso_id = load(tab, un_cliente(email="mal"))
    tab.caller = replace(tab.caller, cuenta=replace(tab.caller.cuenta, rol=Rol.LECTOR))
    tab.go(f"{PROCESOS}/{proceso_id}?linea=2")
    answer = await tab.call(DrawerState, "open_address")
    assert "redirect" in str(answer)
    assert not (await tab.state(DrawerState)).abierto


async def test_a_client_that_is_being_typed_waits_unseen_on_the_page_of_a_load(tab: Tab) -> None:
    """The page asks nothing about it; before a row opens there, the list asks."""
    proceso_id = load(tab, un_cliente(email="mal"))
    tab.go("/catalogos/clientes?cliente=nuevo")
    await tab.call(DrawerState, "open_address")
    await tab.call(DrawerState, "receive_draft", None)
    await tab.call(DrawerState, "type_field", "nombre", "A MEDIAS", LEFT, 1, 0)
    drawer = await tab.state(DrawerState)
    tab.go(f"{PROCESOS}/{proceso_id}")
    await tab.call(DrawerState, "open_address")
    assert (drawer.fuera, drawer.preguntas.descartar) == (True, False)
    assert drawer.memory.has_typed
    tab.go(f"{PROCESOS}/{proceso_id}?linea=2")
    answer = await tab.call(DrawerState, "open_address")
    assert "/catalogos/clientes?cliente=nuevo" in str(answer)
    tab.go("/catalogos/clientes?cliente=nuevo")
    await tab.call(DrawerState, "open_address")
    assert (drawer.fuera, drawer.preguntas.descartar) == (False, True)


async def test_a_row_that_is_being_typed_waits_unseen_on_other_pages(tab: Tab) -> None:
    proceso_id, otro_id = (load(tab, un_cliente(email="mal")) for _ in range(2))
    drawer = await opened(tab, proceso_id, 2)
    await tab.call(DrawerState, "type_field", "email", "a medias", LEFT, 1, 0)
    for pagina in ("/catalogos/clientes", f"{PROCESOS}/{otro_id}"):
        tab.go(pagina)
        await tab.call(DrawerState, "open_address")
        assert (drawer.fuera, drawer.preguntas.descartar) == (True, False)
    tab.go("/catalogos/clientes?cliente=nuevo")
    answer = await tab.call(DrawerState, "open_address")
    assert f"{PROCESOS}/{proceso_id}?linea=2" in str(answer)
    drawer = await opened(tab, proceso_id, 2)
    assert (drawer.fuera, drawer.campos["email"].valor) == (False, "a medias")
