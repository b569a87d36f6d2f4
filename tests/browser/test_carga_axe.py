"""Nothing that axe-core can find, on the pages of the bulk load, in light and dark."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from clientes_app.domain.columnas import ENCABEZADO
from clientes_app.services.carga import procesos
from clientes_app.services.carga.runs import alone_in_account
from tests.browser.conftest import Servidor
from tests.browser.pasos_carga import (
    CARGA,
    PACIENCIA,
    PROCESOS,
    esperar_cifras,
    hallazgos,
    procesar,
    subir,
    un_archivo,
)
from tests.builders import un_cliente, un_csv
from tests.integration.pasos_procesos import poner


@pytest.fixture(params=["light", "dark"])
def page(abrir_navegador: Callable[..., BrowserContext], request: pytest.FixtureRequest) -> Page:
    """A page in one of the two colour modes."""
    page = abrir_navegador(color_scheme=request.param).new_page()
    page.goto(CARGA)
    expect(page.locator(f"html.{request.param}")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    return page


def _sin_faltas(page: Page) -> None:
    respuesta = Axe().run(page).response
    faltas = [
        (falta["id"], falta["help"], [nodo["html"] for nodo in falta["nodes"]])
        for falta in respuesta["violations"]
    ]
    assert faltas == []


def test_bulk_load_empty_with_errors_and_done(page: Page) -> None:
    """Before the upload, with a preview that has errors, and once processed."""
    _sin_faltas(page)
    filas = [un_cliente(), un_cliente(email="no"), un_cliente(nombre="PEÑA ÁLVAREZ")]
    subir(page, un_archivo("mixto.csv", un_csv(filas)))
    esperar_cifras(page, Con_error="1", Con_aviso="1")
    _sin_faltas(page)
    procesar(page)
    _sin_faltas(page)


def test_file_that_does_not_load(page: Page) -> None:
    """With the two headers side by side."""
    encabezado = [*ENCABEZADO[:-1], "Otra"]
    subir(page, un_archivo("mal.csv", un_csv([un_cliente()], encabezado=encabezado)))
    expect(hallazgos(page).get_by_role("alert")).to_be_visible(timeout=PACIENCIA)
    _sin_faltas(page)


def test_processes_their_detail_and_the_help(page: Page) -> None:
    """The list, one process with its problems, the guide."""
    subir(page, un_archivo("axe.csv", un_csv([un_cliente(), un_cliente(email="no")])))
    esperar_cifras(page, Con_error="1")
    procesar(page)
    page.goto(PROCESOS)
    expect(page.get_by_role("link", name="Ver detalle").first).to_be_visible()
    _sin_faltas(page)
    page.get_by_role("link", name="Ver detalle").first.click()
    expect(page.get_by_role("region", name="Errores y avisos")).to_be_visible()
    _sin_faltas(page)
    page.goto("/ayuda")
    expect(page.get_by_role("heading", name="Ayuda", level=1)).to_be_visible()
    _sin_faltas(page)


def test_the_way_past_everything_comes_first_while_something_runs(
    page: Page, servidor: Servidor
) -> None:
    """The sign of a running process is a link too, on every page."""
    actor = servidor.actor
    proceso_id = procesos.recibir(servidor.engine, actor, "largo.csv", [un_csv([un_cliente()])])
    # Whoever has the account's lock keeps the worker from running it.
    with alone_in_account(servidor.engine, actor.cuenta_id):
        poner(servidor.engine, proceso_id, estado="procesando", filas=100)
        try:
            page.goto("/catalogos/clientes")
            # What stands around every page can be there a moment before the page.
            expect(page.get_by_role("main")).to_be_visible()
            expect(page.locator(".indicador-proceso")).to_be_visible()
            expect(page.locator("a").first).to_have_text("Saltar al contenido")
            _sin_faltas(page)
        finally:
            poner(servidor.engine, proceso_id, estado="cancelado")
