"""Signing in and out, links, roles and accounts, in real browsers."""

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from clientes_app.domain.roles import Rol
from clientes_app.services.acceso import cuentas, usuarios
from clientes_app.services.clientes import clientes
from tests.browser.conftest import CLAVE, Servidor
from tests.builders import un_cliente

LISTA = "/catalogos/clientes"
Abrir = Callable[..., BrowserContext]


def _entrar(page: Page, email: str, clave: str) -> None:
    page.get_by_label("Correo").fill(email)
    page.get_by_label("Contraseña").fill(clave)
    page.get_by_role("button", name="Entrar", exact=True).click()


def _menu(page: Page, nombre: str, entrada: str) -> None:
    page.get_by_role("button", name=f"Menú de {nombre}").first.click()
    page.get_by_role("menuitem", name=entrada).click()


def test_signing_in_leads_back_to_where_one_wanted_to_go(
    abrir_navegador: Abrir, servidor: Servidor
) -> None:
    """Also with a search in the address; a wrong password is told and nothing typed is lost."""
    servidor.entrar(nombre="Ana López")
    page = abrir_navegador(rol=None).new_page()
    page.goto(f"{LISTA}?q=muebles")
    expect(page.get_by_role("heading", name="Entrar")).to_be_visible()
    _entrar(page, servidor.email("Ana"), "otra cosa cualquiera")
    expect(page.get_by_text("El correo o la contraseña no son correctos.")).to_be_visible()
    expect(page.get_by_label("Contraseña")).to_be_focused()
    expect(page.get_by_label("Correo")).to_have_value(servidor.email("Ana"))
    _entrar(page, servidor.email("Ana"), CLAVE)
    expect(page).to_have_url(re.compile(r"clientes\?q=muebles$"))
    expect(page.get_by_role("button", name="Menú de Ana López").first).to_be_visible()


def test_signing_out_takes_every_tab_of_the_browser_along(
    abrir_navegador: Abrir, servidor: Servidor
) -> None:
    """What another open tab shows is gone within seconds, without a click there."""
    secreto = servidor.alta().datos.nombre
    navegador = abrir_navegador(como="Sara Salida")
    page, otra = navegador.new_page(), navegador.new_page()
    for abierta in (page, otra):
        abierta.goto(LISTA)
        expect(abierta.get_by_text(secreto).first).to_be_visible()
    _menu(page, "Sara Salida", "Cerrar sesión")
    for abierta in (page, otra):
        expect(abierta.get_by_role("heading", name="Entrar")).to_be_visible()
        assert secreto not in abierta.content()
    page.go_back()
    expect(page.get_by_role("heading", name="Entrar")).to_be_visible()
    assert secreto not in page.content()


def test_invited_as_a_reader_one_looks_and_nothing_else(
    page: Page, abrir_navegador: Abrir, servidor: Servidor
) -> None:
    """From the owner's page to the reader's list, whose buttons that change things are gone."""
    cliente = servidor.alta()
    page.goto("/usuarios")
    page.get_by_label("Correo de quien invita").fill(servidor.email("Rita"))
    page.get_by_label("Rol", exact=True).select_option("Lector")
    page.get_by_role("button", name="Invitar").click()
    enlace = page.get_by_label("Enlace de un solo uso").input_value()
    # It is told only once: the page that comes back by itself still says it.
    page.reload()
    expect(page.get_by_label("Enlace de un solo uso")).to_have_value(enlace)
    rita = abrir_navegador(rol=None).new_page()
    rita.goto(enlace)
    expect(rita.get_by_text(servidor.email("Rita"))).to_be_visible()
    rita.get_by_label("Nombre").fill("Rita Rincón")
    rita.get_by_label("Contraseña").fill("corta")
    rita.get_by_role("button", name="Entrar en la cuenta").click()
    expect(rita.get_by_text("menos de 12 caracteres")).to_be_visible()
    rita.get_by_label("Contraseña").fill(CLAVE)
    rita.get_by_role("button", name="Entrar en la cuenta").click()
    expect(rita.get_by_text(cliente.datos.nombre).first).to_be_visible()
    for boton in ("+ Agregar Cliente", "Carga Masiva de Clientes", "Borrar"):
        expect(rita.get_by_role("button", name=boton)).to_have_count(0)
    rita.get_by_role("button", name="Ver").first.click()
    expect(rita.get_by_role("dialog")).to_be_visible()
    expect(rita.get_by_role("button", name="Guardar", exact=True)).to_have_count(0)
    segunda = abrir_navegador(rol=None).new_page()
    segunda.goto(enlace)
    expect(segunda.get_by_role("heading", name="Este enlace no sirve")).to_be_visible()


