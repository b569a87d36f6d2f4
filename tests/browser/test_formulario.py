"""The drawer: adding and editing a client, as product.md section 3 says."""

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.conftest import Servidor
from tests.browser.pasos_formulario import LISTA, NUEVO, guardado, guardar, llenar
from tests.builders import un_rfc


def test_labels_stand_in_the_order_of_the_specification(cajon: Locator) -> None:
    """Labels to the letter, from top to bottom."""
    cajon.get_by_role("button", name="Agregar otro e-mail").click()
    cajon.get_by_role("button", name="Agregar otro e-mail").click()
    expect(cajon.get_by_role("button", name="Agregar otro e-mail")).to_have_count(0)
    cajon.get_by_role("button", name="Agregar datos opcionales").click()
    expect(cajon.get_by_role("group", name="Dirección de envío")).to_be_visible()
    assert cajon.locator("label").all_inner_texts() == [
        "Nombre o Razón Social",
        "RFC",
        "Régimen Fiscal",
        "Uso de la Factura",
        "E-mail",
        "E-mail 2",
        "E-mail 3",
        "Código Postal (CP)",
        "Calle",
        "Número exterior",
        "Número interior",
        "Colonia",
        "Código Postal de envío",
        "Localidad",
        "Municipio",
        "Estado",
        "País",
        "Referencias",
    ]


def test_the_keyboard_of_a_telephone_does_what_the_field_wants(cajon: Locator) -> None:
    """Capitals in a name and an RFC, none by itself in an e-mail or a key, digits for the CP."""
    cajon.get_by_role("button", name="Agregar otro e-mail").click()
    for etiqueta, atributo, valor in (
        ("Nombre o Razón Social", "autocapitalize", "characters"),
        ("RFC", "autocapitalize", "characters"),
        ("Régimen Fiscal", "autocapitalize", "none"),
        ("E-mail", "autocapitalize", "none"),
        ("E-mail 2", "autocapitalize", "none"),
        ("E-mail 2", "inputmode", "email"),
        ("Código Postal (CP)", "inputmode", "numeric"),
    ):
        campo = cajon.get_by_label(etiqueta, exact=True)
        expect(campo).to_have_attribute(atributo, valor)


def test_client_is_added_with_the_keyboard_alone(page: Page, servidor: Servidor) -> None:
    """From «n» to Ctrl+Enter without a mouse; fast typing loses nothing and is upper case."""
    rfc = un_rfc()
    page.goto(LISTA)
    expect(page.get_by_text("Empiece su catálogo").or_(page.locator("td a").first)).to_be_visible()
    page.keyboard.press("n")
    expect(page.get_by_label("Nombre o Razón Social")).to_be_focused()
    page.keyboard.type("muebles  y más del ñandú")
    page.keyboard.press("Tab")
    page.keyboard.type(f"{rfc[:3]}-{rfc[3:9]}-{rfc[9:]}".lower())
    expect(page.get_by_text("Persona moral")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.type("general de ley")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("G03")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Compras@Muebles.example")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("42501")
    expect(page.get_by_text("Hidalgo")).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("tbody tr").filter(has_text=rfc)).to_be_visible()
    datos = guardado(servidor, rfc).datos
    assert datos.nombre == "MUEBLES Y MÁS DEL ÑANDÚ"
    assert (datos.regimen_fiscal, datos.uso_cfdi, datos.codigo_postal) == ("601", "G03", "42501")


def test_fast_typing_is_complete_and_upper_case(cajon: Locator) -> None:
    """No keystroke waits for the server, none is lost, the caret stays where it is."""
    campo = cajon.get_by_label("Nombre o Razón Social")
    campo.press_sequentially("abcdefghijklmnñopqrstuvwxyz áéíóú 0123456789 " * 4, delay=0)
    expect(campo).to_have_value("ABCDEFGHIJKLMNÑOPQRSTUVWXYZ ÁÉÍÓÚ 0123456789 " * 4)
    campo.press("Home")
    campo.press_sequentially("xyz")
    expect(campo).to_have_value(re.compile("^XYZABC"))


