"""Signing in and out, links, roles and accounts, in real browsers."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from clientes_app.domain.roles import Rol
from clientes_app.routes import CUENTA_DATOS, CUENTA_USUARIOS, PERFIL
from clientes_app.services.acceso import cuentas, usuarios
from clientes_app.services.clientes import clientes
from tests.browser.conftest import CLAVE, Servidor
from tests.builders import un_cliente

LISTA = "/catalogos/clientes"
Abrir = Callable[..., BrowserContext]


def _entrar(page: Page, email: str, clave: str) -> None:
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Contraseña").fill(clave)
    page.get_by_role("button", name="Entrar", exact=True).click()


def _menu(page: Page, nombre: str, entrada: str) -> None:
    page.get_by_role("button", name=f"Menú de {nombre}").first.click()
    page.get_by_role("menuitem", name=entrada).click()


def test_what_is_missing_is_told_at_once_beside_each_field(abrir_navegador: Abrir) -> None:
    """The focus goes to the first, and nothing that was typed is lost."""
    page = abrir_navegador(rol=None).new_page()
    page.goto("/entrar")
    page.get_by_role("button", name="Entrar", exact=True).click()
    expect(page.get_by_text("Falta el e-mail.")).to_be_visible()
    expect(page.get_by_text("Falta la contraseña.")).to_be_visible()
    email, clave = page.get_by_label("E-mail"), page.get_by_label("Contraseña")
    expect(email).to_be_focused()
    expect(email).to_have_accessible_description(re.compile("Falta el e-mail"))
    email.fill("alguien@despacho.example")
    page.keyboard.press("Enter")
    expect(clave).to_be_focused()
    expect(page.get_by_text("Falta el e-mail.")).to_have_count(0)
    expect(email).to_have_value("alguien@despacho.example")
    clave.fill("lo que se teclea")
    page.get_by_role("button", name="Mostrar contraseña").click()
    expect(clave).to_have_attribute("type", "text")
    page.get_by_role("button", name="Mostrar contraseña").click()
    expect(clave).to_have_attribute("type", "password")
    expect(clave).to_have_value("lo que se teclea")


def test_signing_in_leads_back_to_where_one_wanted_to_go(
    abrir_navegador: Abrir, servidor: Servidor
) -> None:
    """Also with a search in the address; a wrong password is told and nothing typed is lost."""
    servidor.entrar(nombre="Ana López")
    page = abrir_navegador(rol=None).new_page()
    page.goto(f"{LISTA}?q=muebles")
    expect(page.get_by_role("heading", name="Entrar")).to_be_visible()
    _entrar(page, servidor.email("Ana"), "otra cosa cualquiera")
    expect(page.get_by_text("El e-mail o la contraseña no son correctos.")).to_be_visible()
    expect(page.get_by_label("Contraseña")).to_be_focused()
    expect(page.get_by_label("E-mail")).to_have_value(servidor.email("Ana"))
    _entrar(page, servidor.email("Ana"), CLAVE)
    expect(page).to_have_url(re.compile(r"clientes\?q=muebles$"))
    expect(page.get_by_role("button", name="Menú de Ana López").first).to_be_visible()


def test_an_address_types_nothing_into_the_form(abrir_navegador: Abrir, servidor: Servidor) -> None:
    """Else a link of somebody's would sign its reader in as somebody else."""
    servidor.entrar(nombre="Ana López")
    page = abrir_navegador(rol=None).new_page()
    page.goto(f"/entrar?email=otra@x.example&clave=otra&destino={PERFIL}")
    _entrar(page, servidor.email("Ana López"), CLAVE)
    expect(page.get_by_label("Nombre")).to_have_value("Ana López")


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
    page.goto(CUENTA_USUARIOS)
    aqui = page.get_by_role("navigation", name="Principal").locator("[aria-current=page]")
    expect(aqui).to_have_text("Cuenta")
    invitada = page.get_by_label("E-mail de la persona invitada")
    page.get_by_role("button", name="Crear enlace").click()
    expect(page.get_by_text("Falta el e-mail.")).to_be_visible()
    expect(invitada).to_be_focused()
    invitada.fill(servidor.email("Rita"))
    page.get_by_label("Rol", exact=True).select_option("Lector")
    page.get_by_role("button", name="Crear enlace").click()
    hecho = page.get_by_label("Enlace de un solo uso")
    expect(hecho).to_be_focused()
    expect(invitada).to_have_value("")
    enlace = hecho.input_value()
    page.get_by_role("button", name="Copiar").click()
    expect(page.get_by_text("Se copió el enlace.")).to_be_visible()
    invitada.press("Control+v")
    expect(invitada).to_have_value(enlace)
    page.reload()
    expect(page.get_by_text(servidor.email("Rita"))).to_be_visible()
    expect(hecho).to_have_count(0)
    rita = abrir_navegador(rol=None).new_page()
    rita.goto(enlace)
    expect(rita.get_by_text(servidor.email("Rita"))).to_be_visible()
    rita.get_by_label("Contraseña").fill("corta")
    rita.get_by_role("button", name="Entrar en la cuenta").click()
    expect(rita.get_by_text("Falta el nombre.")).to_be_visible()
    expect(rita.get_by_text("menos de 12 caracteres")).to_be_visible()
    expect(rita.get_by_label("Su nombre")).to_be_focused()
    rita.get_by_label("Su nombre").fill("Rita Rincón")
    rita.get_by_label("Contraseña").fill(CLAVE)
    rita.get_by_role("button", name="Entrar en la cuenta").click()
    expect(rita.get_by_text(cliente.datos.nombre).first).to_be_visible()
    for boton in ("+ Agregar Cliente", "Carga Masiva de Clientes", "Borrar"):
        expect(rita.get_by_role("button", name=boton)).to_have_count(0)
    rita.get_by_role("button", name="Ver").first.click()
    expect(rita.get_by_role("button", name="Copiar datos fiscales")).to_be_visible()
    expect(rita.get_by_role("button", name="Editar", exact=True)).to_have_count(0)
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
    page.goto(CUENTA_USUARIOS)
    page.get_by_label("Rol de Bruno Bravo").focus()
    page.get_by_label("Rol de Bruno Bravo").select_option("Lector")
    pregunta = page.get_by_role("alertdialog", name="¿Cambiar el rol de Bruno Bravo a Lector?")
    expect(bruno.get_by_role("button", name="+ Agregar Cliente").first).to_be_visible()
    pregunta.get_by_role("button", name="Cambiar a Lector").click()
    expect(page.get_by_text("Bruno Bravo ahora es Lector.")).to_be_visible()
    expect(page.get_by_label("Rol de Bruno Bravo")).to_be_focused()
    expect(bruno.get_by_role("button", name="+ Agregar Cliente")).to_have_count(0)
    expect(bruno.get_by_text(secreto).first).to_be_visible()
    page.get_by_role("button", name="Más acciones para Bruno Bravo").click()
    page.get_by_role("menuitem", name="Quitar de la cuenta").click()
    pregunta = page.get_by_role("alertdialog", name="¿Quitar a Bruno Bravo de la cuenta?")
    pregunta.get_by_role("button", name="Quitar").click()
    expect(page.get_by_text("Bruno Bravo ya no está en la cuenta.")).to_be_visible()
    expect(page.get_by_role("list", name="Usuarios")).to_be_focused()
    expect(bruno.get_by_role("heading", name="Entrar")).to_be_visible()
    assert secreto not in bruno.content()


