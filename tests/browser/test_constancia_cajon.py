"""«Llenar desde Constancia»: dropped, chosen and pasted; on the drawer, a card and the list."""

import re
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from clientes_app.domain.roles import Rol
from clientes_app.services.clientes.clientes import ClienteGuardado
from tests.browser.conftest import Servidor
from tests.browser.pasos_formulario import LISTA, NUEVO, editar, elegir, guardado, guardar
from tests.browser.test_accesible import hallazgos

CONSTANCIAS = Path(__file__).parents[1] / "data" / "documentos" / "constancias"
MORAL = "p01_moral_simple.pdf"
VARIOS = "p04_fisica_cuatro_regimenes_uno_terminado.pdf"
DE_TEXTILES, DE_MUNOZ = "p02_moral_palabra_por_palabra.pdf", "p03_fisica_sin_segundo_apellido.pdf"
SUELTA = """async ([nodo, nombre, datos]) => {
  const bytes = Uint8Array.from(atob(datos), (letra) => letra.charCodeAt(0));
  const traslado = new DataTransfer();
  traslado.items.add(new File([bytes], nombre, { type: "application/pdf" }));
  const lugar = document.querySelector(nodo);
  for (const tipo of ["dragover", "drop"]) {
    const con = { bubbles: true, cancelable: true, dataTransfer: traslado };
    lugar.dispatchEvent(new DragEvent(tipo, con));
  }
}"""
PEGA = """(texto) => {
  const traslado = new DataTransfer();
  traslado.setData("text", texto);
  const con = { bubbles: true, cancelable: true, clipboardData: traslado };
  document.activeElement.dispatchEvent(new ClipboardEvent("paste", con));
}"""
CEDULA = "https://siat.sat.gob.mx/app/qr/faces/pages/mobile/validadorqr.jsf?D1=10&D2=1&D3="


def soltar(page: Page, nombre: str, *, en: str = ".cajon") -> None:
    """Drop a file of the samples on something of the page."""
    datos = b64encode((CONSTANCIAS / nombre).read_bytes()).decode()
    page.evaluate(SUELTA, [en, nombre, datos])


def nuevo(page: Page) -> Locator:
    """The drawer for a new client."""
    page.goto(NUEVO)
    dialogo = page.get_by_role("dialog", name="Agregar Cliente")
    expect(dialogo).to_be_visible()
    return dialogo


def valor(cajon: Locator, etiqueta: str) -> Locator:
    """The field of that label."""
    return cajon.get_by_label(etiqueta, exact=True)


def de_la_constancia(cajon: Locator) -> Locator:
    """The marks of the fields that a document filled in."""
    return cajon.get_by_text("De la constancia", exact=True)


@pytest.fixture
def textiles(servidor: Servidor) -> ClienteGuardado:
    """A stored client whose constancia says two other things, and an address of its own."""
    return servidor.alta(
        rfc="TVA970809C36", nombre="TEXTILES DEL VALLE", codigo_postal="45010", calle="Roble"
    )


def test_a_pdf_dropped_on_the_drawer_fills_it_and_it_is_saved(
    page: Page, servidor: Servidor
) -> None:
    cajon = nuevo(page)
    expect(cajon.get_by_role("button", name="Llenar desde Constancia")).to_contain_text(
        "Se lee y no se guarda."
    )
    soltar(page, MORAL)
    leido = cajon.get_by_role("status").filter(has_text=MORAL)
    expect(leido).to_contain_text("Emitida el 18 jun 2025 · RFC activo. Mire lo que se llenó")
    expect(leido).to_be_focused()
    for etiqueta, dicho in (
        ("Nombre o Razón Social", "PANADERIA LA ESPIGA DE ORO"),
        ("RFC", "PEO140224U73"),
        ("Código Postal (CP)", "06700"),
    ):
        expect(valor(cajon, etiqueta)).to_have_value(dicho)
    expect(valor(cajon, "Régimen Fiscal")).to_have_value(re.compile("^601"))
    expect(cajon.get_by_role("group", name="Dirección de envío")).to_be_visible()
    expect(cajon.get_by_text("La constancia no lo trae.")).to_be_visible()
    elegir(cajon, "Uso de la Factura", "G03")
    valor(cajon, "E-mail").fill("compras@espiga.example")
    guardar(cajon)
    expect(page.get_by_text("Se guardó PANADERIA LA ESPIGA DE ORO.")).to_be_visible()
    expect(cajon).to_be_hidden()
    assert guardado(servidor, "PEO140224U73").datos.codigo_postal == "06700"
    assert "PEO140224U73" not in servidor.dicho()


