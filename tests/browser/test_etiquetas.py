"""Etiquetas: in the list, filters, selection and card; by keyboard, live, and for readers."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from clientes_app import routes
from clientes_app.domain.roles import Rol
from clientes_app.services.clientes import clientes, etiquetas
from clientes_app.services.clientes.etiquetas import EtiquetaGuardada
from tests.browser.conftest import Servidor
from tests.browser.test_accesible import hallazgos
from tests.browser.test_filtros import elegir as elegir_filtro
from tests.browser.test_filtros import filtros
from tests.browser.test_lista import LISTA, fila, filas
from tests.browser.test_seleccion import barra, elegir, pedir
from tests.builders import un_rfc

Abrir = Callable[..., BrowserContext]
PANTALLAS = (
    {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
    {"viewport": {"width": 1280, "height": 800}},
)


@pytest.fixture
def unas(servidor: Servidor) -> tuple[EtiquetaGuardada, EtiquetaGuardada]:
    """Two etiquetas whose names no other test has."""
    cola = un_rfc()[3:9]
    return (
        etiquetas.crear(servidor.engine, servidor.actor, f"Mayoreo {cola}", "azul"),
        etiquetas.crear(servidor.engine, servidor.actor, f"Mensual {cola}", "violeta"),
    )


@pytest.fixture
def tres(servidor: Servidor) -> list[clientes.ClienteGuardado]:
    """Three clients that one word finds."""
    palabra = f"ETI{un_rfc()[3:9]}"
    return [servidor.alta(nombre=f"{palabra} {cual}") for cual in ("UNO", "DOS", "TRES")]


def busqueda_de(tres: list[clientes.ClienteGuardado]) -> str:
    """The address that finds these three."""
    return f"{LISTA}?q={tres[0].datos.nombre.split(' ', maxsplit=1)[0]}"


def ficha(page: Page, servidor: Servidor, cliente: clientes.ClienteGuardado) -> Locator:
    """Open the card of a client; return the group of its etiquetas."""
    page.goto(routes.de_cuenta(servidor.nombre_corto, routes.ficha(cliente.id)))
    expect(page.get_by_role("heading", name=cliente.datos.nombre)).to_be_visible()
    return page.get_by_role("group", name="Etiquetas", exact=True)


def dialogo(page: Page) -> Locator:
    """Where etiquetas are managed."""
    return page.get_by_role("dialog", name="Etiquetas", exact=True)


def las_de(servidor: Servidor, cliente: clientes.ClienteGuardado) -> list[str]:
    """What a client carries."""
    suyas = etiquetas.de_cliente(servidor.engine, servidor.cuenta_id, cliente.id).suyas
    return [una.nombre for una in suyas]


def poner(servidor: Servidor, cliente: clientes.ClienteGuardado, *unas: EtiquetaGuardada) -> None:
    """Have somebody else put etiquetas on a client."""
    etiquetas.poner(servidor.engine, servidor.actor, cliente.id, puestas=[una.id for una in unas])


def la_de_beto(abrir_navegador: Abrir, tres: list[clientes.ClienteGuardado]) -> Page:
    """A colleague's list of the three, wide enough for the column of etiquetas."""
    suya = abrir_navegador(como="Beto Solís", viewport={"width": 1500, "height": 900}).new_page()
    suya.goto(busqueda_de(tres))
    return suya


