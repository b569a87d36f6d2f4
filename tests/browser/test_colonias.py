"""What the postal code of a parcel offers: a help, never a gate."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.conftest import Servidor
from tests.browser.pasos_formulario import NUEVO, guardado, guardar, llenar
from tests.browser.test_accesible import hallazgos
from tests.builders import un_rfc


def _abierto(page: Page, cp: str) -> Locator:
    """The drawer of a new client whose parcels go to a postal code."""
    page.goto(NUEVO)
    cajon = page.get_by_role("dialog")
    cajon.get_by_role("button", name="Agregar datos opcionales").click()
    cajon.get_by_label("Código Postal de envío").press_sequentially(cp)
    expect(cajon.get_by_label("Colonia", exact=True)).to_have_role("combobox")
    return cajon


def _ofrece(cajon: Locator, *textos: str) -> None:
    lista = cajon.get_by_role("listbox", name="Sugerencias")
    expect(lista).to_have_count(1 if textos else 0)
    expect(lista.get_by_role("option")).to_have_text(list(textos))


def test_it_says_where_that_is_and_offers_its_colonias_and_takes_any_other(
    page: Page, servidor: Servidor
) -> None:
    page.goto(NUEVO)
    cajon = page.get_by_role("dialog")
    rfc = un_rfc()
    llenar(cajon, nombre="CON ENVIO", rfc=rfc)
    cajon.get_by_role("button", name="Agregar datos opcionales").click()
    colonia = cajon.get_by_label("Colonia", exact=True)
    expect(colonia).to_have_role("textbox")
    cajon.get_by_label("Código Postal de envío").press_sequentially("06200")
    expect(cajon.get_by_text("Cuauhtémoc, Ciudad de México")).to_be_visible()
    for campo, ofrece in (
        ("Colonia", ["Morelos", "Plan Tepito"]),
        ("Municipio", ["Cuauhtémoc"]),
        ("Estado", ["Ciudad de México"]),
    ):
        cajon.get_by_label(campo, exact=True).click()
        _ofrece(cajon, *ofrece)
        expect(cajon.get_by_label(campo, exact=True)).to_be_focused()
    assert hallazgos(page) == ""
    colonia.fill("La que yo digo")
    _ofrece(cajon)
    cajon.get_by_label("País", exact=True).fill("Estados Unidos")
    cajon.get_by_label("Referencias").focus()
    expect(cajon.get_by_text("Cuauhtémoc, Ciudad de México")).to_have_count(0)
    cajon.get_by_label("País", exact=True).fill("México")
    cajon.get_by_label("Código Postal de envío").fill("11570")
    expect(cajon.get_by_label("Código Postal de envío").locator("xpath=../..")).to_contain_text(
        "Ciudad de México"
    )
    guardar(cajon)
    expect(cajon).to_have_count(0)
    hecho = guardado(servidor, rfc)
    assert (hecho.datos.colonia, hecho.datos.codigo_postal_envio) == ("La que yo digo", "11570")


@pytest.mark.parametrize("ancho", [390, 1280])
def test_a_colonia_is_found_without_accents_and_with_the_keyboard_alone(
    abrir_navegador: Callable[..., BrowserContext], ancho: int
) -> None:
    page = abrir_navegador(viewport={"width": ancho, "height": 800}).new_page()
    cajon = _abierto(page, "03810")
    colonia = cajon.get_by_label("Colonia", exact=True)
    colonia.focus()
    page.keyboard.type("napoles")
    _ofrece(cajon, "Nápoles")
    assert hallazgos(page) == ""
    assert page.evaluate("document.documentElement.scrollWidth") <= ancho
    if ancho < 768:
        caja = cajon.get_by_role("option", name="Nápoles").bounding_box()
        assert caja is not None
        assert caja["height"] >= 44
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(colonia).to_have_value("Nápoles")
    _ofrece(cajon)
    # Esc closes the list and nothing else; leaving the field chooses nothing.
    colonia.fill("")
    page.keyboard.type("nap")
    page.keyboard.press("Escape")
    _ofrece(cajon)
    expect(colonia).to_have_value("nap")
    page.keyboard.press("Tab")
    expect(cajon.get_by_label("Código Postal de envío")).to_be_focused()
    expect(colonia).to_have_value("nap")


def test_among_many_some_words_in_any_order_are_enough(page: Page) -> None:
    cajon = _abierto(page, "64280")
    colonia = cajon.get_by_label("Colonia", exact=True)
    colonia.click()
    _ofrece(cajon, "Bernardo Reyes", "Narciso Mendoza", "Niño Artillero", "Pueblo Quieto")
    colonia.press_sequentially("ARTILLERO nino")
    _ofrece(cajon, "Niño Artillero")
    cajon.get_by_role("option", name="Niño Artillero").click()
    expect(colonia).to_have_value("Niño Artillero")
    expect(colonia).to_be_focused()
