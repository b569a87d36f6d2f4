"""«Historial» in the drawer: who, what, when, from where; and «Restaurar»."""

import re

from playwright.sync_api import Locator, Page, expect

from clientes_app.services.clientes import clientes
from clientes_app.services.clientes.clientes import ClienteGuardado
from clientes_app.services.context import Actor
from tests.browser.conftest import Servidor
from tests.browser.pasos_formulario import editar, guardado, guardar
from tests.builders import un_rfc

NOMBRE = "Nombre o Razón Social"


def cambia(servidor: Servidor, cliente: ClienteGuardado, **campos: str) -> None:
    """Change a client by its newest version, as a shop does through the API."""
    cuenta_id = servidor.actor.cuenta_id
    actual = clientes.obtener(servidor.engine, cuenta_id, cliente.id)
    valores = actual.datos.como_dict() | campos
    tienda = Actor(cuenta_id, "La tienda", "api")
    clientes.editar(servidor.engine, tienda, cliente.id, actual.version, valores)


def abrir_historial(cajon: Locator) -> Locator:
    """The history, shown in the drawer."""
    cajon.get_by_role("button", name="Historial").click()
    region = cajon.get_by_role("region", name="Historial")
    expect(region).to_be_visible()
    return region


def restaurar(page: Page, cajon: Locator) -> None:
    """Restore the older of two versions, and say yes."""
    abrir_historial(cajon).get_by_role("button", name="Restaurar").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Restaurar").click()


def test_each_change_says_who_what_and_from_where(page: Page, servidor: Servidor) -> None:
    """From which value to which, with the labels of the drawer and keys with description."""
    cliente = servidor.alta(nombre="CON HISTORIA", calle="REFORMA")
    cambia(servidor, cliente, uso_cfdi="G01", calle="")
    cajon = editar(page, cliente.id)
    cajon.get_by_role("button", name="Agregar datos opcionales").click()
    cajon.get_by_label("Colonia").fill("Centro")
    guardar(cajon)
    expect(cajon).to_have_count(0)
    versiones = abrir_historial(editar(page, cliente.id)).get_by_role("listitem")
    expect(versiones).to_have_count(3)
    expect(versiones.nth(0)).to_contain_text(re.compile("Ana López cambió Colonia"))
    expect(versiones.nth(0)).to_contain_text("Formulario")
    expect(versiones.nth(0)).to_contain_text("Versión actual")
    expect(versiones.nth(1)).to_contain_text("La tienda cambió Uso de la Factura y Calle")
    expect(versiones.nth(1)).to_contain_text("API")
    expect(versiones.nth(1)).to_contain_text(
        re.compile("G03 Gastos en general.*→.*G01 Adquisición de mercanc")
    )
    expect(versiones.nth(1)).to_contain_text(re.compile("REFORMA.*→.*vacío"))
    expect(versiones.nth(2)).to_contain_text("Ana agregó el cliente")


def test_a_version_is_restored_as_a_new_change(page: Page, servidor: Servidor) -> None:
    """The fields show it at once; the history grows."""
    cliente = servidor.alta(nombre="COMO ERA ANTES", calle="REFORMA")
    cambia(servidor, cliente, nombre="COMO ES AHORA", calle="JUAREZ")
    cajon = editar(page, cliente.id)
    restaurar(page, cajon)
    dicho = page.get_by_text("COMO ERA ANTES volvió a los valores de esa versión.")
    expect(dicho).to_be_visible()
    expect(cajon.get_by_label(NOMBRE)).to_have_value("COMO ERA ANTES")
    # The button that was pressed is gone: the focus is not behind the drawer.
    expect(cajon.get_by_label(NOMBRE)).to_be_focused()
    expect(cajon.get_by_label("Calle")).to_have_value("REFORMA")
    assert guardado(servidor, cliente.datos.rfc).version == 3
    expect(abrir_historial(cajon).get_by_role("listitem")).to_have_count(3)


def test_what_was_typed_is_not_lost_unasked(page: Page, servidor: Servidor) -> None:
    """«Cancelar» keeps it; the way to the history and back keeps it anyway."""
    cliente = servidor.alta(nombre="COMO ERA ANTES")
    cambia(servidor, cliente, nombre="COMO ES AHORA")
    cajon = editar(page, cliente.id)
    cajon.get_by_label(NOMBRE).fill("A MEDIAS")
    historial = abrir_historial(cajon)
    historial.get_by_role("button", name="Restaurar").click()
    pregunta = page.get_by_role("alertdialog")
    expect(pregunta).to_contain_text("todavía no está guardado y se perdería")
    pregunta.get_by_role("button", name="Cancelar").click()
    cajon.get_by_role("button", name="Volver a los datos").click()
    expect(historial).to_have_count(0)
    expect(cajon.get_by_label(NOMBRE)).to_have_value("A MEDIAS")
    assert guardado(servidor, cliente.datos.rfc).version == 2
    restaurar(page, cajon)
    expect(cajon.get_by_label(NOMBRE)).to_have_value("COMO ERA ANTES")


def test_a_taken_rfc_refuses_a_version_and_says_whose_it_is(page: Page, servidor: Servidor) -> None:
    """Nothing changes."""
    cliente = servidor.alta()
    cambia(servidor, cliente, rfc=un_rfc())
    servidor.alta(rfc=cliente.datos.rfc, nombre="LO TIENE AHORA")
    cajon = editar(page, cliente.id)
    restaurar(page, cajon)
    expect(page.get_by_text("No se restauró: LO TIENE AHORA ya está con ese RFC.")).to_be_visible()
    actual = clientes.obtener(servidor.engine, servidor.actor.cuenta_id, cliente.id)
    assert actual.version == 2


def test_long_histories_come_in_pages_and_stay_live(page: Page, servidor: Servidor) -> None:
    """Older changes on demand; a new one appears on top by itself."""
    cliente = servidor.alta()
    for numero in range(24):
        cambia(servidor, cliente, calle=f"Calle {numero}")
    historial = abrir_historial(editar(page, cliente.id))
    expect(historial.get_by_role("listitem")).to_have_count(20)
    historial.get_by_role("button", name="Ver cambios anteriores").click()
    expect(historial.get_by_role("listitem")).to_have_count(25)
    expect(historial.get_by_role("button", name="Ver cambios anteriores")).to_have_count(0)
    cambia(servidor, cliente, calle="La más nueva")
    expect(historial.get_by_role("listitem").first).to_contain_text("La más nueva")


def test_a_new_client_has_no_history(cajon: Locator) -> None:
    """There is nothing to show."""
    expect(cajon.get_by_role("button", name="Historial")).to_have_count(0)
