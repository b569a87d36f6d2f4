"""The question before an action, its answer, and what is said when the process has ended."""

import asyncio

import pytest

from clientes_app.live.presence_board import tab_id
from clientes_app.services.carga import procesos
from clientes_app.services.clientes import clientes, presencia
from clientes_app.services.clientes.clientes import ClienteGuardado
from clientes_app.services.clientes.presencia import Presente
from clientes_app.services.context import Actor
from clientes_app.services.resources import shared_engine
from clientes_app.ui.clientes.acciones.count_state import ConteoState
from clientes_app.ui.clientes.acciones.state import AccionState
from clientes_app.ui.clientes.seleccion.state import SeleccionState
from tests.builders import un_cliente
from tests.unit.ui.conftest import Tab

SI, NO = True, False


@pytest.fixture
async def elegidos(tab: Tab, beto: Actor) -> list[int]:
    """Two chosen clients, one of them with an accent."""
    nombres = ("ÁRBOL", "CASA")
    ids = [clientes.alta(shared_engine(), beto, un_cliente(nombre=n)).id for n in nombres]
    await tab.call(SeleccionState, "open_page")
    for cliente_id in ids:
        await tab.call(SeleccionState, "elegir", cliente_id, SI)
    return ids


async def test_who_stands_against_a_client_can_be_looked_at(tab: Tab, beto: Actor) -> None:
    datos = un_cliente()
    borrado = clientes.alta(shared_engine(), beto, datos)
    clientes.borrar(shared_engine(), beto, borrado.id)
    vivo = clientes.alta(shared_engine(), beto, datos)
    tab.go("/catalogos/clientes/papelera")
    await tab.call(SeleccionState, "open_page")
    await tab.call(SeleccionState, "elegir", borrado.id, SI)
    accion = await tab.state(AccionState)
    await tab.call(AccionState, "abrir", "restaurar")
    (fuera,) = accion.previa.fuera
    assert fuera.otro == f"/catalogos/clientes/{vivo.id}"
    assert not accion.previa.puede


async def test_it_shows_what_would_be_done_and_asks_for_it(tab: Tab, elegidos: list[int]) -> None:
    accion = await tab.state(AccionState)
    await tab.call(AccionState, "abrir", "quitar_acentos")
    assert (accion.titulo, accion.previa.boton) == (
        "Quitar acentos",
        "Quitar acentos en 1 cliente",
    )
    assert accion.quienes.startswith("2 clientes seleccionados de ")
    (fila,) = accion.previa.filas
    assert [(t.texto, t.distinto) for t in fila.despues] == [("A", True), ("RBOL", False)]

    said = await tab.call(AccionState, "confirmar")
    assert "Quitar acentos en 1 cliente" in str(said)
    assert (await tab.state(SeleccionState)).ids == []
    (proceso,) = procesos.lista(shared_engine(), tab.actor.cuenta_id).filas
    assert (proceso.estado, proceso.filas) == (procesos.Estado.EN_ESPERA, 2)

    following = asyncio.create_task(tab.call(AccionState, "seguir", proceso.id))
    await asyncio.to_thread(procesos.ejecutar, shared_engine(), proceso.id)
    said = await asyncio.wait_for(following, 20)
    assert "Quitar acentos: 1 cliente cambi" in str(said)
    assert "Deshacer" in str(said)
    datos = clientes.obtener(shared_engine(), tab.actor.cuenta_id, elegidos[0]).datos
    assert datos.nombre == "ARBOL"

    await tab.call(AccionState, "deshacer", proceso.id)
    following = asyncio.create_task(tab.call(AccionState, "seguir", proceso.id))
    await asyncio.to_thread(
        procesos.seguir_deshaciendo, shared_engine(), tab.actor.cuenta_id, proceso.id
    )
    assert "1 vuelto a como estaba" in str(await asyncio.wait_for(following, 20))


async def test_a_key_is_chosen_before_anything_is_shown(tab: Tab, elegidos: list[int]) -> None:
    accion = await tab.state(AccionState)
    await tab.call(AccionState, "abrir", "cambiar_uso")
    assert not {"CP01", "CN01"} & {una.clave for una in accion.claves}
    assert not accion.previa.puede
    await tab.call(AccionState, "elegir_clave", "I08")
    assert accion.previa.boton == "Cambiar uso a I08 en 2 clientes"
    await tab.call(AccionState, "elegir_clave", "CP01")
    assert not accion.previa.puede
    assert await tab.call(AccionState, "confirmar") == []
    assert procesos.lista(shared_engine(), tab.actor.cuenta_id).total == 0


