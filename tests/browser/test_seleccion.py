"""Choosing clients in the list, and what is done with the chosen: shown first, done, taken back."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from clientes_app.domain.roles import Rol
from clientes_app.services.clientes import clientes
from tests.browser.conftest import Servidor
from tests.browser.pasos_carga import PROCESOS, leer_csv
from tests.browser.test_accesible import hallazgos
from tests.builders import un_rfc

LISTA = "/catalogos/clientes"
PAPELERA = f"{LISTA}/papelera"


def casilla(page: Page, nombre: str) -> Locator:
    """The box of a client."""
    return page.get_by_role("checkbox", name=f"Seleccionar {nombre}", exact=True)


def de_la_pagina(page: Page) -> Locator:
    """The box of the page."""
    return page.get_by_role("checkbox", name="Seleccionar esta página")


def barra(page: Page) -> Locator:
    """What says how many are chosen and what can be done."""
    return page.get_by_role("region", name="Selección")


def elegir(page: Page, *nombres: str) -> None:
    """Choose clients by their boxes."""
    for nombre in nombres:
        casilla(page, nombre).click()
        expect(casilla(page, nombre)).to_be_checked()


def pedir(page: Page, menu: str, opcion: str) -> Locator:
    """Open an entry of the bar's menu, and return the question."""
    barra(page).get_by_role("button", name=menu).click()
    page.get_by_role("menuitem", name=opcion).click()
    dialogo = page.get_by_role("dialog")
    expect(dialogo).to_be_visible()
    return dialogo


def nombre_de(servidor: Servidor, cliente_id: int) -> str:
    """What a client is called now."""
    return clientes.obtener(servidor.engine, servidor.cuenta_id, cliente_id).datos.nombre


@pytest.fixture
def tres(servidor: Servidor) -> list[clientes.ClienteGuardado]:
    """Three clients of one search: an accent, none, and one that the rules keep as it is."""
    palabra = f"LOTE{un_rfc()[3:9]}"
    return [
        servidor.alta(nombre=f"{palabra} CLÍNICA"),
        servidor.alta(nombre=f"{palabra} TALLER"),
        servidor.alta(nombre=f"{palabra} DEL BAJÍO SA DE CV"),
    ]


def busqueda_de(tres: list[clientes.ClienteGuardado]) -> str:
    """The address that finds these three."""
    return f"{LISTA}?q={tres[0].datos.nombre.split(' ', maxsplit=1)[0]}"


def test_clients_are_chosen_one_by_one_by_the_page_and_all_that_were_found(
    page: Page, servidor: Servidor
) -> None:
    for lugar in range(52):
        servidor.alta(nombre=f"MUCHOS {lugar:02d}")
    page.goto(f"{LISTA}?q=muchos")
    expect(barra(page)).to_have_count(0)
    elegir(page, "MUCHOS 00", "MUCHOS 03")
    expect(barra(page)).to_contain_text("2 seleccionados")
    # What anybody adds, and the next page, leave it as it is.
    servidor.alta(nombre="MUCHOS 000")
    expect(casilla(page, "MUCHOS 000")).not_to_be_checked()
    page.get_by_role("button", name="Página siguiente").click()
    elegir(page, "MUCHOS 51")
    page.go_back()
    expect(casilla(page, "MUCHOS 03")).to_be_checked()
    expect(barra(page)).to_contain_text("3 seleccionados")

    de_la_pagina(page).click()
    expect(barra(page)).to_contain_text("51 seleccionados")
    barra(page).get_by_role("button", name="los 53 encontrados").click()
    expect(barra(page)).to_contain_text("Los 53 encontrados")
    page.get_by_role("button", name="Página siguiente").click()
    expect(casilla(page, "MUCHOS 51")).to_be_checked()
    barra(page).get_by_role("button", name="Solo esta página").click()
    expect(barra(page)).to_contain_text("3 seleccionados")
    barra(page).get_by_role("button", name="Quitar selección").click()
    expect(barra(page)).to_have_count(0)
    # All that was found belongs to its search.
    de_la_pagina(page).click()
    barra(page).get_by_role("button", name="los 53 encontrados").click()
    page.goto(f"{LISTA}?q=muchos+51")
    expect(casilla(page, "MUCHOS 51")).not_to_be_checked()


