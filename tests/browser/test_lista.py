"""The list: search, order, pages, addresses, deleting and bringing back, live."""

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

from clientes_app.domain.roles import Rol
from clientes_app.services.clientes import clientes
from tests.browser.conftest import Servidor

LISTA = "/catalogos/clientes"


@pytest.fixture(scope="module", autouse=True)
def _muchos(servidor: Servidor) -> None:
    """More than one page of clients."""
    for lugar in range(60):
        servidor.alta(nombre=f"RELLENO {lugar:02d}")


@pytest.fixture
def lista(page: Page) -> Page:
    """The list, loaded."""
    page.goto(LISTA)
    expect(filas(page)).to_have_count(50)
    return page


def filas(page: Page) -> Locator:
    """The rows of clients."""
    return page.locator("tbody:not([aria-hidden]) tr")


def fila(page: Page, nombre: str) -> Locator:
    """The row of a client."""
    return filas(page).filter(has_text=nombre)


def buscar(page: Page, texto: str) -> None:
    """Type into the search field, and nothing else."""
    campo = page.get_by_role("searchbox")
    campo.fill("")
    campo.press_sequentially(texto, delay=10)


def test_root_leads_to_the_list(page: Page) -> None:
    """«/» is the list; the title has the count."""
    page.goto("/")
    expect(page).to_have_url(re.compile(r"/catalogos/clientes$"))
    expect(page).to_have_title("Clientes")
    expect(page.get_by_role("heading", name="Clientes", level=1)).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "es-MX")


def test_what_is_typed_while_the_page_still_comes_alive_is_searched(page: Page) -> None:
    """On a slow network the first letters are neither lost nor left unsearched."""

    def slowly(route: Route) -> None:
        time.sleep(0.2)
        route.continue_()

    page.route("**/assets/*.js", slowly)
    page.goto(LISTA, wait_until="commit")
    page.get_by_role("searchbox").focus()
    page.keyboard.type("relleno 07")
    expect(page).to_have_url(re.compile(r"\?q=relleno\+07$"))
    expect(page.get_by_role("searchbox")).to_have_value("relleno 07")


def test_columns_are_those_of_the_specification(lista: Page) -> None:
    """In this order, with the two buttons of every row."""
    titulos = [titulo.strip() for titulo in lista.get_by_role("columnheader").all_inner_texts()]
    assert titulos == [
        "",  # of the boxes
        "Nombre o Razón Social",
        "RFC",
        "Régimen Fiscal",
        "Uso de la Factura",
        "E-mail",
        "Código Postal",
        "Acciones",
    ]
    primera = filas(lista).first
    expect(primera.get_by_role("button", name="Editar", exact=True)).to_be_visible()
    expect(primera.get_by_role("button", name="Borrar", exact=True)).to_be_visible()


@pytest.mark.parametrize(
    "dicho",
    ["ninos nandu", "ÑÁNDÚ", "niños-x@feliz.example", "%", "'; --", "97890"],
    ids=["accents", "enye", "email", "percent", "quotes", "postal code"],
)
def test_search_while_typing(page: Page, servidor: Servidor, dicho: str) -> None:
    """Every word may be anywhere; case, accents and signs are no obstacle."""
    nombre = "NIÑOS DEL ÑANDÚ 100% '; -- FELIZ"
    if not clientes.buscar(
        servidor.engine, servidor.actor.cuenta_id, clientes.Consulta(nombre)
    ).total:
        servidor.alta(nombre=nombre, email="ninos-x@feliz.example", codigo_postal="97890")
    page.goto(LISTA)
    buscar(page, dicho.replace("ñ", "n") if "@" in dicho else dicho)
    expect(filas(page)).to_have_count(1)
    expect(fila(page, nombre)).to_be_visible()


def test_rfc_with_dashes_is_found_by_button(lista: Page, servidor: Servidor) -> None:
    """«Buscar» looks for what stands in the field."""
    rfc = servidor.alta(nombre="CON GUIONES").datos.rfc
    lista.get_by_role("searchbox").fill(f"{rfc[:3]}-{rfc[3:9]} {rfc[9:]}".lower())
    lista.get_by_role("button", name="Buscar", exact=True).click()
    expect(filas(lista)).to_have_count(1)
    expect(fila(lista, rfc)).to_be_visible()


def test_nothing_found_says_so_and_clears(lista: Page) -> None:
    """The page names the words and offers to clear them."""
    buscar(lista, "no hay nadie así")
    expect(lista.get_by_text("Nada encontrado para «no hay nadie así»")).to_be_visible()
    lista.locator(".vacio").get_by_role("button", name="Limpiar búsqueda").click()
    expect(filas(lista)).to_have_count(50)
    expect(lista.get_by_role("searchbox")).to_have_value("")


