"""The handlers of the bulk load and of the processes, called as the page calls them."""

import asyncio

import pytest

from clientes_app.export.clientes_csv import lineas
from clientes_app.judging.plan import Opciones
from clientes_app.services.carga import procesos
from clientes_app.services.carga.procesos import Estado
from clientes_app.services.clientes import clientes
from clientes_app.services.clientes.demo import filas_inventadas
from clientes_app.services.errors import NoEncontrado
from clientes_app.services.resources import shared_engine
from clientes_app.ui.carga.preview import state as preview
from clientes_app.ui.carga.preview.state import CargaState
from clientes_app.ui.carga.problemas.state import ProblemasState
from clientes_app.ui.carga.procesos.detail_state import DetalleState
from clientes_app.ui.carga.procesos.indicator_state import IndicadorState
from clientes_app.ui.carga.procesos.left_state import DejadosState
from clientes_app.ui.carga.procesos.orders_state import OrdenesState
from clientes_app.ui.carga.procesos.state import ProcesosState
from tests.unit.ui.conftest import Tab, until

CARGA = "/catalogos/clientes/carga-masiva"
PROCESOS = "/catalogos/clientes/procesos"


@pytest.fixture
def proceso_id(tab: Tab) -> int:
    """A file that was uploaded and not looked into."""
    rows = [list(fila) for fila in filas_inventadas(5)]
    rows[2][1] = "MAL"
    return procesos.recibir(shared_engine(), tab.actor, "a.csv", [b"".join(lineas(rows))])


def look_into(tab: Tab, proceso_id: int) -> None:
    procesos.previsualizar(shared_engine(), tab.actor.cuenta_id, proceso_id)


def wait_for_a_worker(tab: Tab, proceso_id: int) -> None:
    procesos.poner_en_espera(shared_engine(), tab.actor, proceso_id, Opciones())


@pytest.mark.parametrize(
    ("address", "fase"), [(CARGA, "inicio"), (f"{CARGA}?proceso=x", "no_encontrado")]
)
async def test_without_a_file_there_is_nothing_to_follow(tab: Tab, address: str, fase: str) -> None:
    tab.go(address)
    assert await tab.call(CargaState, "follow") == []
    assert (await tab.state(CargaState)).fase == fase


async def test_a_file_that_does_not_exist_is_not_found(tab: Tab) -> None:
    tab.go(f"{CARGA}?proceso=99")
    assert await tab.call(CargaState, "follow") == []
    assert (await tab.state(CargaState)).fase == "no_encontrado"
    tab.go(f"{PROCESOS}/99")
    assert await tab.call(DetalleState, "follow") == []
    assert (await tab.state(DetalleState)).fase == "no_encontrado"


async def test_the_page_waits_for_the_preview_and_shows_it(tab: Tab, proceso_id: int) -> None:
    tab.go(f"{CARGA}?proceso={proceso_id}")
    carga = await tab.state(CargaState)
    async with tab.running(CargaState, "follow") as heard:
        await until(lambda: carga.proceso.archivo == "a.csv")
        assert carga.fase == "revisando"
        await asyncio.to_thread(look_into, tab, proceso_id)
        await until(lambda: carga.fase == "lista")
        assert (carga.vista.filas, carga.vista.con_error) == ("5", "1")
        await until(lambda: "5 filas, 4 buenas, 1 con error" in "".join(map(str, heard)))
        await asyncio.to_thread(wait_for_a_worker, tab, proceso_id)
        await until(lambda: carga.fase == "enviado")


async def test_a_long_look_says_so_and_the_preview_still_comes(
    tab: Tab, proceso_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preview, "_PATIENCE_S", 0)
    tab.go(f"{CARGA}?proceso={proceso_id}")
    carga = await tab.state(CargaState)
    async with tab.running(CargaState, "follow"):
        await until(lambda: carga.fase == "revisando")
        await tab.call(CargaState, "say_if_slow")
        assert carga.fase == "lento"
        await asyncio.to_thread(look_into, tab, proceso_id)
        await until(lambda: carga.fase == "lista")
        await tab.call(CargaState, "say_if_slow")
        assert carga.fase == "lista"


