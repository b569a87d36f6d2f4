"""Documents on «Carga Masiva»: several at once, the ways in, and the account's own RFC."""

import json
import random
import re
from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, FilePayload, Locator, Page, expect

from clientes_app import routes
from clientes_app.domain.roles import Rol
from clientes_app.services.acceso import cuentas
from tests.browser.conftest import Servidor
from tests.browser.pasos_carga import CARGA, PACIENCIA, esperar_cifras, hallazgos
from tests.builders import un_cliente, un_csv, un_rfc
from tests.constancias import una_constancia
from tests.facturas import un_renglon, un_zip, una_factura, unos_metadatos

CONSTANCIAS = Path(__file__).parents[1] / "data" / "documentos" / "constancias"
MORAL, PALABRAS, FISICA = (
    "p01_moral_simple.pdf",
    "p02_moral_palabra_por_palabra.pdf",
    "p03_fisica_sin_segundo_apellido.pdf",
)
FACTURAS, CONSTANCIA = "Traer clientes de mis facturas", "Subir Constancias"
SUELTA = """(lugar, archivos) => {
  const traslado = new DataTransfer();
  for (const [nombre, datos] of archivos) {
    const bytes = Uint8Array.from(atob(datos), (letra) => letra.charCodeAt(0));
    traslado.items.add(new File([bytes], nombre));
  }
  for (const tipo of ["dragenter", "dragover", "drop"]) {
    const con = { bubbles: true, cancelable: true, dataTransfer: traslado };
    lugar.dispatchEvent(new DragEvent(tipo, con));
  }
}"""


def soltar(page: Page, *archivos: tuple[str, bytes]) -> None:
    """Drop files together on the zone."""
    en_base_64 = [(nombre, b64encode(datos).decode()) for nombre, datos in archivos]
    page.locator(".subida").evaluate(SUELTA, en_base_64)


def escoger(page: Page, boton: str, *archivos: tuple[str, bytes]) -> None:
    """Press one of the ways in, and choose files."""
    with page.expect_file_chooser() as elegido:
        page.get_by_role("button", name=boton).click()
    elegido.value.set_files(
        [
            FilePayload(name=nombre, mimeType="application/octet-stream", buffer=datos)
            for nombre, datos in archivos
        ]
    )


def de_muestra(*nombres: str) -> list[tuple[str, bytes]]:
    return [(nombre, (CONSTANCIAS / nombre).read_bytes()) for nombre in nombres]


def problemas(page: Page) -> Locator:
    return hallazgos(page).get_by_role("region", name="Errores y avisos")


def pregunta(page: Page) -> Locator:
    return page.get_by_role("region", name="¿Cuál es su RFC?")


def de_dos_emisores(emisor: str, otro: str, clientes: Sequence[str]) -> list[tuple[str, bytes]]:
    """Invoices of ours, one from a supplier to us, and one of his that is none of our business."""
    recibida = una_factura(numero=9_998, emisor=otro, receptor={"Rfc": emisor})
    ajena = una_factura(numero=9_999, emisor=otro, receptor={"Rfc": clientes[0]})
    emitidas = [
        (f"{n}.xml", una_factura(numero=n, emisor=emisor, receptor={"Rfc": rfc}).encode())
        for n, rfc in enumerate(clientes)
    ]
    return [*emitidas, ("recibida.xml", recibida.encode()), ("ajena.xml", ajena.encode())]


@pytest.fixture
def sin_rfc(servidor: Servidor) -> Iterator[None]:
    """The account does not say who it is, whatever a test before answered."""
    cuentas.editar(servidor.engine, servidor.actor, nombre=servidor.cuenta, cp_expedicion="")
    yield
    cuentas.editar(servidor.engine, servidor.actor, nombre=servidor.cuenta, cp_expedicion="")


