"""Columns and density of the list: by mouse, keyboard and finger, kept for the person."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from clientes_app.domain.roles import Rol
from clientes_app.services.clientes import etiquetas
from tests.browser.conftest import Servidor
from tests.browser.test_accesible import hallazgos
from tests.browser.test_anchos import CATORCE_REM, LO_MAS_ANCHO, MEDIR
from tests.browser.test_lista import LISTA, filas

Abrir = Callable[..., BrowserContext]
AL_PRINCIPIO = ["RFC", "Régimen Fiscal", "Uso de la Factura", "E-mail", "Código Postal"]
TODAS = [*AL_PRINCIPIO, "Estado", "Persona", "Revisión del SAT", "Último cambio"]


@pytest.fixture(scope="module", autouse=True)
def _surtido(servidor: Servidor) -> None:
    """Three clients, of whom one has an etiqueta."""
    for lugar, cp in enumerate(("44100", "28030", "06000")):
        cliente = servidor.alta(
            nombre=f"COMERCIALIZADORA DE PRODUCTOS AGRÍCOLAS DEL NOROESTE {lugar}",
            email=f"facturacion.electronica{lugar}@una-empresa-larga.example",
            codigo_postal=cp,
        )
    etiquetas.poner_nueva(servidor.engine, servidor.actor, cliente.id, "Mayoreo")


def se_ven(page: Page, columnas: list[str]) -> None:
    """Wait until the table has these columns, in this order, between the name and the buttons."""
    expect(page.get_by_role("columnheader")).to_have_text(
        ["", "Nombre o Razón Social", *columnas, "Acciones"]
    )


def hoja_de(page: Page) -> Locator:
    """The sheet."""
    return page.get_by_role("dialog", name="Columnas")


def abrir_hoja(page: Page) -> Locator:
    """Open the sheet as one does on that window, once the list is there."""
    expect(filas(page).first).to_be_visible()
    ancho = page.viewport_size
    if ancho and ancho["width"] < 768:
        page.get_by_role("button", name="Más acciones").click()
        page.get_by_role("menuitem", name="Columnas").click()
    else:
        page.get_by_role("button", name="Columnas").click()
    expect(hoja_de(page)).to_be_visible()
    return hoja_de(page)


def test_columns_are_chosen_ordered_and_kept_for_the_person(abrir_navegador: Abrir) -> None:
    page = abrir_navegador(como="Berta").new_page()
    page.goto(LISTA)
    se_ven(page, AL_PRINCIPIO)
    hoja = abrir_hoja(page)
    expect(hoja.get_by_role("checkbox")).to_have_count(10)
    hoja.get_by_role("checkbox", name="E-mail").click()
    hoja.get_by_role("checkbox", name="Revisión del SAT").click()
    sin_correo = ["RFC", "Régimen Fiscal", "Uso de la Factura", "Código Postal"]
    se_ven(page, [*sin_correo, "Revisión del SAT"])
    expect(filas(page).first).to_contain_text("Sin revisar")
    # Without its box it has no place, and with it the old one.
    expect(hoja.get_by_role("button", name="Subir E-mail")).to_have_count(0)
    hoja.get_by_role("button", name="Bajar RFC").click()
    elegidas = ["Régimen Fiscal", "RFC", "Uso de la Factura", "Código Postal", "Revisión del SAT"]
    se_ven(page, elegidas)
    alta = page.locator("tbody tr").first.evaluate("fila => fila.offsetHeight")
    hoja.get_by_role("radio", name="Compacta").click()
    expect(page.get_by_role("table")).to_have_class("tabla lista compacta")
    baja = page.locator("tbody tr").first.evaluate("fila => fila.offsetHeight")
    assert (alta, baja) == (45, 33)
    page.keyboard.press("Escape")
    expect(hoja).to_have_count(0)
    page.reload()
    se_ven(page, elegidas)
    expect(page.get_by_role("table")).to_have_class("tabla lista compacta")
    otro = abrir_navegador(como="Berta").new_page()
    otro.goto(LISTA)
    se_ven(otro, elegidas)
    de_otra = abrir_navegador(como="Carla").new_page()
    de_otra.goto(LISTA)
    expect(filas(de_otra)).to_have_count(3)
    se_ven(de_otra, AL_PRINCIPIO)
    abrir_hoja(otro).get_by_role("button", name="Dejar como al principio").click()
    se_ven(otro, AL_PRINCIPIO)
    expect(hoja_de(otro).get_by_role("radio", name="Normal")).to_be_checked()
    page.reload()
    se_ven(page, AL_PRINCIPIO)


def test_the_optional_ones_say_what_they_are_called(abrir_navegador: Abrir) -> None:
    page = abrir_navegador(como="Dora", viewport={"width": 2000, "height": 900}).new_page()
    page.goto(LISTA)
    hoja = abrir_hoja(page)
    for columna in TODAS[-4:]:
        hoja.get_by_role("checkbox", name=columna).click()
    se_ven(page, ["Etiquetas", *TODAS])
    primera = filas(page).first
    expect(primera.locator("td.c-estado")).to_have_text("Jalisco")
    expect(primera.locator("td.c-persona")).to_have_text("Moral")
    expect(primera.locator("td.c-revision_sat")).to_have_text("Sin revisar")
    expect(primera.locator("td.c-ultimo_cambio")).to_contain_text("20")
    # No index sorts by them.
    expect(page.get_by_role("columnheader", name="Estado").get_by_role("button")).to_have_count(0)


def test_by_keyboard_the_focus_stays_and_the_place_is_said(abrir_navegador: Abrir) -> None:
    page = abrir_navegador(como="Elsa").new_page()
    page.goto(LISTA)
    se_ven(page, AL_PRINCIPIO)
    boton = page.get_by_role("button", name="Columnas")
    boton.focus()
    page.keyboard.press("Enter")
    hoja = hoja_de(page)
    etiquetas_ = hoja.get_by_role("checkbox", name="Etiquetas")
    expect(etiquetas_).to_be_focused()
    anuncios = page.locator("#anuncios")
    bajar = hoja.get_by_role("button", name="Bajar E-mail")
    bajar.focus()
    page.keyboard.press("Enter")
    se_ven(page, [*AL_PRINCIPIO[:3], "Código Postal", "E-mail"])
    expect(anuncios).to_have_text("E-mail, 6 de 6")
    expect(bajar).to_be_focused()
    # It is at its end: the button stays where the focus is, and says that it does nothing.
    expect(bajar).to_be_disabled()
    page.keyboard.press("Shift+Tab")
    subir = hoja.get_by_role("button", name="Subir E-mail")
    expect(subir).to_be_focused()
    for lugar in (5, 4):
        page.keyboard.press("Enter")
        expect(anuncios).to_have_text(f"E-mail, {lugar} de 6")
        expect(subir).to_be_focused()
    se_ven(page, ["RFC", "Régimen Fiscal", "E-mail", "Uso de la Factura", "Código Postal"])
    page.keyboard.press("Shift+Tab")
    expect(hoja.get_by_role("checkbox", name="E-mail")).to_be_focused()
    page.keyboard.press("Space")
    # Its room is enough for what had given way to it.
    se_ven(page, ["Etiquetas", "RFC", "Régimen Fiscal", "Uso de la Factura", "Código Postal"])
    expect(hoja.get_by_role("checkbox", name="E-mail")).to_be_focused()
    page.keyboard.press("Escape")
    expect(hoja).to_have_count(0)
    expect(boton).to_be_focused()


def test_it_is_sorted_by_columns_in_other_places_and_by_hidden_ones(
    abrir_navegador: Abrir,
) -> None:
    page = abrir_navegador(como="Fabi").new_page()
    page.goto(LISTA)
    hoja = abrir_hoja(page)
    hoja.get_by_role("button", name="Subir Código Postal").click()
    se_ven(page, [*AL_PRINCIPIO[:3], "Código Postal", "E-mail"])
    page.keyboard.press("Escape")
    cabeza = page.get_by_role("columnheader", name="Código Postal")
    cabeza.get_by_role("button").click()
    expect(cabeza).to_have_attribute("aria-sort", "ascending")
    expect(filas(page).locator("td.c-codigo_postal")).to_have_text(["06000", "28030", "44100"])
    abrir_hoja(page).get_by_role("checkbox", name="Código Postal").click()
    se_ven(page, [*AL_PRINCIPIO[:3], "E-mail"])
    expect(filas(page).locator("a.nombre").first).to_contain_text("NOROESTE 2")
    page.keyboard.press("Escape")
    with page.expect_download() as bajando:
        page.get_by_role("link", name="Descargar en .CSV").click()
    encabezado = bajando.value.path().read_text("utf-8-sig").splitlines()[0]
    assert encabezado.startswith("Nombre o Razón Social,RFC,Uso de la Factura,Régimen Fiscal,")
    assert encabezado.count(",") == 19
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_label("Ordenar por").select_option("CP, 9 a 0")
    expect(filas(page).locator("a.nombre").first).to_contain_text("NOROESTE 0")


def test_the_cards_of_a_telephone_follow(abrir_navegador: Abrir) -> None:
    page = abrir_navegador(
        como="Gema", viewport={"width": 390, "height": 844}, has_touch=True
    ).new_page()
    page.goto(LISTA)
    primera = filas(page).first
    correo = primera.get_by_text("facturacion.electronica0@una-empresa-larga.example")
    expect(correo).to_be_visible()
    alta = primera.evaluate("fila => fila.offsetHeight")
    hoja = abrir_hoja(page)
    pequenos = hoja.locator("button, label").evaluate_all(
        "unos => unos.filter((n) => n.offsetHeight < 44).map((n) => n.outerHTML)"
    )
    assert pequenos == []
    hoja.get_by_role("checkbox", name="E-mail").click()
    hoja.get_by_role("checkbox", name="Estado").click()
    expect(correo).to_have_count(0)
    hoja.get_by_role("radio", name="Compacta").click()
    expect(page.locator("table.compacta")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(hoja).to_have_count(0)
    expect(page.get_by_role("button", name="Más acciones")).to_be_focused()
    expect(primera).to_contain_text("Jalisco")
    assert primera.evaluate("fila => fila.offsetHeight") < alta
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    # While clients are chosen every value still has a place of its own.
    page.get_by_role("button", name="Más acciones").click()
    page.get_by_role("menuitem", name="Seleccionar").click()
    expect(primera.get_by_role("checkbox")).to_be_visible()
    lugares = primera.locator("td:not(.c-etiquetas)").evaluate_all(
        "celdas => celdas.filter((c) => c.offsetParent).map((c) => {"
        " const r = c.getBoundingClientRect(); return [r.left, r.top, r.right, r.bottom]; })"
    )
    assert len(lugares) == 7
    for lugar, (izquierda, arriba, derecha, abajo) in enumerate(lugares):
        assert 0 <= izquierda < derecha <= 390
        for otra_izquierda, otra_arriba, otra_derecha, otro_abajo in lugares[lugar + 1 :]:
            assert (
                otra_izquierda >= derecha - 1
                or izquierda >= otra_derecha - 1
                or otra_arriba >= abajo - 1
                or arriba >= otro_abajo - 1
            )


def test_who_may_only_look_has_it_too(abrir_navegador: Abrir) -> None:
    page = abrir_navegador(como="Hugo Lector", rol=Rol.LECTOR).new_page()
    page.goto(LISTA)
    abrir_hoja(page).get_by_role("checkbox", name="RFC").click()
    expect(page.get_by_role("columnheader", name="RFC")).to_have_count(0)
    page.reload()
    expect(filas(page)).to_have_count(3)
    expect(page.get_by_role("columnheader", name="RFC")).to_have_count(0)


@pytest.mark.parametrize(
    ("quita", "pone", "compacta"),
    [
        ([], TODAS[-4:], False),
        (["Etiquetas", "Uso de la Factura"], ["Revisión del SAT"], True),
        (["Régimen Fiscal", "E-mail", "Código Postal"], ["Estado", "Último cambio"], True),
    ],
)
def test_names_have_fourteen_rem_whatever_is_chosen(
    abrir_navegador: Abrir, quita: list[str], pone: list[str], *, compacta: bool
) -> None:
    como = f"Iris{len(quita)}"
    page = abrir_navegador(como=como, viewport={"width": 1920, "height": 800}).new_page()
    page.goto(LISTA)
    hoja = abrir_hoja(page)
    for columna in quita:
        hoja.get_by_role("checkbox", name=columna).click()
    for columna in pone:
        hoja.get_by_role("checkbox", name=columna).click()
    if compacta:
        hoja.get_by_role("radio", name="Compacta").click()
        expect(page.locator("table.compacta")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(hoja).to_have_count(0)
    expect(page.get_by_role("columnheader", name=pone[-1])).to_be_visible()
    page.evaluate(LO_MAS_ANCHO)
    for ancho in range(768, 1937, 16):
        page.set_viewport_size({"width": ancho, "height": 800})
        medido = page.evaluate(MEDIR)
        assert medido["nombre"] >= CATORCE_REM, (ancho, medido)
        assert medido["cortados"] == 0, (ancho, medido)
        assert medido["sobra"] <= 0, (ancho, medido)
        assert page.locator("tbody td.c-rfc").first.is_visible()


@pytest.mark.parametrize("ancho", [1280, 820, 390])
@pytest.mark.parametrize("modo", ["light", "dark"])
def test_nothing_to_find(abrir_navegador: Abrir, modo: str, ancho: int) -> None:
    page = abrir_navegador(
        como="Julia",
        color_scheme=modo,
        viewport={"width": ancho, "height": 900},
        reduced_motion="reduce",
    ).new_page()
    page.goto(LISTA)
    hoja = abrir_hoja(page)
    hoja.get_by_role("checkbox", name="Revisión del SAT").click()
    hoja.get_by_role("radio", name="Compacta").click()
    expect(page.locator("table.compacta")).to_have_count(1)
    assert hallazgos(page) == ""
    page.keyboard.press("Escape")
    expect(hoja).to_have_count(0)
    assert hallazgos(page) == ""