async def test_the_choices_change_the_figures(tab: Tab, proceso_id: int) -> None:
    look_into(tab, proceso_id)
    tab.go(f"{CARGA}?proceso={proceso_id}")
    carga = await tab.state(CargaState)
    async with tab.running(CargaState, "follow"):
        await until(lambda: carga.fase == "lista")
    await tab.call(CargaState, "elegir_existentes", "omitir")
    await tab.call(CargaState, "elegir_blancos", "borrar")
    assert (carga.existentes, carga.blancos) == ("omitir", "borrar")
    await tab.call(CargaState, "elegir_existentes", "otra cosa")
    await tab.call(CargaState, "elegir_blancos", ["conservar"])
    assert (carga.existentes, carga.blancos) == ("omitir", "borrar")


async def test_what_cannot_be_started_says_why(tab: Tab, proceso_id: int) -> None:
    tab.go(f"{CARGA}?proceso={proceso_id}")
    carga = await tab.state(CargaState)
    async with tab.running(CargaState, "follow"):
        await until(lambda: carga.fase == "revisando")
    await tab.call(CargaState, "procesar")
    assert "todavía se está revisando" in carga.error


async def test_a_process_is_shown_as_it_goes_on(tab: Tab, proceso_id: int) -> None:
    look_into(tab, proceso_id)
    tab.go(f"{PROCESOS}/{proceso_id}")
    detalle = await tab.state(DetalleState)
    async with tab.running(DetalleState, "follow"):
        await until(lambda: detalle.fase == "lista")
        assert detalle.vista.con_error == "1"
        await asyncio.to_thread(wait_for_a_worker, tab, proceso_id)
        await until(lambda: detalle.visto.estado == Estado.EN_ESPERA)


async def test_the_list_and_the_sign_show_what_is_started_and_cancelled(
    tab: Tab, proceso_id: int
) -> None:
    tab.go(PROCESOS)
    lista, sign = await tab.state(ProcesosState), await tab.state(IndicadorState)
    async with tab.running(ProcesosState, "follow"), tab.running(IndicadorState, "follow"):
        await until(lambda: lista.cargado)
        assert (lista.filas, lista.total, sign.texto) == ([], "0", "")
        await asyncio.to_thread(wait_for_a_worker, tab, proceso_id)
        await until(lambda: len(lista.filas) == 1 and bool(sign.texto))
        await tab.call(OrdenesState, "preguntar", "cancelar", str(proceso_id))
        await tab.call(OrdenesState, "confirmar", "cancelar", str(proceso_id))
        await until(lambda: lista.filas[0].estado == Estado.CANCELADO and not sign.texto)


async def test_who_cancels_what_just_ended_is_told(tab: Tab, proceso_id: int) -> None:
    wait_for_a_worker(tab, proceso_id)
    ordenes = await tab.state(OrdenesState)
    await tab.call(OrdenesState, "preguntar", "cancelar", str(proceso_id))
    assert (ordenes.orden, ordenes.si) == ("cancelar", "Sí, cancelar")
    procesos.ejecutar(shared_engine(), proceso_id)
    answer = await tab.call(OrdenesState, "confirmar", "cancelar", str(proceso_id))
    assert ordenes.orden == ""
    assert "No se puede cancelar: el proceso ya está en" in str(answer)
    gone = await tab.call(OrdenesState, "preguntar", "deshacer", "nada")
    assert "Ese proceso ya no existe." in str(gone)
    await tab.call(OrdenesState, "preguntar", "otra cosa", str(proceso_id))
    answer = await tab.call(OrdenesState, "confirmar", "otra cosa", str(proceso_id))
    assert (ordenes.orden, answer) == ("", None)


async def test_undoing_asks_in_numbers_that_fit_and_can_be_asked_again(
    tab: Tab, proceso_id: int
) -> None:
    engine, cuenta_id = shared_engine(), tab.actor.cuenta_id
    wait_for_a_worker(tab, proceso_id)
    procesos.ejecutar(engine, proceso_id)
    ordenes = await tab.state(OrdenesState)
    await tab.call(OrdenesState, "preguntar", "deshacer", str(proceso_id))
    assert ordenes.texto.startswith("Se borran 4 clientes que agregó «a.csv». Lo que alguien")
    await tab.call(OrdenesState, "dejar")
    assert not procesos.detalle(engine, cuenta_id, proceso_id).deshaciendo
    # Answered to a server that does not remember its question any more.
    await tab.call(OrdenesState, "confirmar", "deshacer", str(proceso_id))
    assert procesos.detalle(engine, cuenta_id, proceso_id).deshaciendo


