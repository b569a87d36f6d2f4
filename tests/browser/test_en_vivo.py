"""Two people in two browsers: what one does shows in the other, which keeps its place."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from clientes_app.services.carga import procesos
from tests.browser.conftest import Servidor
from tests.browser.pasos_formulario import editar, guardado, guardar, llenar
from tests.builders import un_cliente, un_csv, un_rfc

LISTA = "/catalogos/clientes"


@pytest.fixture(scope="module", autouse=True)
def _muchos(servidor: Servidor) -> None:
    """So many that the page has to be scrolled, all found by one word."""
    for lugar in range(40):
        servidor.alta(nombre=f"RELLENO {lugar:02d}")


@pytest.fixture
def ana(abrir_navegador: Callable[..., BrowserContext]) -> Page:
    """The one who works."""
    return abrir_navegador(como="Ana López").new_page()


@pytest.fixture
def beto(abrir_navegador: Callable[..., BrowserContext]) -> Page:
    """The one who has searched and scrolled down."""
    pagina = abrir_navegador(como="Beto Ruiz").new_page()
    pagina.goto(f"{LISTA}?q=relleno")
    expect(fila(pagina, "RELLENO 39")).to_be_attached()
    antes = lugar(pagina)
    fila(pagina, "RELLENO 30").scroll_into_view_if_needed()
    assert lugar(pagina) < antes
    return pagina


def fila(page: Page, nombre: str) -> Locator:
    """The row of a client."""
    return page.locator("tbody:not([aria-hidden]) tr").filter(has_text=nombre)


def lugar(page: Page) -> float:
    """How far below the top of the window a row stands, whatever it is that scrolls."""
    caja = fila(page, "RELLENO 30").bounding_box()
    assert caja is not None
    return caja["y"]


def test_add_edit_delete_and_undo_show_and_move_nothing(
    ana: Page, beto: Page, servidor: Servidor
) -> None:
    antes, rfc = lugar(beto), un_rfc()
    ana.goto(f"{LISTA}?cliente=nuevo")
    cajon = ana.get_by_role("dialog", name="Agregar Cliente")
    llenar(cajon, nombre="RELLENO Y MUEBLES", rfc=rfc)
    guardar(cajon)
    expect(fila(beto, "RELLENO Y MUEBLES")).to_be_attached()

    cajon = editar(ana, guardado(servidor, rfc).id)
    cajon.get_by_label("E-mail", exact=True).fill("ventas@relleno.example")
    guardar(cajon)
    expect(fila(beto, "ventas@relleno.example")).to_be_attached()

    expect(cajon).to_be_hidden()
    fila(ana, rfc).get_by_role("button", name="Borrar", exact=True).click()
    ana.get_by_role("alertdialog").get_by_role("button", name="Borrar").click()
    expect(fila(beto, rfc)).to_have_count(0)

    ana.get_by_role("button", name="Deshacer").click()
    expect(fila(beto, rfc)).to_be_attached()
    assert lugar(beto) == pytest.approx(antes, abs=1)
    expect(beto.get_by_role("searchbox")).to_have_value("relleno")
    expect(fila(beto, "RELLENO 30")).to_be_in_viewport()


def test_what_is_being_typed_in_the_drawer_stays(beto: Page, servidor: Servidor) -> None:
    propio = servidor.alta(nombre="RELLENO PROPIO")
    cajon = editar(beto, propio.id)
    calle = cajon.get_by_label("E-mail", exact=True)
    calle.fill("a medio esc")
    servidor.alta(nombre="A LA VISTA DETRÁS")
    expect(fila(beto, "A LA VISTA DETRÁS")).to_be_attached()
    expect(calle).to_have_value("a medio esc")
    expect(calle).to_be_focused()


def _orden(servidor: Servidor, *argumentos: str) -> None:
    """Run `clientes` as another process on the same database."""
    subprocess.run(
        [sys.executable, "-m", "clientes_app.cli", *argumentos, "--cuenta", servidor.cuenta],
        env=os.environ
        | {
            "CLIENTES_DATOS": str(servidor.datos),
            "CLIENTES_DATABASE_URL": servidor.engine.url.render_as_string(hide_password=False),
        },
        check=True,
        capture_output=True,
    )


def test_a_process_and_its_undoing_show(beto: Page, servidor: Servidor, tmp_path: Path) -> None:
    antes = lugar(beto)
    archivo = tmp_path / "relleno.csv"
    archivo.write_bytes(un_csv([un_cliente(nombre="RELLENO DE CARGA")]))
    _orden(servidor, "importar", str(archivo))
    expect(fila(beto, "RELLENO DE CARGA")).to_be_attached()
    (proceso,) = procesos.lista(servidor.engine, servidor.cuenta_id).filas
    _orden(servidor, "deshacer", str(proceso.id))
    expect(fila(beto, "RELLENO DE CARGA")).to_have_count(0)
    assert lugar(beto) == pytest.approx(antes, abs=1)
