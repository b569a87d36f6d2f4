"""«Posibles duplicados»: clients side by side, joined, told apart, and separated again."""

import itertools
import re
from collections.abc import Callable
from typing import NamedTuple

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from clientes_app.domain.roles import Rol
from clientes_app.services.acceso import cuentas
from clientes_app.services.calidad import duplicados
from clientes_app.services.clientes import clientes
from clientes_app.services.context import Actor
from tests.browser.conftest import Servidor
from tests.browser.test_accesible import hallazgos
from tests.builders import un_cliente, un_rfc

RUTA = "/catalogos/calidad/duplicados"
_numeros = itertools.count(1)


class Catalogo(NamedTuple):
    """An account of its own, and the ids of its clients: two pairs and a group of three."""

    id: int
    raiz: str
    actor: Actor
    ids: list[int]

    @property
    def pareja(self) -> str:
        return f"{self.raiz}{RUTA}/{self.ids[0]}-{self.ids[1]}"


@pytest.fixture
def catalogo(servidor: Servidor) -> Catalogo:
    cuenta = cuentas.crear(servidor.engine, f"Parecidos {next(_numeros)} de {servidor.cuenta}")
    actor = Actor(cuenta.id, "Ana", "formulario")
    clientela = (
        {"nombre": "MADERAS DEL COLORIN", "uso_cfdi": "G01", "calle": "ROBLE"},
        {"nombre": "MADERAS DEL COLORÍN", "email_adicional_1": "almacen@maderas.example"},
        {"nombre": "GRUPO CONSTRUCTOR ALBA"},
        {"nombre": "GRUPO CONSTRUCTOR ALVA"},
        {"nombre": "TALLERES ROMO UNIDOS", "codigo_postal": "44100"},
        {"nombre": "TALLERES ROMO UNIDAS", "codigo_postal": "44100"},
        {"nombre": "TALLERES ROMO UNIDOZ", "codigo_postal": "64000"},
    )
    ids = [
        clientes.alta(servidor.engine, actor, un_cliente(rfc=un_rfc(2_969 * n), **campos)).id
        for n, campos in enumerate(clientela, start=1)
    ]
    duplicados.buscar(servidor.engine, cuenta.id)
    servidor.entrar(cuenta_id=cuenta.id)
    return Catalogo(cuenta.id, f"/c/{cuenta.nombre_corto}", actor, ids)


def _fila(page: Page, campo: str) -> Locator:
    return page.get_by_role("radiogroup", name=campo, exact=True)


def test_the_list_of_quality_leads_to_the_first_ones_side_by_side(
    page: Page, catalogo: Catalogo
) -> None:
    page.goto(f"{catalogo.raiz}/catalogos/calidad")
    page.get_by_role("link", name="Revisar 3 parejas").click()
    expect(page).to_have_url(re.compile(f"{RUTA}$"))
    expect(page.get_by_role("heading", name="Posibles duplicados", level=1)).to_be_visible()
    expect(page.locator(".cuenta-total")).to_have_text("3 parejas")
    parejas = page.get_by_role("navigation", name="Parejas")
    expect(parejas.get_by_role("link")).to_have_count(3)
    expect(parejas).to_contain_text("1 de 3, por parecido")
    for titulo in ("Cliente A", "Cliente B"):
        expect(page.get_by_role("heading", name=titulo)).to_be_visible()


def test_what_is_proposed_is_chosen_already_and_says_why(page: Page, catalogo: Catalogo) -> None:
    page.goto(catalogo.pareja)
    nombre = _fila(page, "Nombre o Razón Social")
    expect(nombre.get_by_role("radio").first).to_be_checked()
    expect(_fila(page, "E-mail adicional 1").get_by_role("radio").nth(1)).to_be_checked()
    expect(_fila(page, "E-mail adicional 1")).to_contain_text("el que queda no lo tiene")
    expect(_fila(page, "RFC")).to_contain_text("Dígito verificador correcto")
    expect(page.get_by_text("igual en los dos").first).to_be_visible()
    expect(page.get_by_role("button", name="Unir: queda el cliente A")).to_be_enabled()
    _fila(page, "RFC").get_by_role("radio").nth(1).check()
    expect(page.get_by_role("button", name="Unir: queda el cliente B")).to_be_enabled()


