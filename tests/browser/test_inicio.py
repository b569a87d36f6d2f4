"""The first page of an account: ways to begin, documents dropped on it, and what makes it ready."""

import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from clientes_app.config import read_settings
from clientes_app.domain.roles import Rol
from clientes_app.services.acceso import cuentas
from clientes_app.services.respaldo import respaldos
from tests.browser.conftest import Servidor
from tests.browser.pasos_carga import esperar_cifras
from tests.browser.test_accesible import hallazgos
from tests.builders import un_cliente, un_csv, un_rfc
from tests.facturas import un_zip, una_factura

Abrir = Callable[..., BrowserContext]
LISTA = "/catalogos/clientes"
CONSTANCIAS = Path(__file__).parents[1] / "data" / "documentos" / "constancias"
MORAL = CONSTANCIAS / "p01_moral_simple.pdf"
SUELTA = """async (archivos) => {
  const traslado = new DataTransfer();
  for (const [nombre, datos] of Object.entries(archivos)) {
    const bytes = Uint8Array.from(atob(datos), (letra) => letra.charCodeAt(0));
    traslado.items.add(new File([bytes], nombre));
  }
  for (const tipo of ["dragover", "drop"]) {
    const con = { bubbles: true, cancelable: true, dataTransfer: traslado };
    document.querySelector(".inicio").dispatchEvent(new DragEvent(tipo, con));
  }
}"""
EN_ORDEN = [
    "Nombre de la cuenta",
    "Código postal de expedición",
    "RFC propio",
    "Su equipo",
    "Primer respaldo",
]


def soltar(page: Page, archivos: Mapping[str, bytes]) -> None:
    """Drop files on the page."""
    page.evaluate(SUELTA, {nombre: b64encode(datos).decode() for nombre, datos in archivos.items()})


def unas_facturas() -> bytes:
    """A zip of two invoices."""
    return un_zip(
        (f"{n}.xml", una_factura(numero=n, receptor={"Rfc": un_rfc()}).encode()) for n in range(2)
    ).getvalue()


def abierta(page: Page) -> Page:
    """The page of the list, once it is known that there is nobody on it."""
    page.goto(LISTA)
    expect(page.get_by_role("heading", name="Empiece su catálogo")).to_be_visible()
    return page


def paso(page: Page, titulo: str) -> Locator:
    """One line of «Para dejar la cuenta lista»."""
    return (
        page.get_by_role("region", name="Para dejar la cuenta lista")
        .get_by_role("listitem")
        .filter(has_text=titulo)
    )