async def test_who_was_left_alone_is_listed_with_both_values(tab: Tab, proceso_id: int) -> None:
    engine, cuenta_id = shared_engine(), tab.actor.cuenta_id
    wait_for_a_worker(tab, proceso_id)
    procesos.ejecutar(engine, proceso_id)
    (cliente, *_) = clientes.buscar(engine, cuenta_id, clientes.Consulta()).filas
    valores = cliente.datos.como_dict() | {"calle": "A MANO"}
    clientes.editar(engine, tab.actor, cliente.id, cliente.version, valores)
    procesos.deshacer(engine, tab.actor, proceso_id)
    await tab.call(DejadosState, "open_proceso", proceso_id)
    dejados = await tab.state(DejadosState)
    (dejado,) = dejados.filas
    assert (dejado.cliente, dejado.nombre) == (str(cliente.id), cliente.datos.nombre)
    (valor,) = dejado.valores
    assert (valor.columna, valor.otro, valor.ahora) == ("Calle", cliente.datos.calle, "A MANO")
    for handler in ("siguiente", "anterior"):
        await tab.call(DejadosState, handler)
    assert (dejados.pagina, dejados.total) == (1, "1")


async def test_a_file_is_thrown_away_and_the_page_begins_anew(tab: Tab, proceso_id: int) -> None:
    tab.go(f"{CARGA}?proceso={proceso_id}")
    carga = await tab.state(CargaState)
    async with tab.running(CargaState, "follow"):
        await until(lambda: carga.fase == "revisando")
    assert "/carga-masiva" in str(await tab.call(CargaState, "descartar"))
    with pytest.raises(NoEncontrado):
        procesos.detalle(shared_engine(), tab.actor.cuenta_id, proceso_id)


async def test_whoever_starts_a_process_sees_it_at_once_with_the_focus(
    tab: Tab, proceso_id: int
) -> None:
    look_into(tab, proceso_id)
    tab.go(f"{CARGA}?proceso={proceso_id}")
    carga = await tab.state(CargaState)
    async with tab.running(CargaState, "follow"):
        await until(lambda: carga.fase == "lista")
        answer = await tab.call(CargaState, "procesar")
        assert (carga.fase, carga.proceso.etiqueta) == ("enviado", "En espera")
    assert f"proceso-{proceso_id}" in str(answer)


async def test_a_file_that_does_not_load_stands_in_the_list(tab: Tab) -> None:
    engine, actor = shared_engine(), tab.actor
    proceso_id = procesos.recibir(engine, actor, "a.csv", [b"no,es,la,plantilla\n"])
    look_into(tab, proceso_id)
    (listado,) = procesos.lista(engine, actor.cuenta_id).filas
    assert (listado.id, listado.estado) == (proceso_id, Estado.NO_CARGADO)
    assert listado.motivo_mensaje
    tab.go(f"{CARGA}?proceso={proceso_id}")
    await tab.call(CargaState, "follow")
    assert (await tab.state(CargaState)).fase == "no_cargable"


async def test_the_problems_of_a_file_are_filtered(tab: Tab, proceso_id: int) -> None:
    look_into(tab, proceso_id)
    await tab.call(ProblemasState, "open_proceso", proceso_id)
    problemas = await tab.state(ProblemasState)
    assert problemas.gravedad == "error"
    assert problemas.filas
    assert all(fila.es_error for fila in problemas.filas)
    await tab.call(ProblemasState, "elegir_gravedad", "todos")
    assert problemas.gravedad == ""
    every = problemas.conteo["total"]
    await tab.call(ProblemasState, "elegir_columna", problemas.columnas[0].valor)
    await tab.call(ProblemasState, "elegir_tipo", "no existe")
    assert problemas.conteo["total"] == "0"
    await tab.call(ProblemasState, "quitar_filtros")
    assert problemas.conteo["total"] == every
    await tab.call(ProblemasState, "elegir_columna", problemas.columnas[0].valor)
    await tab.call(ProblemasState, "elegir_columna", "todo")
    assert problemas.conteo["total"] == every
    await tab.call(ProblemasState, "siguiente")
    await tab.call(ProblemasState, "anterior")
    assert problemas.pagina == 1
