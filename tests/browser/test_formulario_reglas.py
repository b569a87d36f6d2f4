"""The rules of the drawer, field by field, as product.md section 3 says."""

import re

from playwright.sync_api import Locator, expect

from clientes_app.domain.catalogos import regimenes_para, usos_para
from clientes_app.routes import de_cuenta
from tests.browser.conftest import Servidor
from tests.browser.pasos_formulario import LISTA, elegir
from tests.builders import un_rfc


def test_wrong_field_is_told_when_one_leaves_it(cajon: Locator) -> None:
    """And no longer when it is right."""
    campo = cajon.get_by_label("E-mail", exact=True)
    campo.fill("ventas@")
    campo.press("Tab")
    expect(campo).to_have_attribute("aria-invalid", "true")
    campo.fill("ventas@muebles.example")
    campo.press("Tab")
    expect(campo).to_have_attribute("aria-invalid", "false")


def test_notices_are_applied_by_their_buttons(cajon: Locator) -> None:
    """Accents and the régimen societario leave the name when asked."""
    campo = cajon.get_by_label("Nombre o Razón Social")
    campo.fill("Construcción Ñandú SA de CV")
    campo.press("Tab")
    cajon.get_by_role("button", name='Quitar "SA DE CV"').click()
    expect(campo).to_have_value("CONSTRUCCIÓN ÑANDÚ")
    cajon.get_by_role("button", name="Quitar acentos").click()
    expect(campo).to_have_value("CONSTRUCCION ÑANDU")
    expect(cajon.get_by_role("button", name=re.compile("^Quitar"))).to_have_count(0)


def test_rfc_in_the_list_is_told_with_a_link(cajon: Locator, servidor: Servidor) -> None:
    """Before anything is saved."""
    otro = servidor.alta(nombre="YA ESTABA")
    cajon.get_by_label("RFC").fill(otro.datos.rfc)
    enlace = cajon.get_by_role("link", name="YA ESTABA")
    expect(enlace).to_be_visible()
    suya = de_cuenta(servidor.nombre_corto, f"{LISTA}?cliente={otro.id}")
    expect(enlace).to_have_attribute("href", suya)


def test_drop_downs_offer_exactly_what_fits(cajon: Locator) -> None:
    """Régimen by person, uso by person and régimen, as the SAT's tables say."""
    cajon.get_by_label("RFC").fill(un_rfc(persona="fisica"))
    expect(cajon.get_by_text("Persona física")).to_be_visible()
    cajon.get_by_label("Régimen Fiscal").click()
    opciones = cajon.get_by_role("option")
    expect(opciones.first).to_be_visible()
    assert [texto[:3] for texto in opciones.all_inner_texts()] == [
        regimen.clave for regimen in regimenes_para("fisica")
    ]
    elegir(cajon, "Régimen Fiscal", "605")
    cajon.get_by_label("Uso de la Factura").click()
    expect(opciones.first).to_be_visible()
    claves = [texto.split("\n")[0][:4].strip() for texto in opciones.all_inner_texts()]
    assert claves == [uso.clave for uso in usos_para("fisica", "605")]


def test_drop_down_is_searched_without_accents_and_left_with_esc(cajon: Locator) -> None:
    """Esc closes the list of choices and leaves the drawer open."""
    campo = cajon.get_by_label("Régimen Fiscal")
    campo.click()
    campo.press_sequentially("plataformas tecnologicas")
    expect(cajon.get_by_role("option")).to_have_count(1)
    expect(campo).to_have_attribute("aria-expanded", "true")
    campo.press("Escape")
    expect(campo).to_have_attribute("aria-expanded", "false")
    expect(cajon).to_be_visible()


def test_generic_rfc_sets_regimen_and_uso(cajon: Locator) -> None:
    """The public at large is 616 and S01 by itself."""
    cajon.get_by_label("RFC").fill("xaxx010101000")
    expect(cajon.get_by_label("Régimen Fiscal")).to_have_value(re.compile("^616 "))
    expect(cajon.get_by_label("Uso de la Factura")).to_have_value(re.compile("^S01 "))


def test_foreigner_has_two_fields_more(cajon: Locator) -> None:
    """Only XEXX010101000 has Residencia fiscal and Número de registro tributario."""
    cajon.get_by_role("button", name="Agregar datos opcionales").click()
    expect(cajon.get_by_label("Calle")).to_be_visible()
    expect(cajon.get_by_label("Residencia fiscal")).to_have_count(0)
    cajon.get_by_label("RFC").fill("XEXX010101000")
    elegir(cajon, "Residencia fiscal", "USA")
    expect(cajon.get_by_label("Número de registro tributario")).to_be_visible()
