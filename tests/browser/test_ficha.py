"""The card of a client: to read, to copy from, live; and the way there from the list and back."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from clientes_app.domain.roles import Rol
from clientes_app.services.clientes import clientes
from clientes_app.services.clientes.clientes import ClienteGuardado
from tests.browser.conftest import Servidor
from tests.browser.test_accesible import hallazgos
from tests.browser.test_lista import LISTA, fila, filas

Abrir = Callable[..., BrowserContext]
NOMBRE = "CARPINTERÍA MUÑOZ HERMANOS SA DE CV"


@pytest.fixture(scope="module")
def cliente(servidor: Servidor) -> ClienteGuardado:
    """Somebody with all that a card can show."""
    return servidor.alta(
        nombre=NOMBRE,
        codigo_postal="45010",
        email="pagos@carpinteria.example",
        email_adicional_1="taller@carpinteria.example",
        calle="Av. de los Encinos",
        numero_exterior="1420",
        colonia="Seattle",
        codigo_postal_envio="45150",
        municipio="Zapopan",
        estado="Jalisco",
        referencias="Portón verde; recibe Rosa de 9 a 14 h",
    )


@pytest.fixture(scope="module", autouse=True)
def _muchos(servidor: Servidor) -> None:
    """More than one page of clients."""
    for lugar in range(60):
        servidor.alta(nombre=f"RELLENO {lugar:02d}")


def ficha(page: Page, cliente: ClienteGuardado) -> None:
    """Open a card by its address."""
    page.goto(f"{LISTA}/{cliente.id}")
    expect(page.get_by_role("heading", name=cliente.datos.nombre, level=1)).to_be_visible()


def pegado(page: Page) -> str:
    """What is on the clipboard."""
    return page.evaluate("navigator.clipboard.readText()")


@pytest.fixture
def con_portapapeles(page: Page, servidor: Servidor) -> Page:
    """A page that may read the clipboard, so that the test can."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=servidor.url)
    return page


def test_values_are_read_and_copied_one_by_one_and_all_together(
    con_portapapeles: Page, cliente: ClienteGuardado
) -> None:
    page = con_portapapeles
    ficha(page, cliente)
    fiscales = page.get_by_role("region", name="Datos fiscales")
    for dicho in (cliente.datos.rfc, "601 General de Ley Personas Morales", "45010 Jalisco"):
        expect(fiscales).to_contain_text(dicho)
    expect(page.get_by_text("Persona moral")).to_be_visible()
    expect(page.get_by_role("region", name="Dirección de envío")).to_contain_text(
        "Colonia Seattle, 45150 Zapopan, Jalisco"
    )
    page.get_by_role("button", name="Copiar RFC").click()
    expect(page.get_by_text(f"Se copió: {cliente.datos.rfc}")).to_be_visible()
    assert pegado(page) == cliente.datos.rfc
    page.get_by_role("button", name="Copiar Régimen Fiscal").click()
    expect(page.get_by_text("Se copió: 601")).to_be_visible()
    assert pegado(page) == "601"
    page.get_by_role("button", name="Copiar datos fiscales").click()
    expect(page.get_by_text(f"Se copiaron los datos fiscales de {NOMBRE}.")).to_be_visible()
    lineas = pegado(page).splitlines()
    assert len(lineas) == 6
    assert lineas[0] == f"Nombre o Razón Social: {NOMBRE}"
    assert lineas[3] == "Uso de la Factura: G03 Gastos en general"


def test_a_click_on_a_row_opens_it_and_back_leads_to_the_same_place(page: Page) -> None:
    """With search, order and page, scrolled as it was, the focus at its row."""
    page.goto(f"{LISTA}?q=relleno&dir=desc")
    expect(filas(page)).to_have_count(50)
    renglon = fila(page, "RELLENO 15")
    renglon.scroll_into_view_if_needed()
    alto = page.get_by_role("main").evaluate("m => m.scrollTop")
    assert alto > 0
    renglon.locator("td.c-codigo_postal").click()
    expect(page.get_by_role("heading", name="RELLENO 15", level=1)).to_be_visible()
    expect(page).to_have_url(re.compile(r"/clientes/\d+$"))
    page.go_back()
    expect(page).to_have_url(re.compile(r"\?q=relleno&dir=desc$"))
    expect(renglon.get_by_role("link")).to_be_focused()
    assert abs(page.get_by_role("main").evaluate("m => m.scrollTop") - alto) < 2
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="RELLENO 15", level=1)).to_be_visible()
    page.get_by_role("main").get_by_role("link", name="Clientes", exact=True).click()
    expect(page).to_have_url(re.compile(r"\?q=relleno&dir=desc$"))
    expect(renglon.get_by_role("link")).to_be_focused()


