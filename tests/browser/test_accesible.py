"""axe-core finds nothing on list and drawer, in light and dark, wide and narrow."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from clientes_app.services.acceso import cuentas
from clientes_app.services.clientes import clientes
from tests.browser.conftest import Servidor

LISTA = "/catalogos/clientes"


@pytest.fixture(scope="module", autouse=True)
def _algunos(servidor: Servidor) -> None:
    """Clients with everything that a row can show, and one that was deleted."""
    servidor.alta(nombre="MUEBLES Y MAS", email_adicional_1="otro@correo.example", calle="REFORMA")
    servidor.alta(nombre="OTRO")
    for _ in range(2):
        borrado = servidor.alta(nombre="BORRADO")
        clientes.borrar(servidor.engine, servidor.actor, borrado.id)


def hallazgos(page: Page, *reglas: str) -> str:
    """What axe-core has to say, by all of its rules or by these."""
    # Every place is named only of what is at fault; to name the rest takes long.
    opciones = {"resultTypes": ["violations"]} | ({"runOnly": list(reglas)} if reglas else {})
    page.wait_for_timeout(400)  # colours fade in: axe judges what is painted
    return (
        ""
        if not (resultado := Axe().run(page, options=opciones)).violations_count
        else resultado.generate_report()
    )


@pytest.mark.parametrize("ancho", [1280, 820, 390])
@pytest.mark.parametrize("modo", ["light", "dark"])
def test_nothing_to_find(
    abrir_navegador: Callable[..., BrowserContext], modo: str, ancho: int
) -> None:
    """List, drawer with errors and an open drop-down, question, empty search, papelera."""
    page = abrir_navegador(
        color_scheme=modo, viewport={"width": ancho, "height": 900}, reduced_motion="reduce"
    ).new_page()
    page.goto(LISTA)
    expect(page.get_by_text("MUEBLES Y MAS").first).to_be_visible()
    assert hallazgos(page) == ""
    page.get_by_role("button", name="Borrar").first.click()
    expect(page.get_by_role("alertdialog")).to_be_visible()
    assert hallazgos(page) == ""
    page.goto(f"{LISTA}?q=nadie")
    expect(page.get_by_text("Nada encontrado")).to_be_visible()
    assert hallazgos(page) == ""
    page.goto(f"{LISTA}?cliente=nuevo")
    cajon = page.get_by_role("dialog")
    cajon.get_by_label("Nombre o Razón Social").fill("Fundación SA de CV")
    cajon.get_by_role("button", name="Agregar datos opcionales").click()
    cajon.get_by_role("button", name="Guardar").click()
    expect(cajon.get_by_label("RFC")).to_be_focused()
    assert hallazgos(page) == ""
    cajon.get_by_label("Régimen Fiscal").click()
    expect(cajon.get_by_role("option").first).to_be_visible()
    assert hallazgos(page) == ""
    cajon.get_by_label("Régimen Fiscal").press_sequentially("nada de esto")
    expect(cajon.get_by_role("option", name="Ninguna opción coincide")).to_be_visible()
    cajon.get_by_label("RFC").fill("MAB9307148T5")
    cajon.get_by_label("Código Postal (CP)").fill("99999")
    cajon.get_by_role("button", name="Agregar otro e-mail").click()
    expect(cajon.get_by_label("E-mail 2", exact=True)).to_be_focused()
    assert hallazgos(page) == ""
    page.get_by_role("button", name="Cancelar").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Descartar").click()
    fila = page.get_by_role("row").filter(has_text="MUEBLES Y MAS")
    fila.get_by_role("button", name="Editar", exact=True).click()
    cajon.get_by_role("button", name="Historial").click()
    expect(cajon.get_by_role("region", name="Historial")).to_be_visible()
    assert hallazgos(page) == ""
    page.goto(f"{LISTA}/papelera")
    expect(page.get_by_text("BORRADO").first).to_be_visible()
    assert hallazgos(page) == ""
    page.goto(f"{LISTA}/papelera?por=999")
    expect(page.get_by_text("Ya no queda ningún cliente")).to_be_visible()
    assert hallazgos(page) == ""


@pytest.mark.parametrize("ancho", [1280, 390])
@pytest.mark.parametrize("modo", ["light", "dark"])
def test_nothing_to_find_while_two_people_edit(
    abrir_navegador: Callable[..., BrowserContext], servidor: Servidor, modo: str, ancho: int
) -> None:
    """Notice, two values beside a field, the choice side by side, history, a deleted client."""
    cliente = servidor.alta(nombre="ENTRE DOS", calle="REFORMA")
    page = abrir_navegador(
        color_scheme=modo, viewport={"width": ancho, "height": 900}, reduced_motion="reduce"
    ).new_page()
    page.goto(f"{LISTA}?cliente={cliente.id}")
    cajon = page.get_by_role("dialog", name="Editar Cliente")
    cajon.get_by_label("Calle").fill("La mía")
    cajon.get_by_label("RFC").focus()
    suyo = cliente.datos.como_dict() | {"calle": "La de Ana", "colonia": "Centro"}
    clientes.editar(servidor.engine, servidor.actor, cliente.id, 1, suyo)
    expect(cajon.get_by_role("button", name="Conservar lo mío")).to_be_visible()
    assert hallazgos(page) == ""
    cajon.get_by_role("button", name="Guardar").click()
    panel = page.get_by_role("alertdialog")
    panel.get_by_label("Lo mío").check()
    assert hallazgos(page) == ""
    panel.get_by_role("button", name="Volver al formulario").click()
    expect(panel).to_have_count(0)
    cajon.get_by_role("button", name="Historial").click()
    expect(cajon.get_by_role("button", name="Restaurar")).to_be_visible()
    assert hallazgos(page) == ""
    cajon.get_by_role("button", name="Volver a los datos").click()
    clientes.borrar(servidor.engine, servidor.actor, cliente.id)
    expect(cajon.get_by_role("button", name="Restaurarlo")).to_be_visible()
    assert hallazgos(page) == ""
    clientes.restaurar(servidor.engine, servidor.actor, cliente.id)


@pytest.mark.parametrize("modo", ["light", "dark"])
def test_nothing_to_find_under_the_pointer(
    abrir_navegador: Callable[..., BrowserContext], servidor: Servidor, modo: str
) -> None:
    """The entry of the page that one is on, and the account that one would go to."""
    page = abrir_navegador(color_scheme=modo, reduced_motion="reduce").new_page()
    servidor.entrar(cuenta_id=cuentas.crear(servidor.engine, f"La otra, {modo}").id)
    page.goto(LISTA)
    page.get_by_role("link", name="Clientes", exact=True).hover()
    assert hallazgos(page, "color-contrast") == ""
    page.get_by_role("button", name="Cambiar de cuenta").filter(visible=True).click()
    page.get_by_role("menuitem", name=f"La otra, {modo}").hover()
    assert hallazgos(page, "color-contrast") == ""