def test_several_constancias_dropped_together_are_one_preview_that_names_each(page: Page) -> None:
    page.goto(CARGA)
    soltar(page, *de_muestra(MORAL, PALABRAS), (f"otra/{FISICA}", b"%PDF-1.4 rota"))
    esperar_cifras(page, Filas="3", Con_error="3")
    titulo = hallazgos(page).get_by_role("heading", level=2).first
    expect(titulo).to_have_text(f"{MORAL} y 2 más")
    for nombre in (MORAL, PALABRAS, f"otra/{FISICA}"):
        expect(problemas(page).get_by_role("cell", name=nombre, exact=True).first).to_be_visible()
    page.get_by_role("button", name="Procesar Archivo").click()
    proceso = page.get_by_role("region", name="El proceso")
    expect(proceso.get_by_text("Terminado con rechazos")).to_be_visible(timeout=PACIENCIA)


def test_files_of_one_name_and_zips_among_them_do_not_collide(
    page: Page, servidor: Servidor
) -> None:
    azar = random.Random(18)
    (uno, primero), (otro, segundo), (tercero, del_zip) = (una_constancia(azar) for _ in range(3))
    for datos in (primero, segundo, del_zip):
        servidor.alta(rfc=str(datos["rfc"]))
    page.goto(CARGA)
    en_zip = un_zip([("constancia.pdf", tercero)]).getvalue()
    escoger(page, CONSTANCIA, ("c.pdf", uno), ("c.pdf", otro), ("mes.zip", en_zip))
    esperar_cifras(page, Filas="3")
    visto = hallazgos(page)
    for nombre in ("c.pdf", "c (2).pdf", "mes.zip!constancia.pdf"):
        expect(visto.get_by_role("cell", name=nombre, exact=True).first).to_be_visible()


def test_a_zip_of_ten_constancias(page: Page) -> None:
    azar = random.Random(10)
    diez = [(f"{n}.pdf", una_constancia(azar)[0]) for n in range(10)]
    page.goto(CARGA)
    escoger(page, CONSTANCIA, ("diez.zip", un_zip(diez).getvalue()))
    esperar_cifras(page, Filas="10")
    expect(hallazgos(page).get_by_text("Constancias. Se lee y no se guarda.")).to_be_visible()


def test_a_csv_among_documents_is_named_and_the_others_can_be_given_at_once(
    page: Page, servidor: Servidor
) -> None:
    page.goto(CARGA)
    csv = ("clientes.csv", un_csv([un_cliente()]))
    soltar(page, *de_muestra(MORAL), csv, *de_muestra(FISICA))
    alerta = page.get_by_role("alert").filter(has_text="«clientes.csv»")
    expect(alerta).to_contain_text("Los .csv se suben uno por uno.")
    soltar(page, *de_muestra(MORAL, FISICA))
    esperar_cifras(page, Filas="2")
    expect(alerta).to_have_count(0)
    page.goto(CARGA)
    soltar(page, csv)
    esperar_cifras(page, Filas="1", Buenas="1")


def test_of_more_files_than_are_taken_none_is_sent(page: Page) -> None:
    page.goto(CARGA)
    page.locator(".subida input[type=file]").evaluate(
        """(campo) => {
          const traslado = new DataTransfer();
          for (let n = 0; n <= 2000; n += 1) traslado.items.add(new File(["x"], `${n}.xml`));
          campo.files = traslado.files;
          campo.dispatchEvent(new Event("change", { bubbles: true }));
        }"""
    )
    expect(page.get_by_role("alert").filter(has_text="2,001")).to_contain_text(
        "se toman hasta 2,000 a la vez. Póngalos en un .zip"
    )
    expect(page.get_by_role("button", name=FACTURAS)).to_be_visible()


