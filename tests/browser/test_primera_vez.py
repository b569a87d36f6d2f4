"""An account without clients, and an address that leads nowhere."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Servidor


def test_nothing_yet_offers_both_ways_to_begin(page: Page) -> None:
    """The page says so and leads on."""
    page.goto("/catalogos/clientes")
    expect(page.get_by_role("heading", name="Todavía no hay clientes")).to_be_visible()
    vacio = page.locator(".vacio")
    vacio.get_by_role("button", name="Carga Masiva de Clientes").click()
    expect(page.get_by_role("heading", name="Carga Masiva de Clientes", level=1)).to_be_visible()
    page.go_back()
    vacio.get_by_role("button", name="+ Agregar Cliente").click()
    expect(page.get_by_role("dialog", name="Agregar Cliente")).to_be_visible()


def test_colours_are_switched_and_kept(page: Page) -> None:
    """Light or dark stays chosen after a reload."""
    page.goto("/catalogos/clientes")
    page.get_by_role("button", name="Modo oscuro").first.click()
    expect(page.locator("html")).to_have_class("dark")
    page.reload()
    expect(page.locator("html")).to_have_class("dark")


def test_shell_names_the_account_in_use(page: Page, servidor: Servidor) -> None:
    """As the database calls it."""
    page.goto("/catalogos/clientes")
    expect(page.locator(".barra .marca small")).to_have_text(servidor.cuenta)
