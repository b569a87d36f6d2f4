"""«Calidad del catálogo»: what it says, where its figures lead, that it follows by itself."""

import re
from collections.abc import Callable

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

CALIDAD = "/catalogos/calidad"


@pytest.fixture(scope="module", autouse=True)
def _clientela(servidor: Servidor) -> None:
    """A dozen clients: some with accents, some of other states, two who may be the same."""
    cuentas.editar(servidor.engine, servidor.actor, nombre=servidor.cuenta, cp_expedicion="06600")
    de_cada = (
        *[{"nombre": f"JOSÉ {n}"} for n in "ABC"],
        {"nombre": "ACEROS SA DE CV", "regimen_fiscal": "603", "uso_cfdi": "G03"},
        {"nombre": "GRUPO CONSTRUCTOR ALBA", "codigo_postal": "44100"},
        {"nombre": "GRUPO CONSTRUCTOR ALVA", "codigo_postal": "44100"},
        *[{"nombre": f"LIMPIO {n}", "codigo_postal": "64000"} for n in "AB"],
    )
    for n, campos in enumerate(de_cada, start=1):
        servidor.alta(**un_cliente(rfc=un_rfc(2_969 * n), **campos))
    duplicados.buscar(servidor.engine, servidor.cuenta_id)


def _falta(page: Page, nombre: str) -> Locator:
    return page.get_by_role("region", name="Por corregir").get_by_role("link", name=nombre)


def test_it_says_how_many_are_ready_and_what_keeps_the_others(
    page: Page, servidor: Servidor
) -> None:
    page.goto(CALIDAD)
    expect(page.get_by_role("heading", name="Calidad del catálogo", level=1)).to_be_visible()
    listos = page.get_by_role("region", name="Listos para facturar")
    expect(listos).to_contain_text("50 %")
    expect(listos).to_contain_text("4 listos")
    expect(listos).to_contain_text("4 con avisos")
    expect(listos).to_contain_text("0 que el SAT rechazaría")
    corregir = page.get_by_role("region", name="Por corregir")
    expect(corregir.get_by_role("listitem")).to_have_count(2)
    expect(corregir.get_by_role("listitem").first).to_contain_text("Acentos en el nombre CFDI40145")
    expect(_falta(page, "3 clientes: Acentos en el nombre")).to_have_text("3")
    parecidos = page.get_by_role("region", name="Posibles duplicados")
    expect(parecidos).to_contain_text("1 grupo")
    expect(parecidos.get_by_role("listitem")).to_contain_text("Nombres casi iguales")
    expect(parecidos.get_by_role("link", name="GRUPO CONSTRUCTOR ALBA")).to_be_visible()
    expect(page.get_by_role("img", name=re.compile("^Clientes por mes: de 0 en"))).to_be_visible()
    assert page.title().startswith("Calidad del catálogo")


@pytest.mark.parametrize(
    ("nombre", "consulta", "cuantos"),
    [
        ("3 clientes: Acentos en el nombre", "avisos=acentos", 3),
        ("603 Personas Morales con Fines no Lucrativos: 1 cliente", "regimen=603", 1),
        ("Jalisco: 2 clientes", "estado=JAL", 2),
        (
            "que el SAT rechazaría",
            "avisos=clave_retirada,regimen_persona,uso_regimen,cp_fuera",
            0,
        ),
    ],
)
def test_a_figure_leads_to_those_clients(
    page: Page, nombre: str, consulta: str, cuantos: int
) -> None:
    page.goto(CALIDAD)
    page.get_by_role("main").get_by_role("link", name=nombre).click()
    expect(page).to_have_url(re.compile(rf"/catalogos/clientes\?{consulta}"))
    expect(page.locator(".cuenta-total")).to_have_text(f"{cuantos} de 8")
    page.go_back()
    expect(page.get_by_role("region", name="Por corregir")).to_be_visible()


