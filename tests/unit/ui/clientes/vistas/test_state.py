"""The views of a tab: which one its address shows, saving, changing, and following others."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from clientes_app.domain.aspecto import Aspecto
from clientes_app.domain.roles import Rol
from clientes_app.services.acceso import cuentas
from clientes_app.services.acceso.identity import Caller, callers
from clientes_app.services.clientes import aspecto, etiquetas, vistas
from clientes_app.services.clientes.vistas import QuienMira, VistaGuardada
from clientes_app.services.context import Actor
from clientes_app.services.resources import shared_engine
from clientes_app.ui.clientes.vistas.edit_state import EdicionDeVistasState
from clientes_app.ui.clientes.vistas.state import VistasState
from tests.gente import entrar, un_usuario
from tests.unit.ui.conftest import Tab, until

LISTA = "/catalogos/clientes"
JALISCO = f"{LISTA}?estado=JAL"
De = Callable[..., Awaitable[VistaGuardada]]


@pytest.fixture
def de_ana(ana: Caller) -> De:
    """Give a way to save a view of hers, or of the account."""
    quien = QuienMira(ana.cuenta.id, ana.identity.usuario_id, edita=True)

    async def guardar(nombre: str, consulta: str, *, de_la_cuenta: bool = False) -> VistaGuardada:
        return await asyncio.to_thread(
            vistas.guardar, shared_engine(), quien, nombre, consulta, de_la_cuenta=de_la_cuenta
        )

    return guardar


def tab_de(cuenta_id: int, nombre: str, rol: Rol) -> Tab:
    """A tab of somebody else."""
    un_usuario(shared_engine(), cuenta_id, nombre=nombre, rol=rol)
    signed_in = callers.find(entrar(shared_engine(), nombre))
    caller = signed_in and signed_in.numbered(cuenta_id)
    assert caller is not None
    return Tab(caller)


async def en(tab: Tab, address: str) -> VistasState:
    """Have the tab come to an address."""
    tab.go(address)
    await tab.call(VistasState, "follow_address")
    return await tab.state(VistasState)


def nombres(state: VistasState) -> tuple[list[str], list[str]]:
    """The account's and one's own."""
    return [una.nombre for una in state.de_la_cuenta], [una.nombre for una in state.mias]


async def test_the_address_of_a_view_shows_its_name_and_a_change_can_be_saved_in_it(
    tab: Tab, de_ana: De
) -> None:
    una = await de_ana("Jalisco", "estado=JAL&orden=rfc")
    await de_ana("Colima", "estado=COL", de_la_cuenta=True)
    state = await en(tab, LISTA)
    assert nombres(state) == (["Colima"], ["Jalisco"])
    assert (state.actual.nombre, state.todos, state.sugerido) == ("", True, "")
    (suya,) = state.mias
    assert (suya.destino, suya.icono, suya.puede) == ("?orden=rfc&estado=JAL", "estado", True)

    # A pasted link is as good as choosing it; the page does not matter.
    state = await en(tab, f"{JALISCO}&orden=rfc&pagina=2")
    assert (state.actual.nombre, state.cambiada.id, state.todos) == ("Jalisco", 0, False)
    state = await en(tab, f"{JALISCO}&orden=rfc&q=perez")
    assert (state.actual.id, state.cambiada.nombre) == (0, "Jalisco")
    assert state.sugerido == "Perez, Jalisco"
    await tab.call(EdicionDeVistasState, "guardar_cambios", una.id)
    assert (state.actual.nombre, state.cambiada.id) == ("Jalisco", 0)
    assert state.mias[0].destino == "?q=perez&orden=rfc&estado=JAL"

    # Who goes back to the whole list has left the view.
    state = await en(tab, LISTA)
    state = await en(tab, JALISCO)
    assert (state.actual.id, state.cambiada.id) == (0, 0)


async def test_of_two_that_show_the_same_the_one_chosen_is_shown(tab: Tab, de_ana: De) -> None:
    comun = await de_ana("De todos", "estado=JAL", de_la_cuenta=True)
    mia = await de_ana("Mía", "estado=JAL")
    state = await en(tab, JALISCO)
    assert state.actual.id == mia.id
    await tab.call(VistasState, "elegir", comun.id)
    state = await en(tab, JALISCO)
    assert state.actual.id == comun.id


async def test_a_view_that_shows_other_columns_by_now_can_keep_them(
    tab: Tab, ana: Caller, de_ana: De
) -> None:
    def con(columna: str, *, puesta: bool) -> Aspecto:
        quien = ana.identity.usuario_id
        return aspecto.cambiar(shared_engine(), quien, lambda uno: uno.con(columna, puesta=puesta))

    una = await de_ana("Jalisco", "estado=JAL")
    await tab.call(VistasState, "elegir", una.id)
    assert (await en(tab, JALISCO)).cambiada.id == 0
    await asyncio.to_thread(con, "email", puesta=False)
    state = await en(tab, JALISCO)
    assert (state.actual.id, state.cambiada.id) == (una.id, una.id)
    await tab.call(EdicionDeVistasState, "guardar_cambios", una.id)
    assert (state.actual.id, state.cambiada.id) == (una.id, 0)

    await asyncio.to_thread(con, "email", puesta=True)
    assert (await en(tab, JALISCO)).cambiada.id == una.id
    await tab.call(VistasState, "elegir", una.id)
    assert (await en(tab, JALISCO)).cambiada.id == 0
    visto = await asyncio.to_thread(aspecto.leer, shared_engine(), ana.identity.usuario_id)
    assert "email" not in visto.puestas


async def test_what_is_shown_is_saved_and_a_bad_name_is_told(tab: Tab, ana: Caller) -> None:
    state = await en(tab, JALISCO)
    edicion = await tab.state(EdicionDeVistasState)
    await tab.call(VistasState, "mostrar", True)  # noqa: FBT003 - as Radix calls it
    await tab.call(EdicionDeVistasState, "guardar", {"nombre": " "})
    assert "Falta el nombre" in edicion.error
    assert state.abierto
    await tab.call(EdicionDeVistasState, "guardar", {"nombre": "Jalisco", "de_la_cuenta": "on"})
    assert (edicion.error, state.abierto) == ("", False)
    assert nombres(state) == (["Jalisco"], [])
    assert state.actual.nombre == "Jalisco"
    await tab.call(EdicionDeVistasState, "guardar", {"nombre": "jalisco"})
    assert nombres(state) == (["Jalisco"], ["jalisco"])
    await tab.call(EdicionDeVistasState, "guardar", {"nombre": "JALISCO"})
    assert "Ya tiene una vista que se llama «jalisco»." in edicion.error
    await tab.call(EdicionDeVistasState, "guardar", {})
    assert "Falta el nombre" in edicion.error


async def test_one_is_renamed_deleted_and_brought_back(tab: Tab, de_ana: De) -> None:
    una = await de_ana("Jalisco", "estado=JAL")
    await de_ana("Otra", "q=x")
    state, edicion = await en(tab, JALISCO), await tab.state(EdicionDeVistasState)
    await tab.call(EdicionDeVistasState, "editar", una.id)
    await tab.call(EdicionDeVistasState, "renombrar", {"nombre": "otra"})
    assert (edicion.editando, "Ya tiene una vista" in edicion.error) == (una.id, True)
    await tab.call(EdicionDeVistasState, "renombrar", {"nombre": "Al sur"})
    assert (edicion.editando, state.actual.nombre) == (0, "Al sur")
    assert "Deshacer" in str(await tab.call(EdicionDeVistasState, "borrar", una.id))
    assert (state.actual.id, nombres(state)) == (0, ([], ["Otra"]))
    assert "ya no existe" in str(await tab.call(EdicionDeVistasState, "borrar", una.id))
    assert "ya no existe" in str(await tab.call(EdicionDeVistasState, "guardar_cambios", una.id))
    assert "de nuevo" in str(await tab.call(EdicionDeVistasState, "devolver", una.id))
    assert nombres(state) == ([], ["Al sur", "Otra"])
    await tab.call(EdicionDeVistasState, "editar", 10**9)
    await tab.call(EdicionDeVistasState, "renombrar", {"nombre": "Nada"})
    assert edicion.error == "Esa vista ya no existe."


async def test_a_colleagues_new_view_shows_while_the_sheet_is_open(
    tab: Tab, ana: Caller, de_ana: De
) -> None:
    otra = tab_de(ana.cuenta.id, "Leo", Rol.LECTOR)
    state = await otra.state(VistasState)
    await otra.call(VistasState, "mostrar", True)  # noqa: FBT003 - the same
    async with otra.running(VistasState, "seguir"):
        await de_ana("De todos", "estado=JAL", de_la_cuenta=True)
        await de_ana("De Ana", "estado=COL")
        await until(lambda: nombres(state) == (["De todos"], []))
        assert not state.de_la_cuenta[0].puede
    earlier = asyncio.create_task(otra.call(VistasState, "seguir"))
    await otra.call(VistasState, "mostrar", False)  # noqa: FBT003 - the same
    await de_ana("Una más", "q=x", de_la_cuenta=True)
    assert await asyncio.wait_for(earlier, 20) == []


async def test_a_reader_saves_for_themselves_and_changes_nothing_of_the_account(
    tab: Tab, ana: Caller, de_ana: De
) -> None:
    comun = await de_ana("De todos", "estado=JAL", de_la_cuenta=True)
    de_ella = await de_ana("De Ana", "estado=COL")
    leo = tab_de(ana.cuenta.id, "Leo", Rol.LECTOR)
    state, edicion = await en(leo, JALISCO), await leo.state(EdicionDeVistasState)
    assert state.actual.nombre == "De todos"
    state = await en(leo, f"{JALISCO}&q=x")
    assert state.cambiada.id == 0
    # What no page of theirs sends.
    await leo.call(EdicionDeVistasState, "guardar", {"nombre": "X", "de_la_cuenta": "on"})
    assert "no permite guardar vistas para toda la cuenta" in edicion.error
    for una in (comun, de_ella):
        for handler in ("guardar_cambios", "borrar", "devolver"):
            await leo.call(EdicionDeVistasState, handler, una.id)
        await leo.call(EdicionDeVistasState, "editar", una.id)
        await leo.call(EdicionDeVistasState, "renombrar", {"nombre": "Tomada"})
        assert edicion.error == "Esa vista ya no existe."
    await leo.call(EdicionDeVistasState, "guardar", {"nombre": "Mía"})
    assert nombres(state) == (["De todos"], ["Mía"])
    assert nombres(await en(tab, LISTA)) == (["De todos"], ["De Ana"])


async def test_somebody_of_another_account_reaches_none(tab: Tab, ana: Caller, de_ana: De) -> None:
    unas = [await de_ana("De todos", "q=a", de_la_cuenta=True), await de_ana("De Ana", "q=b")]
    otra_cuenta = cuentas.crear(shared_engine(), "La otra").id
    eva = tab_de(otra_cuenta, "Eva", Rol.PROPIETARIO)
    state = await en(eva, f"{LISTA}?q=a")
    assert nombres(state) == ([], [])
    for una in unas:
        for handler in ("guardar_cambios", "borrar", "devolver"):
            assert "ya no existe" in str(await eva.call(EdicionDeVistasState, handler, una.id))
        await eva.call(VistasState, "elegir", una.id)
        assert (await en(eva, f"{LISTA}?q=zz")).cambiada.id == 0
    assert nombres(await en(tab, LISTA)) == (["De todos"], ["De Ana"])


async def test_an_etiqueta_that_was_deleted_is_passed_over_and_said(
    tab: Tab, beto: Actor, de_ana: De
) -> None:
    mayoreo = await asyncio.to_thread(etiquetas.crear, shared_engine(), beto, "Mayoreo")
    una = await de_ana("Mayoreo en Jalisco", f"estado=JAL&etiqueta={mayoreo.id}")
    state = await en(tab, LISTA)
    assert (state.mias[0].falta, state.mias[0].destino) == (
        "",
        f"?estado=JAL&etiqueta={mayoreo.id}",
    )
    assert "se pasa por alto" not in str(await tab.call(VistasState, "elegir", una.id))
    await asyncio.to_thread(etiquetas.borrar, shared_engine(), beto, mayoreo.id)
    state = await en(tab, LISTA)
    assert state.mias[0].destino == "?estado=JAL"
    assert "«Etiqueta»" in state.mias[0].falta
    assert "se pasa por alto" in str(await tab.call(VistasState, "elegir", una.id))
    assert (await en(tab, JALISCO)).actual.id == una.id
