"""What a person does in the drawer, as steps for tests."""

import re

from playwright.sync_api import Locator, Page, expect

from clientes_app.services.clientes import clientes
from tests.browser.conftest import Servidor

LISTA = "/catalogos/clientes"
NUEVO = f"{LISTA}?cliente=nuevo"


def editar(page: Page, cliente_id: int) -> Locator:
    """The drawer, opened for a client by its address."""
    page.goto(f"{LISTA}?cliente={cliente_id}")
    dialogo = page.get_by_role("dialog", name="Editar Cliente")
    expect(dialogo).to_be_visible()
    return dialogo


def elegir(cajon: Locator, etiqueta: str, clave: str) -> None:
    """Type into a drop-down and take the first choice."""
    campo = cajon.get_by_label(etiqueta)
    campo.click()
    campo.press_sequentially(clave)
    campo.press("Enter")
    expect(campo).to_have_value(re.compile(clave))


def llenar(cajon: Locator, *, nombre: str, rfc: str) -> None:
    """Fill in what is required of a company."""
    cajon.get_by_label("Nombre o Razón Social").fill(nombre)
    cajon.get_by_label("RFC").fill(rfc)
    expect(cajon.get_by_text("Persona moral")).to_be_visible()
    elegir(cajon, "Régimen Fiscal", "601")
    elegir(cajon, "Uso de la Factura", "G03")
    cajon.get_by_label("E-mail", exact=True).fill("compras@muebles.example")
    cajon.get_by_label("Código Postal (CP)").fill("42501")


def guardar(cajon: Locator) -> None:
    """Press «Guardar»."""
    cajon.get_by_role("button", name="Guardar", exact=True).click()


def guardado(servidor: Servidor, rfc: str) -> clientes.ClienteGuardado:
    """The client as it is stored."""
    hallado = clientes.por_rfc(servidor.engine, servidor.actor.cuenta_id, rfc)
    assert hallado is not None
    return hallado
