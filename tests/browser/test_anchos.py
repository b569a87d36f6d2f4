"""However wide the window is: the name has its width, the RFC is whole, nothing runs out."""

from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from clientes_app.services.clientes import clientes
from tests.browser.conftest import Servidor

LISTA = "/catalogos/clientes"
PAPELERA = f"{LISTA}/papelera"
CATORCE_REM = 14 * 16
# The thirteen widest letters, a long name, a long e-mail: nobody has all three at once.
LO_MAS_ANCHO = """() => {
  for (const fila of document.querySelectorAll('tbody tr')) {
    fila.querySelector('.c-rfc').textContent = 'WWWW888888WWW';
  }
}"""
MEDIR = """() => {
  const texto = document.createRange();
  const cortados = [...document.querySelectorAll('td.c-rfc')].filter((celda) => {
    texto.selectNodeContents(celda);
    const { paddingRight } = getComputedStyle(celda);
    return texto.getBoundingClientRect().right >
      celda.getBoundingClientRect().right - parseFloat(paddingRight) + 0.5;
  });
  const main = document.querySelector('main');
  return {
    nombre: Math.min(...[...document.querySelectorAll('td.c-nombre')].map((c) => c.offsetWidth)),
    cortados: cortados.length,
    sobra: Math.max(main.scrollWidth - main.clientWidth,
      document.documentElement.scrollWidth - innerWidth),
  };
}"""

_CORTADO = """celda => [celda, ...celda.querySelectorAll('*')]
  .filter((nodo) => nodo.scrollWidth > nodo.clientWidth + 1 && nodo.clientWidth)
  .map((nodo) => nodo.className || nodo.tagName)"""


@pytest.fixture(scope="module", autouse=True)
def _algunos(servidor: Servidor) -> None:
    largo = "COMERCIALIZADORA DE PRODUCTOS AGRÍCOLAS DEL NOROESTE Y SERVICIOS INTEGRALES"
    correo = "facturacion.electronica.de.proveedores@una-empresa-larga.example"
    for lugar in range(3):
        guardado = servidor.alta(
            nombre=f"{largo} {lugar}", email=correo, email_adicional_1="otro@corto.example"
        )
    clientes.borrar(servidor.engine, servidor.actor, guardado.id)


@pytest.mark.parametrize("direccion", [LISTA, PAPELERA])
def test_names_have_fourteen_rem_and_nothing_runs_out(page: Page, direccion: str) -> None:
    """From 768 pixels on, every sixteen of them."""
    page.goto(direccion)
    expect(page.locator("td.c-nombre .nombre").first).to_be_visible()
    page.evaluate(LO_MAS_ANCHO)
    for ancho in range(768, 1937, 16):
        page.set_viewport_size({"width": ancho, "height": 800})
        medido = page.evaluate(MEDIR)
        assert medido["nombre"] >= CATORCE_REM, (ancho, medido)
        assert medido["cortados"] == 0, (ancho, medido)
        assert medido["sobra"] <= 0, (ancho, medido)


@pytest.mark.parametrize(
    ("ancho", "se_ven"),
    [
        (1920, {"c-email", "c-codigo_postal", "regimen", "uso"}),
        (1440, {"c-email", "c-codigo_postal"}),
        (1024, {"c-email", "c-codigo_postal"}),
        (820, {"c-codigo_postal"}),
        (768, set()),
    ],
)
def test_what_gives_way_does_so_in_its_order(page: Page, ancho: int, se_ven: set[str]) -> None:
    """The descriptions of the keys, the e-mail, the postal code; the keys stay."""
    page.set_viewport_size({"width": ancho, "height": 800})
    page.goto(LISTA)
    fila = page.locator("tbody:not([aria-hidden]) tr").first
    expect(fila.get_by_role("link")).to_be_visible()
    lugares = {
        "c-email": fila.locator("td.c-email"),
        "c-codigo_postal": fila.locator("td.c-codigo_postal"),
        "regimen": fila.locator("td.c-regimen_fiscal .descripcion-clave"),
        "uso": fila.locator("td.c-uso_cfdi .descripcion-clave"),
    }
    assert {que for que, lugar in lugares.items() if lugar.is_visible()} == se_ven
    assert fila.locator(".clave").all_inner_texts() == ["601", "G03"]


