"""What a person chooses to see of the list, as the page chooses it."""

from dataclasses import replace

from clientes_app.domain.aspecto import AL_PRINCIPIO, COLUMNAS, INICIAL
from clientes_app.services.acceso.identity import Caller
from clientes_app.services.clientes import aspecto
from clientes_app.services.resources import shared_engine
from clientes_app.ui.clientes.aspecto.state import AspectoState
from tests.unit.ui.conftest import Tab

SI, NO = True, False


async def test_what_is_chosen_shows_at_once_and_in_another_browser(tab: Tab, ana: Caller) -> None:
    state = await tab.state(AspectoState)
    await tab.call(AspectoState, "open_page")
    assert state.visto.columnas == AL_PRINCIPIO
    await tab.call(AspectoState, "poner", "email", NO)
    await tab.call(AspectoState, "poner", "revision_sat", SI)
    await tab.call(AspectoState, "poner_altura", SI)
    said = str(await tab.call(AspectoState, "subir", "revision_sat"))
    esperadas = (
        *("etiquetas", "rfc", "regimen_fiscal", "uso_cfdi", "revision_sat", "codigo_postal"),
    )
    assert state.visto.columnas == esperadas
    assert state.visto.compacta
    assert "n del SAT, 5 de 6" in said
    assert "subir-revision_sat" in said
    otro = Tab(ana)
    suyo = await otro.state(AspectoState)
    await otro.call(AspectoState, "open_page")
    assert (suyo.visto, suyo.entradas) == (state.visto, state.entradas)


async def test_the_sheet_says_what_is_shown_and_where_it_ends(tab: Tab) -> None:
    state = await tab.state(AspectoState)
    await tab.call(AspectoState, "poner", "etiquetas", NO)
    assert [entrada.campo for entrada in state.entradas] == list(COLUMNAS)
    assert [e.campo for e in state.entradas if e.puesta] == list(AL_PRINCIPIO[1:])
    assert [e.etiqueta for e in state.entradas if e.primera] == ["RFC"]
    assert [e.etiqueta for e in state.entradas if e.ultima] == ["Código Postal"]
    for columna in COLUMNAS:
        await tab.call(AspectoState, "poner", columna, NO)
    assert state.visto.columnas == ()
    assert not any(e.primera or e.ultima for e in state.entradas)


async def test_left_as_in_the_beginning_it_is_that_again(tab: Tab, ana: Caller) -> None:
    usuario = ana.identity.usuario_id
    aspecto.cambiar(shared_engine(), usuario, lambda uno: replace(uno.subida("rfc"), compacta=True))
    state = await tab.state(AspectoState)
    await tab.call(AspectoState, "open_page")
    assert state.visto.columnas[0] == "rfc"
    assert "como al principio" in str(await tab.call(AspectoState, "volver_al_principio"))
    assert state.visto.columnas == AL_PRINCIPIO
    assert not state.visto.compacta
    assert aspecto.leer(shared_engine(), usuario) == INICIAL


async def test_a_column_that_there_is_not_changes_nothing(tab: Tab, ana: Caller) -> None:
    state = await tab.state(AspectoState)
    await tab.call(AspectoState, "poner", "contraseña", SI)
    assert await tab.call(AspectoState, "subir", "contraseña") == []
    # One that is not shown has no place to be moved from.
    assert await tab.call(AspectoState, "bajar", "persona") == []
    assert state.visto.columnas == AL_PRINCIPIO
    assert aspecto.leer(shared_engine(), ana.identity.usuario_id) == INICIAL


async def test_the_sheet_opens_and_gives_the_focus_back(tab: Tab) -> None:
    state = await tab.state(AspectoState)
    assert await tab.call(AspectoState, "cambiar", SI) is None
    assert state.abierto
    assert "mas-acciones" in str(await tab.call(AspectoState, "cambiar", NO))
    assert not state.abierto
    await tab.call(AspectoState, "cambiar", SI)
    await tab.call(AspectoState, "open_page")
    assert not state.abierto


async def test_a_page_that_connects_again_is_told_nothing_before_it_is_known(tab: Tab) -> None:
    state = await tab.state(AspectoState)
    assert not state.dict()
    await tab.call(AspectoState, "open_page")
    assert state.get_full_name() in state.dict()