def test_found_words_are_marked_and_what_is_not_there_can_be_added(
    lista: Page, servidor: Servidor
) -> None:
    """In the letters of the client; an RFC that nobody has begins the new client."""
    servidor.alta(nombre="CAFETERÍA ÑUMÉRICA", email="numerica@x.example")
    buscar(lista, "numerica")
    expect(filas(lista)).to_have_count(1)
    assert lista.locator("tbody mark").all_inner_texts() == ["ÑUMÉRICA", "numerica"]
    for dicho, campo, valor in (
        ("no esta aun", "Nombre o Razón Social", "NO ESTA AUN"),
        ("XAX-010101-000", "RFC", "XAX010101000"),
    ):
        buscar(lista, dicho)
        vacio = lista.locator(".vacio")
        expect(vacio).to_contain_text(dicho)
        vacio.get_by_role("button", name="+ Agregar Cliente").click()
        cajon = lista.get_by_role("dialog", name="Agregar Cliente")
        expect(cajon.get_by_label(campo, exact=True)).to_have_value(valor)
        lista.keyboard.press("Escape")
        lista.get_by_role("alertdialog").get_by_role("button", name="Descartar").click()
        expect(cajon).to_have_count(0)


def test_a_search_is_exported_as_it_is_shown(lista: Page, servidor: Servidor) -> None:
    """The button says so, and the file holds just those."""
    servidor.alta(nombre="PARA EXPORTAR")
    expect(lista.get_by_role("link", name="Descargar en .CSV", exact=True)).to_be_visible()
    buscar(lista, "exportar")
    with lista.expect_download() as bajando:
        lista.get_by_role("link", name="Descargar lo encontrado en .CSV").click()
    assert bajando.value.suggested_filename.startswith("clientes-encontrados-")
    lineas = bajando.value.path().read_text("utf-8-sig").splitlines()
    assert [linea.split(",")[0] for linea in lineas] == ["Nombre o Razón Social", "PARA EXPORTAR"]


def test_a_reader_is_shown_nothing_that_only_refuses(
    abrir_navegador: Callable[..., BrowserContext],
) -> None:
    """No way into a form, on desk and telephone; the export stands where a reader looks for it."""
    page = abrir_navegador(como="Lola Lee", rol=Rol.LECTOR).new_page()
    page.goto(f"{LISTA}?cliente=nuevo")
    expect(filas(page)).to_have_count(50)
    expect(page).to_have_url(re.compile(r"/catalogos/clientes\??$"))
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("link", name="Descargar en .CSV")).to_be_visible()
    for nombre in ("Carga masiva", "Carga Masiva de Clientes", "+ Agregar Cliente", "Borrar"):
        expect(page.get_by_text(nombre, exact=True).filter(visible=True)).to_have_count(0)
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.get_by_role("link", name="Agregar Cliente")).to_be_hidden()
    page.get_by_role("button", name="Más acciones").click()
    assert page.get_by_role("menuitem").filter(visible=True).all_inner_texts() == [
        "Descargar en .CSV",
        "Seleccionar",
        "Vistas",
        "Columnas",
    ]


def test_a_telephone_sorts_in_both_directions_and_keeps_the_search(
    abrir_navegador: Callable[..., BrowserContext],
) -> None:
    """Where there are no heads of columns."""
    page = abrir_navegador(viewport={"width": 390, "height": 844}).new_page()
    page.goto(f"{LISTA}?q=relleno")
    expect(filas(page).first).to_contain_text("RELLENO 00")
    page.get_by_label("Ordenar por").select_option("Nombre, Z a A")
    expect(filas(page).first).to_contain_text("RELLENO 59")
    expect(page).to_have_url(re.compile(r"\?q=relleno&dir=desc$"))


def test_order_by_a_column_turns_round(lista: Page) -> None:
    """The head says how the list is sorted; a second press turns it round."""
    cabeza = lista.get_by_role("columnheader", name="RFC")
    expect(cabeza).to_have_attribute("aria-sort", "none")
    cabeza.get_by_role("button").click()
    expect(cabeza).to_have_attribute("aria-sort", "ascending")
    cabeza.get_by_role("button").click()
    expect(cabeza).to_have_attribute("aria-sort", "descending")
    expect(lista).to_have_url(re.compile(r"\?orden=rfc&dir=desc$"))
    rfcs = lista.locator("td.c-rfc").all_inner_texts()
    assert rfcs == sorted(rfcs, reverse=True)