def test_edit_shows_what_is_stored_and_stores_what_is_typed(page: Page, servidor: Servidor) -> None:
    """«Editar» has an address of its own; the focus returns to where it was."""
    cliente = servidor.alta(nombre="AAA PARA EDITAR", calle="REFORMA")
    page.goto(LISTA)
    boton = (
        page.locator("tr").filter(has_text="AAA PARA EDITAR").get_by_role("button", name="Editar")
    )
    boton.click()
    expect(page).to_have_url(re.compile(rf"\?cliente={cliente.id}$"))
    cajon = page.get_by_role("dialog", name="Editar Cliente")
    expect(cajon.get_by_label("RFC")).to_have_value(cliente.datos.rfc)
    expect(cajon.get_by_label("Régimen Fiscal")).to_have_value(
        "601 General de Ley Personas Morales"
    )
    expect(cajon.get_by_label("Calle")).to_have_value("REFORMA")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(boton).to_be_focused()
    boton.click()
    cajon.get_by_label("Nombre o Razón Social").fill("AAA editada")
    guardar(cajon)
    expect(page.locator("tr").filter(has_text="AAA EDITADA")).to_be_visible()
    assert guardado(servidor, cliente.datos.rfc).datos.calle == "REFORMA"


def test_nothing_filled_in_says_so_at_every_field(cajon: Locator) -> None:
    """«Guardar» tells all of it, and the focus goes to the first."""
    guardar(cajon)
    expect(cajon.get_by_label("Nombre o Razón Social")).to_be_focused()
    for etiqueta in ("Nombre o Razón Social", "RFC", "Régimen Fiscal", "Uso de la Factura"):
        expect(cajon.get_by_text(re.compile(rf"Falta .*{etiqueta}"))).to_be_visible()
        expect(cajon.get_by_label(etiqueta)).to_have_attribute("aria-invalid", "true")


def test_esc_asks_before_something_typed_is_lost(page: Page, cajon: Locator) -> None:
    """«Seguir editando» keeps it, «Descartar» does not."""
    cajon.get_by_label("Nombre o Razón Social").fill("a medias")
    page.keyboard.press("Escape")
    pregunta = page.get_by_role("alertdialog")
    pregunta.get_by_role("button", name="Seguir editando").click()
    expect(pregunta).to_have_count(0)
    expect(cajon.get_by_label("Nombre o Razón Social")).to_have_value("A MEDIAS")
    page.keyboard.press("Escape")
    pregunta.get_by_role("button", name="Descartar").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page).to_have_url(re.compile(rf"{LISTA}$"))


def test_going_back_asks_as_well(page: Page) -> None:
    """The browser's own button loses nothing unasked."""
    page.goto(LISTA)
    page.get_by_role("button", name="+ Agregar Cliente").first.click()
    campo = page.get_by_role("dialog").get_by_label("E-mail", exact=True)
    campo.fill("a@medias.example")
    campo.press("Tab")
    expect(campo).to_have_attribute("aria-invalid", "false")
    page.go_back()
    page.get_by_role("alertdialog").get_by_role("button", name="Seguir editando").click()
    expect(campo).to_have_value("a@medias.example")


def test_focus_stays_inside(page: Page, cajon: Locator) -> None:
    """However often one presses Tab."""
    for _ in range(14):
        page.keyboard.press("Tab")
        assert page.evaluate("!!document.activeElement.closest('[role=dialog]')")
    expect(cajon).to_be_visible()


def test_two_people_see_what_each_saves(
    page: Page, abrir_navegador: Callable[..., BrowserContext]
) -> None:
    """What one saves shows in the other's list, and leaves alone what the other types."""
    otra = abrir_navegador().new_page()
    otra.goto(NUEVO)
    otra.get_by_label("Nombre o Razón Social").fill("escribiendo")
    page.goto(NUEVO)
    rfc = un_rfc()
    cajon = page.get_by_role("dialog")
    llenar(cajon, nombre="AAA DE LA PRIMERA", rfc=rfc)
    guardar(cajon)
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(otra.locator("td").filter(has_text=rfc)).to_have_count(1)
    expect(otra.get_by_label("Nombre o Razón Social")).to_have_value("ESCRIBIENDO")