def test_they_are_joined_noted_everywhere_and_separated_again(
    page: Page, catalogo: Catalogo, servidor: Servidor
) -> None:
    page.goto(catalogo.pareja)
    _fila(page, "Uso de la Factura").get_by_role("radio", name="G03").check()
    page.get_by_role("button", name="Unir: queda el cliente A").click()
    hecho = page.get_by_role("status").filter(has_text="Quedó MADERAS DEL COLORIN")
    expect(hecho).to_contain_text("el otro está en la Papelera con la nota de con quién se unió")
    expect(page.locator(".cuenta-total")).to_have_text("2 parejas")
    queda, ido = (clientes.obtener(servidor.engine, catalogo.id, cual) for cual in catalogo.ids[:2])
    assert (queda.datos.uso_cfdi, queda.datos.email_adicional_1) == (
        "G03",
        "almacen@maderas.example",
    )
    assert ido.borrado

    page.goto(f"{catalogo.raiz}/catalogos/clientes/papelera")
    fila = page.get_by_role("row", name="MADERAS DEL COLORÍN")
    expect(fila).to_contain_text("Ana López, al unirlo con")
    fila.get_by_role("link", name="MADERAS DEL COLORIN").click()
    expect(page.get_by_text("Con este cliente se unió")).to_contain_text("MADERAS DEL COLORÍN")
    historia = page.get_by_role("region", name="Historial")
    expect(historia).to_contain_text("unió a este cliente: MADERAS DEL COLORÍN")
    historia.get_by_role("link", name="MADERAS DEL COLORÍN").click()
    expect(page.get_by_text("a la papelera al unirlo con")).to_be_visible()

    page.goto(f"{catalogo.raiz}{RUTA}")
    unidos = page.get_by_role("region", name="Unidos hace poco")
    expect(unidos).to_contain_text("Con MADERAS DEL COLORÍN")
    unidos.get_by_role("button", name="Separar").click()
    expect(
        page.get_by_role("status").filter(has_text="MADERAS DEL COLORÍN está de nuevo en la lista.")
    ).to_be_visible()
    expect(unidos).to_contain_text("Ninguno.")
    despues = [clientes.obtener(servidor.engine, catalogo.id, c) for c in catalogo.ids[:2]]
    assert [c.borrado for c in despues] == [False, False]
    assert despues[0].datos.uso_cfdi == "G01"


def test_what_somebody_changed_since_is_left_and_said(
    page: Page, catalogo: Catalogo, servidor: Servidor
) -> None:
    page.goto(catalogo.pareja)
    page.get_by_role("button", name="Unir: queda el cliente A").click()
    expect(page.get_by_role("status").filter(has_text="Quedó MADERAS")).to_be_visible()
    queda = clientes.obtener(servidor.engine, catalogo.id, catalogo.ids[0])
    valores = queda.datos.como_dict() | {"email_adicional_1": "otro@maderas.example"}
    clientes.editar(servidor.engine, catalogo.actor, queda.id, queda.version, valores)
    page.get_by_role("status").get_by_role("button", name="Separar").click()
    expect(
        page.get_by_role("status").filter(has_text="conserva lo que Ana cambió")
    ).to_contain_text("E-mail 2 (otro@maderas.example; antes de unir, (vacío))")


def test_those_who_are_not_the_same_go_away_and_others_are_left_for_later(
    page: Page, catalogo: Catalogo
) -> None:
    page.goto(catalogo.pareja)
    page.get_by_role("button", name="Dejar para después").click()
    expect(page).not_to_have_url(re.compile(catalogo.pareja))
    expect(page.get_by_role("navigation", name="Parejas").get_by_role("link").last).to_contain_text(
        "MADERAS"
    )
    page.goto(catalogo.pareja)
    page.get_by_role("button", name="No son el mismo").click()
    expect(page.locator(".cuenta-total")).to_have_text("2 parejas")
    expect(page.get_by_text("No se volverán a mencionar juntos.")).to_be_visible()