def test_accents_are_taken_off_after_a_look_and_put_back(
    page: Page, servidor: Servidor, tres: list[clientes.ClienteGuardado]
) -> None:
    raro = servidor.alta(nombre=tres[0].datos.nombre.split(" ")[0])
    page.goto(busqueda_de(tres))
    de_la_pagina(page).click()
    expect(barra(page)).to_contain_text("4 seleccionados")
    dialogo = pedir(page, "Corregir", "Quitar acentos")
    expect(dialogo.get_by_role("heading", name="Quitar acentos")).to_be_visible()
    expect(dialogo).to_contain_text(f"4 clientes seleccionados de {servidor.cuenta}")
    expect(dialogo.get_by_role("row", name=re.compile("CLÍNICA.*CLINICA"))).to_be_visible()
    boton = dialogo.get_by_role("button", name="Quitar acentos en 2 clientes")
    expect(boton).to_be_enabled()
    boton.click()
    expect(page.get_by_text("Quitar acentos: 2 clientes cambiaron.")).to_be_visible()
    expect(barra(page)).to_have_count(0)
    expect(page.get_by_role("link", name=re.compile("CLINICA$"))).to_be_visible()
    page.get_by_role("button", name="Deshacer").click()
    expect(page.get_by_text("2 vueltos a como estaban")).to_be_visible()
    expect(page.get_by_role("link", name=tres[0].datos.nombre)).to_be_visible()
    assert nombre_de(servidor, raro.id) == raro.datos.nombre

    page.goto(PROCESOS)
    fila = page.get_by_role("listitem").filter(has_text="Quitar acentos en 4 clientes").first
    expect(fila).to_contain_text("Deshecho")
    expect(fila).to_contain_text("Acción de Ana López")
    expect(fila.get_by_role("link", name="Descargar archivo original")).to_have_count(0)


def test_nothing_to_do_leaves_the_button_off(
    page: Page, tres: list[clientes.ClienteGuardado]
) -> None:
    page.goto(busqueda_de(tres))
    elegir(page, tres[1].datos.nombre)
    dialogo = pedir(page, "Corregir", "Quitar régimen societario")
    expect(dialogo.get_by_text("Ninguno lleva un régimen societario.")).to_be_visible()
    boton = dialogo.get_by_role("button", name="Quitar régimen societario")
    expect(boton).to_be_disabled()
    page.keyboard.press("Escape")
    expect(dialogo).to_have_count(0)
    expect(casilla(page, tres[1].datos.nombre)).to_be_checked()


def test_a_key_is_changed_where_the_rules_allow_it_and_the_process_says_who_was_left_out(
    page: Page, servidor: Servidor
) -> None:
    fisica = servidor.alta(nombre="CLAVES UNO", rfc=un_rfc(persona="fisica"))
    moral = servidor.alta(nombre="CLAVES DOS")
    page.goto(f"{LISTA}?q=claves")
    de_la_pagina(page).click()
    dialogo = pedir(page, "Cambiar", "Régimen Fiscal")
    expect(dialogo.get_by_role("button", name="Cambiar régimen fiscal")).to_be_disabled()
    dialogo.get_by_label("Clave nueva").select_option("626")
    dialogo.get_by_label("Clave nueva").select_option("621")
    expect(dialogo).to_contain_text("621 es de personas físicas")
    dialogo.get_by_role("button", name="Cambiar régimen a 621 en 1 cliente").click()
    expect(page.get_by_text("1 cliente cambió; 1 se dejó fuera.")).to_be_visible()
    cambiado = clientes.obtener(servidor.engine, servidor.cuenta_id, fisica.id)
    assert cambiado.datos.regimen_fiscal == "621"
    page.goto(PROCESOS)
    fila = page.get_by_role("listitem").filter(has_text="Cambiar régimen a 621 en 2 clientes")
    fila.get_by_role("link", name="Ver detalle").click()
    fuera = page.get_by_role("region", name="Se dejaron fuera")
    expect(fuera).to_contain_text(f"CLAVES DOS ({moral.datos.rfc})")
    expect(fuera).to_contain_text("621 es de personas físicas; este RFC es de una persona moral.")


def test_many_are_deleted_and_brought_back_from_the_papelera(
    page: Page, servidor: Servidor, tres: list[clientes.ClienteGuardado]
) -> None:
    page.goto(busqueda_de(tres))
    de_la_pagina(page).click()
    barra(page).get_by_role("button", name="Borrar").click()
    dialogo = page.get_by_role("dialog")
    expect(dialogo.get_by_role("row", name=re.compile("TALLER"))).to_be_visible()
    dialogo.get_by_role("button", name="Borrar 3 clientes").click()
    expect(page.get_by_text("Se borraron 3 clientes.")).to_be_visible()
    expect(page.get_by_text("Nada encontrado")).to_be_visible()

    page.goto(busqueda_de(tres).replace(LISTA, PAPELERA))
    expect(barra(page)).to_have_count(0)
    elegir(page, *(cliente.datos.nombre for cliente in tres[:2]))
    barra(page).get_by_role("button", name="Restaurar").click()
    dialogo.get_by_role("button", name="Restaurar 2 clientes").click()
    expect(page.get_by_text("2 clientes están de nuevo en la lista.")).to_be_visible()
    expect(casilla(page, tres[0].datos.nombre)).to_have_count(0)
    assert not clientes.obtener(servidor.engine, servidor.cuenta_id, tres[0].id).borrado