@pytest.mark.usefixtures("sin_rfc")
def test_a_folder_of_invoices_asks_who_we_are_and_goes_on_with_the_answer(
    page: Page, servidor: Servidor
) -> None:
    nosotros, proveedor = un_rfc(), un_rfc()
    clientes = [un_rfc() for _ in range(30)]
    servidor.alta(rfc=clientes[0])
    facturas = de_dos_emisores(nosotros, proveedor, clientes * 10)
    page.goto(CARGA)
    escoger(page, FACTURAS, *facturas)
    esperar_cifras(page, Filas="31")
    asks = pregunta(page)
    expect(asks).to_contain_text(f"Quien más emitió es {nosotros}.")
    campo = asks.get_by_label("RFC propio")
    expect(campo).to_have_value(nosotros)
    campo.fill("XAXX010101000")
    campo.press("Enter")
    expect(asks.get_by_role("alert")).to_contain_text("no es el RFC de un negocio")
    expect(campo).to_be_focused()
    campo.fill(nosotros.lower())
    asks.get_by_role("button", name="Guardar y revisar de nuevo").click()
    esperar_cifras(page, Filas="30")
    expect(asks).to_have_count(0)
    assert cuentas.obtener(servidor.engine, servidor.cuenta_id).rfc_propio == nosotros
    page.get_by_role("button", name="Procesar Archivo").click()
    proceso = page.get_by_role("region", name="El proceso")
    expect(proceso.get_by_text("Terminado con rechazos")).to_be_visible(timeout=PACIENCIA)

    # It is not asked again.
    page.goto(CARGA)
    escoger(page, FACTURAS, *facturas[:3], *facturas[-2:])
    esperar_cifras(page, Filas="3")
    expect(pregunta(page)).to_have_count(0)


@pytest.mark.usefixtures("sin_rfc")
def test_metadata_say_who_we_are_and_that_is_confirmed(page: Page, servidor: Servidor) -> None:
    page.goto(CARGA)
    filas = [un_renglon(numero=n, rfc=un_rfc()) for n in range(3)]
    escoger(page, FACTURAS, ("metadatos.txt", unos_metadatos(*filas)))
    esperar_cifras(page, Filas="3")
    expect(pregunta(page)).to_contain_text("Se tomó EKU9003173C9")
    pregunta(page).get_by_label("RFC propio").press("Enter")
    expect(pregunta(page)).to_have_count(0)
    expect(page.get_by_text("EKU9003173C9 quedó como su RFC propio.")).to_be_visible()
    esperar_cifras(page, Filas="3")
    assert cuentas.obtener(servidor.engine, servidor.cuenta_id).rfc_propio == "EKU9003173C9"


@pytest.mark.usefixtures("sin_rfc")
def test_who_may_not_say_it_is_told_who_can(
    abrir_navegador: Callable[..., BrowserContext], servidor: Servidor
) -> None:
    page = abrir_navegador(como="Beto Solís", rol=Rol.EDITOR).new_page()
    page.goto(CARGA)
    escoger(page, FACTURAS, *de_dos_emisores(un_rfc(), un_rfc(), [un_rfc()] * 2))
    esperar_cifras(page, Filas="2")
    expect(pregunta(page)).to_contain_text("Lo guarda un propietario de la cuenta")
    expect(pregunta(page).get_by_label("RFC propio")).to_have_count(0)


def test_what_lies_beside_invoices_is_said_where_it_is_seen(page: Page) -> None:
    page.goto(CARGA)
    facturas = [(f"{n}.xml", una_factura(numero=n).encode()) for n in range(2)]
    soltar(page, *facturas, *de_muestra(MORAL))
    esperar_cifras(page, Filas="1")
    dicho = hallazgos(page).get_by_text(f"«{MORAL}»").first
    expect(dicho).to_contain_text("Si entre ellos hay Constancias, súbalas aparte.")
    # The client is in two of the files.
    expect(
        problemas(page).get_by_role("cell", name=re.compile(r" · 0\.xml y 1 factura más$")).first
    ).to_be_visible()


