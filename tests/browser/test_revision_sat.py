"""The SAT's bulk validator on the pages: export, upload, card, filter, history, figures."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import update

from clientes_app.domain.roles import Rol
from clientes_app.services.clientes import clientes
from clientes_app.services.clientes.revision_sat import MAX_BYTES
from clientes_app.storage.db.engine import write_transaction
from clientes_app.storage.db.tables import CLIENTE
from tests.browser.conftest import Servidor
from tests.browser.test_accesible import hallazgos
from tests.builders import un_cliente, un_rfc

CALIDAD = "/catalogos/calidad"
LEYENDAS = (
    "RFC válido, y susceptible de recibir facturas",
    "El nombre, denominación o razón social no coincide con el registrado en el RFC",
    "RFC no registrado en el padrón de contribuyentes",
)


@pytest.fixture(scope="module", autouse=True)
def _clientela(servidor: Servidor) -> None:
    for n, nombre in enumerate(("NIÑO & CÍA", "PEÑA", "OTRO", "SIN RESPUESTA"), start=1):
        servidor.alta(**un_cliente(rfc=un_rfc(3_011 * n), nombre=nombre))


@pytest.fixture(autouse=True)
def _sin_respuestas(servidor: Servidor) -> None:
    """Take back what a test before has uploaded."""
    de_nadie = {"revision_sat": "", "revision_dicha": "", "revision_de": "", "revision_en": None}
    with write_transaction(servidor.engine) as tx:
        de_la_cuenta = update(CLIENTE).where(CLIENTE.c.cuenta_id == servidor.cuenta_id)
        tx.execute(de_la_cuenta.values(**de_nadie))
    # The figures are counted anew when a client changes.
    uno = clientes.por_rfc(servidor.engine, servidor.cuenta_id, un_rfc(3_011 * 4))
    assert uno is not None
    valores = uno.datos.como_dict() | {"calle": f"Calle {uno.version}"}
    clientes.editar(servidor.engine, servidor.actor, uno.id, uno.version, valores)


def _exportado(page: Page) -> list[str]:
    with page.expect_download() as espera:
        page.get_by_role("link", name="Exportar todos para el SAT").click()
    return espera.value.path().read_text(encoding="utf-8").splitlines()


def _subir(page: Page, nombre: str, texto: str, *, codificacion: str = "cp1252") -> None:
    with page.expect_file_chooser() as elegir:
        page.get_by_role("button", name="Subir respuesta del SAT").click()
    archivo = {"name": nombre, "mimeType": "text/plain", "buffer": texto.encode(codificacion)}
    elegir.value.set_files(archivo)


def test_from_the_export_to_what_the_sat_says_of_each(page: Page, servidor: Servidor) -> None:
    page.goto(CALIDAD)
    card = page.get_by_role("region", name="Sin revisar por el SAT")
    expect(card).to_contain_text("4 clientes no se han revisado, o cambiaron después.")
    pedidas = _exportado(page)
    assert [pedida.split("|")[2] for pedida in pedidas] == [
        *("NIÑO & CÍA", "PEÑA", "OTRO", "SIN RESPUESTA")
    ]
    respuesta = [f"{una}|{leyenda}" for una, leyenda in zip(pedidas, LEYENDAS, strict=False)]
    _subir(page, "RESPUESTA_SAT_RFC.txt", "\r\n".join([*respuesta, "9|X|Y|01000|Otra cosa"]))
    leida = page.get_by_role("region", name="Respuesta del SAT")
    expect(leida).to_contain_text("3 clientes revisados por el SAT")
    expect(leida).to_contain_text("El archivo se leyó y no se guardó.")
    expect(leida.get_by_role("heading", name="Respuesta del SAT")).to_be_focused()
    expect(card).to_contain_text("1 cliente no se ha revisado, o cambió después.")
    corregir = page.get_by_role("region", name="Por corregir")
    expect(corregir).to_contain_text("Nombre, C.P. o RFC que el SAT no reconoce")
    assert hallazgos(page) == ""
    leida.get_by_role("link", name="1 Nombre no coincide").click()
    filtro = page.get_by_role("group", name="Filtro Revisión del SAT")
    expect(filtro.get_by_role("button").first).to_have_accessible_name(
        "Revisión del SAT es Nombre no coincide"
    )
    expect(page.locator(".cuenta-total")).to_have_text("1 de 4")
    page.get_by_role("link", name="PEÑA", exact=True).click()
    revision = page.get_by_role("region", name="Revisión del SAT")
    expect(revision).to_contain_text("Nombre no coincide")
    expect(revision).to_contain_text("El RFC y el código postal sí coinciden.")
    expect(page.get_by_role("region", name="Historial")).to_contain_text(
        "subió la respuesta del SAT: Nombre no coincide"
    )
    assert hallazgos(page) == ""
    suyo = clientes.por_rfc(servidor.engine, servidor.cuenta_id, pedidas[1].split("|")[1])
    assert suyo is not None
    valores = suyo.datos.como_dict() | {"nombre": "PENA"}
    clientes.editar(servidor.engine, servidor.actor, suyo.id, suyo.version, valores)
    expect(revision).to_contain_text("Sin revisar")
    cambiado = clientes.obtener(servidor.engine, servidor.cuenta_id, suyo.id)
    valores |= {"nombre": "PEÑA"}
    clientes.editar(servidor.engine, servidor.actor, suyo.id, cambiado.version, valores)
    expect(revision).to_contain_text("Nombre no coincide")
    revision.get_by_role("link", name="Preparar otra revisión").click()
    expect(card).to_contain_text("1 cliente no se ha revisado")
    expect(leida).to_be_hidden()


def test_what_is_no_answer_and_the_wrong_button_are_told(page: Page) -> None:
    page.goto(CALIDAD)
    pedidas = _exportado(page)
    _subir(page, "pagina.txt", "<html>")
    leida = page.get_by_role("region", name="Respuesta del SAT")
    expect(leida.get_by_role("alert")).to_contain_text("no es una respuesta del validador del SAT")
    malas = "\n".join(f"{una}|Estructura del RFC incorrecta" for una in pedidas)
    _subir(page, "boton.txt", malas)
    expect(leida).to_contain_text("el archivo se subió con el botón que valida solo el RFC")


def test_a_reader_may_export_and_not_upload(
    abrir_navegador: Callable[..., BrowserContext],
) -> None:
    page = abrir_navegador(como="Leo Díaz", rol=Rol.LECTOR).new_page()
    page.goto(CALIDAD)
    expect(page.get_by_role("link", name="Exportar todos para el SAT")).to_be_visible()
    expect(page.get_by_role("button", name="Subir respuesta del SAT")).to_be_hidden()


@pytest.mark.parametrize("ancho", [390, 1280])
@pytest.mark.parametrize("tema", ["light", "dark"])
def test_nothing_leaves_the_page_and_axe_finds_nothing(
    abrir_navegador: Callable[..., BrowserContext], ancho: int, tema: str
) -> None:
    vista = {"width": ancho, "height": 900}
    page = abrir_navegador(color_scheme=tema, viewport=vista, reduced_motion="reduce").new_page()
    page.goto(CALIDAD)
    pedidas = _exportado(page)
    respuesta = [f"{una}|{leyenda}" for una, leyenda in zip(pedidas, LEYENDAS, strict=False)]
    _subir(page, f"UN-NOMBRE-LARGO-{'X' * 120}.txt", "\n".join([*respuesta, "8|X|Y|01000|Z"]))
    leida = page.get_by_role("region", name="Respuesta del SAT")
    expect(leida).to_contain_text("clientes revisados por el SAT")
    leida.get_by_text("Ver las que no se marcaron").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= ancho
    assert hallazgos(page) == ""
    page.goto("/catalogos/clientes?sat=no_registrado")
    page.get_by_role("link", name="OTRO", exact=True).click()
    expect(page.get_by_role("region", name="Revisión del SAT")).to_contain_text("No registrado")
    assert page.evaluate("document.documentElement.scrollWidth") <= ancho
    assert hallazgos(page) == ""


def test_what_the_browser_does_not_send_is_told_with_its_limits(page: Page) -> None:
    page.goto(CALIDAD)
    uno = {"name": "1.txt", "mimeType": "text/plain", "buffer": b"1|"}
    enorme = uno | {"buffer": b"1" * (MAX_BYTES + 1)}
    for archivos in ([enorme], [uno | {"name": f"{n}.txt"} for n in range(21)]):
        page.reload()
        with page.expect_file_chooser() as elegir:
            page.get_by_role("button", name="Subir respuesta del SAT").click()
        elegir.value.set_files(archivos)
        dicho = page.get_by_text("Suba hasta 20 archivos .txt, de 16 MB cada uno como máximo.")
        expect(dicho).to_be_visible()
        page.wait_for_timeout(1_000)
        expect(dicho).to_be_visible()