def test_what_is_cut_shows_whole_on_hover_and_focus(page: Page) -> None:
    """A cell has its text for the mouse; beside the row it stands while the keyboard is there."""
    page.set_viewport_size({"width": 820, "height": 800})
    page.goto(LISTA)
    fila = page.locator("tbody:not([aria-hidden]) tr").first
    expect(fila.locator("td.c-regimen_fiscal")).to_have_attribute(
        "title", "601 General de Ley Personas Morales"
    )
    rfc = fila.locator("td.c-rfc")
    expect(rfc).to_have_attribute("title", rfc.inner_text())
    page.get_by_role("searchbox").press("ArrowDown")
    entero = page.locator(".entero")
    expect(entero).to_contain_text("SERVICIOS INTEGRALES 0")
    expect(entero).to_contain_text("una-empresa-larga.example, otro@corto.example")
    expect(entero).to_contain_text("General de Ley Personas Morales")
    page.keyboard.press("Tab")
    page.get_by_role("searchbox").click()
    expect(entero).to_have_count(0)


def test_a_copied_row_has_a_blank_between_key_and_description(page: Page) -> None:
    """What is pasted elsewhere can be read there."""
    page.set_viewport_size({"width": 1920, "height": 800})
    page.goto(LISTA)
    fila = page.locator("tbody:not([aria-hidden]) tr").first
    expect(fila.get_by_role("link")).to_be_visible()
    copiado = fila.evaluate(
        "f => { getSelection().selectAllChildren(f); return getSelection().toString(); }"
    )
    assert "601 General de Ley Personas Morales" in copiado
    assert "G03 Gastos en general" in copiado


def test_printing_prints_the_clients_and_no_buttons(page: Page) -> None:
    """Neither frame, search nor buttons; all of the text."""
    page.goto(LISTA)
    expect(page.locator("td.c-nombre").first).to_be_visible()
    page.emulate_media(media="print")
    # What sorts a column is its heading, too.
    botones = page.locator("button:not(.ordenar), select, input, a.boton, nav a")
    assert botones.filter(visible=True).count() == 0
    assert not page.get_by_role("navigation").first.is_visible()
    expect(page.locator("td.c-regimen_fiscal .descripcion-clave").first).to_be_visible()
    # No word of it is broken.
    assert page.locator("td.c-regimen_fiscal").first.evaluate("celda => celda.offsetWidth") > 100


def test_printing_an_open_client_prints_the_client(page: Page, servidor: Servidor) -> None:
    """Without the list behind it, the veil and the buttons."""
    cliente = servidor.alta(nombre="EN PAPEL")
    page.goto(f"{LISTA}?cliente={cliente.id}")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator("main")).to_be_hidden()
    cajon = page.locator(".cajon")
    expect(cajon.get_by_label("RFC")).to_be_visible()
    assert cajon.get_by_role("button").filter(visible=True).count() == 0
    # Once it has slid in.
    page.wait_for_function("document.querySelector('.cajon').getBoundingClientRect().left === 0")


def test_the_table_of_a_telephone_begins_soon(page: Page) -> None:
    """At most 196 pixels of controls before the first client; targets for fingers."""
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(LISTA)
    primera = page.locator("tbody:not([aria-hidden]) tr").first
    expect(primera.get_by_role("link")).to_be_visible()
    caja = primera.bounding_box()
    assert caja is not None
    assert caja["y"] <= 196
    pequenos = page.evaluate("""() => [...document.querySelectorAll('button, select, input, a')]
      .filter((n) => n.offsetParent && n.getBoundingClientRect().bottom > 0)
      .filter((n) => !n.matches('.nombre, .salto'))
      .map((n) => [n, n.getBoundingClientRect(), getComputedStyle(n, '::after')])
      .filter(([n, r, a]) => (a.content === 'none' || a.position !== 'absolute') &&
        (r.height < 44 || r.width < 40))
      .map(([n]) => n.outerHTML)""")
    assert pequenos == []


def test_a_card_of_a_telephone_shows_all_of_an_email_and_of_who_deleted(
    page: Page, servidor: Servidor
) -> None:
    """Nobody hovers there: what is long is not cut."""
    correo = "facturacion.electronica.de.proveedores@otra-empresa-larga.example"
    cliente = servidor.alta(nombre="DE UN CORREO LARGO", email=correo)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{LISTA}?q=correo+largo")
    expect(page.get_by_text(correo)).to_be_visible()
    assert page.locator("td.c-email").evaluate(_CORTADO) == []
    autor = replace(servidor.actor, quien="María Guadalupe Hernández de la Garza y Montemayor")
    clientes.borrar(servidor.engine, autor, cliente.id)
    page.goto(f"{PAPELERA}?q=correo+largo")
    expect(page.get_by_text(autor.quien)).to_be_visible()
    assert page.locator("td.c-borrado").evaluate(_CORTADO) == []