def test_lowered_and_removed_one_loses_it_in_an_open_page(
    page: Page, abrir_navegador: Abrir, servidor: Servidor
) -> None:
    """The buttons go, then everything does, while the page just stands open."""
    secreto = servidor.alta().datos.nombre
    bruno = abrir_navegador(como="Bruno Bravo", rol=Rol.EDITOR).new_page()
    bruno.goto(LISTA)
    expect(bruno.get_by_role("button", name="+ Agregar Cliente").first).to_be_visible()
    page.goto("/usuarios")
    page.get_by_label("Rol de Bruno Bravo").select_option("Lector")
    expect(bruno.get_by_role("button", name="+ Agregar Cliente")).to_have_count(0)
    expect(bruno.get_by_text(secreto).first).to_be_visible()
    page.get_by_title("Quitar a Bruno Bravo").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Quitar").click()
    expect(bruno.get_by_role("heading", name="Entrar")).to_be_visible()
    assert secreto not in bruno.content()


def test_the_last_owner_stays_one(abrir_navegador: Abrir, servidor: Servidor) -> None:
    """Neither lowered nor removed, and the page says why."""
    cuenta_id = cuentas.crear(servidor.engine, "De uno solo").id
    contexto = abrir_navegador(rol=None)
    contexto.add_cookies(servidor.galletas(servidor.entrar(nombre="Uma", cuenta_id=cuenta_id)))
    page = contexto.new_page()
    page.goto("/usuarios")
    page.get_by_label("Rol de Uma").select_option("Editor")
    expect(page.get_by_text("se quedaría sin propietario")).to_be_visible()
    expect(page.get_by_label("Rol de Uma")).to_have_value("propietario")
    assert [m.rol for m in usuarios.lista(servidor.engine, cuenta_id)] == [Rol.PROPIETARIO]


def test_a_new_password_ends_the_other_sessions(abrir_navegador: Abrir, servidor: Servidor) -> None:
    """The browser in which it is changed goes on."""
    page = abrir_navegador(como="Paula Paz").new_page()
    otra = abrir_navegador(como="Paula Paz").new_page()
    otra.goto(LISTA)
    expect(otra.get_by_role("heading", name="Clientes", level=1)).to_be_visible()
    page.goto("/mi-cuenta")
    page.get_by_label("Contraseña actual").fill("no es esta, de verdad")
    page.get_by_label("Contraseña nueva").fill("otra frase larga y nueva")
    page.get_by_role("button", name="Guardar").nth(1).click()
    expect(page.get_by_text("Esa no es su contraseña actual.")).to_be_visible()
    page.get_by_label("Contraseña actual").fill(CLAVE)
    page.get_by_role("button", name="Guardar").nth(1).click()
    expect(page.get_by_text("Se guardó.")).to_be_visible()
    expect(otra.get_by_role("heading", name="Entrar")).to_be_visible()
    page.goto(LISTA)
    expect(page.get_by_role("heading", name="Clientes", level=1)).to_be_visible()


def test_name_and_account_are_edited(page: Page, servidor: Servidor) -> None:
    """Changes are signed with the new name; the account's CP must be in the catalogue."""
    page.goto("/mi-cuenta")
    page.get_by_label("Código Postal de expedición").fill("00000")
    page.get_by_role("button", name="Guardar").nth(2).click()
    expect(page.get_by_text("no está en el catálogo del SAT")).to_be_visible()
    page.get_by_label("Código Postal de expedición").fill("42501")
    page.get_by_role("button", name="Guardar").nth(2).click()
    expect(page.get_by_text("Se guardó.")).to_be_visible()
    assert cuentas.obtener(servidor.engine, servidor.actor.cuenta_id).cp_expedicion == "42501"


def test_a_reader_looks_at_a_client_and_is_offered_nothing_else(
    servidor: Servidor, abrir_navegador: Abrir
) -> None:
    guardado = clientes.alta(servidor.engine, servidor.actor, un_cliente())
    page = abrir_navegador(como="Leo Lector", rol=Rol.LECTOR).new_page()
    page.goto(LISTA)
    fila = page.get_by_role("row").filter(has_text=guardado.datos.rfc)
    expect(fila.get_by_role("button", name="Editar")).to_have_count(0)
    fila.get_by_role("button", name="Ver").click()
    cajon = page.get_by_role("dialog", name="Cliente", exact=True)
    for etiqueta in ("RFC", "Régimen Fiscal", "E-mail"):
        campo = cajon.get_by_label(etiqueta, exact=True)
        expect(campo).to_have_js_property("readOnly", value=True)
        expect(campo).not_to_have_value("")
    cajon.get_by_label("Régimen Fiscal", exact=True).click()
    expect(cajon.get_by_role("option")).to_have_count(0)
    for nombre in ("Guardar", "Agregar otro e-mail"):
        expect(cajon.get_by_role("button", name=nombre)).to_have_count(0)
    cajon.get_by_role("button", name="Cerrar").last.click()
    expect(cajon).to_be_hidden()
