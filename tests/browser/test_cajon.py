"""How the drawer behaves under somebody's hands: focus, undo, drop-downs, what shows where."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, FloatRect, Locator, Page, expect

from clientes_app.services.acceso import cuentas
from tests.browser.conftest import Servidor
from tests.browser.pasos_formulario import NUEVO, editar, elegir, guardado, guardar, llenar
from tests.builders import un_rfc

NOMBRE = "Nombre o Razón Social"
CONTRAST = """nodo => {
  const luz = (color) => {
    const [r, g, b] = color.match(/[0-9.]+/g).slice(0, 3).map((parte) => {
      const c = parte / 255;
      return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  let fondo = nodo;
  while (/rgba\\(.*, 0\\)|transparent/.test(getComputedStyle(fondo).backgroundColor)) {
    fondo = fondo.parentElement;
  }
  const partes = [luz(getComputedStyle(nodo).color), luz(getComputedStyle(fondo).backgroundColor)];
  return (Math.max(...partes) + 0.05) / (Math.min(...partes) + 0.05);
}"""

WITH_A_REMEDY = """nodo => {
  nodo.dataset.type = "error";
  const remedio = "<div data-description>Intente de nuevo en un momento.</div>";
  nodo.querySelector("[data-content]").insertAdjacentHTML("beforeend", remedio);
}"""


def box(seen: Locator) -> FloatRect:
    """Where something is on the page."""
    found = seen.bounding_box()
    assert found is not None
    return found


def test_upper_case_is_undone_by_the_browser(page: Page, cajon: Locator) -> None:
    """Ctrl+Z takes back what was typed, and Ctrl+Y puts it in again."""
    campo = cajon.get_by_label(NOMBRE)
    campo.press_sequentially("muebles del ñandú")
    expect(campo).to_have_value("MUEBLES DEL ÑANDÚ")
    campo.press("Control+z")
    expect(campo).not_to_have_value("MUEBLES DEL ÑANDÚ")
    campo.press("Control+y")
    expect(campo).to_have_value("MUEBLES DEL ÑANDÚ")
    campo.press("Home")
    page.keyboard.insert_text("los ")
    expect(campo).to_have_value("LOS MUEBLES DEL ÑANDÚ")


def test_one_more_email_has_the_focus_and_can_be_taken_away(page: Page, cajon: Locator) -> None:
    """What one types next stands in the new field; without it nothing of it is stored."""
    cajon.get_by_role("button", name="Agregar otro e-mail").click()
    segundo = cajon.get_by_label("E-mail 2", exact=True)
    expect(segundo).to_be_focused()
    page.keyboard.type("b@muebles.example")
    cajon.get_by_role("button", name="Agregar otro e-mail").click()
    expect(cajon.get_by_label("E-mail 3", exact=True)).to_be_focused()
    page.keyboard.type("c@muebles.example")
    cajon.get_by_role("button", name="Quitar E-mail 2").click()
    expect(cajon.get_by_label("E-mail 3", exact=True)).to_have_count(0)
    expect(segundo).to_have_value("c@muebles.example")
    expect(cajon.get_by_label("E-mail", exact=True)).to_be_focused()
    cajon.get_by_role("button", name="Quitar E-mail 2").press("Enter")
    expect(segundo).to_have_count(0)


def test_a_removed_email_is_not_stored(page: Page, servidor: Servidor) -> None:
    """Although the page noted it while it was typed."""
    cliente = servidor.alta(email_adicional_1="b@muebles.example")
    cajon = editar(page, cliente.id)
    cajon.get_by_label("E-mail 2", exact=True).fill("otro@muebles.example")
    cajon.get_by_role("button", name="Quitar E-mail 2").click()
    expect(cajon.get_by_label("E-mail 2", exact=True)).to_have_count(0)
    guardar(cajon)
    expect(cajon).to_have_count(0)
    assert guardado(servidor, cliente.datos.rfc).datos.email_adicional_1 == ""


def test_a_key_that_does_not_fit_stays_and_is_told_why(cajon: Locator) -> None:
    """Typed or pasted; and a file's ways of writing one are understood."""
    cajon.get_by_label("RFC").fill(un_rfc())
    expect(cajon.get_by_text("Persona moral")).to_be_visible()
    regimen = cajon.get_by_label("Régimen Fiscal")
    regimen.press_sequentially("605")
    expect(cajon.get_by_role("option")).to_have_text("Ninguna opción coincide")
    regimen.press("Tab")
    # The list goes away with what it said, and the focus does not go with it.
    expect(cajon.get_by_label("Uso de la Factura")).to_be_focused()
    expect(regimen).to_have_value(re.compile("^605 Sueldos y Salarios"))
    expect(regimen).to_have_attribute("aria-invalid", "true")
    expect(cajon.locator("#notas-regimen_fiscal")).to_contain_text("personas físicas")
    for escrito in ("601 - General de Ley", "601.0", "general de ley personas morales"):
        regimen.fill(escrito)
        regimen.press("Tab")
        expect(regimen).to_have_value("601 General de Ley Personas Morales")
    uso = cajon.get_by_label("Uso de la Factura")
    uso.fill("d01")
    expect(cajon.get_by_role("option")).to_have_text("Ninguna opción coincide")
    uso.press("Enter")
    expect(uso).to_have_value(re.compile("^D01 Honorarios"))
    expect(uso).to_have_attribute("aria-invalid", "true")


def test_an_rfc_that_is_already_there_is_red(cajon: Locator, servidor: Servidor) -> None:
    """Not only its message: the field is as wrong as any."""
    otro = servidor.alta(nombre="LA QUE YA ESTABA")
    cajon.get_by_label("RFC").fill(otro.datos.rfc)
    expect(cajon.get_by_role("link", name="LA QUE YA ESTABA")).to_be_visible()
    expect(cajon.get_by_label("RFC")).to_have_attribute("aria-invalid", "true")


def test_what_a_generic_rfc_sets_goes_with_it(page: Page, servidor: Servidor) -> None:
    """And the issuer's postal code is offered by a button."""
    cuentas.editar(servidor.engine, servidor.actor, nombre=servidor.cuenta, cp_expedicion="44100")
    page.goto(NUEVO)
    cajon = page.get_by_role("dialog")
    cajon.get_by_label("RFC").fill("xaxx010101000")
    regimen, uso = cajon.get_by_label("Régimen Fiscal"), cajon.get_by_label("Uso de la Factura")
    cp = cajon.get_by_label("Código Postal (CP)")
    expect(regimen).to_have_value(re.compile("^616 "))
    cajon.get_by_role("button", name="Usar 44100").click()
    expect(cp).to_have_value("44100")
    cajon.get_by_label("RFC").fill(un_rfc(persona="fisica"))
    expect(regimen).to_have_value("")
    expect(uso).to_have_value("")
    expect(cp).to_have_value("")


def test_fields_of_a_foreigner_are_dropped_with_a_notice(page: Page, servidor: Servidor) -> None:
    """Also what was typed into them just before; and the client is stored."""
    cliente = servidor.alta(
        rfc="XEXX010101000",
        nombre="DE FUERA",
        regimen_fiscal="616",
        uso_cfdi="S01",
        residencia_fiscal="USA",
        num_reg_id_trib="123456789",
    )
    cajon = editar(page, cliente.id)
    cajon.get_by_label("Número de registro tributario").fill("987654321")
    rfc = un_rfc()
    cajon.get_by_label("RFC").fill(rfc)
    expect(cajon.get_by_role("alert")).to_contain_text("Se quitaron Residencia fiscal")
    expect(cajon.get_by_label("Residencia fiscal")).to_have_count(0)
    elegir(cajon, "Régimen Fiscal", "601")
    elegir(cajon, "Uso de la Factura", "G03")
    guardar(cajon)
    expect(page.get_by_text("Se guardó DE FUERA. Se quitaron Residencia fiscal")).to_be_visible()
    datos = guardado(servidor, rfc).datos
    assert (datos.residencia_fiscal, datos.num_reg_id_trib) == ("", "")


def test_a_refused_save_leads_into_the_folded_part(page: Page, cajon: Locator) -> None:
    """The field is unfolded, has the focus, and what is wrong stands in view above the foot."""
    llenar(cajon, nombre="CON UN DATO MALO", rfc=un_rfc())
    cajon.get_by_role("button", name="Agregar datos opcionales").click()
    cajon.get_by_label("Referencias").fill("una\ufffdseña")
    cajon.get_by_role("button", name="Agregar datos opcionales").click()
    expect(cajon.get_by_label("Referencias")).to_have_count(0)
    page.keyboard.press("Control+Enter")
    expect(cajon.get_by_label("Referencias")).to_be_focused()
    nota = cajon.locator("#notas-referencias .nota-error")
    expect(nota).to_be_in_viewport()
    pie, caja = box(cajon.locator(".cajon-pie")), box(nota)
    assert caja["y"] + caja["height"] <= pie["y"]


def test_a_wrong_field_is_red_with_the_focus_too(cajon: Locator) -> None:
    """Border and ring say the same."""
    guardar(cajon)
    campo = cajon.get_by_label(NOMBRE)
    expect(campo).to_be_focused()
    for color in ("borderColor", "outlineColor"):
        assert campo.evaluate(f"nodo => getComputedStyle(nodo).{color}") == "rgb(180, 35, 24)"


def test_the_head_names_the_client_and_says_what_is_obligatory(
    page: Page, servidor: Servidor
) -> None:
    """A long name is cut and leaves the buttons free."""
    cliente = servidor.alta(nombre="UN NOMBRE MUY LARGO " * 14)
    cajon = editar(page, cliente.id)
    titulo = cajon.get_by_role("heading", name=re.compile("^Editar Cliente UN NOMBRE MUY LARGO"))
    expect(titulo).to_be_visible()
    boton, nombre = box(cajon.get_by_role("button", name="Historial")), box(titulo.locator("small"))
    assert nombre["x"] + nombre["width"] <= boton["x"]
    expect(
        cajon.get_by_text(
            "Los seis datos son obligatorios; lo demás está en «Agregar datos opcionales»."
        )
    ).to_be_visible()


def test_a_question_that_was_open_is_heard_after_a_reload(page: Page, servidor: Servidor) -> None:
    """It lies over the drawer and has the focus; the drawer is what is hidden meanwhile."""
    cliente = servidor.alta(nombre="SE RECARGA")
    cajon = editar(page, cliente.id)
    cajon.get_by_label(NOMBRE).fill("SE RECARGA CON TEXTO")
    page.keyboard.press("Escape")
    pregunta = page.get_by_role("alertdialog", name="¿Descartar lo escrito?")
    expect(pregunta).to_be_visible()
    page.reload()
    seguir = pregunta.get_by_role("button", name="Seguir editando")
    expect(seguir).to_be_focused()
    expect(page.get_by_role("textbox", name=NOMBRE)).to_have_count(0)
    seguir.click()
    expect(pregunta).to_have_count(0)
    expect(cajon.get_by_label(NOMBRE)).to_have_value("SE RECARGA CON TEXTO")
    page.keyboard.press("Escape")
    pregunta.get_by_role("button", name="Descartar").click()
    expect(page.locator("[role=dialog], [role=alertdialog]")).to_have_count(0)


@pytest.mark.parametrize("ancho", [390, 1280])
@pytest.mark.parametrize("modo", ["light", "dark"])
def test_messages_are_readable_and_cover_no_menu(
    abrir_navegador: Callable[..., BrowserContext], servidor: Servidor, ancho: int, modo: str
) -> None:
    """A long name is cut, and what to do about an error has the contrast that it needs."""
    cliente = servidor.alta(nombre=f"A{ancho}{modo}".upper() + " LARGO" * 40)
    page = abrir_navegador(
        viewport={"width": ancho, "height": 800}, color_scheme=modo, reduced_motion="reduce"
    ).new_page()
    cajon = editar(page, cliente.id)
    cajon.get_by_label("Código Postal (CP)").fill("42501")
    guardar(cajon)
    dicho = page.locator("[data-sonner-toast]")
    expect(dicho).to_contain_text("Se guardó")
    dicho.evaluate(WITH_A_REMEDY)
    for parte in ("[data-title]", "[data-description]"):
        assert dicho.locator(parte).evaluate(CONTRAST) >= 4.5
    caja = box(dicho)
    assert caja["height"] < 130
    for enlace in page.locator(".enlace-barra").locator("visible=true").all():
        enlace.hover()
        assert enlace.evaluate(CONTRAST) >= 4.5
    menu = box(page.get_by_role("button", name="Menú de Ana López").locator("visible=true"))
    assert (
        menu["x"] + menu["width"] <= caja["x"]
        or menu["y"] + menu["height"] <= caja["y"]
        or menu["y"] >= caja["y"] + caja["height"]
    )