def test_selecting_text_the_buttons_and_another_tab_do_not_lead_away(page: Page) -> None:
    page.goto(f"{LISTA}?q=relleno")
    renglon = fila(page, "RELLENO 03")
    celda = renglon.locator("td.c-email")
    caja = celda.bounding_box()
    assert caja
    y = caja["y"] + caja["height"] / 2
    page.mouse.move(caja["x"] + 4, y)
    page.mouse.down()
    page.mouse.move(caja["x"] + 90, y, steps=5)
    page.mouse.up()
    assert page.evaluate("getSelection().toString()")
    page.wait_for_timeout(300)
    expect(page).to_have_url(re.compile(r"\?q=relleno$"))
    page.evaluate("getSelection().removeAllRanges()")
    for boton in ("left", "middle"):
        with page.context.expect_page() as otra:
            celda.click(button=boton, modifiers=["Control"] if boton == "left" else [])
        expect(otra.value.get_by_role("heading", name="RELLENO 03", level=1)).to_be_visible()
        otra.value.close()
    expect(page).to_have_url(re.compile(r"\?q=relleno$"))
    renglon.get_by_role("button", name="Editar", exact=True).click()
    expect(page.get_by_role("dialog", name="Editar Cliente")).to_be_visible()


def test_edit_opens_over_the_card_and_comes_back_to_it(page: Page, servidor: Servidor) -> None:
    cliente = servidor.alta(nombre="POR EDITAR")
    ficha(page, cliente)
    page.get_by_role("button", name="Editar", exact=True).click()
    cajon = page.get_by_role("dialog", name="Editar Cliente")
    cajon.get_by_label("Código Postal (CP)").fill("44100")
    page.keyboard.press("Control+Enter")
    expect(cajon).to_have_count(0)
    expect(page).to_have_url(re.compile(rf"/clientes/{cliente.id}\??$"))
    expect(page.get_by_role("region", name="Datos fiscales")).to_contain_text("44100 Jalisco")
    historial = page.get_by_role("region", name="Historial")
    expect(historial).to_contain_text("Ana López cambió Código Postal (CP)")
    expect(historial).to_contain_text("42501 → 44100")
    page.reload()
    expect(page.get_by_role("heading", name="POR EDITAR", level=1)).to_be_visible()


def test_a_notice_is_mended_from_the_card_and_taken_back(page: Page, servidor: Servidor) -> None:
    cliente = servidor.alta(nombre="PANADERÍA NUEVA SA DE CV")
    ficha(page, cliente)
    avisos = page.get_by_role("region", name="2 avisos antes de facturar")
    avisos.get_by_role("button", name="Quitar acentos").click()
    expect(page.get_by_role("heading", name="PANADERIA NUEVA SA DE CV", level=1)).to_be_visible()
    expect(page.get_by_role("region", name="1 aviso antes de facturar")).to_be_visible()
    page.get_by_role("button", name="Deshacer").click()
    expect(page.get_by_role("heading", name="PANADERÍA NUEVA SA DE CV", level=1)).to_be_visible()


def test_it_shows_what_others_do_and_who_is_at_it(
    page: Page, servidor: Servidor, abrir_navegador: Abrir
) -> None:
    cliente = servidor.alta(nombre="A LA VISTA")
    ficha(page, cliente)
    beto = abrir_navegador(como="Beto Solís").new_page()
    ficha(beto, cliente)
    beto.get_by_role("button", name="Editar", exact=True).click()
    cajon = beto.get_by_role("dialog", name="Editar Cliente")
    cajon.get_by_label("Nombre o Razón Social").fill("A LA VISTA DE TODOS")
    cajon.get_by_label("RFC").focus()
    expect(page.get_by_text("Beto Solís lo está editando.")).to_be_visible()
    cajon.get_by_role("button", name="Guardar", exact=True).click()
    expect(page.get_by_role("heading", name="A LA VISTA DE TODOS", level=1)).to_be_visible()
    expect(page.get_by_text("lo está editando")).to_have_count(0)
    clientes.borrar(servidor.engine, servidor.actor, cliente.id)
    expect(page.get_by_text("Ana mandó este cliente a la papelera.")).to_be_visible()
    expect(page.get_by_role("button", name="Editar", exact=True)).to_have_count(0)
    page.get_by_role("button", name="Restaurarlo").click()
    expect(page.get_by_role("button", name="Editar", exact=True)).to_be_visible()
    assert not clientes.obtener(servidor.engine, servidor.cuenta_id, cliente.id).borrado


