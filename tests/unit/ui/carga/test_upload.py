"""An upload of several files, taken apart while it arrives, and what the page says of it."""

import random
from collections.abc import Iterator

import pytest
import reflex as rx

from clientes_app import config, routes
from clientes_app.services.carga import procesos
from clientes_app.services.documentos.paquete import MAX_ARCHIVOS
from clientes_app.services.errors import NoEncontrado
from clientes_app.services.resources import shared_engine
from clientes_app.ui.carga.upload.chunks import files_in
from clientes_app.ui.carga.upload.state import WAYS_IN, SubidaState
from tests.builders import un_cliente, un_csv
from tests.facturas import una_factura
from tests.unit.ui.conftest import Tab

Trozo = tuple[str, int, bytes]
CARGA = routes.CARGA_MASIVA


def llegan(*trozos: Trozo) -> Iterator[rx.UploadChunk]:
    for nombre, lugar, datos in trozos:
        yield rx.UploadChunk(filename=nombre, offset=lugar, content_type="", data=datos)


async def subida(tab: Tab, *trozos: Trozo, cuantos: int) -> list[str]:
    """Hand over an upload; return what the page is then asked to do."""
    iterator = rx.UploadChunkIterator(maxsize=len(trozos) + 1)
    for chunk in llegan(*trozos):
        await iterator.push(chunk)
    await iterator.finish()
    heard: list[object] = []
    await tab.call(SubidaState, "subir", iterator, cuantos, heard=heard)
    return [str(event) for event in heard]


def test_each_file_is_told_from_the_next_though_their_names_are_the_same() -> None:
    trozos = llegan(("a", 0, b"un"), ("a", 2, b"o"), ("a", 0, b""), ("a", 0, b"dos"))
    assert [(nombre, b"".join(piezas)) for nombre, piezas in files_in(trozos)] == [
        ("a", b"uno"),
        ("a", b""),
        ("a", b"dos"),
    ]
    assert list(files_in(llegan())) == []


def test_what_nobody_takes_of_a_file_is_passed_over() -> None:
    trozos = llegan(("a", 0, b"1"), ("a", 1, b"2"), ("a", 2, b"3"), ("b", 0, b"4"))
    archivos = files_in(trozos)
    _, piezas = next(archivos)
    assert next(piezas) == b"1"
    nombre, piezas = next(archivos)
    assert (nombre, list(piezas)) == ("b", [b"4"])


def test_nothing_is_asked_for_before_it_is_wanted() -> None:
    trozos = llegan(("a", 0, b"1"), ("b", 0, b"2"))
    nombre, _ = next(files_in(trozos))
    assert nombre == "a"
    assert next(trozos).filename == "b"


async def test_one_file_is_stored_as_it_is(tab: Tab) -> None:
    tab.go(CARGA)
    datos = un_csv([un_cliente()])
    dicho = await subida(tab, ("a.csv", 0, datos[:9]), ("a.csv", 9, datos[9:]), cuantos=1)
    proceso = procesos.detalle(shared_engine(), tab.actor.cuenta_id, 1)
    assert proceso.archivo == "a.csv"
    guardado = b"".join(procesos.original(shared_engine(), tab.actor.cuenta_id, 1))
    assert guardado == datos
    assert routes.proceso_en_carga(1) in dicho[0]


async def test_several_are_one_process_that_is_called_by_the_first(tab: Tab) -> None:
    tab.go(CARGA)
    facturas = [
        una_factura(numero=n, receptor={"Rfc": rfc}).encode()
        for n, rfc in enumerate(("CXO860722AB4", "TRN050806EE1"))
    ]
    await subida(tab, ("año/a.xml", 0, facturas[0]), ("año/b.xml", 0, facturas[1]), cuantos=2)
    vista = procesos.previsualizar(shared_engine(), tab.actor.cuenta_id, 1)
    assert vista is not None
    assert (vista.filas, vista.documento) == (2, "facturas")
    assert procesos.detalle(shared_engine(), tab.actor.cuenta_id, 1).archivo == "a.xml y otro más"


async def test_what_is_refused_on_its_way_leaves_nothing_and_is_said(
    tab: Tab, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab.go(CARGA)
    dicho = await subida(tab, ("a.pdf", 0, b"x"), ("b.csv", 0, b"y"), ("c", 0, b"z"), cuantos=3)
    state = await tab.state(SubidaState)
    assert "«b.csv»" in state.error
    assert not state.subiendo
    (para_el_navegador,) = dicho
    assert 'refs["__upload_controllers_archivo-csv"]?.abort()' in para_el_navegador

    monkeypatch.setenv("CLIENTES_MAX_ARCHIVO_MB", "1")
    config.settings.cache_clear()
    await subida(tab, ("a.pdf", 0, _noise(700_000)), ("b.pdf", 0, _noise(700_000)), cuantos=2)
    assert state.error.startswith("Los archivos juntos pasan de 1 MB")
    await subida(tab, ("a.csv", 0, _noise(2_000_000)), cuantos=1)
    assert state.error.startswith("El archivo pasa de 1 MB")
    with pytest.raises(NoEncontrado):
        procesos.detalle(shared_engine(), tab.actor.cuenta_id, 1)


async def test_the_browser_says_also_that_it_sends_none(tab: Tab) -> None:
    tab.go(CARGA)
    assert await subida(tab, cuantos=0) == []
    assert (await tab.state(SubidaState)).error == ""


async def test_what_the_browser_does_not_send_is_said_until_others_are_chosen(tab: Tab) -> None:
    tab.go(CARGA)
    state = await tab.state(SubidaState)
    await tab.call(SubidaState, "no_aceptado", MAX_ARCHIVOS + 1, ["a", "b", "c"])
    assert state.error.startswith("Eligió 2,001 archivos y se toman hasta 2,000 a la vez.")
    await tab.call(SubidaState, "no_aceptado", 5, ["a.zip", "b.zip", "c.zip"])
    assert state.error.startswith("No se tomó «a.zip», «b.zip», «c.zip» y 2 más:")
    await tab.call(SubidaState, "no_aceptado", 1, ["a.zip"])
    assert state.error.startswith("No se tomó «a.zip»: un archivo es de 200 MB como máximo.")
    tab.go(routes.proceso_en_carga(1))
    await tab.call(SubidaState, "open_page")
    assert state.error
    await tab.call(SubidaState, "empezar")
    assert state.error == ""


@pytest.mark.parametrize("documentos", [*WAYS_IN, "otros", ""])
async def test_the_page_leads_to_the_way_in_that_its_address_names(
    tab: Tab, documentos: str
) -> None:
    tab.go(routes.carga_de(documentos))
    state = await tab.state(SubidaState)
    state.error = "De antes."
    answer = await tab.call(SubidaState, "open_page")
    assert (WAYS_IN.get(documentos, "nada") in str(answer)) == (documentos in WAYS_IN)
    assert (state.pedido, state.error) == (documentos, "")


def _noise(size: int) -> bytes:
    """Bytes that no compression makes fewer."""
    return random.Random(7).randbytes(size)
