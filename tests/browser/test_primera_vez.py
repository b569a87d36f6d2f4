"""An account without clients, and an address that leads nowhere."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from clientes_app.services.acceso import cuentas
from clientes_app.services.errors import NoEncontrado
from tests.browser.conftest import Servidor, servir


def test_nothing_yet_offers_both_ways_to_begin(page: Page) -> None:
    """The page says so and leads on."""
    page.goto("/catalogos/clientes")
    expect(page.get_by_role("heading", name="Empiece su catálogo")).to_be_visible()
    vacio = page.get_by_role("main")
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


def test_example_data_are_one_click_away_and_go_as_easily(page: Page, servidor: Servidor) -> None:
    """An account of its own opens with invented clients; removed, it leaves the first one alone."""
    page.goto("/catalogos/clientes")
    page.get_by_role("button", name="Ver con datos de ejemplo").click()
    expect(page.locator(".cuenta-total")).to_have_text("50")
    aviso = page.get_by_role("region", name="Datos de ejemplo")
    expect(aviso).to_contain_text("son inventados")
    ejemplo = cuentas.de_nombre_corto(servidor.engine, page.url.split("/")[4])
    assert ejemplo.de_ejemplo
    aviso.get_by_role("button", name="Quitar los datos de ejemplo").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Quitar").click()
    expect(page.get_by_role("heading", name="Empiece su catálogo")).to_be_visible()
    assert f"/c/{servidor.nombre_corto}/" in page.url
    with pytest.raises(NoEncontrado):
        cuentas.obtener(servidor.engine, ejemplo.id)


@pytest.fixture(name="nueva")
def _nueva(construida: Path, tmp_path: Path) -> Iterator[Servidor]:
    """An installation that nobody has used yet."""
    assert construida.is_dir()
    with servir(tmp_path / "datos") as servidor:
        yield servidor


def test_without_an_owner_the_page_to_sign_in_says_where_the_link_is(
    nueva: Servidor, navegador: Browser
) -> None:
    """Whoever opens the address before the link is not left at a form that nothing fits."""
    page = navegador.new_page()
    page.goto(f"{nueva.url}/entrar")
    expect(
        page.get_by_role("status").filter(has_text="todavía no tiene propietario")
    ).to_be_visible()
    (enlace,) = re.findall(r"─\n .*\n\n (http\S+)\n─", nueva.dicho())
    page.goto(enlace)
    page.get_by_label("Su nombre").fill("Ana")
    page.get_by_label("E-mail").fill("ana@example.com")
    page.get_by_label("Contraseña", exact=True).fill("una frase larga para entrar")
    page.get_by_label("Nombre de la cuenta").fill("Norte")
    page.get_by_role("button", name="Crear y entrar").click()
    expect(page.get_by_role("heading", name="Empiece su catálogo")).to_be_visible()
    otra = navegador.new_page()
    otra.goto(f"{nueva.url}/entrar")
    expect(otra.get_by_role("heading", name="Entrar")).to_be_visible()
    expect(otra.get_by_text("todavía no tiene propietario")).to_have_count(0)
