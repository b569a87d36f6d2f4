"""Views: saved, chosen, changed and taken back; by keyboard, live, on a telephone, for readers."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect
from sqlalchemy import delete

from clientes_app.domain.roles import Rol
from clientes_app.services.acceso import usuarios
from clientes_app.services.clientes import etiquetas, vistas
from clientes_app.services.clientes.vistas import QuienMira
from clientes_app.storage.db.engine import write_transaction
from clientes_app.storage.db.tables import VISTA
from tests.browser.conftest import Servidor
from tests.browser.test_accesible import hallazgos
from tests.browser.test_columnas import abrir_hoja as abrir_columnas
from tests.browser.test_filtros import elegir as elegir_filtro
from tests.browser.test_filtros import filtros
from tests.browser.test_lista import LISTA, buscar, fila, filas
from tests.builders import un_rfc

Abrir = Callable[..., BrowserContext]
PANTALLAS = (
    {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
    {"viewport": {"width": 1280, "height": 800}},
)


@pytest.fixture(scope="module", autouse=True)
def _surtido(servidor: Servidor) -> None:
    """Six clients of two states."""
    for cual in ("UNO", "DOS", "TRES", "CUATRO"):
        servidor.alta(nombre=f"VISTA JAL {cual}", codigo_postal="44100")
    for cual in ("CINCO", "SEIS"):
        servidor.alta(nombre=f"VISTA COL {cual}", codigo_postal="28030")


@pytest.fixture(autouse=True)
def _ninguna(servidor: Servidor) -> None:
    """No views: two of the same address would be told apart by their names."""
    with write_transaction(servidor.engine) as tx:
        tx.execute(delete(VISTA))


@pytest.fixture
def cola() -> str:
    """What makes the names of a test unlike those of the others."""
    return un_rfc()[3:9]


def de_la_cuenta(servidor: Servidor, nombre: str, consulta: str) -> vistas.VistaGuardada:
    """Have a colleague save a view for the whole account."""
    beto = usuarios.crear(
        servidor.engine,
        cuenta_id=servidor.cuenta_id,
        email=servidor.email("Beto Solís"),
        nombre="Beto Solís",
        rol=Rol.EDITOR,
    )
    quien = QuienMira(servidor.cuenta_id, beto, edita=True)
    return vistas.guardar(servidor.engine, quien, nombre, consulta, de_la_cuenta=True)


def abrir(page: Page) -> Locator:
    """Open the sheet."""
    page.get_by_role("button", name="Vistas", exact=True).click()
    hoja = page.get_by_role("dialog", name="Vistas")
    expect(hoja).to_be_visible()
    return hoja


def guardar(page: Page, nombre: str, *, para_todos: bool = False) -> None:
    """Save what is shown."""
    hoja = abrir(page)
    hoja.get_by_role("textbox", name="Guardar lo que ve como vista").fill(nombre)
    if para_todos:
        hoja.get_by_role("switch", name="Para toda la cuenta").check()
    hoja.get_by_role("button", name="Guardar", exact=True).click()
    expect(page.get_by_text(f"Se guardó la vista {nombre}.")).to_be_visible()
    expect(hoja).to_have_count(0)


def en_uso(page: Page, nombre: str) -> Locator:
    """The name of the view that is shown, before the filters."""
    return filtros(page).get_by_role("button", name=f"Vista {nombre}", exact=True)


def test_a_view_is_saved_chosen_changed_and_its_address_is_enough(page: Page, cola: str) -> None:
    nombre = f"Jalisco {cola}"
    page.goto(f"{LISTA}?q=vista")
    expect(filas(page)).to_have_count(6)
    hoja = elegir_filtro(page, "Estado")
    hoja.get_by_role("checkbox", name="Jalisco 4").click()
    expect(filas(page)).to_have_count(4)
    page.keyboard.press("Escape")
    hoja = abrir(page)
    expect(hoja.get_by_role("textbox")).to_have_value("Vista, Jalisco")
    page.keyboard.press("Escape")
    expect(hoja).to_have_count(0)
    guardar(page, nombre)
    expect(en_uso(page, nombre)).to_be_visible()

    hoja = abrir(page)
    hoja.get_by_role("link", name="Todos").click()
    expect(hoja).to_have_count(0)
    expect(en_uso(page, nombre)).to_have_count(0)
    expect(filas(page)).to_have_count(6)
    hoja = abrir(page)
    expect(hoja.get_by_role("link", name="Todos")).to_have_attribute("aria-current", "true")
    mias = hoja.get_by_role("group", name="Mías")
    mias.get_by_role("link", name=nombre).click()
    expect(filas(page)).to_have_count(4)
    expect(page).to_have_url(re.compile(r"\?q=vista&estado=JAL$"))
    expect(en_uso(page, nombre)).to_be_visible()
    page.reload()
    expect(en_uso(page, nombre)).to_be_visible()
    page.go_back()
    expect(filas(page)).to_have_count(6)
    expect(en_uso(page, nombre)).to_have_count(0)
    page.go_forward()
    expect(en_uso(page, nombre)).to_be_visible()

    buscar(page, "vista jal tres")
    expect(filas(page)).to_have_count(1)
    expect(en_uso(page, nombre)).to_have_count(0)
    hoja = abrir(page)
    hoja.get_by_role("button", name=f"Guardar cambios en «{nombre}»").click()
    expect(page.get_by_text(f"Se guardaron los cambios en {nombre}.")).to_be_visible()
    expect(en_uso(page, nombre)).to_be_visible()
    page.goto(LISTA)
    abrir(page).get_by_role("link", name=nombre).click()
    expect(filas(page)).to_have_count(1)


def test_a_colleagues_view_shows_at_once_and_is_renamed_deleted_and_brought_back(
    page: Page, servidor: Servidor, cola: str
) -> None:
    nombre, nuevo = f"Colima {cola}", f"Al sur {cola}"
    page.goto(f"{LISTA}?estado=COL")
    expect(filas(page)).to_have_count(2)
    hoja = abrir(page)
    de_la_cuenta(servidor, nombre, "estado=COL")
    expect(hoja.get_by_role("group", name="De la cuenta")).to_contain_text(nombre)
    expect(en_uso(page, nombre)).to_have_count(1)

    # By keyboard alone.
    hoja.get_by_role("button", name=f"Cambiar vista {nombre}").focus()
    page.keyboard.press("Enter")
    campo = hoja.get_by_role("textbox", name="Nombre", exact=True)
    expect(campo).to_be_focused()
    campo.fill("todos")
    campo.press("Enter")
    expect(hoja.get_by_role("alert")).to_contain_text("Elija otro nombre.")
    expect(campo).to_be_focused()
    assert not hallazgos(page)
    campo.fill(nuevo)
    campo.press("Enter")
    expect(hoja).to_contain_text(nuevo)
    expect(campo).to_have_count(0)
    hoja.get_by_role("button", name=f"Cambiar vista {nuevo}").focus()
    page.keyboard.press("Enter")
    expect(campo).to_be_focused()
    for _ in range(2):
        page.keyboard.press("Tab")
    expect(hoja.get_by_role("button", name=f"Borrar vista {nuevo}")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"Se borró la vista {nuevo}.")).to_be_visible()
    expect(hoja.get_by_role("link", name=nuevo)).to_have_count(0)
    page.keyboard.press("Escape")
    expect(hoja).to_have_count(0)
    expect(page.get_by_role("button", name="Vistas", exact=True)).to_be_focused()
    expect(en_uso(page, nuevo)).to_have_count(0)
    page.get_by_role("button", name="Deshacer").click()
    expect(page.get_by_text(f"La vista {nuevo} está de nuevo.")).to_be_visible()
    expect(en_uso(page, nuevo)).to_be_visible()


def test_by_keyboard_alone_one_is_saved_and_chosen(page: Page, cola: str) -> None:
    nombre = f"Teclado {cola}"
    page.goto(f"{LISTA}?estado=JAL&orden=rfc")
    expect(filas(page)).to_have_count(4)
    page.get_by_role("button", name="Vistas", exact=True).focus()
    page.keyboard.press("Enter")
    hoja = page.get_by_role("dialog", name="Vistas")
    expect(hoja.get_by_role("link", name="Todos")).to_be_focused()
    campo = hoja.get_by_role("textbox", name="Guardar lo que ve como vista")
    while not campo.evaluate("campo => campo === document.activeElement"):
        page.keyboard.press("Tab")
    campo.fill("")
    page.keyboard.press("Enter")
    expect(hoja.get_by_role("alert")).to_contain_text("Falta el nombre de la vista.")
    expect(campo).to_be_focused()
    page.keyboard.type(nombre)
    page.keyboard.press("Enter")
    expect(en_uso(page, nombre)).to_be_visible()
    expect(page.get_by_role("button", name="Vistas", exact=True)).to_be_focused()
    page.goto(LISTA)
    expect(filas(page)).to_have_count(6)
    page.get_by_role("button", name="Vistas", exact=True).focus()
    page.keyboard.press("Enter")
    enlace = hoja.get_by_role("link", name=nombre)
    expect(enlace).to_be_visible()
    enlace.focus()
    page.keyboard.press("Enter")
    expect(filas(page)).to_have_count(4)
    expect(en_uso(page, nombre)).to_be_visible()


def test_a_view_brings_its_columns_and_can_keep_others(page: Page, cola: str) -> None:
    nombre = f"Sin e-mail {cola}"
    correo = page.get_by_role("columnheader", name="E-mail")
    page.goto(f"{LISTA}?estado=COL")
    expect(filas(page)).to_have_count(2)
    columnas = abrir_columnas(page)
    columnas.get_by_role("checkbox", name="E-mail").click()
    expect(correo).to_have_count(0)
    page.keyboard.press("Escape")
    expect(columnas).to_have_count(0)
    guardar(page, nombre)
    columnas = abrir_columnas(page)
    columnas.get_by_role("button", name="Dejar como al principio").click()
    expect(correo).to_be_visible()
    page.keyboard.press("Escape")
    expect(columnas).to_have_count(0)
    # It is shown already: only its columns come.
    abrir(page).get_by_role("link", name=nombre).click()
    expect(correo).to_have_count(0)
    columnas = abrir_columnas(page)
    columnas.get_by_role("checkbox", name="Código Postal").click()
    expect(page.get_by_role("columnheader", name="Código Postal")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(columnas).to_have_count(0)
    hoja = abrir(page)
    hoja.get_by_role("button", name=f"Guardar cambios en «{nombre}»").click()
    expect(page.get_by_text(f"Se guardaron los cambios en {nombre}.")).to_be_visible()
    abrir_columnas(page).get_by_role("button", name="Dejar como al principio").click()
    expect(correo).to_be_visible()
    page.keyboard.press("Escape")
    expect(columnas).to_have_count(0)
    page.goto(LISTA)
    abrir(page).get_by_role("link", name=nombre).click()
    expect(correo).to_have_count(0)
    expect(page.get_by_role("columnheader", name="Código Postal")).to_have_count(0)


def test_what_there_is_not_any_more_is_passed_over_and_said(
    page: Page, servidor: Servidor, cola: str
) -> None:
    una = etiquetas.crear(servidor.engine, servidor.actor, f"Fugaz {cola}")
    nombre = f"Fugaces {cola}"
    de_la_cuenta(servidor, nombre, f"estado=COL&etiqueta={una.id}")
    etiquetas.borrar(servidor.engine, servidor.actor, una.id)
    page.goto(LISTA)
    hoja = abrir(page)
    suya = hoja.get_by_role("listitem").filter(has_text=nombre)
    expect(suya).to_contain_text("Ya no existe algo de «Etiqueta»: se pasa por alto.")
    suya.get_by_role("link", name=nombre).click()
    expect(hoja).to_have_count(0)
    expect(filas(page)).to_have_count(2)
    expect(page.get_by_text("Ya no existe algo de «Etiqueta»: se pasa por alto.")).to_be_visible()
    expect(en_uso(page, nombre)).to_be_visible()


@pytest.mark.parametrize(
    "opciones",
    [dict(pantalla, color_scheme=tema) for pantalla in PANTALLAS for tema in ("light", "dark")],
    ids=["390-light", "390-dark", "1280-light", "1280-dark"],
)
def test_wherever_it_opens_it_is_read_and_nothing_overflows(
    abrir_navegador: Abrir, servidor: Servidor, cola: str, opciones: dict[str, object]
) -> None:
    nombre = f"{'Larga ' * 5}{cola}"
    de_la_cuenta(servidor, nombre, "estado=JAL&orden=rfc&dir=desc")
    page = abrir_navegador(**opciones).new_page()
    page.goto(f"{LISTA}?estado=JAL&orden=rfc&dir=desc")
    expect(en_uso(page, nombre)).to_be_visible()
    if page.viewport_size["width"] < 768:
        page.get_by_role("button", name="Más acciones").click()
        page.get_by_role("menuitem", name="Vistas").click()
    else:
        page.get_by_role("button", name="Vistas", exact=True).click()
    hoja = page.get_by_role("dialog", name="Vistas")
    expect(hoja.get_by_role("link", name="Todos")).to_be_focused()
    hoja.get_by_role("button", name=f"Cambiar vista {nombre}").click()
    expect(hoja.get_by_role("textbox", name="Nombre", exact=True)).to_be_focused()
    assert not hallazgos(page)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    caja = hoja.bounding_box()
    assert caja is not None
    assert caja["x"] >= 0
    assert caja["x"] + caja["width"] <= page.viewport_size["width"]
    if page.viewport_size["width"] < 768:
        for blanco in hoja.locator(
            "a, button, input:not([type=checkbox]), label.interruptor"
        ).all():
            assert blanco.bounding_box()["height"] >= 44, blanco.inner_text()
    hoja.get_by_role("button", name="Cancelar").click()
    page.keyboard.press("Escape")
    expect(hoja).to_have_count(0)
    if page.viewport_size["width"] < 768:
        expect(page.get_by_role("button", name="Más acciones")).to_be_focused()
    en_uso(page, nombre).click()
    hoja.get_by_role("link", name="Todos").click()
    expect(filas(page)).to_have_count(6)
    expect(en_uso(page, nombre)).to_have_count(0)


def test_who_may_only_look_saves_for_themselves(
    abrir_navegador: Abrir, servidor: Servidor, cola: str
) -> None:
    comun, mia = f"Común {cola}", f"De Luz {cola}"
    de_la_cuenta(servidor, comun, "q=col")
    page = abrir_navegador(como="Luz Rey", rol=Rol.LECTOR).new_page()
    page.goto(LISTA)
    hoja = abrir(page)
    expect(hoja.get_by_role("link", name=comun)).to_be_visible()
    expect(hoja.get_by_role("button", name=f"Cambiar vista {comun}")).to_have_count(0)
    expect(hoja.get_by_role("switch")).to_have_count(0)
    hoja.get_by_role("link", name=comun).click()
    expect(filas(page)).to_have_count(2)
    buscar(page, "col seis")
    expect(fila(page, "VISTA COL SEIS")).to_be_visible()
    expect(filas(page)).to_have_count(1)
    hoja = abrir(page)
    expect(hoja.get_by_role("link", name=comun)).to_be_visible()
    expect(hoja.get_by_role("button", name=re.compile("^Guardar cambios"))).to_have_count(0)
    page.keyboard.press("Escape")
    expect(hoja).to_have_count(0)
    guardar(page, mia)
    expect(en_uso(page, mia)).to_be_visible()
    # Nobody else sees it.
    otro = abrir_navegador().new_page()
    otro.goto(LISTA)
    hoja = abrir(otro)
    expect(hoja.get_by_role("link", name=comun)).to_be_visible()
    expect(hoja.get_by_role("link", name=mia)).to_have_count(0)
