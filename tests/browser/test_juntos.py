"""Two people on the same client: what one saves reaches the other's drawer, and nothing is lost."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from clientes_app.services.clientes import clientes
from tests.browser.conftest import Servidor
from tests.browser.pasos_formulario import editar, elegir, guardado, guardar
from tests.builders import un_rfc

NOMBRE = "Nombre o Razón Social"


@pytest.fixture
def otra(abrir_navegador: Callable[..., BrowserContext]) -> Page:
    """Another person's browser."""
    return abrir_navegador(como="Beto Ruiz").new_page()


def guarda(cajon: Locator, **campos: str) -> None:
    """Fill in fields by their label and save."""
    for etiqueta, valor in campos.items():
        cajon.get_by_label(etiqueta, exact=True).fill(valor)
    guardar(cajon)
    expect(cajon).to_have_count(0)


def test_fields_nobody_typed_into_follow_and_typing_is_not_disturbed(
    page: Page, otra: Page, servidor: Servidor
) -> None:
    """The caret stays in the middle of what is being typed; the notice names who and what."""
    cliente = servidor.alta(calle="REFORMA", colonia="CENTRO")
    mio, suyo = editar(page, cliente.id), editar(otra, cliente.id)
    calle = mio.get_by_label("Calle")
    calle.fill("INSURGENTES")
    calle.evaluate("campo => campo.setSelectionRange(2, 2)")
    page.keyboard.type("x")
    guarda(suyo, Colonia="Juárez", **{NOMBRE: "de beto"})
    expect(mio.get_by_text("Beto Ruiz cambió Nombre o Razón Social y Colonia.")).to_be_visible()
    expect(mio.get_by_label(NOMBRE)).to_have_value("DE BETO")
    expect(mio.get_by_label("Colonia")).to_have_value("Juárez")
    page.keyboard.type("y")
    expect(calle).to_be_focused()
    expect(calle).to_have_value("INxySURGENTES")
    guardar(mio)
    expect(mio).to_have_count(0)
    datos = guardado(servidor, cliente.datos.rfc).datos
    assert datos == cliente.datos._replace(
        nombre="DE BETO", calle="INxySURGENTES", colonia="Juárez"
    )


def test_the_field_with_the_focus_follows_while_nothing_is_typed(
    page: Page, servidor: Servidor
) -> None:
    """The first field has the focus by itself: it must not show what is no longer stored."""
    cliente = servidor.alta(nombre="ANTES")
    cajon = editar(page, cliente.id)
    expect(cajon.get_by_label(NOMBRE)).to_be_focused()
    valores = cliente.datos.como_dict() | {"nombre": "DESPUES", "regimen_fiscal": "603"}
    clientes.editar(servidor.engine, servidor.actor, cliente.id, 1, valores)
    expect(cajon.get_by_label(NOMBRE)).to_have_value("DESPUES")
    expect(cajon.get_by_label(NOMBRE)).to_be_focused()
    expect(cajon.get_by_label("Régimen Fiscal")).to_have_value(re.compile("^603 "))
    guardar(cajon)
    expect(cajon).to_have_count(0)
    assert guardado(servidor, cliente.datos.rfc).version == 2


def test_a_field_both_changed_shows_both_values_beside_it(
    page: Page, otra: Page, servidor: Servidor
) -> None:
    """Each side can be taken, and only then it is saved."""
    cliente = servidor.alta(calle="REFORMA", colonia="CENTRO")
    mio, suyo = editar(page, cliente.id), editar(otra, cliente.id)
    mio.get_by_label("Calle").fill("La mía")
    mio.get_by_label("Colonia").fill("La mía también")
    mio.get_by_label("Calle").focus()
    guarda(suyo, Calle="La de Beto", Colonia="De Beto")
    de_calle, de_colonia = mio.locator(".campo-calle"), mio.locator(".campo-colonia")
    expect(de_calle.get_by_text("Beto Ruiz guardó «La de Beto» en este campo.")).to_be_visible()
    expect(mio.get_by_label("Calle")).to_have_value("La mía")
    de_calle.get_by_role("button", name="Conservar lo mío").click()
    expect(de_calle.get_by_role("button")).to_have_count(0)
    de_colonia.get_by_role("button", name="Usar lo guardado: De Beto").click()
    expect(mio.get_by_label("Colonia")).to_have_value("De Beto")
    guardar(mio)
    expect(mio).to_have_count(0)
    datos = guardado(servidor, cliente.datos.rfc).datos
    assert (datos.calle, datos.colonia) == ("La mía", "De Beto")