def test_many_get_one_see_it_live_and_it_is_taken_back(
    page: Page,
    servidor: Servidor,
    abrir_navegador: Abrir,
    tres: list[clientes.ClienteGuardado],
    unas: tuple[EtiquetaGuardada, EtiquetaGuardada],
) -> None:
    una, otra = unas
    poner(servidor, tres[0], una)
    ancha = la_de_beto(abrir_navegador, tres)
    celda = fila(ancha, tres[0].datos.nombre).get_by_role("cell", name=una.nombre)
    expect(celda).to_be_visible()

    page.goto(busqueda_de(tres))
    elegir(page, *(cliente.datos.nombre for cliente in tres))
    pregunta = pedir(page, "Etiquetas", "Poner etiqueta")
    expect(pregunta.get_by_role("button", name="Poner etiqueta")).to_be_disabled()
    pregunta.get_by_role("combobox", name="Etiqueta").select_option(una.nombre)
    expect(pregunta).to_contain_text(re.compile("la reciben ?2"))
    expect(pregunta).to_contain_text(re.compile("ya la lleva ?1"))
    assert not hallazgos(page)
    pregunta.get_by_role("button", name=f"Poner etiqueta {una.nombre} en 2 clientes").click()
    expect(page.get_by_text(f"Se puso la etiqueta {una.nombre} a 2 clientes.")).to_be_visible()
    for cliente in tres:
        expect(fila(ancha, cliente.datos.nombre)).to_contain_text(una.nombre)
    page.get_by_role("button", name="Deshacer").click()
    expect(fila(ancha, tres[1].datos.nombre)).not_to_contain_text(una.nombre)
    assert las_de(servidor, tres[0]) == [una.nombre]

    # Nobody has the other one: there is nothing to be taken off.
    elegir(page, tres[0].datos.nombre)
    pregunta = pedir(page, "Etiquetas", "Quitar etiqueta")
    pregunta.get_by_role("combobox", name="Etiqueta").select_option(otra.nombre)
    expect(pregunta).to_contain_text("Ninguno la lleva.")
    pregunta.get_by_role("combobox", name="Etiqueta").select_option(una.nombre)
    pregunta.get_by_role("button", name=f"Quitar etiqueta {una.nombre} a 1 cliente").click()
    expect(page.get_by_text(f"Se quitó la etiqueta {una.nombre} a 1 cliente.")).to_be_visible()
    expect(fila(ancha, tres[0].datos.nombre)).not_to_contain_text(una.nombre)


def test_on_the_card_they_are_put_on_taken_off_and_told(
    page: Page,
    servidor: Servidor,
    tres: list[clientes.ClienteGuardado],
    unas: tuple[EtiquetaGuardada, EtiquetaGuardada],
) -> None:
    una, otra = unas
    grupo = ficha(page, servidor, tres[0])
    # By keyboard alone.
    grupo.get_by_role("button", name="Cambiar etiquetas").focus()
    page.keyboard.press("Enter")
    hoja = page.get_by_role("dialog", name="Etiquetas del cliente")
    casilla = hoja.get_by_role("checkbox", name=una.nombre)
    expect(casilla).not_to_be_checked()
    casilla.focus()
    page.keyboard.press("Space")
    expect(casilla).to_be_checked()
    expect(grupo).to_contain_text(una.nombre)
    campo = hoja.get_by_role("textbox", name="Nueva etiqueta")
    nueva = f"Nueva {un_rfc()[3:9]}"
    campo.fill("dos, tres")
    campo.press("Enter")
    expect(hoja.get_by_role("alert")).to_contain_text("no lleva comas")
    campo.fill(nueva)
    campo.press("Enter")
    expect(grupo).to_contain_text(nueva)
    expect(campo).to_be_focused()
    expect(campo).to_have_value("")
    poner(servidor, tres[0], otra)
    expect(grupo).to_contain_text(otra.nombre)
    casilla.click()
    expect(casilla).not_to_be_checked()
    assert not hallazgos(page)
    page.keyboard.press("Escape")
    expect(grupo.get_by_role("button", name="Cambiar etiquetas")).to_be_focused()
    expect(grupo).not_to_contain_text(una.nombre)
    historial = page.get_by_role("region", name="Historial")
    for dicho in (f"quitó la etiqueta {una.nombre}", f"puso la etiqueta {otra.nombre}"):
        expect(historial).to_contain_text(dicho)
    assert las_de(servidor, tres[0]) == sorted([otra.nombre, nueva])