def test_marks_go_when_a_field_is_looked_at_and_all_of_it_can_be_taken_back(page: Page) -> None:
    cajon = nuevo(page)
    valor(cajon, "Nombre o Razón Social").fill("LO MIO")
    valor(cajon, "RFC").focus()
    soltar(page, DE_MUNOZ)
    expect(valor(cajon, "Nombre o Razón Social")).to_have_value("LAURA MUÑOZ")
    expect(de_la_constancia(cajon).first).to_be_visible()
    marcas = de_la_constancia(cajon).count()
    valor(cajon, "Nombre o Razón Social").focus()
    expect(de_la_constancia(cajon)).to_have_count(marcas - 1)
    cajon.get_by_role("button", name="Quitar lo llenado").click()
    expect(valor(cajon, "Nombre o Razón Social")).to_have_value("LO MIO")
    expect(valor(cajon, "RFC")).to_have_value("")
    expect(de_la_constancia(cajon)).to_have_count(0)
    expect(cajon.get_by_role("button", name="Llenar desde Constancia")).to_be_focused()


def test_several_regimenes_are_offered_none_is_chosen_and_guardar_leads_there(
    page: Page, servidor: Servidor
) -> None:
    cajon = nuevo(page)
    soltar(page, VARIOS)
    opciones = cajon.get_by_role("radiogroup", name="Régimen Fiscal")
    expect(opciones).to_have_accessible_description(
        "La constancia trae 3 regímenes vigentes. Elija con cuál se le factura."
    )
    expect(opciones.get_by_role("radio")).to_have_count(3)
    expect(opciones.get_by_role("radio", checked=True)).to_have_count(0)
    assert opciones.get_by_role("radio").first.get_attribute("aria-describedby")
    valor(cajon, "E-mail").fill("jose@cruz.example")
    guardar(cajon)
    expect(opciones.get_by_role("radio").first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(opciones.get_by_role("radio", name="626")).to_be_checked()
    elegir(cajon, "Uso de la Factura", "G03")
    guardar(cajon)
    expect(cajon).to_be_hidden()
    assert guardado(servidor, "CUNI880604V17").datos.regimen_fiscal == "626"


def test_against_a_stored_client_the_differences_come_first_and_are_chosen(
    page: Page, servidor: Servidor, textiles: ClienteGuardado
) -> None:
    cajon = editar(page, textiles.id)
    soltar(page, DE_TEXTILES)
    diferencias = cajon.get_by_role("region", name=re.compile("datos son distintos"))
    expect(diferencias).to_contain_text("Elija qué queda; nada cambia hasta que guarde.")
    expect(valor(cajon, "RFC")).to_be_hidden()
    expect(cajon.get_by_text("Es de este cliente: el RFC coincide.")).to_be_visible()
    calle = diferencias.get_by_role("group", name="Calle")
    expect(calle.get_by_label("Guardado")).to_be_checked()
    expect(cajon.get_by_role("button", name="Guardar 2 cambios")).to_be_visible()
    nombre = diferencias.get_by_role("group", name="Nombre o Razón Social")
    nombre.get_by_label("Guardado").check()
    expect(cajon.get_by_role("button", name="Guardar 1 cambio", exact=True)).to_be_visible()
    cajon.get_by_role("button", name="Ver todos los datos").click()
    expect(valor(cajon, "Nombre o Razón Social")).to_be_focused()
    expect(valor(cajon, "Código Postal (CP)")).to_have_value("54080")
    cajon.get_by_role("button", name="Guardar 1 cambio", exact=True).click()
    expect(cajon).to_be_hidden()
    datos = guardado(servidor, "TVA970809C36").datos
    assert (datos.nombre, datos.codigo_postal, datos.calle) == (
        "TEXTILES DEL VALLE", "54080", "Roble"
    )  # fmt: skip


def test_dropped_on_a_card_it_opens_the_drawer_with_the_differences(
    page: Page, servidor: Servidor
) -> None:
    suyo = servidor.alta(rfc="SIM191014KR2", nombre="SERVICIOS INTEGRALES")
    page.goto(f"{LISTA}/{suyo.id}")
    expect(page.get_by_role("heading", name="SERVICIOS INTEGRALES", level=1)).to_be_visible()
    soltar(page, "p05_moral_nombre_en_varias_lineas.pdf", en="main")
    cajon = page.get_by_role("dialog", name="Editar Cliente")
    expect(cajon.get_by_role("region", name=re.compile("distintos"))).to_be_visible()
    expect(page).to_have_url(re.compile(rf"cliente={suyo.id}"))
    expect(cajon.get_by_role("status").filter(has_text="p05_moral")).to_be_focused()


def test_dropped_on_the_list_it_opens_a_new_client_or_the_one_who_is_there(
    page: Page, servidor: Servidor
) -> None:
    page.goto(LISTA)
    expect(page.get_by_role("heading", name="Clientes", level=1)).to_be_visible()
    soltar(page, "p11_dibujado_por_columnas.pdf", en="main")
    cajon = page.get_by_role("dialog", name="Agregar Cliente")
    expect(valor(cajon, "RFC")).to_have_value("KTE910414898")
    expect(page).to_have_url(re.compile("cliente=nuevo"))
    page.keyboard.press("Escape")
    pregunta = page.get_by_role("alertdialog", name="¿Descartar lo escrito?")
    pregunta.get_by_role("button", name="Descartar").click()
    expect(cajon).to_be_hidden()
    suyo = servidor.alta(rfc="KTE910414898", nombre="KUALI")
    soltar(page, "p11_dibujado_por_columnas.pdf", en="main")
    expect(page.get_by_role("dialog", name="Editar Cliente")).to_contain_text("KUALI TECNOLOGIAS")
    expect(page).to_have_url(re.compile(rf"cliente={suyo.id}"))


def test_a_constancia_of_another_rfc_is_told_and_nothing_is_filled(
    page: Page, textiles_de_otro: ClienteGuardado
) -> None:
    cajon = editar(page, textiles_de_otro.id)
    soltar(page, DE_MUNOZ)
    aviso = cajon.get_by_role("alert")
    expect(aviso).to_contain_text("Es de otro RFC: MUXL620701DQ1 (LAURA MUÑOZ)")
    expect(aviso).to_be_focused()
    expect(valor(cajon, "RFC")).to_have_value(textiles_de_otro.datos.rfc)
    aviso.get_by_role("button", name="Agregarlo como cliente nuevo").click()
    otro = page.get_by_role("dialog", name="Agregar Cliente")
    expect(valor(otro, "RFC")).to_have_value("MUXL620701DQ1")


@pytest.fixture
def textiles_de_otro(servidor: Servidor) -> ClienteGuardado:
    """A stored client of another RFC than the samples."""
    return servidor.alta(nombre="OTRO CLIENTE")


@pytest.mark.parametrize(
    ("nombre", "dicho"),
    [
        ("p22_cifrada.pdf", "pide una contraseña"),
        ("p24_no_es_pdf.pdf", "El archivo no es un PDF."),
        ("p25_factura.pdf", "no es una Constancia de Situación Fiscal"),
    ],
)
def test_what_cannot_be_read_says_why_and_another_one_can_be_chosen(
    page: Page, nombre: str, dicho: str
) -> None:
    cajon = nuevo(page)
    valor(cajon, "Nombre o Razón Social").fill("LO MIO")
    soltar(page, nombre)
    expect(cajon.get_by_role("alert")).to_contain_text(dicho)
    expect(valor(cajon, "Nombre o Razón Social")).to_have_value("LO MIO")
    with page.expect_file_chooser() as dialogo:
        cajon.get_by_role("button", name="Llenar desde Constancia").press("Enter")
    dialogo.value.set_files(CONSTANCIAS / "p10_celda_izquierda_envuelta.pdf")
    expect(valor(cajon, "Nombre o Razón Social")).to_have_value("EDGAR XOOL TZEC")
    expect(cajon.get_by_role("alert")).to_have_count(0)


def test_a_scan_gives_the_rfc_of_its_qr(page: Page) -> None:
    cajon = nuevo(page)
    soltar(page, "p21_escaneada.pdf")
    expect(valor(cajon, "RFC")).to_have_value("SAQL900810AX7")
    expect(cajon.get_by_text("De su código QR se tomó el RFC.")).to_be_visible()


def test_a_file_that_is_too_large_is_not_even_sent(page: Page) -> None:
    cajon = nuevo(page)
    page.evaluate(
        """() => {
          const traslado = new DataTransfer();
          traslado.items.add(new File([new Uint8Array(11 << 20)], "grande.pdf"));
          const con = { bubbles: true, cancelable: true, dataTransfer: traslado };
          document.querySelector(".cajon").dispatchEvent(new DragEvent("drop", con));
        }"""
    )
    expect(cajon.get_by_role("alert")).to_contain_text("de 10 MB como máximo")


def test_the_text_of_a_qr_is_pasted_into_the_rfc_or_onto_the_button(page: Page) -> None:
    cajon = nuevo(page)
    valor(cajon, "RFC").fill(f"{CEDULA}18121056468_G&I1812243C8")
    expect(valor(cajon, "RFC")).to_have_value("G&I1812243C8")
    expect(cajon.get_by_text("RFC G&I1812243C8, idCIF 18121056468.")).to_be_visible()
    cajon.get_by_role("button", name="Llenar desde Constancia").focus()
    page.evaluate(PEGA, f"{CEDULA}14026617988_PEO140224U73")
    expect(valor(cajon, "RFC")).to_have_value("PEO140224U73")
    valor(cajon, "RFC").fill("https://verificacfdi.facturaelectronica.sat.gob.mx/default.aspx?id=1")
    valor(cajon, "E-mail").focus()
    expect(cajon.get_by_text("Es el código QR de una factura")).to_be_visible()


def test_what_was_filled_is_kept_as_what_is_typed(page: Page) -> None:
    cajon = nuevo(page)
    soltar(page, "p07_tabla_partida_entre_paginas.pdf")
    cajon.get_by_role("radio", name="606").check()
    expect(cajon.get_by_role("radio", name="606")).to_be_checked()
    # The page keeps it for a server that forgets, also where no field of it is on the page.
    page.wait_for_function("window.borrador.leer().campos.regimen_fiscal?.texto === '606'")
    assert page.evaluate("window.borrador.leer().campos.rfc.texto") == "HAOH630512561"
    page.reload()
    expect(valor(cajon, "RFC")).to_have_value("HAOH630512561")
    expect(valor(cajon, "Nombre o Razón Social")).to_have_value("HANS PETER VON HAGEN O'FARRILL")
    expect(cajon.get_by_label("Calle", exact=True)).not_to_have_value("")


def test_whoever_may_only_look_finds_no_way_in(
    abrir_navegador: Callable[..., BrowserContext], servidor: Servidor
) -> None:
    cliente = servidor.alta(nombre="PARA MIRAR")
    page = abrir_navegador(como="Leo Lector", rol=Rol.LECTOR).new_page()
    page.goto(f"{LISTA}?cliente={cliente.id}")
    cajon = page.get_by_role("dialog", name="Cliente")
    expect(valor(cajon, "RFC")).to_have_value(cliente.datos.rfc)
    expect(cajon.get_by_role("button", name="Llenar desde Constancia")).to_have_count(0)
    expect(page.locator("#constancia")).to_have_count(0)


@pytest.mark.parametrize("ancho", [1280, 820, 390])
@pytest.mark.parametrize("modo", ["light", "dark"])
def test_nothing_to_find_for_axe_and_nothing_cut(
    abrir_navegador: Callable[..., BrowserContext], servidor: Servidor, modo: str, ancho: int
) -> None:
    """The way in, what was filled with several régimenes, a refusal, the differences."""
    navegador = abrir_navegador(
        color_scheme=modo, viewport={"width": ancho, "height": 900}, reduced_motion="reduce"
    )
    page = navegador.new_page()
    cajon = nuevo(page)
    assert hallazgos(page) == ""
    soltar(page, "p16_cinco_paginas_siete_regimenes.pdf")
    expect(cajon.get_by_role("radio").first).to_be_visible()
    assert hallazgos(page) == ""
    soltar(page, "p24_no_es_pdf.pdf")
    expect(cajon.get_by_role("alert")).to_be_visible()
    assert hallazgos(page) == ""
    suyo = servidor.alta(nombre="TRANSPORTES")
    page = navegador.new_page()
    cajon = editar(page, suyo.id)
    soltar(page, "p17_pdf_1_5_objetos_comprimidos.pdf")
    cajon.get_by_role("button", name="Comparar con este cliente").click()
    expect(cajon.get_by_role("region", name=re.compile("distintos"))).to_be_visible()
    assert hallazgos(page) == ""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