@pytest.mark.parametrize(
    ("documentos", "boton", "acepta"),
    [("facturas", FACTURAS, ".xml,.zip,.txt"), ("constancias", CONSTANCIA, ".pdf,.zip")],
)
def test_the_address_of_a_way_in_leads_to_it(
    page: Page, documentos: str, boton: str, acepta: str
) -> None:
    _hear_choosers(page)
    page.goto(routes.carga_de(documentos))
    entrada = page.get_by_role("button", name=boton)
    expect(entrada).to_be_focused()
    with page.expect_file_chooser() as elegido:
        page.keyboard.press("Enter")
    assert elegido.value.is_multiple()
    assert elegido.value.element.get_attribute("accept") == acepta
    with page.expect_file_chooser() as elegido:
        page.get_by_role("button", name="Subir archivo .CSV").click()
    assert not elegido.value.element.get_attribute("accept")


@pytest.mark.usefixtures("sin_rfc")
@pytest.mark.parametrize(("ancho", "tema"), [(1280, "light"), (390, "dark"), (820, "light")])
def test_pages_of_documents_are_whole_at_every_width(
    abrir_navegador: Callable[..., BrowserContext], ancho: int, tema: str
) -> None:
    page = abrir_navegador(
        color_scheme=tema, viewport={"width": ancho, "height": 844}, has_touch=ancho < 768
    ).new_page()
    page.goto(routes.carga_de("facturas"))
    expect(page.get_by_role("button", name=FACTURAS)).to_be_focused()
    _whole(page, ancho)
    facturas = de_dos_emisores(un_rfc(), un_rfc(), [un_rfc() for _ in range(3)])
    escoger(page, FACTURAS, *facturas, *de_muestra(MORAL))
    esperar_cifras(page, Filas="4")
    expect(pregunta(page)).to_be_visible()
    _whole(page, ancho)
    if ancho < 768:
        caja = problemas(page).locator("td").first.bounding_box()
        assert caja is not None
        assert caja["width"] > ancho * 0.7


def _whole(page: Page, ancho: int) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= ancho
    faltas = Axe().run(page).response["violations"]
    assert not [(falta["id"], falta["help"]) for falta in faltas], json.dumps(faltas)[:2000]
    if ancho < 768:
        bajos = page.locator("main button:visible, main .entrada:visible").evaluate_all(
            "(todos) => todos.filter((uno) => uno.getBoundingClientRect().height < 43.5)"
            ".map((uno) => uno.outerHTML.slice(0, 120))"
        )
        assert not bajos


@pytest.mark.usefixtures("sin_rfc")
def test_from_the_way_in_to_the_process_with_the_keyboard_alone(page: Page) -> None:
    _hear_choosers(page)
    page.goto(routes.carga_de("facturas"))
    expect(page.get_by_role("button", name=FACTURAS)).to_be_focused()
    with page.expect_file_chooser() as elegido:
        page.keyboard.press("Enter")
    elegido.value.set_files(
        [
            FilePayload(name=nombre, mimeType="text/xml", buffer=datos)
            for nombre, datos in de_dos_emisores(un_rfc(), un_rfc(), [un_rfc(), un_rfc()])
        ]
    )
    esperar_cifras(page, Filas="3")
    _tab_to(page, pregunta(page).get_by_label("RFC propio"))
    page.keyboard.press("Enter")
    esperar_cifras(page, Filas="2")
    expect(page.get_by_role("button", name="Procesar Archivo")).to_be_enabled()
    _tab_to(page, page.get_by_role("button", name="Procesar Archivo"))
    page.keyboard.press("Space")
    expect(page.get_by_role("region", name="El proceso")).to_be_focused(timeout=PACIENCIA)


def _hear_choosers(page: Page) -> None:
    """Have the browser hand over file choosers from now on: a key is faster than asking for it."""
    page.on("filechooser", lambda _chooser: None)


def _tab_to(page: Page, que: Locator) -> None:
    for _ in range(40):
        page.keyboard.press("Tab")
        if que.evaluate("(uno) => uno === document.activeElement"):
            return
    expect(que).to_be_focused()