def test_three_ways_to_begin_and_nothing_to_search(page: Page) -> None:
    abierta(page)
    for titulo in ("Uno por uno", "Desde un archivo", "Desde documentos del SAT"):
        expect(page.get_by_role("heading", name=titulo)).to_be_visible()
    expect(page.get_by_role("searchbox")).to_have_count(0)
    expect(page.get_by_role("button", name="+ Agregar Cliente")).to_have_count(1)
    page.keyboard.press("n")
    expect(page.get_by_role("dialog", name="Agregar Cliente")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("link", name="Traer clientes de mis facturas").click()
    expect(page.get_by_role("heading", name="Carga Masiva de Clientes", level=1)).to_be_visible()


def test_a_constancia_dropped_on_it_fills_the_drawer(page: Page) -> None:
    soltar(abierta(page), {MORAL.name: MORAL.read_bytes()})
    cajon = page.get_by_role("dialog", name="Agregar Cliente")
    expect(cajon.get_by_label("RFC", exact=True)).to_have_value("PEO140224U73")


def test_invoices_dropped_on_it_are_carried_to_the_page_of_the_loads(page: Page) -> None:
    """A whole window is one drop: nobody looks for the page that takes a zip."""
    soltar(abierta(page), {"año.zip": unas_facturas()})
    esperar_cifras(page, Filas="2", Con_error="2")
    expect(page).to_have_url(re.compile(r"carga-masiva\?proceso=\d+$"))
    expect(page.get_by_text("Facturas. Se lee y no se guarda.")).to_be_visible()


def test_several_constancias_dropped_on_it_are_a_load(page: Page) -> None:
    """One goes to the drawer; more than one client needs a preview."""
    de_unos = [MORAL, CONSTANCIAS / "p02_moral_palabra_por_palabra.pdf"]
    soltar(abierta(page), {uno.name: uno.read_bytes() for uno in de_unos})
    esperar_cifras(page, Filas="2")
    expect(page.get_by_text("Constancias. Se lee y no se guarda.")).to_be_visible()


def test_documents_are_chosen_by_a_button_of_which_the_keyboard_knows(page: Page) -> None:
    abierta(page)
    page.get_by_role("button", name="Elegir documentos").focus()
    with page.expect_file_chooser() as elegido:
        page.keyboard.press("Enter")
    assert elegido.value.is_multiple()
    elegido.value.set_files([MORAL])
    cajon = page.get_by_role("dialog", name="Agregar Cliente")
    expect(cajon.get_by_label("RFC", exact=True)).to_have_value("PEO140224U73")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Descartar").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    with page.expect_file_chooser() as elegido:
        page.get_by_role("button", name="Elegir documentos").click()
    elegido.value.set_files(
        [{"name": "año.zip", "mimeType": "application/zip", "buffer": unas_facturas()}]
    )
    esperar_cifras(page, Filas="2", Con_error="2")


def test_the_steps_say_how_far_the_account_is_and_lead_there(
    page: Page, servidor: Servidor
) -> None:
    # An account of its own: other tests bring people into the one they share.
    cuenta = cuentas.crear(servidor.engine, f"Por dejar lista de {servidor.cuenta}")
    servidor.entrar(cuenta_id=cuenta.id)
    page.goto(f"/c/{cuenta.nombre_corto}{LISTA}")
    lineas = page.get_by_role("region", name="Para dejar la cuenta lista").get_by_role("listitem")
    expect(lineas).to_have_count(len(EN_ORDEN))
    for linea, titulo in zip(lineas.all(), EN_ORDEN, strict=True):
        expect(linea).to_contain_text(titulo)
    expect(paso(page, "Nombre de la cuenta")).to_contain_text(f"Hecho: {EN_ORDEN[0]}")
    expect(paso(page, "Nombre de la cuenta")).to_contain_text(cuenta.nombre)
    # The server of this run may have made a backup by itself.
    for titulo in EN_ORDEN[1:-1]:
        expect(paso(page, titulo)).not_to_contain_text("Hecho")
    page.get_by_role("link", name="Poner código postal de expedición").click()
    page.get_by_label("Código postal de expedición").fill("44100")
    page.get_by_label("RFC propio").fill("EKU9003173C9")
    page.get_by_role("button", name="Guardar datos de la cuenta").click()
    expect(page.get_by_text("Se guardaron los datos de la cuenta.")).to_be_visible()
    page.get_by_role("navigation", name="Principal").get_by_role("link", name="Clientes").click()
    expect(paso(page, "Código postal de expedición")).to_contain_text("44100, Jalisco")
    expect(paso(page, "RFC propio")).to_contain_text("Hecho")
    page.get_by_role("link", name="Invitar a su equipo").click()
    page.get_by_label("E-mail de la persona invitada").fill(servidor.email("Nueva"))
    page.get_by_role("button", name="Crear enlace").click()
    expect(page.get_by_label("Enlace de un solo uso")).to_be_visible()
    respaldos.make_backup(servidor.engine, read_settings({"CLIENTES_DATOS": str(servidor.datos)}))
    page.get_by_role("navigation", name="Principal").get_by_role("link", name="Clientes").click()
    expect(paso(page, "Su equipo")).to_contain_text("1 persona en la cuenta, 1 enlace sin usar")
    expect(paso(page, "Primer respaldo")).to_contain_text("Hecho")
    expect(lineas.filter(has_text="Hecho")).to_have_count(len(EN_ORDEN))


def test_whoever_does_not_own_the_account_has_no_steps(
    abrir_navegador: Abrir, servidor: Servidor
) -> None:
    editor = abierta(abrir_navegador(como="Eva Editora", rol=Rol.EDITOR).new_page())
    expect(editor.get_by_role("button", name="Elegir documentos")).to_be_visible()
    expect(editor.get_by_role("heading", name="Para dejar la cuenta lista")).to_have_count(0)
    lector = abrir_navegador(como="Leo Lector", rol=Rol.LECTOR).new_page()
    lector.goto(LISTA)
    expect(lector.get_by_role("heading", name="Todavía no hay clientes")).to_be_visible()
    expect(lector.get_by_text("Aquí aparecen cuando alguien")).to_be_visible()
    expect(lector.get_by_role("main").get_by_role("button")).to_have_count(0)
    expect(lector.get_by_role("main").get_by_role("link")).to_have_count(0)
    expect(lector.locator("[data-lleva-documentos]")).to_have_count(0)


def test_the_first_client_of_anybody_takes_its_place(page: Page, servidor: Servidor) -> None:
    otra = cuentas.crear(servidor.engine, f"Por empezar de {servidor.cuenta}")
    servidor.entrar(cuenta_id=otra.id)
    page.goto(f"/c/{otra.nombre_corto}{LISTA}")
    expect(page.get_by_role("heading", name="Empiece su catálogo")).to_be_visible()
    page.get_by_role("main").get_by_role("button", name="Carga Masiva de Clientes").click()
    with page.expect_file_chooser() as elegido:
        page.get_by_role("button", name="Subir archivo .CSV").click()
    contenido = un_csv([un_cliente(nombre="EL PRIMERO")])
    elegido.value.set_files([{"name": "uno.csv", "mimeType": "text/csv", "buffer": contenido}])
    page.get_by_role("button", name="Procesar Archivo").click()
    expect(page.get_by_text("Terminado", exact=True).first).to_be_visible()
    page.get_by_role("navigation", name="Principal").get_by_role("link", name="Clientes").click()
    expect(page.get_by_role("link", name="EL PRIMERO")).to_be_visible()
    expect(page.get_by_role("searchbox", name="Buscar clientes")).to_be_visible()
    expect(page.get_by_role("heading", name="Empiece su catálogo")).to_have_count(0)


@pytest.mark.parametrize("ancho", [1440, 1280, 820, 390])
@pytest.mark.parametrize("modo", ["light", "dark"])
def test_nothing_to_find_nothing_cut_and_a_thumb_hits_it(
    abrir_navegador: Abrir, modo: str, ancho: int
) -> None:
    page = abierta(
        abrir_navegador(
            color_scheme=modo, viewport={"width": ancho, "height": 900}, reduced_motion="reduce"
        ).new_page()
    )
    expect(paso(page, "Primer respaldo")).to_be_visible()
    assert hallazgos(page) == ""
    assert page.evaluate(
        "document.querySelector('main').scrollWidth <= document.querySelector('main').clientWidth"
    )
    if ancho == 390:
        bajos = page.evaluate(
            "[...document.querySelectorAll('.inicio .boton, .inicio .boton-llano')]"
            ".filter((b) => b.getBoundingClientRect().height < 44).map((b) => b.textContent)"
        )
        assert bajos == []
