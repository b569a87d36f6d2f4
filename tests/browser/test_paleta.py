"""«Ir a…» (Ctrl+K): any client, page or command, over whatever is open."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from clientes_app.domain.roles import Rol
from clientes_app.routes import CLIENTES, de_cuenta
from clientes_app.services.acceso import cuentas, usuarios
from clientes_app.services.clientes import clientes
from clientes_app.services.context import Actor
from tests.browser.conftest import Servidor
from tests.browser.pasos_formulario import LISTA, NUEVO, editar
from tests.browser.test_accesible import hallazgos
from tests.browser.test_lista import fila, filas
from tests.builders import un_cliente

Abrir = Callable[..., BrowserContext]

PAGINAS = [
    *("Clientes", "Calidad del catálogo", "Posibles duplicados", "Carga Masiva de Clientes"),
    *("Procesos de carga", "Papelera", "Cuenta", "Usuarios", "Mi perfil", "Ayuda"),
]
ORDENES = [
    *("Agregar Cliente", "Buscar en la lista", "Descargar en .CSV", "Modo oscuro"),
    *("Teclas", "Cerrar sesión"),
]


@pytest.fixture(scope="module", autouse=True)
def _algunos(servidor: Servidor) -> None:
    servidor.alta(nombre="CARPINTERÍA MUÑOZ HERMANOS", rfc="CMH980225PA9", codigo_postal="45010")
    servidor.alta(nombre="OSCAR MUÑOZ LARA")
    for lugar in range(8):
        servidor.alta(nombre=f"RELLENO {lugar}")


def abierta(page: Page) -> Locator:
    """The dialog, opened by its keys, with its field focused."""
    page.wait_for_function("!!window.abrirPaleta")
    page.keyboard.press("Control+k")
    paleta = page.get_by_role("dialog", name="Ir a…")
    expect(campo(paleta)).to_be_focused()
    return paleta


def campo(paleta: Locator) -> Locator:
    return paleta.get_by_role("combobox", name="Ir a un cliente, una página o una orden")


def opciones(paleta: Locator, grupo: str = "") -> Locator:
    return (paleta.get_by_role("group", name=grupo) if grupo else paleta).get_by_role("option")


def textos(paleta: Locator, grupo: str) -> list[str]:
    """What is offered of a kind, without the keys."""
    return opciones(paleta, grupo).locator(".paleta-texto > span").all_inner_texts()


def elegida(paleta: Locator) -> Locator:
    """The option that Enter opens, as the field tells a screen reader."""
    lugar = campo(paleta).get_attribute("aria-activedescendant")
    return paleta.locator(f'[id="{lugar}"][aria-selected="true"]')


def lista(page: Page) -> None:
    page.goto(LISTA)
    expect(filas(page).first).to_be_visible()


def test_the_keyboard_alone_finds_a_client_and_opens_the_card(page: Page) -> None:
    lista(page)
    page.get_by_role("searchbox").focus()
    paleta = abierta(page)
    page.keyboard.type("munoz car", delay=20)
    expect(paleta.get_by_role("status")).to_have_text(
        "2 clientes encontrados, 2 páginas, 2 órdenes"
    )
    assert textos(paleta, "Clientes") == ["CARPINTERÍA MUÑOZ HERMANOS", "OSCAR MUÑOZ LARA"]
    assert textos(paleta, "Páginas") == ["Carga Masiva de Clientes", "Procesos de carga"]
    assert textos(paleta, "Órdenes") == [
        "Agregar cliente «MUNOZ CAR»",
        "Buscar «munoz car» en la lista",
    ]
    assert paleta.locator("mark").all_inner_texts() == [
        *("CAR", "MUÑOZ", "CAR", "MUÑOZ"),
        *("Car", "car"),
    ]
    expect(opciones(paleta, "Clientes").first).to_contain_text("CMH980225PA9 · 601 · 45010")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="CARPINTERÍA MUÑOZ HERMANOS", level=1)).to_be_visible()
    expect(paleta).to_be_hidden()
    expect(page.get_by_role("main")).to_be_focused()


def test_enter_before_the_answer_opens_what_the_answer_brings(page: Page) -> None:
    """Also where a page fits what was typed, and stands there at once."""
    lista(page)
    abierta(page)
    page.keyboard.type("carpinteria")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="CARPINTERÍA MUÑOZ HERMANOS", level=1)).to_be_visible()


def test_arrows_go_round_and_escape_gives_the_focus_back(page: Page) -> None:
    lista(page)
    page.get_by_role("searchbox").press("ArrowDown")
    expect(filas(page).first.get_by_role("link")).to_be_focused()
    paleta = abierta(page)
    assert textos(paleta, "Páginas") == PAGINAS
    assert textos(paleta, "Órdenes") == ORDENES
    expect(paleta.get_by_role("status")).to_have_text("10 páginas, 6 órdenes")
    expect(elegida(paleta)).to_have_text(re.compile("^Clientes"))
    page.keyboard.press("ArrowUp")
    expect(elegida(paleta)).to_have_text(re.compile("^Cerrar sesión"))
    expect(elegida(paleta)).to_be_in_viewport()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(elegida(paleta)).to_have_text(re.compile("^Calidad del catálogo"))
    page.keyboard.press("Escape")
    expect(paleta).to_be_hidden()
    expect(filas(page).first.get_by_role("link")).to_be_focused()
    # The keys of the page do nothing beneath it, and the same keys close it.
    paleta = abierta(page)
    page.keyboard.press("n")
    page.keyboard.press("/")
    expect(campo(paleta)).to_have_value("n/")
    page.keyboard.press("Control+k")
    expect(paleta).to_be_hidden()
    expect(filas(page).first.get_by_role("link")).to_be_focused()
    # Opened anew it is empty.
    expect(campo(abierta(page))).to_have_value("")


def test_pages_and_commands_are_found_by_other_words(page: Page) -> None:
    lista(page)
    paleta = abierta(page)
    for dicho, esperado in (
        ("importar", "Carga Masiva de Clientes"),
        ("contrasena", "Mi perfil"),
        ("exportar", "Descargar en .CSV"),
        ("DUPLI", "Posibles duplicados"),
        ("atajos", "Teclas"),
    ):
        campo(paleta).fill(dicho)
        expect(opciones(paleta).filter(has_text=esperado)).to_have_count(1)
    campo(paleta).fill("duplicados")
    expect(paleta.get_by_role("status")).to_have_text(re.compile("^Ningún cliente encontrado"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Posibles duplicados")).to_be_visible()


def test_commands_do_what_their_names_say(page: Page) -> None:
    lista(page)
    paleta = abierta(page)
    page.keyboard.type("oscuro")
    opciones(paleta, "Órdenes").filter(has_text="Modo oscuro").click()
    expect(page.locator("html")).to_have_class(re.compile("dark"))
    expect(opciones(abierta(page), "Órdenes").filter(has_text="Modo claro")).to_be_visible()
    with page.expect_download() as descarga:
        opciones(paleta).filter(has_text="Descargar en .CSV").click()
    assert "CARPINTERÍA" in descarga.value.path().read_text("utf-8-sig")
    abierta(page)
    opciones(paleta).filter(has_text="Teclas").click()
    teclas = page.get_by_role("dialog", name="Teclas")
    expect(teclas.get_by_text("Ir a…")).to_be_visible()
    # From there, too.
    abierta(page)
    expect(teclas).to_be_hidden()
    campo(paleta).fill("Zapatería Nueva")
    opciones(paleta).filter(has_text="Agregar cliente «ZAPATERÍA NUEVA»").click()
    cajon = page.get_by_role("dialog", name="Agregar Cliente")
    expect(cajon.get_by_label("Nombre o Razón Social")).to_have_value("ZAPATERÍA NUEVA")
    page.keyboard.press("Escape")
    page.get_by_role("alertdialog").get_by_role("button", name="Descartar").click()
    expect(cajon).to_be_hidden()
    page.goto("/perfil")
    expect(page.get_by_role("heading", name="Mi perfil")).to_be_visible()
    campo(abierta(page)).fill("oscar")
    # Clients that come between pressing and letting go would move what is pressed.
    expect(opciones(paleta, "Clientes")).to_have_count(1)
    opciones(paleta).filter(has_text="Buscar «oscar» en la lista").click()
    expect(filas(page)).to_have_count(1)
    expect(page.get_by_role("searchbox")).to_be_focused()
    expect(page.get_by_role("searchbox")).to_have_value("oscar")
    abierta(page)
    opciones(paleta).filter(has_text="Cerrar sesión").click()
    expect(page.get_by_role("heading", name="Entrar")).to_be_visible()
    page.keyboard.press("Control+k")
    expect(page.locator("dialog")).to_have_count(0)


def test_it_shows_no_answer_to_something_else(page: Page, servidor: Servidor) -> None:
    """At no moment while somebody types; nor what a client was called before."""
    cambiado = servidor.alta(nombre="CAMBIANTE UNO")
    lista(page)
    paleta = abierta(page)
    page.evaluate(
        """() => {
          window.ajenos = [];
          const plegar = (t) => t.normalize("NFD").replace(/\\p{M}/gu, "").toLowerCase();
          const mirar = () => {
            const dicho = plegar(document.querySelector("dialog.paleta input")?.value ?? "");
            for (const nodo of document.querySelectorAll("[id*='Clientes-'][role=option]")) {
              const suyo = plegar(nodo.textContent);
              if (!dicho.trim().split(/ +/).every((p) => suyo.includes(p))) {
                window.ajenos.push([dicho, suyo]);
              }
            }
          };
          new MutationObserver(mirar).observe(document, { childList: true, subtree: true });
        }"""
    )
    page.keyboard.type("relleno", delay=45)
    expect(paleta.get_by_text("5 de 8")).to_be_visible()
    for dicho, pausa in (
        ("munoz", 90),
        ("oscar", 10),
        ("cambiante uno", 45),
        ("carpin hermanos", 70),
    ):
        page.keyboard.press("Control+a")
        page.keyboard.type(dicho, delay=pausa)
    expect(opciones(paleta, "Clientes")).to_have_count(1)
    assert page.evaluate("window.ajenos") == []
    page.keyboard.press("Control+a")
    page.keyboard.type("cambiante")
    expect(opciones(paleta, "Clientes")).to_contain_text("CAMBIANTE UNO")
    page.keyboard.press("Escape")
    clientes.borrar(servidor.engine, servidor.actor, cambiado.id)
    servidor.alta(nombre="CAMBIANTE DOS")
    abierta(page)
    page.keyboard.type("cambiante")
    expect(opciones(paleta, "Clientes")).to_contain_text("CAMBIANTE DOS")
    expect(opciones(paleta, "Clientes")).to_have_count(1)


def test_over_a_drawer_it_neither_saves_nor_closes_it(page: Page, servidor: Servidor) -> None:
    """Ctrl+Enter opens the client in another tab; what was typed beneath stays as it was."""
    cliente = servidor.alta(nombre="BAJO EL PANEL", calle="UNO")
    cajon = editar(page, cliente.id)
    nombre = cajon.get_by_label("Nombre o Razón Social")
    nombre.fill("BAJO EL PANEL Y ESCRITO")
    paleta = abierta(page)
    page.keyboard.type("oscar munoz", delay=10)
    expect(opciones(paleta, "Clientes")).to_have_count(1)
    # Inside of it the pointer and the wheel belong to it.
    paleta.get_by_text("Órdenes", exact=True).click()
    campo(paleta).fill("")
    opciones(paleta).first.hover()
    page.mouse.wheel(0, 400)
    page.wait_for_function("document.querySelector('.paleta-cuerpo').scrollTop > 50")
    campo(paleta).fill("oscar munoz")
    expect(opciones(paleta, "Clientes")).to_have_count(1)
    with page.context.expect_page() as otra:
        page.keyboard.press("Control+Enter")
    expect(otra.value.get_by_role("heading", name="OSCAR MUÑOZ LARA", level=1)).to_be_visible()
    otra.value.close()
    page.bring_to_front()
    expect(paleta).to_be_hidden()
    expect(nombre).to_be_focused()
    abierta(page)
    page.keyboard.press("Escape")
    expect(paleta).to_be_hidden()
    expect(nombre).to_be_focused()
    expect(nombre).to_have_value("BAJO EL PANEL Y ESCRITO")
    expect(page.get_by_role("alertdialog")).to_have_count(0)
    guardado = clientes.obtener(servidor.engine, servidor.cuenta_id, cliente.id)
    assert guardado.datos.nombre == "BAJO EL PANEL"
    # Closed afterwards the drawer gives the focus to its row, as ever.
    page.keyboard.press("Escape")
    pregunta = page.get_by_role("alertdialog", name="¿Descartar lo escrito?")
    expect(pregunta).to_be_visible()
    # A question is answered first.
    page.keyboard.press("Control+k")
    expect(paleta).to_be_hidden()
    pregunta.get_by_role("button", name="Descartar").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(fila(page, "BAJO EL PANEL").get_by_role("link")).to_be_focused()


def test_what_is_typed_in_a_drawer_is_asked_about_or_waits(page: Page) -> None:
    """To a card: the question. To a page without a drawer: it waits, and is there again."""
    page.goto(NUEVO)
    cajon = page.get_by_role("dialog", name="Agregar Cliente")
    nombre = cajon.get_by_label("Nombre o Razón Social")
    nombre.fill("A MEDIO ESCRIBIR")
    abierta(page)
    page.keyboard.type("oscar munoz")
    page.keyboard.press("Enter")
    pregunta = page.get_by_role("alertdialog", name="¿Descartar lo escrito?")
    expect(pregunta).to_be_visible()
    pregunta.get_by_role("button", name="Seguir editando").click()
    expect(nombre).to_have_value("A MEDIO ESCRIBIR")
    abierta(page)
    page.keyboard.type("procesos de")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Estado de los procesos")).to_be_visible()
    abierta(page)
    page.keyboard.type("agregar")
    # The command itself, and not a client of that name.
    expect(elegida(page.get_by_role("dialog", name="Ir a…"))).to_have_text("Agregar Clienten")
    page.keyboard.press("Enter")
    expect(nombre).to_have_value("A MEDIO ESCRIBIR")


def test_a_lector_is_offered_nothing_that_only_refuses(abrir_navegador: Abrir) -> None:
    page = abrir_navegador(como="Lucía Lee", rol=Rol.LECTOR).new_page()
    lista(page)
    paleta = abierta(page)
    assert textos(paleta, "Páginas") == [
        pagina for pagina in PAGINAS if pagina not in {"Carga Masiva de Clientes", "Usuarios"}
    ]
    assert textos(paleta, "Órdenes") == ORDENES[1:]
    campo(paleta).fill("oscar")
    expect(opciones(paleta, "Clientes")).to_have_count(1)
    assert textos(paleta, "Órdenes") == ["Buscar «oscar» en la lista"]


def test_an_editor_is_offered_all_but_the_users(abrir_navegador: Abrir) -> None:
    page = abrir_navegador(como="Eva Edita", rol=Rol.EDITOR).new_page()
    lista(page)
    paleta = abierta(page)
    assert textos(paleta, "Páginas") == [pagina for pagina in PAGINAS if pagina != "Usuarios"]
    assert textos(paleta, "Órdenes") == ORDENES


def test_two_accounts_in_two_tabs_find_their_own(
    abrir_navegador: Abrir, servidor: Servidor
) -> None:
    otra = cuentas.crear(servidor.engine, "Ferretería La Palma")
    clientes.alta(servidor.engine, Actor(otra.id, "Ana", "api"), un_cliente(nombre="OSCAR OTRO"))
    contexto = abrir_navegador(como="Dora Dos")
    usuarios.crear(
        servidor.engine,
        cuenta_id=otra.id,
        email=servidor.email("Dora Dos"),
        nombre="Dora Dos",
        rol=Rol.LECTOR,
    )
    aqui, alla = contexto.new_page(), contexto.new_page()
    aqui.goto(de_cuenta(servidor.nombre_corto, CLIENTES))
    alla.goto(de_cuenta(otra.nombre_corto, CLIENTES))
    for page, nombre in ((aqui, "OSCAR MUÑOZ LARA"), (alla, "OSCAR OTRO")):
        page.bring_to_front()
        expect(filas(page).first).to_be_visible()
        paleta = abierta(page)
        page.keyboard.type("oscar")
        expect(opciones(paleta, "Clientes")).to_have_count(1)
        assert textos(paleta, "Clientes") == [nombre]
    paleta = alla.get_by_role("dialog", name="Ir a…")
    campo(paleta).fill("cambiar")
    assert textos(paleta, "Órdenes")[-1] == f"Cambiar a {servidor.cuenta}"
    opciones(paleta, "Órdenes").last.click()
    expect(fila(alla, "OSCAR MUÑOZ LARA")).to_be_visible()
    campo(abierta(alla)).fill("palma")
    expect(opciones(alla.get_by_role("dialog", name="Ir a…"), "Órdenes").last).to_have_text(
        "Cambiar a Ferretería La Palma"
    )


def test_an_answer_that_is_lost_is_asked_for_again(navegador: Browser, servidor: Servidor) -> None:
    """A connection that drops while somebody looks for a client loses nothing."""
    contexto = navegador.new_context(base_url=servidor.url, locale="es-MX")
    contexto.add_cookies(servidor.galletas(servidor.entrar()))
    page = contexto.new_page()
    lista(page)
    paleta = abierta(page)
    page.context.set_offline(True)
    page.keyboard.type("oscar")
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    expect(paleta).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_role("heading", name="OSCAR MUÑOZ LARA", level=1)).to_be_visible()
    contexto.close()


@pytest.mark.parametrize("ancho", [1280, 820, 390])
@pytest.mark.parametrize("modo", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_runs_out(
    abrir_navegador: Abrir, modo: str, ancho: int
) -> None:
    """From the button of each width; empty, with results, and over an open drawer."""
    page = abrir_navegador(
        color_scheme=modo, viewport={"width": ancho, "height": 844}, reduced_motion="reduce"
    ).new_page()
    lista(page)
    if ancho < 768:
        page.get_by_role("button", name="Menú", exact=True).click()
        page.get_by_role("menuitem", name="Ir a…").click()
    else:
        page.get_by_role("button", name="Ir a…").click()
    paleta = page.get_by_role("dialog", name="Ir a…")
    expect(campo(paleta)).to_be_focused()
    assert hallazgos(page) == ""
    campo(paleta).fill("munoz car")
    expect(opciones(paleta, "Clientes")).to_have_count(2)
    assert hallazgos(page) == ""
    caja = paleta.bounding_box()
    assert caja
    assert caja["x"] >= 0
    assert caja["x"] + caja["width"] <= ancho
    assert page.evaluate("document.documentElement.scrollWidth") <= ancho
    altos = opciones(paleta).evaluate_all("os => os.map((o) => o.getBoundingClientRect().height)")
    assert min(altos) >= (44 if ancho < 768 else 40)
    cerrar = paleta.get_by_role("button", name="Cerrar")
    if ancho < 768:
        medida = cerrar.bounding_box()
        assert medida
        assert min(medida["width"], medida["height"]) >= 44
    cerrar.click()
    expect(paleta).to_be_hidden()
    boton = "Menú" if ancho < 768 else "Ir a…"
    expect(page.get_by_role("button", name=boton, exact=True)).to_be_focused()
    page.goto(NUEVO)
    expect(page.get_by_role("dialog", name="Agregar Cliente")).to_be_visible()
    campo(abierta(page)).fill("relleno")
    expect(paleta.get_by_text("5 de 8")).to_be_visible()
    assert hallazgos(page) == ""