def test_two_values_of_the_last_field_in_view_are_brought_up(
    page: Page, servidor: Servidor
) -> None:
    """What is said of the field that has the focus does not begin below the foot."""
    cliente = servidor.alta(codigo_postal="42501")
    page.set_viewport_size({"width": 1280, "height": 760})
    cajon = editar(page, cliente.id)
    cajon.get_by_label("Código Postal (CP)").fill("44100")
    valores = cliente.datos.como_dict() | {"codigo_postal": "64000"}
    clientes.editar(servidor.engine, servidor.actor, cliente.id, 1, valores)
    boton = cajon.get_by_role("button", name="Conservar lo mío")
    expect(boton).to_be_in_viewport(ratio=1)
    caja, pie = boton.bounding_box(), cajon.locator(".cajon-pie").bounding_box()
    assert caja["y"] + caja["height"] <= pie["y"]


def test_saving_with_two_values_asks_side_by_side(
    page: Page, otra: Page, servidor: Servidor
) -> None:
    """A panel with both values of each field; nothing is stored before all are chosen."""
    cliente = servidor.alta(calle="REFORMA", uso_cfdi="G03")
    mio, suyo = editar(page, cliente.id), editar(otra, cliente.id)
    mio.get_by_label("Calle").fill("La mía")
    elegir(mio, "Uso de la Factura", "G01")
    suyo.get_by_label("Calle").fill("La de Beto")
    elegir(suyo, "Uso de la Factura", "S01")
    guarda(suyo)
    guardar(mio)
    panel = page.get_by_role("alertdialog", name="Elija qué valores quedan")
    calle, uso = (panel.get_by_role("group", name=n) for n in ("Calle", "Uso de la Factura"))
    expect(calle.get_by_label("Guardado por Beto Ruiz")).to_have_accessible_name(
        re.compile("La de Beto$")
    )
    expect(uso.get_by_label("Lo mío")).to_have_accessible_name(re.compile("G01 Adquisición"))
    decidir = panel.get_by_role("button", name="Guardar lo elegido")
    calle.get_by_label("Lo mío").check()
    expect(decidir).to_be_disabled()
    uso.get_by_label("Guardado por Beto Ruiz").check()
    decidir.click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    datos = guardado(servidor, cliente.datos.rfc).datos
    assert (datos.calle, datos.uso_cfdi) == ("La mía", "S01")


def test_what_changes_again_while_one_chooses_is_chosen_again(
    page: Page, servidor: Servidor
) -> None:
    """A choice counts only against the value that was seen."""
    cliente = servidor.alta(calle="REFORMA")
    cajon = editar(page, cliente.id)
    cajon.get_by_label("Calle").fill("La mía")
    for version, calle in enumerate(("Primera de Ana", "Segunda de Ana"), start=1):
        valores = cliente.datos.como_dict() | {"calle": calle}
        clientes.editar(servidor.engine, servidor.actor, cliente.id, version, valores)
        if version == 1:
            guardar(cajon)
        panel = page.get_by_role("alertdialog")
        expect(panel.get_by_label(calle)).to_be_visible()
        expect(panel.get_by_role("radio", checked=True)).to_have_count(0)
        panel.get_by_label("Lo mío").check()
    panel.get_by_role("button", name="Guardar lo elegido").click()
    expect(cajon).to_have_count(0)
    assert guardado(servidor, cliente.datos.rfc).datos.calle == "La mía"


