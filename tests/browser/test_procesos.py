"""«Ver estado de los procesos»: live, for the whole team."""

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.pasos_carga import (
    CARGA,
    PACIENCIA,
    PROCESOS,
    cifra,
    descargar,
    esperar_cifras,
    procesar,
    subir,
    un_archivo,
)
from tests.builders import un_cliente, un_csv, un_rfc


def _cargar(page: Page, nombre: str, contenido: bytes) -> None:
    page.goto(CARGA)
    subir(page, un_archivo(nombre, contenido))
    esperar_cifras(page)
    procesar(page)


def _proceso(page: Page, nombre: str) -> Locator:
    return page.get_by_role("listitem").filter(
        has=page.get_by_role("heading", name=nombre, exact=True)
    )


def test_process_shows_who_when_state_counts_and_actions(page: Page) -> None:
    """One row says everything; an action that does not apply is not there."""
    nombre = f"lista-{un_rfc()}.csv"
    _cargar(page, nombre, un_csv([un_cliente(), un_cliente(email="no")]))
    page.goto(PROCESOS)
    fila = _proceso(page, nombre)
    expect(fila).to_contain_text("Terminado con rechazos")
    expect(fila.get_by_role("time")).to_have_text(re.compile(r"\d{1,2} \w+\.? \d{4}"))
    for accion in ("Ver detalle", "Descargar rechazados", "Descargar archivo original"):
        expect(fila.get_by_role("link", name=accion)).to_be_visible()
    expect(fila.get_by_role("button", name="Deshacer carga")).to_be_visible()
    expect(fila.get_by_role("button", name="Cancelar")).to_have_count(0)


def test_open_list_follows_what_another_browser_starts(
    page: Page, abrir_navegador: Callable[..., BrowserContext]
) -> None:
    """The list moves by itself."""
    page.goto(PROCESOS)
    nombre = f"otro-{un_rfc()}.csv"
    _cargar(abrir_navegador().new_page(), nombre, un_csv([un_cliente()]))
    expect(_proceso(page, nombre)).to_contain_text("Terminado", timeout=PACIENCIA)


def test_detail_has_counts_problems_and_downloads(page: Page) -> None:
    """«Ver detalle» tells what became of each row."""
    nombre = f"detalle-{un_rfc()}.csv"
    archivo = un_csv([un_cliente(), un_cliente(codigo_postal="1E+03"), un_cliente(email="no")])
    _cargar(page, nombre, archivo)
    page.goto(PROCESOS)
    _proceso(page, nombre).get_by_role("link", name="Ver detalle").click()
    expect(page.get_by_role("heading", name=nombre, level=1)).to_be_visible()
    expect(page).to_have_url(re.compile(rf"{PROCESOS}/\d+$"))
    expect(cifra(page, "Rechazados")).to_have_text("2")
    expect(cifra(page, "Para clientes que ya existen")).to_have_text("Actualizar")
    problemas = page.get_by_role("region", name="Errores y avisos")
    problemas.get_by_label("Columna").select_option("Código Postal")
    expect(problemas.get_by_role("row").nth(1)).to_contain_text("1E+03")
    original, contenido = descargar(page, "Descargar archivo original")
    assert (original, contenido) == (nombre, archivo)
    page.reload()
    expect(page.get_by_role("heading", name=nombre, level=1)).to_be_visible()


def test_running_process_is_cancelled_and_every_page_says_that_it_runs(page: Page) -> None:
    """«Cancelar» asks first; what is stored by then stays, and the counts say so."""
    nombre = f"larga-{un_rfc()}.csv"
    page.goto(CARGA)
    subir(page, un_archivo(nombre, un_csv([un_cliente() for _ in range(40_000)])))
    esperar_cifras(page, Filas="40,000")
    page.get_by_role("button", name="Procesar Archivo").click()
    page.goto("/catalogos/clientes")
    aviso = page.get_by_role("complementary", name="Proceso en marcha")
    aviso.get_by_role("link").click()
    fila = _proceso(page, nombre)
    expect(fila.get_by_role("progressbar")).to_be_visible()
    fila.get_by_role("button", name="Cancelar").click()
    pregunta = page.get_by_role("alertdialog", name="¿Cancelar el proceso?")
    pregunta.get_by_role("button", name="Sí, cancelar").click()
    expect(fila.get_by_text("Cancelado")).to_be_visible(timeout=PACIENCIA)
    expect(fila.get_by_role("button", name="Cancelar")).to_have_count(0)
    expect(aviso).to_have_count(0)


def test_undo_asks_first_and_takes_the_load_back(page: Page) -> None:
    """«Deshacer carga» deletes what the process created."""
    rfc = un_rfc()
    nombre = f"deshacer-{rfc}.csv"
    _cargar(page, nombre, un_csv([un_cliente(rfc=rfc)]))
    page.goto(PROCESOS)
    fila = _proceso(page, nombre)
    fila.get_by_role("button", name="Deshacer carga").click()
    pregunta = page.get_by_role("alertdialog", name="¿Deshacer la carga?")
    expect(pregunta).to_contain_text(nombre)
    pregunta.get_by_role("button", name="No, dejarlo así").click()
    expect(fila).to_contain_text("Terminado")
    fila.get_by_role("button", name="Deshacer carga").click()
    pregunta.get_by_role("button", name="Sí, deshacer").click()
    expect(fila).to_contain_text("Deshecho", timeout=PACIENCIA)
    _, exportado = _exportado(page)
    assert rfc.encode() not in exportado


def _exportado(page: Page) -> tuple[str, bytes]:
    page.goto(CARGA)
    return descargar(page, "Descargar en .CSV")


def test_unknown_process_is_told(page: Page) -> None:
    """A number nobody has, and what is no number."""
    for numero in ("999999999", "abc", "9" * 30):
        page.goto(f"{PROCESOS}/{numero}")
        expect(page.get_by_text("No encontramos ese proceso")).to_be_visible()


def test_telephone_shows_cards_without_sideways_scrolling(page: Page) -> None:
    """390 pixels are enough."""
    nombre = f"telefono-{un_rfc()}.csv"
    _cargar(page, nombre, un_csv([un_cliente(), un_cliente(email="no")]))
    page.set_viewport_size({"width": 390, "height": 844})
    for ruta in (PROCESOS, CARGA):
        page.goto(ruta)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.goto(PROCESOS)
    expect(_proceso(page, nombre).get_by_role("link", name="Ver detalle")).to_be_visible()
