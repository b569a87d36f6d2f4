"""The refused rows of a load, mended on the page of the process."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Locator, Page, expect

from clientes_app.services.carga.procesos import ProcesoGuardado
from clientes_app.services.clientes import clientes
from tests.browser.conftest import Servidor
from tests.browser.pasos_carga import PROCESOS, cifra
from tests.builders import un_cliente, un_rfc
from tests.integration.pasos_procesos import cargar


@pytest.fixture
def carga(servidor: Servidor) -> ProcesoGuardado:
    """A load of three rows, of which two have a wrong e-mail."""
    filas = [un_cliente(rfc=un_rfc(), email="no") for _ in range(2)]
    return cargar(servidor.engine, servidor.actor, [*filas, un_cliente()])


def _fila(page: Page, linea: int) -> Locator:
    return page.get_by_role("dialog", name=f"Corregir la línea {linea}")


def _sin_faltas(page: Page) -> None:
    faltas = [(f["id"], f["nodes"][0]["html"]) for f in Axe().run(page).response["violations"]]
    assert faltas == []


def test_rows_are_mended_one_after_the_other_with_the_keyboard_alone(
    page: Page, carga: ProcesoGuardado, servidor: Servidor
) -> None:
    """From the page of the process to both rows stored, counted and out of the file."""
    page.goto(f"{PROCESOS}/{carga.id}")
    page.get_by_role("link", name="Corregir la línea 2").focus()
    page.keyboard.press("Enter")
    primera = _fila(page, 2)
    correo = primera.get_by_role("textbox", name="E-mail")
    expect(correo).to_have_value("no")
    expect(correo).to_have_attribute("aria-invalid", "true")
    expect(correo).to_be_focused()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("uno@cliente.example")
    boton = primera.get_by_role("button", name="Guardar y pasar a la siguiente")
    boton.focus()
    page.keyboard.press("Enter")
    segunda = _fila(page, 3)
    correo = segunda.get_by_role("textbox", name="E-mail")
    expect(correo).to_be_focused()
    expect(segunda.get_by_role("button", name="Guardar y pasar a la siguiente")).to_have_count(0)
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("dos@cliente.example")
    page.keyboard.press("ControlOrMeta+Enter")
    expect(segunda).to_be_hidden()
    expect(cifra(page, "Corregidos después")).to_have_text("2")
    expect(page.get_by_text("Corregida", exact=True)).to_have_count(2)
    expect(page.get_by_role("link", name="Descargar rechazados")).to_have_count(0)
    correos = {fila[4] for fila in clientes.exportar(servidor.engine, servidor.cuenta_id)}
    assert {"uno@cliente.example", "dos@cliente.example"} <= correos


def test_the_address_opens_the_row_and_esc_asks_before_typed_text_is_lost(
    page: Page, carga: ProcesoGuardado
) -> None:
    """A pasted link and a reload show the same, with what was typed."""
    page.goto(f"{PROCESOS}/{carga.id}?linea=3")
    fila = _fila(page, 3)
    fila.get_by_role("textbox", name="E-mail").fill("a.medias@cliente.example")
    fila.get_by_role("textbox", name="RFC").focus()
    page.reload()
    expect(fila.get_by_role("textbox", name="E-mail")).to_have_value("a.medias@cliente.example")
    page.keyboard.press("Escape")
    page.get_by_role("alertdialog").get_by_role("button", name="Descartar").click()
    expect(fila).to_be_hidden()
    expect(page.get_by_role("link", name="Corregir la línea 3")).to_be_visible()
    page.get_by_role("link", name="Corregir la línea 2").click()
    expect(_fila(page, 2)).to_be_visible()
    page.keyboard.press("Escape")
    expect(_fila(page, 2)).to_be_hidden()


def test_everyone_sees_what_was_mended_and_the_second_is_told(
    page: Page, carga: ProcesoGuardado, abrir_navegador: Callable[..., BrowserContext]
) -> None:
    """Two people with the same row open; a third one on the list of processes."""
    otra = abrir_navegador(como="Beto Solís").new_page()
    lista = abrir_navegador(como="Carla Ríos").new_page()
    lista.goto(PROCESOS)
    expect(lista.get_by_role("link", name="Corregir 2 filas").first).to_be_visible()
    for cada in (page, otra):
        cada.goto(f"{PROCESOS}/{carga.id}?linea=2")
        expect(_fila(cada, 2)).to_be_visible()
    _fila(otra, 2).get_by_role("textbox", name="E-mail").fill("beto@cliente.example")
    _fila(otra, 2).get_by_role("button", name="Guardar", exact=True).click()
    expect(_fila(otra, 2)).to_be_hidden()
    expect(_fila(page, 2).get_by_role("alert")).to_contain_text("Beto Solís ya corrigió la línea 2")
    suyo = lista.get_by_role("listitem").filter(has=lista.locator(f"[id='proceso-{carga.id}']"))
    expect(suyo.get_by_role("link", name="Corregir 1 fila")).to_be_visible()
    expect(suyo).to_contain_text("Corregidos después")
    with otra.expect_download() as bajada:
        otra.get_by_role("link", name="Descargar rechazados").click()
    assert bajada.value.path().read_text("utf-8-sig").count("\n") == 2


def test_whoever_is_stored_is_updated_with_both_values_seen(page: Page, servidor: Servidor) -> None:
    """The row of a client that exists already shows what is stored beside what it says."""
    guardado = servidor.alta(calle="LA GUARDADA")
    fila = guardado.datos.como_dict() | {"calle": "LA NUEVA", "codigo_postal": "1E+03"}
    carga = cargar(servidor.engine, servidor.actor, [fila])
    page.goto(f"{PROCESOS}/{carga.id}?linea=2")
    cajon = _fila(page, 2)
    expect(cajon.get_by_role("link", name=guardado.datos.nombre)).to_be_visible()
    cajon.get_by_role("button", name="Usar lo guardado: 42501").click()
    expect(cajon.get_by_text("LA GUARDADA", exact=False).first).to_be_visible()
    conservar = cajon.get_by_role("button", name="Conservar lo mío")
    expect(conservar).to_have_count(1)
    conservar.click()
    cajon.get_by_role("button", name="Guardar", exact=True).click()
    expect(cajon).to_be_hidden()
    assert (
        clientes.obtener(servidor.engine, servidor.cuenta_id, guardado.id).datos.calle == "LA NUEVA"
    )
    page.goto(f"/catalogos/clientes/{guardado.id}")
    expect(page.get_by_text("al corregir la línea 2 de la carga")).to_be_visible()
    expect(page.get_by_role("link", name="prueba.csv").first).to_be_visible()


@pytest.mark.parametrize("modo", ["light", "dark"])
@pytest.mark.parametrize("ancho", [390, 1280])
def test_nothing_that_axe_finds_and_nothing_sideways(
    abrir_navegador: Callable[..., BrowserContext], carga: ProcesoGuardado, ancho: int, modo: str
) -> None:
    """The page of a load with refused rows, and a row open over it."""
    tamano = {"width": ancho, "height": 844}
    page = abrir_navegador(color_scheme=modo, viewport=tamano).new_page()
    page.goto(f"{PROCESOS}/{carga.id}")
    expect(page.get_by_role("link", name="Corregir la línea 2")).to_be_visible()
    _sin_faltas(page)
    page.get_by_role("link", name="Corregir la línea 2").click()
    expect(_fila(page, 2).get_by_role("textbox", name="E-mail")).to_be_focused()
    page.wait_for_timeout(400)
    _sin_faltas(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= ancho