def test_what_does_not_go_together_is_not_stored_and_said(page: Page, servidor: Servidor) -> None:
    """Régimen of one and uso of the other, each right alone."""
    persona = un_rfc(persona="fisica")
    cliente = servidor.alta(rfc=persona, regimen_fiscal="612", uso_cfdi="D01")
    cajon = editar(page, cliente.id)
    elegir(cajon, "Uso de la Factura", "G03")
    valores = cliente.datos.como_dict() | {"regimen_fiscal": "605"}
    clientes.editar(servidor.engine, servidor.actor, cliente.id, 1, valores)
    expect(cajon.get_by_text("Ana cambió Régimen Fiscal.")).to_be_visible()
    guardar(cajon)
    expect(cajon.get_by_label("Uso de la Factura")).to_have_attribute("aria-invalid", "true")
    assert guardado(servidor, persona).datos.uso_cfdi == "D01"


def test_deleted_while_open_is_told_at_once_and_can_be_restored(
    page: Page, servidor: Servidor
) -> None:
    """In view at the end of the form too; what was typed is kept, and saved after «Restaurarlo»."""
    cliente = servidor.alta(nombre="BORRADO MIENTRAS TANTO", referencias="Portón")
    cajon = editar(page, cliente.id)
    cajon.get_by_label(NOMBRE).fill("BORRADO Y VUELTO")
    cajon.get_by_label("Referencias").focus()
    clientes.borrar(servidor.engine, servidor.actor, cliente.id)
    dicho = cajon.get_by_text("Ana borró este cliente mientras usted lo tenía")
    expect(dicho).to_be_in_viewport(ratio=1)
    guardar(cajon)
    expect(cajon.get_by_text("No se guardó: este cliente está en la papelera")).to_be_visible()
    expect(cajon.get_by_role("alert")).to_be_focused()
    expect(cajon.get_by_label(NOMBRE)).to_have_value("BORRADO Y VUELTO")
    cajon.get_by_role("button", name="Restaurarlo").click()
    expect(cajon.get_by_role("button", name="Restaurarlo")).to_have_count(0)
    guardar(cajon)
    expect(cajon).to_have_count(0)
    assert guardado(servidor, cliente.datos.rfc).datos.nombre == "BORRADO Y VUELTO"


def test_undo_after_somebody_else_added_the_rfc_again_says_so(
    page: Page, servidor: Servidor
) -> None:
    """«Deshacer» brings nothing back over another client, and does no harm to one that is back."""
    viejo = servidor.alta(nombre="SE DESHACE TARDE")
    page.goto("/catalogos/clientes?q=deshace")
    for _ in range(2):
        page.get_by_role("button", name="Borrar").click()
        page.get_by_role("alertdialog").get_by_role("button", name="Borrar").click()
        expect(page.get_by_text("Se borró SE DESHACE TARDE.").first).to_be_visible()
        expect(page.get_by_text("Nada encontrado")).to_be_visible()
        if clientes.obtener(servidor.engine, servidor.actor.cuenta_id, viejo.id).version == 2:
            clientes.restaurar(servidor.engine, servidor.actor, viejo.id)
            page.get_by_role("button", name="Deshacer").click()
            expect(page.get_by_text("está de nuevo en la lista")).to_be_visible()
            assert guardado(servidor, viejo.datos.rfc).version == 3
    nuevo = servidor.alta(rfc=viejo.datos.rfc, nombre="EL QUE LLEGÓ ANTES")
    page.get_by_role("button", name="Deshacer").first.click()
    expect(page.get_by_text("No se restauró: EL QUE LLEGÓ ANTES ya está")).to_be_visible()
    assert guardado(servidor, viejo.datos.rfc).id == nuevo.id