def test_the_last_owner_stays_one(abrir_navegador: Abrir, servidor: Servidor) -> None:
    """Neither lowered nor removed, and the page says why."""
    cuenta_id = cuentas.crear(servidor.engine, "De uno solo").id
    contexto = abrir_navegador(rol=None)
    contexto.add_cookies(servidor.galletas(servidor.entrar(nombre="Uma", cuenta_id=cuenta_id)))
    page = contexto.new_page()
    page.goto(CUENTA_USUARIOS)
    page.get_by_label("Rol de Uma").select_option("Editor")
    page.get_by_role("button", name="Cambiar a Editor").click()
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
    expect(page).to_have_url(re.compile(f"{PERFIL}$"))
    cambiar = page.get_by_role("button", name="Cambiar contraseña")
    page.get_by_label("Contraseña actual").fill("no es esta, de verdad")
    page.get_by_label("Contraseña nueva").fill("otra frase larga y nueva")
    cambiar.click()
    expect(page.get_by_text("Esa no es su contraseña actual.")).to_be_visible()
    expect(page.get_by_label("Contraseña actual")).to_be_focused()
    page.get_by_label("Contraseña actual").fill(CLAVE)
    cambiar.click()
    expect(page.get_by_text("Se cambió su contraseña.")).to_be_visible()
    expect(page.get_by_label("Contraseña nueva")).to_have_value("")
    expect(otra.get_by_role("heading", name="Entrar")).to_be_visible()
    page.goto(LISTA)
    expect(page.get_by_role("heading", name="Clientes", level=1)).to_be_visible()


