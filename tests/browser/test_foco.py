"""Where the focus is after something was done, and what is said of it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from clientes_app.services.clientes import clientes
from tests.browser.conftest import Servidor
from tests.browser.test_lista import LISTA, fila, filas


@pytest.fixture(scope="module", autouse=True)
def _muchos(servidor: Servidor) -> None:
    """More than one page of clients, and some that were deleted."""
    for lugar in range(60):
        servidor.alta(nombre=f"RELLENO {lugar:02d}")
    for lugar in range(3):
        borrado = servidor.alta(nombre=f"BORRADO {lugar}")
        clientes.borrar(servidor.engine, servidor.actor, borrado.id)


@pytest.fixture
def lista(page: Page) -> Page:
    """The list, loaded."""
    page.goto(LISTA)
    expect(filas(page)).to_have_count(50)
    return page


def anunciado(page: Page) -> Locator:
    """What a screen reader is told."""
    return page.locator("#anuncios")


def test_the_next_page_begins_at_its_first_row(lista: Page) -> None:
    """In view, with the focus at the rows, and said."""
    lista.get_by_role("button", name="Página siguiente").click()
    expect(anunciado(lista)).to_have_text("Página 2 de 2")
    expect(lista.locator("#lista")).to_be_focused()
    expect(filas(lista).first).to_be_in_viewport()
    expect(lista.get_by_text(re.compile("^51–6. de 6.$"))).to_be_attached()
    lista.keyboard.press("ArrowDown")
    expect(filas(lista).first.get_by_role("link")).to_be_focused()


def test_a_search_says_how_many_and_enter_leads_to_the_first(
    lista: Page, servidor: Servidor
) -> None:
    """Enter goes to the first row, arrows from one to the next, Enter opens its card and back."""
    for lugar in range(2):
        servidor.alta(nombre=f"MARCADO {lugar}")
    campo = lista.get_by_role("searchbox")
    campo.press_sequentially("marcado", delay=10)
    expect(anunciado(lista)).to_have_text("2 clientes encontrados")
    expect(lista.get_by_text(re.compile(r"^2 de \d+$"))).to_be_visible()
    campo.press("Enter")
    expect(fila(lista, "MARCADO 0").get_by_role("link")).to_be_focused()
    lista.keyboard.press("ArrowDown")
    expect(fila(lista, "MARCADO 1").get_by_role("link")).to_be_focused()
    lista.keyboard.press("Enter")
    expect(lista.get_by_role("heading", name="MARCADO 1", level=1)).to_be_visible()
    lista.go_back()
    expect(fila(lista, "MARCADO 1").get_by_role("link")).to_be_focused()


def test_clearing_a_search_leaves_the_focus_in_its_field(lista: Page) -> None:
    """Both ways to clear it."""
    campo = lista.get_by_role("searchbox")
    for espera, donde in (
        ("Nada encontrado para «nadie»", ".vacio"),
        ("1–1 de 1", ".busqueda"),
    ):
        campo.fill("nadie" if donde == ".vacio" else "relleno 59")
        expect(lista.get_by_text(espera)).to_be_visible()
        lista.locator(donde).get_by_role("button", name="Limpiar búsqueda").click()
        expect(campo).to_be_focused()
        expect(filas(lista)).to_have_count(50)


def test_deleting_leads_to_the_row_that_takes_the_place(lista: Page, servidor: Servidor) -> None:
    """And the one who comes back is said by name."""
    for lugar in range(2):
        servidor.alta(nombre=f"AAA {lugar}")
    expect(fila(lista, "AAA 1")).to_be_visible()
    fila(lista, "AAA 0").get_by_role("button", name="Borrar").click()
    pregunta = lista.get_by_role("alertdialog")
    pregunta.get_by_role("button", name="Cancelar").click()
    expect(fila(lista, "AAA 0").get_by_role("button", name="Borrar")).to_be_focused()
    lista.keyboard.press("Enter")
    pregunta.get_by_role("button", name="Borrar").click()
    expect(fila(lista, "AAA 0")).to_have_count(0)
    expect(fila(lista, "AAA 1").get_by_role("link")).to_be_focused()


def test_a_drawer_that_was_opened_by_its_address_closes_to_its_row(
    page: Page, servidor: Servidor
) -> None:
    """Nothing had the focus before it."""
    cliente = servidor.alta(nombre="AAB POR ENLACE")
    page.goto(f"{LISTA}?cliente={cliente.id}")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(fila(page, "AAB POR ENLACE").get_by_role("link")).to_be_focused()


def test_restoring_leads_to_the_next_and_names_the_client(page: Page) -> None:
    """The last one leaves the page, not nothing."""
    page.goto(f"{LISTA}/papelera")
    expect(filas(page)).not_to_have_count(0)
    campo = page.get_by_role("searchbox")
    campo.fill("borrado")
    expect(anunciado(page)).to_have_text("3 clientes encontrados")
    for nombre, siguiente in (("BORRADO 2", "BORRADO 1"), ("BORRADO 1", "BORRADO 0")):
        fila(page, nombre).get_by_role("button", name="Restaurar").click()
        expect(page.get_by_text(f"{nombre} está de nuevo en la lista.")).to_be_visible()
        boton = fila(page, siguiente).get_by_role("button", name="Restaurar")
        expect(boton).to_be_focused()
    page.keyboard.press("Enter")
    expect(filas(page)).to_have_count(0)
    expect(page.get_by_role("main")).to_be_focused()
    assert page.get_by_role("main").evaluate("m => getComputedStyle(m).outlineStyle") == "none"


def test_a_question_says_who_edits_the_client(
    lista: Page, servidor: Servidor, abrir_navegador: Callable[..., BrowserContext]
) -> None:
    """Somebody else's work is not deleted unseen."""
    cliente = servidor.alta(nombre="AAC CON GENTE")
    otra = abrir_navegador(como="Beto Solís").new_page()
    otra.goto(f"{LISTA}?cliente={cliente.id}")
    otra.get_by_role("dialog").get_by_label("RFC").wait_for()
    fila(lista, "AAC CON GENTE").get_by_role("button", name="Borrar").click()
    expect(lista.get_by_role("alertdialog")).to_contain_text(
        re.compile("AAC CON GENTE.*Beto Solís lo tiene abierto")
    )