def test_the_chosen_are_downloaded(page: Page, tres: list[clientes.ClienteGuardado]) -> None:
    page.goto(busqueda_de(tres))
    elegir(page, tres[1].datos.nombre, tres[0].datos.nombre)
    with page.expect_download() as esperada:
        barra(page).get_by_role("button", name="Descargar").click()
    assert esperada.value.suggested_filename.startswith("clientes-elegidos-")
    filas = leer_csv(esperada.value.path().read_bytes())
    assert [fila[1] for fila in filas[1:]] == [tres[0].datos.rfc, tres[1].datos.rfc]
    barra(page).get_by_role("button", name="los 3 encontrados").click()
    with page.expect_download() as esperada:
        barra(page).get_by_role("link", name="Descargar").click()
    assert len(leer_csv(esperada.value.path().read_bytes())) == 4


def test_a_reader_may_only_download(
    abrir_navegador: Callable[..., BrowserContext],
    servidor: Servidor,
    tres: list[clientes.ClienteGuardado],
) -> None:
    page = abrir_navegador(como="Leo Lector", rol=Rol.LECTOR).new_page()
    page.goto(busqueda_de(tres))
    elegir(page, tres[0].datos.nombre)
    expect(barra(page).get_by_role("button", name="Descargar")).to_be_visible()
    for nombre in ("Cambiar", "Corregir", "Borrar"):
        expect(barra(page).get_by_role("button", name=nombre)).to_have_count(0)
    clientes.borrar(servidor.engine, servidor.actor, tres[0].id)
    page.goto(busqueda_de(tres).replace(LISTA, PAPELERA))
    expect(page.get_by_role("cell", name=tres[0].datos.nombre)).to_be_visible()
    expect(casilla(page, tres[0].datos.nombre)).to_have_count(0)


def test_by_keyboard_alone(
    page: Page, servidor: Servidor, tres: list[clientes.ClienteGuardado]
) -> None:
    page.goto(busqueda_de(tres))
    expect(casilla(page, tres[0].datos.nombre)).to_be_visible()
    page.get_by_role("searchbox").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press(" ")
    expect(casilla(page, tres[0].datos.nombre)).to_be_checked()
    expect(page.get_by_role("link", name=tres[0].datos.nombre)).to_be_focused()
    barra(page).get_by_role("button", name="Corregir").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitem", name="Quitar acentos")).to_be_focused()
    page.keyboard.press("Enter")
    boton = page.get_by_role("dialog").get_by_role("button", name="Quitar acentos en 1 cliente")
    expect(boton).to_be_enabled()
    boton.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 cliente cambió.")).to_be_visible()
    assert nombre_de(servidor, tres[0].id).endswith("CLINICA")


def test_on_a_telephone(
    abrir_navegador: Callable[..., BrowserContext],
    servidor: Servidor,
    tres: list[clientes.ClienteGuardado],
) -> None:
    page = abrir_navegador(viewport={"width": 390, "height": 844}).new_page()
    page.goto(busqueda_de(tres))
    expect(page.get_by_role("link", name=tres[0].datos.nombre)).to_be_visible()
    expect(casilla(page, tres[0].datos.nombre)).to_have_count(0)
    page.get_by_role("button", name="Más acciones").click()
    page.get_by_role("menuitem", name="Seleccionar").click()
    expect(barra(page)).to_contain_text("0 seleccionados")
    elegir(page, tres[2].datos.nombre)
    dialogo = pedir(page, "Acciones", "Quitar régimen societario")
    dialogo.get_by_role("button", name="Quitar régimen societario en 1 cliente").click()
    expect(page.get_by_text("1 cliente cambió.")).to_be_visible()
    assert nombre_de(servidor, tres[2].id).endswith("DEL BAJÍO")


@pytest.mark.parametrize("ancho", [1280, 390])
@pytest.mark.parametrize("modo", ["light", "dark"])
def test_nothing_to_find_for_axe(
    abrir_navegador: Callable[..., BrowserContext],
    tres: list[clientes.ClienteGuardado],
    servidor: Servidor,
    modo: str,
    ancho: int,
) -> None:
    page = abrir_navegador(
        color_scheme=modo, viewport={"width": ancho, "height": 900}, reduced_motion="reduce"
    ).new_page()
    page.goto(busqueda_de(tres))
    if ancho < 768:
        page.get_by_role("button", name="Más acciones").click()
        page.get_by_role("menuitem", name="Seleccionar").click()
    elegir(page, *(cliente.datos.nombre for cliente in tres))
    assert hallazgos(page) == ""
    dialogo = pedir(page, "Corregir" if ancho >= 768 else "Acciones", "Quitar acentos")
    expect(dialogo.get_by_role("button", name="Quitar acentos en 2 clientes")).to_be_enabled()
    assert hallazgos(page) == ""
    dialogo.get_by_role("button", name="Cancelar").click()
    expect(dialogo).to_have_count(0)
    clientes.borrar(servidor.engine, servidor.actor, tres[0].id)
    page.goto(busqueda_de(tres).replace(LISTA, PAPELERA))
    if ancho < 768:
        page.get_by_role("button", name="Más acciones").click()
        page.get_by_role("menuitem", name="Seleccionar").click()
    elegir(page, tres[0].datos.nombre)
    assert hallazgos(page) == ""
    page.goto(PROCESOS)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert hallazgos(page) == ""