def test_name_and_account_are_edited(abrir_navegador: Abrir, servidor: Servidor) -> None:
    """Changes are signed with the new name; the account's CP must be in the catalogue."""
    page = abrir_navegador(como="Nora Núñez").new_page()
    page.goto(CUENTA_DATOS)
    cp = page.get_by_label("Código postal de expedición")
    guardar = page.get_by_role("button", name="Guardar datos de la cuenta")
    cp.fill("00000")
    guardar.click()
    expect(page.get_by_text("no está en el catálogo del SAT")).to_be_visible()
    expect(cp).to_be_focused()
    cp.fill("42501")
    rfc = page.get_by_label("RFC propio")
    rfc.fill("EKU")
    guardar.click()
    expect(page.get_by_text("«EKU» no es el RFC de un negocio.")).to_be_visible()
    expect(rfc).to_be_focused()
    rfc.fill("eku-9003173c9")
    guardar.click()
    expect(page.get_by_text("Se guardaron los datos de la cuenta.")).to_be_visible()
    expect(page.get_by_text("Hidalgo.")).to_be_visible()
    page.goto(PERFIL)
    page.get_by_label("Nombre").fill("Nora Luisa")
    page.get_by_role("button", name="Guardar nombre").click()
    expect(page.get_by_role("button", name="Menú de Nora Luisa").first).to_be_visible()
    # The message is still there a moment later: nothing loads the page anew.
    page.wait_for_timeout(1500)
    expect(page.get_by_text("Se guardó su nombre.")).to_be_visible()
    guardada = cuentas.obtener(servidor.engine, servidor.actor.cuenta_id)
    assert (guardada.cp_expedicion, guardada.rfc_propio) == ("42501", "EKU9003173C9")


def test_a_reader_looks_at_a_client_and_is_offered_nothing_else(
    servidor: Servidor, abrir_navegador: Abrir
) -> None:
    guardado = clientes.alta(servidor.engine, servidor.actor, un_cliente())
    page = abrir_navegador(como="Leo Lector", rol=Rol.LECTOR).new_page()
    page.goto(LISTA)
    fila = page.get_by_role("row").filter(has_text=guardado.datos.rfc)
    expect(fila.get_by_role("button", name="Editar")).to_have_count(0)
    page.goto(f"{LISTA}?cliente={guardado.id}")
    cajon = page.get_by_role("dialog", name=f"Cliente {guardado.datos.nombre}", exact=True)
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


def test_a_reader_meets_nothing_that_only_refuses_by_keyboard_and_by_link(
    servidor: Servidor, abrir_navegador: Abrir
) -> None:
    """Neither what a field would mend nor saving, nor the way to bring a client back."""
    mirado = servidor.alta(nombre="PANADERÍA DE LECTORES")
    borrado = servidor.alta(nombre="BORRADO PARA LECTORES")
    clientes.borrar(servidor.engine, servidor.actor, borrado.id)
    page = abrir_navegador(como="Leo Lector", rol=Rol.LECTOR).new_page()
    page.goto(f"{LISTA}?cliente={mirado.id}")
    cajon = page.get_by_role("dialog", name="Cliente PANADERÍA DE LECTORES")
    cajon.get_by_label("Nombre o Razón Social").press("Tab")
    cajon.get_by_label("RFC").press("Enter")
    cajon.get_by_label("RFC").press("Control+Enter")
    # What is asked for is done in its order: all before it was when the drawer has closed.
    cajon.get_by_role("button", name="Cerrar").last.click()
    expect(cajon).to_have_count(0)
    page.keyboard.press("n")
    page.get_by_role("searchbox").fill("panadería de lectores")
    expect(page.get_by_text(re.compile("^1 de "))).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_text("no permite hacer eso")).to_have_count(0)
    page.goto(f"{LISTA}?cliente={borrado.id}")
    expect(page.get_by_text("Este cliente está en la papelera.")).to_be_visible()
    expect(page.get_by_role("button", name="Restaurarlo")).to_have_count(0)
    page.goto(f"{LISTA}/procesos")
    expect(page.get_by_role("heading", name="Todavía no hay procesos")).to_be_visible()
    expect(page.get_by_role("link", name="Subir un archivo")).to_have_count(0)