def test_a_reader_has_all_of_it_but_what_changes(
    abrir_navegador: Abrir, cliente: ClienteGuardado
) -> None:
    page = abrir_navegador(como="Leo Lector", rol=Rol.LECTOR).new_page()
    ficha(page, cliente)
    expect(page.get_by_role("button", name="Copiar datos fiscales")).to_be_visible()
    expect(page.get_by_text("antes de facturar")).to_be_visible()
    for nombre in ("Editar", "Quitar acentos"):
        expect(page.get_by_role("button", name=nombre, exact=True)).to_have_count(0)


@pytest.mark.parametrize("numero", ["999999", "siete", "0"])
def test_what_is_not_there_says_so_in_its_place(page: Page, numero: str) -> None:
    page.goto(f"{LISTA}/{numero}")
    expect(page.get_by_role("heading", name="No existe ese cliente")).to_be_visible()
    expect(page).to_have_url(re.compile(rf"/clientes/{numero}$"))
    page.get_by_role("button", name="Ir a Clientes").click()
    expect(filas(page).first).to_be_visible()


def test_keys_edit_and_copy_in_the_list_and_on_the_card(
    con_portapapeles: Page, servidor: Servidor, cliente: ClienteGuardado
) -> None:
    page = con_portapapeles
    page.goto(f"{LISTA}?q=relleno")
    expect(filas(page)).to_have_count(50)
    page.get_by_role("searchbox").press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("c")
    rfc = filas(page).nth(1).locator("td.c-rfc").get_attribute("title")
    expect(page.get_by_text(f"Se copió: {rfc}")).to_be_visible()
    assert pegado(page) == rfc
    expect(filas(page).nth(1).get_by_role("link")).to_be_focused()
    page.keyboard.press("e")
    expect(page.get_by_role("dialog").get_by_label("RFC")).to_have_value(str(rfc))
    page.keyboard.press("Escape")
    expect(filas(page).nth(1).get_by_role("link")).to_be_focused()
    ficha(page, cliente)
    page.keyboard.press("c")
    expect(page.get_by_text(f"Se copió: {cliente.datos.rfc}")).to_be_visible()
    page.keyboard.press("e")
    expect(page.get_by_role("dialog", name="Editar Cliente")).to_be_visible()


def test_a_question_mark_shows_the_keys_and_gives_the_focus_back(page: Page) -> None:
    page.goto(LISTA)
    expect(filas(page).first).to_be_visible()
    page.get_by_role("searchbox").press("ArrowDown")
    page.keyboard.press("?")
    teclas = page.get_by_role("dialog", name="Teclas")
    expect(teclas.get_by_text("Copiar el RFC")).to_be_visible()
    # No key of the page works behind it.
    page.keyboard.press("n")
    expect(page.get_by_role("dialog")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(teclas).to_be_hidden()
    expect(filas(page).first.get_by_role("link")).to_be_focused()


def test_a_tap_on_a_telephone_shows_the_card_and_nothing_runs_out(
    abrir_navegador: Abrir, cliente: ClienteGuardado
) -> None:
    page = abrir_navegador(viewport={"width": 390, "height": 844}).new_page()
    page.goto(f"{LISTA}?q=carpinteria")
    fila(page, NOMBRE).click()
    expect(page.get_by_role("heading", name=NOMBRE, level=1)).to_be_visible()
    for ancho in (390, 320):
        page.set_viewport_size({"width": ancho, "height": 844})
        assert page.evaluate("document.querySelector('main').scrollWidth") <= ancho
    fiscales = page.get_by_role("region", name="Datos fiscales").bounding_box()
    avisos = page.get_by_role("region", name="2 avisos antes de facturar").bounding_box()
    assert fiscales
    assert avisos
    assert fiscales["y"] < avisos["y"]


@pytest.mark.parametrize("ancho", [1280, 390])
@pytest.mark.parametrize("modo", ["light", "dark"])
def test_axe_finds_nothing(
    abrir_navegador: Abrir, cliente: ClienteGuardado, modo: str, ancho: int
) -> None:
    page = abrir_navegador(
        color_scheme=modo, viewport={"width": ancho, "height": 900}, reduced_motion="reduce"
    ).new_page()
    ficha(page, cliente)
    otra = abrir_navegador(como="Beto Solís").new_page()
    otra.goto(f"{LISTA}?cliente={cliente.id}")
    expect(page.get_by_text("Beto Solís lo tiene abierto.")).to_be_visible()
    assert hallazgos(page) == ""
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Teclas")).to_be_visible()
    assert hallazgos(page) == ""
