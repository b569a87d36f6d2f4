"""Below a sub-path: pages, sockets, uploads, downloads, links, cookies."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from clientes_app.services.acceso import cuentas
from clientes_app.services.acceso.cookie import BROWSER_COOKIE, SESSION_COOKIE
from tests.browser.conftest import CLAVE, Servidor, puerto_libre, servir
from tests.browser.pasos_carga import esperar_cifras, procesar, subir, un_archivo
from tests.browser.pasos_formulario import guardar, llenar
from tests.builders import un_cliente, un_csv, un_rfc


@pytest.fixture(scope="module")
def servidor(construida: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servidor]:
    """Give the application as a browser reaches it without a proxy: below «/clientes»."""
    assert construida.is_dir()
    puerto = puerto_libre()
    aqui = f"http://127.0.0.1:{puerto}/clientes"
    datos = tmp_path_factory.mktemp("datos")
    # What a version before left is open to everybody.
    datos.chmod(0o755)
    with servir(datos, puerto=puerto, CLIENTES_URL=aqui) as corriendo:
        yield replace(corriendo, url=aqui)


@pytest.fixture
def page(navegador: Browser, servidor: Servidor) -> Iterator[Page]:
    """Give a browser in which nobody is signed in; nothing may fail in it."""
    contexto = navegador.new_context(locale="es-MX", accept_downloads=True)
    faltas: list[str] = []
    contexto.on("console", lambda m: faltas.append(m.text) if m.type == "error" else None)
    contexto.on("weberror", lambda error: faltas.append(str(error.error)))
    contexto.on("response", lambda r: faltas.append(r.url) if r.status >= 400 else None)
    yield contexto.new_page()
    contexto.close()
    assert not faltas
    assert "Traceback" not in servidor.dicho()


def test_everything_works_below_the_subpath(page: Page, servidor: Servidor) -> None:
    servidor.entrar()
    _enters(page, servidor)
    _adds(page)
    _loads_and_downloads(page, servidor)
    _links_and_old_addresses(page, servidor)
    _goes_anywhere(page, servidor)
    _changes_the_account(page, servidor)
    _leaves(page, servidor)


def _enters(page: Page, servidor: Servidor) -> None:
    page.goto(f"{servidor.url}/catalogos/clientes?q=nadie")
    expect(page).to_have_url(re.compile(r"/clientes/entrar\?destino="))
    page.get_by_label("E-mail").fill(servidor.email("Ana"))
    page.get_by_label("Contraseña").fill(CLAVE)
    page.get_by_role("button", name="Entrar").click()
    lista = f"{servidor.url}/c/{servidor.nombre_corto}/catalogos/clientes"
    expect(page).to_have_url(f"{lista}?q=nadie")
    caminos = {galleta["name"]: galleta["path"] for galleta in page.context.cookies()}
    assert caminos == {SESSION_COOKIE: "/clientes", BROWSER_COOKIE: "/clientes"}
    page.goto(f"{servidor.url}/")
    expect(page).to_have_url(lista)


def _adds(page: Page) -> None:
    expect(page.get_by_role("heading", name="Empiece su catálogo")).to_be_visible()
    page.get_by_role("button", name="+ Agregar Cliente").click()
    cajon = page.get_by_role("dialog", name="Agregar Cliente")
    llenar(cajon, nombre="SUBRUTA UNO", rfc=un_rfc())
    guardar(cajon)
    expect(cajon).to_be_hidden()
    page.reload()
    expect(page.get_by_text("SUBRUTA UNO").first).to_be_visible()


def _loads_and_downloads(page: Page, servidor: Servidor) -> None:
    page.get_by_role("button", name="Carga Masiva de Clientes").click()
    expect(page).to_have_url(re.compile(f"^{re.escape(servidor.url)}/c/[^/]+/catalogos/"))
    subir(page, un_archivo("a.csv", un_csv([un_cliente(nombre="SUBRUTA DOS")])))
    esperar_cifras(page, Filas="1", Buenas="1")
    procesar(page)
    with page.expect_download() as bajado:
        page.get_by_role("link", name="Descargar en .CSV").click()
    assert bajado.value.url.startswith(f"{servidor.url}/c/")
    contenido = bajado.value.path().read_text("utf-8-sig")
    assert "SUBRUTA UNO" in contenido
    assert "SUBRUTA DOS" in contenido


def _links_and_old_addresses(page: Page, servidor: Servidor) -> None:
    cuenta = f"{servidor.url}/c/{servidor.nombre_corto}"
    page.goto(f"{servidor.url}/usuarios")
    expect(page).to_have_url(f"{cuenta}/cuenta/usuarios")
    page.get_by_label("E-mail de la persona invitada").fill("rita@despacho.example")
    page.get_by_role("button", name="Crear enlace").click()
    hecho = page.get_by_label("Enlace de un solo uso")
    expect(hecho).to_have_value(re.compile(f"^{re.escape(servidor.url)}/enlace\\?t="))
    page.get_by_role("link", name="Ayuda").first.click()
    expect(page).to_have_url(f"{cuenta}/ayuda")


def _goes_anywhere(page: Page, servidor: Servidor) -> None:
    """To a client here and in another tab, to a file, and to another account."""
    otra = cuentas.crear(servidor.engine, "Otra Subruta")
    servidor.entrar(cuenta_id=otra.id)
    page.reload()
    campo = page.get_by_role("combobox", name="Ir a un cliente, una página o una orden")
    opciones = page.get_by_role("dialog", name="Ir a…").get_by_role("option")

    def escribir(texto: str) -> None:
        page.wait_for_function("!!window.abrirPaleta")
        page.keyboard.press("Control+k")
        campo.fill(texto)

    escribir("subruta uno")
    with page.context.expect_page() as nueva:
        page.keyboard.press("Control+Enter")
    escribir("subruta uno")
    page.keyboard.press("Enter")
    for pestana in (page, nueva.value):
        expect(pestana.get_by_role("heading", name="SUBRUTA UNO", level=1)).to_be_visible()
        assert pestana.url.startswith(f"{servidor.url}/c/{servidor.nombre_corto}/catalogos/")
    nueva.value.close()
    escribir("descargar")
    with page.expect_download() as bajado:
        opciones.filter(has_text="Descargar en .CSV").click()
    assert "SUBRUTA UNO" in bajado.value.path().read_text("utf-8-sig")
    escribir("cambiar")
    opciones.filter(has_text="Cambiar a Otra Subruta").click()
    expect(page).to_have_url(f"{servidor.url}/c/{otra.nombre_corto}/catalogos/clientes")


def _changes_the_account(page: Page, servidor: Servidor) -> None:
    lista = f"{servidor.url}/c/{servidor.nombre_corto}/catalogos/clientes"
    page.get_by_role("button", name=re.compile("^Cambiar de cuenta")).first.click()
    page.get_by_role("menuitem", name=servidor.cuenta).click()
    expect(page).to_have_url(lista)
    page.goto(f"{servidor.url}/c/no-hay-tal/catalogos/clientes")
    page.get_by_role("link", name=servidor.cuenta).click()
    expect(page).to_have_url(lista)


def _leaves(page: Page, servidor: Servidor) -> None:
    page.get_by_role("button", name="Menú de Ana López").first.click()
    page.get_by_role("menuitem", name="Cerrar sesión").click()
    expect(page).to_have_url(f"{servidor.url}/entrar")
    assert [galleta["name"] for galleta in page.context.cookies()] == [BROWSER_COOKIE]


def test_addresses_with_and_without_the_subpath_are_the_same(servidor: Servidor) -> None:
    """A proxy may take it off or leave it; health is asked for on this machine."""
    raiz = servidor.url.removesuffix("/clientes")
    for ruta in ("/entrar", "/salud", "/atajos.js", "/favicon.svg"):
        respuestas = [httpx.get(f"{base}{ruta}") for base in (servidor.url, raiz)]
        assert [respuesta.status_code for respuesta in respuestas] == [200, 200]
        assert respuestas[0].headers["content-type"] == respuestas[1].headers["content-type"]
    assert httpx.get(f"{raiz}/").headers["location"] == "/clientes/entrar"
    galleta = f"{SESSION_COOKIE}={servidor.entrar()}"
    negada = httpx.get(
        f"{servidor.url}/c/ajena/descargas/clientes.csv", headers={"cookie": galleta}
    )
    assert negada.status_code == 404
    assert 'href="/clientes/catalogos/clientes/procesos"' in negada.text
    abiertos = [
        ruta for ruta in (servidor.datos, *servidor.datos.rglob("*")) if ruta.stat().st_mode & 0o077
    ]
    # The test itself made the log of what it started.
    assert abiertos in ([], [servidor.registro])


def test_pages_run_their_own_scripts_and_no_others(navegador: Browser, servidor: Servidor) -> None:
    with navegador.new_context() as contexto:
        page = contexto.new_page()
        page.goto(f"{servidor.url}/entrar")
        corrido = page.evaluate(
            """() => {
                const guion = document.createElement("script");
                guion.textContent = "window.ajeno = true";
                document.body.append(guion);
                return window.ajeno === true;
            }""",
        )
    assert corrido is False