def test_they_are_managed_from_the_filter_and_everybody_sees_it(
    page: Page,
    servidor: Servidor,
    abrir_navegador: Abrir,
    tres: list[clientes.ClienteGuardado],
    unas: tuple[EtiquetaGuardada, EtiquetaGuardada],
) -> None:
    una, otra = unas
    for cliente in tres[:2]:
        poner(servidor, cliente, una)
    page.goto(busqueda_de(tres))
    hoja = elegir_filtro(page, "Etiqueta")
    hoja.get_by_role("checkbox", name=f"{una.nombre} 2").click()
    expect(filas(page)).to_have_count(2)
    expect(page).to_have_url(re.compile(rf"etiqueta={una.id}$"))
    suyo = filtros(page).get_by_role("group", name="Filtro Etiqueta")
    expect(suyo).to_contain_text(re.compile(f"Etiqueta ?es ?{una.nombre}"))

    otro = la_de_beto(abrir_navegador, tres)
    expect(fila(otro, tres[0].datos.nombre)).to_contain_text(una.nombre)

    hoja.get_by_role("button", name="Administrar etiquetas").click()
    abierto = dialogo(page)
    expect(abierto.get_by_role("listitem").filter(has_text=una.nombre)).to_contain_text(
        "2 clientes"
    )
    nuevo = f"Al por mayor {un_rfc()[3:9]}"
    abierto.get_by_role("button", name=f"Cambiar etiqueta {una.nombre}").click()
    campo = abierto.get_by_role("textbox", name="Nombre")
    expect(campo).to_be_focused()
    expect(campo).to_have_value(una.nombre)
    campo.fill(otra.nombre.upper())
    campo.press("Enter")
    expect(abierto.get_by_role("alert")).to_contain_text("Ya hay una etiqueta")
    campo.fill(nuevo)
    abierto.get_by_role("radio", name="Rosa").check()
    abierto.get_by_role("button", name="Guardar etiqueta").click()
    expect(fila(otro, tres[0].datos.nombre)).to_contain_text(nuevo)

    abierto.get_by_role("textbox", name="Nueva etiqueta").fill(f"Otra {un_rfc()[3:9]}")
    abierto.get_by_role("button", name="Crear etiqueta").click()
    expect(abierto.get_by_role("listitem").filter(has_text="Otra ")).to_contain_text("0 clientes")
    assert not hallazgos(page)
    page.keyboard.press("Escape")
    expect(suyo).to_contain_text(nuevo)


def test_one_that_is_deleted_asks_first_and_comes_back_with_its_clients(
    page: Page,
    servidor: Servidor,
    abrir_navegador: Abrir,
    tres: list[clientes.ClienteGuardado],
    unas: tuple[EtiquetaGuardada, EtiquetaGuardada],
) -> None:
    una, _ = unas
    for cliente in tres[:2]:
        poner(servidor, cliente, una)
    otro = la_de_beto(abrir_navegador, tres)
    page.goto(f"{busqueda_de(tres)}&etiqueta={una.id}")
    expect(filas(page)).to_have_count(2)
    elegir(page, tres[0].datos.nombre)
    barra(page).get_by_role("button", name="Etiquetas").click()
    page.get_by_role("menuitem", name="Administrar etiquetas").click()
    abierto = dialogo(page)
    abierto.get_by_role("button", name=f"Borrar etiqueta {una.nombre}").click()
    pregunta = abierto.get_by_role("alertdialog")
    expect(pregunta).to_contain_text("La pierden 2 clientes.")
    expect(pregunta.get_by_role("button", name="Cancelar")).to_be_focused()
    assert not hallazgos(page)
    pregunta.get_by_role("button", name="Borrar", exact=True).click()
    expect(fila(otro, tres[0].datos.nombre)).not_to_contain_text(una.nombre)
    expect(
        page.get_by_text(f"Se borró la etiqueta {una.nombre}. La pierden 2 clientes.")
    ).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialogo(page)).to_have_count(0)
    page.get_by_role("button", name="Deshacer").click()
    expect(fila(otro, tres[1].datos.nombre)).to_contain_text(una.nombre)
    expect(filas(page)).to_have_count(2)


