"""The filters of the list: in the address, with the search, live, by mouse, keyboard and finger."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from clientes_app.services.clientes import clientes
from tests.browser.conftest import Servidor
from tests.browser.test_accesible import hallazgos
from tests.browser.test_lista import LISTA, fila, filas
from tests.builders import un_rfc

Abrir = Callable[..., BrowserContext]


@pytest.fixture(scope="module", autouse=True)
def _surtido(servidor: Servidor) -> None:
    """Twelve clients of several kinds."""
    for lugar in range(6):
        servidor.alta(nombre=f"EMPRESA JAL {lugar}", codigo_postal="44100", calle="REFORMA")
    for lugar in range(4):
        servidor.alta(nombre=f"EMPRESA COL {lugar}", codigo_postal="28030", uso_cfdi="G01")
    for lugar in range(2):
        rfc = un_rfc(persona="fisica")
        servidor.alta(nombre=f"ÁNGEL JAL {lugar}", rfc=rfc, codigo_postal="44100")


def filtros(page: Page) -> Locator:
    """The line of the filters."""
    return page.get_by_role("group", name="Filtros", exact=True)


def elegir(page: Page, filtro: str) -> Locator:
    """Open the choice of a filter."""
    filtros(page).get_by_role("button", name="Agregar filtro").click()
    hoja = page.get_by_role("dialog", name="Filtros")
    hoja.get_by_role("button", name=filtro, exact=True).click()
    return hoja


def test_a_filter_is_chosen_counted_changed_and_taken_off(page: Page) -> None:
    page.goto(LISTA)
    expect(filas(page)).to_have_count(12)
    hoja = elegir(page, "Estado")
    expect(hoja.get_by_role("checkbox", name="Jalisco 8")).to_be_visible()
    hoja.get_by_role("checkbox", name="Colima 4").click()
    expect(filas(page)).to_have_count(4)
    expect(page).to_have_url(re.compile(r"\?estado=COL$"))
    expect(page.get_by_text("4 de 12", exact=True)).to_be_visible()
    hoja.get_by_role("checkbox", name="Jalisco 8").click()
    expect(filas(page)).to_have_count(12)
    hoja.get_by_role("button", name="Persona", exact=True).click()
    hoja.get_by_role("checkbox", name="Física 2").click()
    expect(filas(page)).to_have_count(2)
    page.keyboard.press("Escape")
    expect(hoja).to_have_count(0)
    estado = filtros(page).get_by_role("group", name="Filtro Estado")
    expect(estado).to_contain_text(re.compile("Estado ?es ?(Colima o Jalisco|Jalisco o Colima)"))
    # Its words open its choice, and what it counts is with the other filter.
    estado.get_by_role("button").first.click()
    expect(hoja.get_by_role("checkbox", name="Colima 0")).to_be_checked()
    page.keyboard.press("Escape")
    filtros(page).get_by_role("button", name="Quitar filtro Persona").click()
    expect(filas(page)).to_have_count(12)
    expect(filtros(page).get_by_role("button", name="Agregar filtro")).to_be_focused()
    filtros(page).get_by_role("button", name="Quitar todos").click()
    expect(page).to_have_url(re.compile(r"/clientes\??$"))
    page.go_back()
    expect(estado).to_be_visible()
    page.reload()
    expect(estado).to_be_visible()


def test_words_and_filters_go_together_and_are_named_when_nothing_is_found(page: Page) -> None:
    page.goto(f"{LISTA}?uso=G01&regimen=601")
    expect(filas(page)).to_have_count(4)
    page.get_by_role("searchbox").fill("jal")
    vacio = page.locator(".vacio")
    expect(vacio).to_contain_text("Nada encontrado para «jal»")
    expect(vacio).to_contain_text("Régimen Fiscal es 601; Uso de la Factura es G01")
    expect(page).to_have_url(re.compile(r"\?q=jal&regimen=601&uso=G01$"))
    vacio.get_by_role("button", name="Quitar los filtros").click()
    expect(filas(page)).to_have_count(8)
    expect(page.get_by_role("searchbox")).to_have_value("jal")


def test_what_is_filtered_is_exported_and_stays_live(page: Page, servidor: Servidor) -> None:
    page.goto(f"{LISTA}?envio=si")
    expect(filas(page)).to_have_count(6)
    with page.expect_download() as bajando:
        page.get_by_role("link", name="Descargar lo encontrado en .CSV").click()
    assert len(bajando.value.path().read_text("utf-8-sig").splitlines()) == 7
    nuevo = servidor.alta(nombre="AAA RECIEN LLEGADO", calle="JUAREZ")
    expect(fila(page, "AAA RECIEN LLEGADO")).to_be_visible()
    expect(page.get_by_text("7 de 13", exact=True)).to_be_visible()
    clientes.borrar(servidor.engine, servidor.actor, nuevo.id)
    expect(filas(page)).to_have_count(6)


def test_by_kind_of_trouble(page: Page) -> None:
    page.goto(LISTA)
    hoja = elegir(page, "Con avisos")
    expect(hoja.get_by_role("checkbox", name="De cualquier clase 2")).to_be_visible()
    hoja.get_by_role("checkbox", name="Acentos en el nombre 2").click()
    expect(filas(page)).to_have_count(2)
    expect(page).to_have_url(re.compile(r"\?avisos=acentos$"))
    expect(filtros(page)).to_contain_text("Acentos en el nombre")


def test_since_a_day_and_by_whom(page: Page, servidor: Servidor) -> None:
    page.goto(LISTA)
    hoja = elegir(page, "Cambiados por")
    hoja.get_by_role("checkbox", name="Ana 12").click()
    expect(filtros(page)).to_contain_text("Cambiados por")
    expect(filas(page)).to_have_count(12)
    hoja.get_by_role("button", name="Cambiados desde", exact=True).click()
    hoja.get_by_role("checkbox", name="Los últimos 7 días 12").click()
    expect(filas(page)).to_have_count(12)
    hoja.get_by_label("Desde el día").fill("2099-01-01")
    expect(filtros(page)).to_contain_text("1 ene 2099")
    expect(page.locator(".vacio")).to_contain_text("Cambiados desde el 1 ene 2099")


def test_by_keyboard_alone(page: Page) -> None:
    page.goto(LISTA)
    expect(filas(page)).to_have_count(12)
    filtros(page).get_by_role("button", name="Agregar filtro").focus()
    page.keyboard.press("Enter")
    hoja = page.get_by_role("dialog", name="Filtros")
    expect(hoja.get_by_role("button", name="Persona", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    fisica = hoja.get_by_role("checkbox", name="Física 2")
    expect(fisica).to_be_visible()
    for _ in range(20):
        page.keyboard.press("Tab")
        if fisica.evaluate("n => n === document.activeElement"):
            break
    page.keyboard.press("Space")
    expect(filas(page)).to_have_count(2)
    expect(fisica).to_be_focused()
    page.keyboard.press("Escape")
    expect(filtros(page).get_by_role("button", name="Agregar filtro")).to_be_focused()


@pytest.mark.parametrize("ancho", [1280, 390])
@pytest.mark.parametrize("modo", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_runs_out(
    abrir_navegador: Abrir, modo: str, ancho: int
) -> None:
    page = abrir_navegador(
        color_scheme=modo, viewport={"width": ancho, "height": 900}, reduced_motion="reduce"
    ).new_page()
    page.goto(f"{LISTA}?estado=JAL,COL&persona=moral")
    expect(filas(page)).to_have_count(10)
    assert page.evaluate("document.documentElement.scrollWidth") <= ancho
    assert hallazgos(page) == ""
    hoja = elegir(page, "Régimen Fiscal")
    expect(hoja.get_by_role("checkbox", name=re.compile("^601"))).to_be_visible()
    assert hallazgos(page) == ""
    caja = hoja.bounding_box()
    assert caja
    assert caja["x"] >= 0
    assert caja["x"] + caja["width"] <= ancho
    page.goto(f"{LISTA}?estado=AGU")
    expect(page.get_by_text("Nada encontrado")).to_be_visible()
    assert hallazgos(page) == ""