def test_pages_back_forward_and_reload(lista: Page) -> None:
    """The address holds search, order and page: the browser's own buttons do what they should."""
    buscar(lista, "relleno")
    expect(lista.get_by_text(re.compile(r"^60 de \d+$"))).to_be_visible()
    lista.get_by_role("button", name="Página siguiente").click()
    expect(filas(lista)).to_have_count(10)
    expect(lista.get_by_text("51–60 de 60")).to_be_visible()
    expect(lista.get_by_role("button", name="Página siguiente")).to_be_disabled()
    lista.reload()
    expect(filas(lista)).to_have_count(10)
    expect(lista.get_by_role("searchbox")).to_have_value("relleno")
    lista.go_back()
    expect(lista.get_by_text("1–50 de 60")).to_be_visible()
    lista.go_back()
    expect(lista.get_by_role("searchbox")).to_have_value("")
    lista.go_forward()
    expect(lista.get_by_role("searchbox")).to_have_value("relleno")


def test_deleting_asks_tells_and_can_be_undone(lista: Page, servidor: Servidor) -> None:
    """«Borrar» names the client, «Deshacer» brings it back."""
    nombre = "AAA POR BORRAR"
    servidor.alta(nombre=nombre)
    fila(lista, nombre).get_by_role("button", name="Borrar").click()
    pregunta = lista.get_by_role("alertdialog")
    expect(pregunta).to_contain_text(nombre)
    pregunta.get_by_role("button", name="Cancelar").click()
    expect(fila(lista, nombre)).to_be_visible()
    fila(lista, nombre).get_by_role("button", name="Borrar").click()
    pregunta.get_by_role("button", name="Borrar").click()
    expect(fila(lista, nombre)).to_have_count(0)
    lista.get_by_role("button", name="Deshacer").click()
    expect(fila(lista, nombre)).to_be_visible()


def test_papelera_brings_a_client_back(page: Page, servidor: Servidor) -> None:
    """A deleted client waits in the papelera."""
    guardado = servidor.alta(nombre="AAA EN PAPELERA")
    clientes.borrar(servidor.engine, servidor.actor, guardado.id)
    page.goto(LISTA)
    page.get_by_role("link", name="Papelera").click()
    expect(page.get_by_role("heading", name="Papelera", exact=True)).to_be_visible()
    fila(page, guardado.datos.rfc).get_by_role("button", name="Restaurar").click()
    expect(fila(page, guardado.datos.rfc)).to_have_count(0)
    page.get_by_role("link", name="Clientes", exact=True).click()
    expect(fila(page, guardado.datos.nombre)).to_be_visible()


def test_what_others_do_shows_within_a_second(lista: Page, servidor: Servidor) -> None:
    """An open list follows the account, wherever the change came from."""
    nombre = "AAA DE OTRA PERSONA"
    antes = time.monotonic()
    guardado = servidor.alta(nombre=nombre)
    expect(fila(lista, nombre)).to_be_visible()
    assert time.monotonic() - antes < 2.5
    clientes.borrar(servidor.engine, servidor.actor, guardado.id)
    expect(fila(lista, nombre)).to_have_count(0)


def test_keys_reach_search_and_new_client(lista: Page) -> None:
    """«/» and «n», but not while somebody types."""
    lista.keyboard.press("/")
    expect(lista.get_by_role("searchbox")).to_be_focused()
    lista.keyboard.type("n")
    expect(lista.get_by_role("searchbox")).to_have_value("n")
    expect(lista.get_by_role("dialog")).to_have_count(0)
    lista.keyboard.press("Escape")
    lista.get_by_role("searchbox").blur()
    lista.keyboard.press("n")
    expect(lista.get_by_role("dialog", name="Agregar Cliente")).to_be_visible()


def test_telephone_has_a_menu_and_readable_rows(
    abrir_navegador: Callable[..., BrowserContext],
) -> None:
    """At 390 pixels nothing runs out of the page and everything is reached from the menu."""
    page = abrir_navegador(viewport={"width": 390, "height": 844}).new_page()
    page.goto(LISTA)
    expect(filas(page).first).to_be_visible()
    ancho = page.evaluate("document.querySelector('main').scrollWidth")
    assert ancho <= 390
    page.get_by_role("button", name="Menú", exact=True).click()
    page.get_by_role("menuitem", name="Papelera").click()
    expect(page.get_by_role("heading", name="Papelera", exact=True)).to_be_visible()


@pytest.mark.parametrize("espera_ms", [0, 100, 300, 600])
def test_what_is_typed_before_the_page_runs_is_searched(page: Page, espera_ms: int) -> None:
    """On a slow machine the field is there before the program that listens to it."""
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 6})
    page.goto(LISTA, wait_until="commit")
    campo = page.get_by_role("searchbox")
    expect(campo).to_be_visible()
    page.wait_for_timeout(espera_ms)
    campo.fill("nadie se llama asi")
    expect(page.get_by_text("Nada encontrado para «nadie se llama asi»")).to_be_visible()
    expect(campo).to_have_value("nadie se llama asi")
    expect(page).to_have_url(re.compile(r"\?q=nadie"))