def test_without_any_the_first_one_is_made_and_the_table_keeps_its_columns(
    abrir_navegador: Abrir, servidor: Servidor, tres: list[clientes.ClienteGuardado]
) -> None:
    for una in etiquetas.lista(servidor.engine, servidor.cuenta_id):
        etiquetas.borrar(servidor.engine, servidor.actor, una.id)
    pagina = abrir_navegador(viewport={"width": 1500, "height": 900}).new_page()
    pagina.goto(busqueda_de(tres))
    expect(filas(pagina)).to_have_count(3)
    cabecera = pagina.get_by_role("columnheader", name="Etiquetas")
    expect(cabecera).to_have_count(0)
    elegir(pagina, tres[0].datos.nombre)
    barra(pagina).get_by_role("button", name="Etiquetas").click()
    pagina.get_by_role("menuitem", name="Poner etiqueta").click()
    dialogo(pagina).get_by_role("textbox", name="Nueva etiqueta").fill("Primera")
    dialogo(pagina).get_by_role("button", name="Crear etiqueta").click()
    expect(dialogo(pagina).get_by_role("listitem")).to_contain_text("Primera")
    pagina.keyboard.press("Escape")
    expect(cabecera).to_have_count(1)


@pytest.mark.parametrize(
    "opciones",
    [dict(pantalla, color_scheme=tema) for pantalla in PANTALLAS for tema in ("light", "dark")],
    ids=["390-light", "390-dark", "1280-light", "1280-dark"],
)
def test_wherever_they_show_they_are_read_and_nothing_overflows(
    abrir_navegador: Abrir,
    servidor: Servidor,
    tres: list[clientes.ClienteGuardado],
    unas: tuple[EtiquetaGuardada, EtiquetaGuardada],
    opciones: dict[str, object],
) -> None:
    poner(servidor, tres[0], *unas)
    pagina = abrir_navegador(**opciones).new_page()
    pagina.goto(busqueda_de(tres))
    expect(fila(pagina, tres[0].datos.nombre)).to_contain_text(
        f"Etiquetas: {unas[0].nombre}, {unas[1].nombre}"
    )
    assert not hallazgos(pagina)
    grupo = ficha(pagina, servidor, tres[0])
    expect(grupo).to_contain_text(unas[1].nombre)
    assert not hallazgos(pagina)
    grupo.get_by_role("button", name="Cambiar etiquetas").click()
    hoja = pagina.get_by_role("dialog", name="Etiquetas del cliente")
    expect(hoja.get_by_role("checkbox", name=unas[0].nombre)).to_be_checked()
    assert not hallazgos(pagina)
    hoja.get_by_role("button", name="Administrar etiquetas").click()
    expect(dialogo(pagina).get_by_role("listitem").first).to_be_visible()
    assert not hallazgos(pagina)
    ancho = pagina.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert ancho <= 0


def test_who_may_only_look_sees_them_and_no_way_to_change_them(
    abrir_navegador: Abrir,
    servidor: Servidor,
    tres: list[clientes.ClienteGuardado],
    unas: tuple[EtiquetaGuardada, EtiquetaGuardada],
) -> None:
    poner(servidor, tres[0], unas[0])
    pagina = abrir_navegador(como="Luz Rey", rol=Rol.LECTOR).new_page()
    pagina.goto(busqueda_de(tres))
    hoja = elegir_filtro(pagina, "Etiqueta")
    expect(hoja.get_by_role("checkbox", name=f"{unas[0].nombre} 1")).to_be_visible()
    expect(hoja.get_by_role("button", name="Administrar etiquetas")).to_have_count(0)
    pagina.keyboard.press("Escape")
    elegir(pagina, tres[0].datos.nombre)
    expect(barra(pagina).get_by_role("button", name="Descargar")).to_be_visible()
    expect(barra(pagina).get_by_role("button", name="Etiquetas")).to_have_count(0)
    grupo = ficha(pagina, servidor, tres[0])
    expect(grupo).to_contain_text(unas[0].nombre)
    expect(grupo.get_by_role("button")).to_have_count(0)
