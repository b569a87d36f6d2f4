"""What the postal code of a parcel offers: a help, never a gate."""

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Servidor
from tests.browser.pasos_formulario import NUEVO, guardado, guardar, llenar
from tests.browser.test_accesible import hallazgos
from tests.builders import un_rfc


def _ofrecido(cajon: Locator, campo: str) -> list[str]:
    lista = cajon.get_by_label(campo, exact=True).evaluate(
        "campo => [...campo.list.options].map(una => una.value)"
    )
    return [str(una) for una in lista]


def test_it_says_where_that_is_and_offers_its_colonias_and_takes_any_other(
    page: Page, servidor: Servidor
) -> None:
    page.goto(NUEVO)
    cajon = page.get_by_role("dialog")
    rfc = un_rfc()
    llenar(cajon, nombre="CON ENVIO", rfc=rfc)
    cajon.get_by_role("button", name="Agregar datos opcionales").click()
    assert _ofrecido(cajon, "Colonia") == []
    cajon.get_by_label("Código Postal de envío").press_sequentially("06200")
    expect(cajon.get_by_text("Cuauhtémoc, Ciudad de México")).to_be_visible()
    assert _ofrecido(cajon, "Colonia") == ["Morelos", "Plan Tepito"]
    assert _ofrecido(cajon, "Municipio") == ["Cuauhtémoc"]
    assert _ofrecido(cajon, "Estado") == ["Ciudad de México"]
    assert hallazgos(page) == ""
    cajon.get_by_label("Colonia", exact=True).fill("La que yo digo")
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