async def test_what_is_no_action_or_nobodys_process_does_nothing(
    tab: Tab, elegidos: list[int]
) -> None:
    accion = await tab.state(AccionState)
    await tab.call(AccionState, "abrir", "volar")
    assert accion.accion == ""
    assert await tab.call(AccionState, "confirmar") == []
    assert await tab.call(AccionState, "deshacer", 99) is None
    assert await tab.call(AccionState, "seguir", 99) == []


async def test_what_cannot_be_done_is_told_and_not_asked(tab: Tab, elegidos: list[int]) -> None:
    accion = await tab.state(AccionState)
    said = await tab.call(AccionState, "abrir", "usar_cp_de_expedicion")
    assert "postal de expedici" in str(said)
    assert accion.accion == ""


async def test_the_menu_says_how_many_have_what_it_takes_off(tab: Tab, elegidos: list[int]) -> None:
    conteo = await tab.state(ConteoState)
    await tab.call(ConteoState, "contar")
    assert dict(conteo.notas) == {
        "quitar_acentos": "1 de los 2 los lleva",
        "quitar_regimen_societario": "Ninguno de los 2 lo lleva",
    }
    await tab.call(SeleccionState, "elegir", elegidos[1], NO)
    await tab.call(ConteoState, "contar")
    assert conteo.notas["quitar_acentos"] == "Los lleva"


async def test_before_they_are_deleted_it_says_who_has_them_open(
    tab: Tab, elegidos: list[int], cliente: ClienteGuardado
) -> None:
    uno, otro = elegidos
    yo = tab.actor.usuario_id
    mia = tab_id((await tab.state(AccionState)).router.session.client_token)
    presentes = [
        Presente("a", uno, "una", None, "Beto Ruiz", editando=True),
        Presente("b", uno, "dos", None, "Ivonne Gil", editando=False),
        Presente("c", otro, "tres", None, "Rosa Paz", editando=False),
        Presente("d", otro, mia, yo, "Ana", editando=True),
        Presente("e", cliente.id, "cuatro", None, "Nadie de aquí", editando=True),
    ]
    presencia.asentar(shared_engine(), tab.actor.cuenta_id, presentes=presentes, idos=())
    accion = await tab.state(AccionState)
    await tab.call(AccionState, "abrir", "borrar")
    assert accion.previa.nota == (
        "Beto Ruiz está editando 1 de estos clientes. "
        "Ivonne Gil y Rosa Paz tienen abiertos 2 de estos clientes. "
        "Van a la papelera. Después puede deshacerse desde Procesos."
    )
    mas = Presente("f", uno, "cinco", yo, "Ana", editando=False)
    presencia.asentar(
        shared_engine(), tab.actor.cuenta_id, presentes=[mas], idos=["a", "b", "c", "e"]
    )
    await tab.call(SeleccionState, "elegir", otro, NO)
    await tab.call(AccionState, "abrir", "borrar")
    assert accion.previa.nota.startswith("Usted, en otra pestaña, tiene abierto este cliente. ")
    await tab.call(AccionState, "abrir", "quitar_acentos")
    assert "Usted" not in accion.previa.nota


async def test_with_nothing_to_do_it_says_so(tab: Tab, elegidos: list[int]) -> None:
    accion = await tab.state(AccionState)
    await tab.call(SeleccionState, "elegir", elegidos[0], NO)
    await tab.call(AccionState, "abrir", "quitar_acentos")
    assert (accion.previa.puede, accion.previa.nota) == (False, "Ninguno lleva acentos.")
    await tab.call(AccionState, "cerrar")
    assert accion.accion == ""


async def test_a_question_that_was_left_with_its_page_asks_for_nothing(
    tab: Tab, elegidos: list[int]
) -> None:
    accion = await tab.state(AccionState)
    await tab.call(AccionState, "abrir", "quitar_acentos")
    await tab.call(SeleccionState, "quitar")
    assert await tab.call(AccionState, "confirmar") == []
    assert procesos.lista(shared_engine(), tab.actor.cuenta_id).total == 0
    await tab.call(AccionState, "abrir", "quitar_acentos")
    await tab.call(AccionState, "cerrar")
    assert accion.accion == ""


async def test_only_a_kind_of_trouble_that_there_is_chooses_clients(
    tab: Tab, elegidos: list[int]
) -> None:
    seleccion = await tab.state(SeleccionState)
    await tab.call(SeleccionState, "elegir_con_aviso", "acentos")
    assert await seleccion._chosen() == (elegidos[0],)
    await tab.call(SeleccionState, "elegir_con_aviso", "inventado")
    assert await seleccion._chosen() == ()