def test_it_follows_what_somebody_else_mends(page: Page, servidor: Servidor) -> None:
    page.goto(CALIDAD)
    expect(_falta(page, "3 clientes: Acentos en el nombre")).to_be_visible()
    otro = clientes.por_rfc(servidor.engine, servidor.cuenta_id, un_rfc(2_969))
    assert otro is not None
    for nombre, cuantos in (("JOSE A", "2 clientes"), ("JOSÉ A", "3 clientes")):
        otro = clientes.editar(
            servidor.engine,
            servidor.actor,
            otro.id,
            otro.version,
            otro.datos.como_dict() | {"nombre": nombre},
        )
        expect(_falta(page, f"{cuantos}: Acentos en el nombre")).to_be_visible()


def test_a_trouble_with_a_certain_mend_is_mended_in_all_and_taken_back(page: Page) -> None:
    page.goto(CALIDAD)
    page.get_by_role("button", name="Quitar acentos…").click()
    pregunta = page.get_by_role("dialog", name="Quitar acentos")
    expect(pregunta.get_by_role("cell", name="JOSÉ B")).to_be_visible()
    pregunta.get_by_role("button", name="Quitar acentos en 3 clientes").click()
    expect(_falta(page, "3 clientes: Acentos en el nombre")).to_have_count(0)
    page.get_by_role("button", name="Deshacer").click()
    expect(_falta(page, "3 clientes: Acentos en el nombre")).to_be_visible()


def test_the_side_bar_leads_there_and_whoever_only_looks_may(
    abrir_navegador: Callable[..., BrowserContext],
) -> None:
    page = abrir_navegador(como="Leo Díaz", rol=Rol.LECTOR).new_page()
    page.goto("/catalogos/clientes")
    barra = page.get_by_role("navigation", name="Principal")
    barra.get_by_role("link", name="Calidad").click()
    expect(page.get_by_role("region", name="Listos para facturar")).to_contain_text("50 %")
    expect(barra.get_by_role("link", name="Calidad")).to_have_attribute("aria-current", "page")


def test_an_account_without_clients_says_so(page: Page, servidor: Servidor) -> None:
    vacia = cuentas.crear(servidor.engine, f"Vacía de {servidor.cuenta}")
    servidor.entrar(cuenta_id=vacia.id)
    page.goto(f"/c/{vacia.nombre_corto}{CALIDAD}")
    expect(page.get_by_role("heading", name="Todavía no hay clientes")).to_be_visible()


@pytest.mark.parametrize("ancho", [1280, 390])
@pytest.mark.parametrize("modo", ["light", "dark"])
def test_nothing_to_find_and_nothing_cut(
    abrir_navegador: Callable[..., BrowserContext], modo: str, ancho: int
) -> None:
    page = abrir_navegador(
        color_scheme=modo, viewport={"width": ancho, "height": 900}, reduced_motion="reduce"
    ).new_page()
    page.goto(CALIDAD)
    expect(page.get_by_role("region", name="Crecimiento")).to_be_visible()
    assert hallazgos(page) == ""
    assert page.evaluate(
        "document.querySelector('main').scrollWidth <= document.querySelector('main').clientWidth"
    )


def test_two_who_are_not_the_same_are_named_together_no_more(
    page: Page, servidor: Servidor
) -> None:
    """In an account of its own: nobody can take it back."""
    aparte = cuentas.crear(servidor.engine, f"Parecidos de {servidor.cuenta}")
    for n, nombre in enumerate(("TALLERES UNIDOS ALBA", "TALLERES UNIDOS ALVA"), start=31):
        quien = Actor(aparte.id, "Ana", "formulario")
        clientes.alta(servidor.engine, quien, un_cliente(rfc=un_rfc(2_969 * n), nombre=nombre))
    duplicados.buscar(servidor.engine, aparte.id)
    servidor.entrar(cuenta_id=aparte.id)
    page.goto(f"/c/{aparte.nombre_corto}{CALIDAD}")
    parecidos = page.get_by_role("region", name="Posibles duplicados")
    expect(parecidos.get_by_role("link", name="TALLERES UNIDOS ALBA")).to_be_visible()
    parecidos.get_by_role("button", name="No son el mismo").click()
    expect(parecidos).to_contain_text("No se encontró ninguno.")
    duplicados.buscar(servidor.engine, aparte.id)
    page.reload()
    expect(parecidos).to_contain_text("No se encontró ninguno.")