@pytest.mark.parametrize("rol", [Rol.LECTOR, Rol.EDITOR])
def test_who_is_no_owner_is_offered_nothing_that_only_refuses(
    abrir_navegador: Abrir, servidor: Servidor, rol: Rol
) -> None:
    """«Cuenta» is there to be read; «Usuarios» is not offered, and its address says why."""
    page = abrir_navegador(como=f"Nico {rol.etiqueta}", rol=rol).new_page()
    page.goto(CUENTA_DATOS)
    expect(page.get_by_role("definition").filter(has_text=servidor.cuenta)).to_be_visible()
    expect(page.get_by_role("main").get_by_role("textbox")).to_have_count(0)
    expect(page.get_by_role("main").get_by_role("button")).to_have_count(0)
    expect(page.get_by_role("link", name="Usuarios")).to_have_count(0)
    page.goto(CUENTA_USUARIOS)
    expect(page.get_by_text(f"Su rol aquí es {rol.etiqueta}.")).to_be_visible()
    expect(page.get_by_role("main").get_by_role("textbox")).to_have_count(0)
    expect(page.get_by_role("listitem").filter(has_text="Toast")).to_have_count(0)


def test_sessions_are_closed_one_by_one_and_all_after_a_question(abrir_navegador: Abrir) -> None:
    page = abrir_navegador(como="Sonia Sol").new_page()
    otra = abrir_navegador(como="Sonia Sol").new_page()
    tercera = abrir_navegador(como="Sonia Sol").new_page()
    for abierta in (otra, tercera):
        abierta.goto(LISTA)
        expect(abierta.get_by_role("heading", name="Clientes", level=1)).to_be_visible()
    page.goto(PERFIL)
    cerrar = page.get_by_role("button", name="Cerrar", exact=True)
    expect(cerrar).to_have_count(2)
    cerrar.first.click()
    expect(page.get_by_text("Se cerró esa sesión.")).to_be_visible()
    expect(cerrar).to_have_count(1)
    todas = page.get_by_role("button", name="Cerrar todas")
    expect(todas).to_be_focused()
    todas.click()
    pregunta = page.get_by_role("alertdialog", name="¿Cerrar todas sus sesiones?")
    pregunta.get_by_role("button", name="Cancelar").click()
    expect(todas).to_be_focused()
    todas.click()
    pregunta.get_by_role("button", name="Cerrar todas").click()
    for abierta in (page, otra, tercera):
        expect(abierta.get_by_role("heading", name="Entrar")).to_be_visible()


def test_the_appearance_is_chosen_and_kept(page: Page) -> None:
    page.goto(PERFIL)
    page.get_by_label("Oscuro").check()
    expect(page.locator("html")).to_have_class("dark")
    page.reload()
    expect(page.get_by_label("Oscuro")).to_be_checked()
    page.get_by_label("Como el sistema").check()
    expect(page.locator("html")).to_have_class("light")


@pytest.mark.parametrize("ancho", [768, 820, 1024, 1280, 1920])
def test_a_name_has_room(abrir_navegador: Abrir, servidor: Servidor, ancho: int) -> None:
    """14 rem at least, from a tablet up; and no page scrolls sideways."""
    servidor.entrar(nombre="Maximiliana Guadalupe Fernández de la Garza", rol=Rol.EDITOR)
    page = abrir_navegador(viewport={"width": ancho, "height": 900}).new_page()
    page.goto(CUENTA_USUARIOS)
    nombres = page.get_by_role("list", name="Usuarios").locator("li > div")
    expect(nombres.first).to_be_visible()
    assert min(caja.bounding_box()["width"] for caja in nombres.all()) >= 14 * 16
    assert page.evaluate("document.documentElement.scrollWidth") <= ancho