def test_of_a_larger_group_some_may_be_left_out(
    page: Page, catalogo: Catalogo, servidor: Servidor
) -> None:
    page.goto(f"{catalogo.raiz}{RUTA}/{'-'.join(map(str, catalogo.ids[4:]))}")
    expect(page.get_by_role("heading", name="Cliente C")).to_be_visible()
    expect(page.get_by_text("igual en los tres").first).to_be_visible()
    page.get_by_role("checkbox", name="Unir al Cliente C").uncheck()
    expect(page.get_by_text("44100 Jalisco · igual en los dos")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Unir: queda el cliente [AB]$")).click()
    expect(page.get_by_role("status").filter(has_text="Quedó TALLERES")).to_be_visible()
    hay = [clientes.obtener(servidor.engine, catalogo.id, c).borrado for c in catalogo.ids[4:]]
    assert sorted(hay[:2]) == [False, True]
    assert not hay[2]


def test_a_colleague_is_followed_and_never_overwritten(
    page: Page,
    abrir_navegador: Callable[..., BrowserContext],
    catalogo: Catalogo,
    servidor: Servidor,
) -> None:
    servidor.entrar(nombre="Beto Solís", cuenta_id=catalogo.id)
    otra = abrir_navegador(como="Beto Solís").new_page()
    for una in (page, otra):
        una.goto(catalogo.pareja)
        expect(una.get_by_role("button", name="Unir: queda el cliente A")).to_be_enabled()
    _fila(page, "Uso de la Factura").get_by_role("radio", name="G03").check()
    suyo = clientes.obtener(servidor.engine, catalogo.id, catalogo.ids[1])
    valores = suyo.datos.como_dict() | {"referencias": "JUNTO AL RIO"}
    clientes.editar(servidor.engine, catalogo.actor, suyo.id, suyo.version, valores)
    for una in (page, otra):
        expect(una.get_by_text("Alguien cambió esto mientras usted comparaba")).to_contain_text(
            "Referencias"
        )
    # What was chosen stays chosen.
    expect(_fila(page, "Uso de la Factura").get_by_role("radio", name="G03")).to_be_checked()
    page.get_by_role("button", name="Unir: queda el cliente A").click()
    expect(page.get_by_role("status").filter(has_text="Quedó MADERAS")).to_be_visible()
    expect(otra.get_by_text("está en la papelera: se unió con MADERAS DEL COLORIN")).to_be_visible()
    expect(otra.locator(".cuenta-total")).to_have_text("2 parejas")
    otra.get_by_role("region", name="Unidos hace poco").get_by_role("button").click()
    expect(otra.get_by_role("button", name="Unir: queda el cliente A")).to_be_visible()
    expect(page.get_by_role("region", name="Unidos hace poco")).to_contain_text("Ninguno.")


def test_with_the_keyboard_alone(page: Page, catalogo: Catalogo) -> None:
    page.goto(f"{catalogo.raiz}{RUTA}")
    titulo = page.get_by_role("navigation", name="Parejas").get_by_role("heading")
    expect(titulo).to_contain_text("1 de 3")
    page.keyboard.press("s")
    expect(titulo).to_contain_text("2 de 3")
    page.keyboard.press("a")
    expect(titulo).to_contain_text("1 de 3")
    _fila(page, "RFC").get_by_role("radio").first.focus()
    page.keyboard.press("ArrowRight")
    expect(_fila(page, "RFC").get_by_role("radio").nth(1)).to_be_checked()
    expect(page.get_by_role("button", name="Unir: queda el cliente B")).to_be_visible()
    page.keyboard.press("u")
    expect(page.get_by_role("status").filter(has_text="Quedó")).to_be_visible()
    expect(page.locator("#titulo-de-pareja")).to_be_focused()
    expect(page.locator(".cuenta-total")).to_have_text("2 parejas")


def test_the_card_leads_to_whom_a_client_may_be(page: Page, catalogo: Catalogo) -> None:
    el_otro, este = catalogo.ids[:2]
    page.goto(f"{catalogo.raiz}/catalogos/clientes/{este}")
    page.get_by_role("link", name="Comparar").click()
    # Whoever comes from a card finds that client first.
    expect(page).to_have_url(re.compile(f"{RUTA}/{este}-{el_otro}$"))
    expect(page.get_by_role("heading", name="Los nombres son casi iguales")).to_be_visible()


def test_whoever_only_looks_sees_them_and_nothing_that_refuses(
    abrir_navegador: Callable[..., BrowserContext], servidor: Servidor, catalogo: Catalogo
) -> None:
    servidor.entrar(nombre="Leo Díaz", rol=Rol.LECTOR, cuenta_id=catalogo.id)
    page = abrir_navegador(como="Leo Díaz", rol=Rol.LECTOR).new_page()
    page.goto(catalogo.pareja)
    expect(page.get_by_role("heading", name="Cliente B")).to_be_visible()
    expect(page.get_by_text("almacen@maderas.example")).to_be_visible()
    expect(page.get_by_role("radio")).to_have_count(0)
    for nombre in ("Unir: queda el cliente A", "No son el mismo", "Dejar para después"):
        expect(page.get_by_role("button", name=nombre)).to_have_count(0)
    expect(page.get_by_role("button", name="Pareja anterior")).to_be_enabled()
    assert hallazgos(page) == ""


def test_an_account_without_any_says_so_and_a_strange_address_too(
    page: Page, servidor: Servidor
) -> None:
    page.goto(f"{RUTA}/7-1")
    expect(
        page.get_by_role("heading", name=re.compile("ya no están los dos|encontró"))
    ).to_be_visible()


@pytest.mark.parametrize("ancho", [1280, 820, 390])
@pytest.mark.parametrize("modo", ["light", "dark"])
def test_nothing_to_find_and_nothing_cut(
    abrir_navegador: Callable[..., BrowserContext], catalogo: Catalogo, modo: str, ancho: int
) -> None:
    page = abrir_navegador(
        color_scheme=modo, viewport={"width": ancho, "height": 900}, reduced_motion="reduce"
    ).new_page()
    for ruta in (catalogo.pareja, f"{catalogo.raiz}{RUTA}/{'-'.join(map(str, catalogo.ids[4:]))}"):
        page.goto(ruta)
        expect(page.get_by_role("heading", name="Cliente B")).to_be_visible()
        assert hallazgos(page) == ""
        assert page.evaluate(
            "document.querySelector('main').scrollWidth <= "
            "document.querySelector('main').clientWidth"
        )
    page.get_by_role("button", name=re.compile("^Unir: queda")).click()
    expect(page.get_by_role("status").filter(has_text="Quedó")).to_be_visible()
    assert hallazgos(page) == ""
