"""«Ayuda»: the guide, inside the application."""

from pathlib import Path

from playwright.sync_api import Page, expect

from clientes_app.domain.columnas import ENCABEZADO
from clientes_app.services.carga.procesos import ETIQUETAS, Estado

GUIA = Path(__file__).resolve().parents[2] / "docs" / "guia.md"


def test_guide_is_reached_and_explains_each_task(page: Page) -> None:
    """From the side bar; its table of contents leads to the chapters."""
    page.goto("/catalogos/clientes")
    page.get_by_role("navigation", name="Principal").get_by_role("link", name="Ayuda").click()
    expect(page).to_have_title("Ayuda")
    expect(page.get_by_role("heading", name="Ayuda", level=1)).to_be_visible()
    indice = page.get_by_role("navigation", name="En esta página")
    for capitulo in ("Agregar un cliente", "Buscar un cliente", "Carga masiva", "Exportar"):
        indice.get_by_role("link", name=capitulo).click()
        expect(page.get_by_role("heading", name=capitulo, exact=True)).to_be_in_viewport()


def test_guide_names_every_column_and_every_state() -> None:
    """What the pages show is in the guide, to the letter."""
    guia = GUIA.read_text(encoding="utf-8")
    estados = [texto for estado, texto in ETIQUETAS.items() if estado is not Estado.RECIBIDO]
    assert [texto for texto in (*ENCABEZADO, *estados) if texto not in guia] == []
