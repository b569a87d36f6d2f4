"""Many choices of a filter are narrowed by typing: at once, by mouse, keyboard and finger."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Servidor
from tests.browser.test_accesible import hallazgos
from tests.browser.test_filtros import elegir, filtros
from tests.browser.test_lista import LISTA, filas

Abrir = Callable[..., BrowserContext]
DE_OTROS_ESTADOS = (
    *("20000", "21000", "23000", "24000", "27000", "31000"),
    *("34000", "36000", "64000", "97000", "98000"),
)
"""A postal code each of as many states; one of Nuevo León, one of Yucatán."""


@pytest.fixture(scope="module", autouse=True)
def _de_muchos_estados(servidor: Servidor) -> None:
    """A client of each."""
    for lugar, cp in enumerate(DE_OTROS_ESTADOS):
        servidor.alta(nombre=f"CLIENTE NUMERO {lugar}", codigo_postal=cp)


def test_many_choices_are_narrowed_by_typing(page: Page) -> None:
    page.goto(LISTA)
    expect(filas(page)).to_have_count(len(DE_OTROS_ESTADOS))
    hoja = elegir(page, "Persona")
    expect(hoja.get_by_role("checkbox")).to_have_count(1)
    buscar = hoja.get_by_role("searchbox", name="Buscar opción")
    expect(buscar).to_have_count(0)
    hoja.get_by_role("button", name="Estado", exact=True).click()
    expect(hoja.get_by_role("checkbox")).to_have_count(len(DE_OTROS_ESTADOS))
    # Without accents or capitals, the words in any order.
    buscar.fill("leon nuev")
    expect(hoja.get_by_role("checkbox")).to_have_count(1)
    expect(hoja.get_by_role("status")).to_have_text(f"1 de {len(DE_OTROS_ESTADOS)} opciones")
    hoja.get_by_role("checkbox", name="Nuevo León 1").click()
    expect(filas(page)).to_have_count(1)
    expect(page).to_have_url(re.compile(r"\?estado=NLE$"))
    # What was typed outlives the new figures, and what is on stays on.
    expect(buscar).to_have_value("leon nuev")
    expect(hoja.get_by_role("checkbox", name="Nuevo León 1")).to_be_checked()
    buscar.fill("zacatepec")
    expect(hoja.get_by_role("status")).to_have_text("Ninguna opción coincide con «zacatepec».")
    expect(hoja.get_by_role("checkbox")).to_have_count(0)
    hoja.get_by_role("button", name="Limpiar búsqueda").click()
    expect(buscar).to_have_value("")
    expect(buscar).to_be_focused()
    expect(hoja.get_by_role("checkbox")).to_have_count(len(DE_OTROS_ESTADOS))
    expect(hoja.get_by_role("status")).to_have_text("")


def test_another_filter_begins_with_an_empty_search(page: Page) -> None:
    page.goto(LISTA)
    hoja = elegir(page, "Estado")
    buscar = hoja.get_by_role("searchbox", name="Buscar opción")
    buscar.fill("nada de esto")
    hoja.get_by_role("button", name="Uso de la Factura", exact=True).click()
    expect(hoja.get_by_role("checkbox")).to_have_count(1)
    expect(buscar).to_have_count(0)
    hoja.get_by_role("button", name="Estado", exact=True).click()
    expect(hoja.get_by_role("checkbox")).to_have_count(len(DE_OTROS_ESTADOS))
    expect(buscar).to_have_value("")


@pytest.mark.parametrize("ancho", [1280, 390])
@pytest.mark.parametrize("modo", ["light", "dark"])
def test_choices_are_searched_by_keyboard_alone(
    abrir_navegador: Abrir, modo: str, ancho: int
) -> None:
    page = abrir_navegador(
        color_scheme=modo, viewport={"width": ancho, "height": 800}, reduced_motion="reduce"
    ).new_page()
    page.goto(LISTA)
    expect(filas(page)).to_have_count(len(DE_OTROS_ESTADOS))
    hoja = elegir(page, "Estado")
    buscar = hoja.get_by_role("searchbox", name="Buscar opción")
    expect(buscar).to_be_visible()
    for _ in range(20):
        if buscar.evaluate("n => n === document.activeElement"):
            break
        page.keyboard.press("Tab")
    antes = buscar.bounding_box()
    page.keyboard.type("yucatan")
    expect(hoja.get_by_role("checkbox")).to_have_count(1)
    assert hallazgos(page) == ""
    assert buscar.bounding_box() == antes, "The field moves while somebody types in it."
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(filas(page)).to_have_count(1)
    expect(hoja.get_by_role("checkbox", name="Yucatán 1")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.type("x")
    expect(hoja.get_by_role("button", name="Limpiar búsqueda")).to_be_visible()
    assert hallazgos(page) == ""
    assert page.evaluate("document.documentElement.scrollWidth") <= ancho
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(buscar).to_be_focused()
    page.keyboard.press("Escape")
    expect(hoja).to_have_count(0)
    expect(filtros(page).get_by_role("button", name="Agregar filtro")).to_be_focused()
