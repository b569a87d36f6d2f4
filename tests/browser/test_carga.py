"""Carga Masiva: from the file to the stored clients."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pasos_carga import (
    CARGA,
    PACIENCIA,
    PROCESOS,
    cifra,
    descargar,
    esperar_cifras,
    hallazgos,
    leer_csv,
    procesar,
    subir,
    un_archivo,
)
from tests.builders import un_cliente, un_csv, un_rfc

_SOLTAR = """async ([nombre, texto]) => {
    const datos = new DataTransfer();
    datos.items.add(new File([texto], nombre, {type: "text/csv"}));
    const zona = document.querySelector(".subida");
    const opciones = {bubbles: true, cancelable: true, dataTransfer: datos};
    for (const tipo of ["dragenter", "dragover", "drop"])
        zona.dispatchEvent(new DragEvent(tipo, opciones));
}"""


@pytest.fixture
def carga(page: Page) -> Page:
    """The page of the bulk load, nothing uploaded."""
    page.goto(CARGA)
    expect(page.get_by_role("heading", name="Carga Masiva de Clientes", level=1)).to_be_visible()
    return page


def test_page_offers_its_parts_from_top_to_bottom(carga: Page) -> None:
    """The order of product.md, section 4."""
    partes = [
        carga.get_by_role("link", name="Ejemplo de Carga Masiva"),
        carga.get_by_role("button", name="Subir archivo .CSV"),
        carga.get_by_role("link", name="Ver estado de los procesos"),
        carga.get_by_role("link", name="Descargar en .CSV"),
    ]
    alturas = [parte.bounding_box() for parte in partes]
    assert all(alturas)
    ys = [caja["y"] for caja in alturas if caja]
    assert ys == sorted(ys)


def test_good_file_is_shown_and_processed(carga: Page) -> None:
    """Encoding, figures, first rows; then «Procesar Archivo» stores what was shown."""
    nombre = f"ÑANDÚ {un_rfc()}"
    filas = [un_cliente(nombre=nombre), un_cliente(codigo_postal="1000"), un_cliente()]
    archivo = un_csv(filas, codificacion="cp1252", delimitador=";")
    subir(carga, un_archivo("Clientes Ñandú (1).csv", archivo))

    esperar_cifras(carga, Filas="3", Buenas="3", Con_error="0", Nuevas="3", Iguales="0")
    expect(carga.get_by_role("main")).to_be_focused()
    expect(hallazgos(carga)).to_contain_text("Windows-1252, separado por punto y coma")
    expect(hallazgos(carga)).to_contain_text("Clientes Ñandú (1).csv")
    primeras = carga.get_by_role("region", name="Primeras filas")
    expect(primeras.get_by_role("cell", name=nombre)).to_be_visible()
    expect(primeras.get_by_role("cell", name="01000", exact=True)).to_be_visible()

    procesar(carga)
    expect(cifra(carga, "Creados")).to_have_text("3")
    expect(cifra(carga, "Rechazados")).to_have_text("0")


def test_all_names_of_a_file_are_mended(carga: Page) -> None:
    """Switched on, preview and process mend them; the detail says so."""
    filas = [
        un_cliente(nombre=f"CAFÉ {letras} SA DE CV", rfc=un_rfc(), regimen_fiscal="601")
        for letras in ("ALFA", "BETA")
    ]
    subir(carga, un_archivo("acentos.csv", un_csv([*filas, un_cliente()])))
    esperar_cifras(carga, Filas="3", Con_aviso="2")
    acentos = carga.get_by_role("switch", name="Quitar acentos · 2 filas")
    expect(acentos).not_to_be_checked()
    acentos.click()
    expect(acentos).to_be_checked()
    carga.get_by_role("switch", name="Quitar régimen societario · 2 filas").click()
    primeras = carga.get_by_role("region", name="Primeras filas")
    expect(primeras.get_by_role("cell", name="CAFE ALFA", exact=True)).to_be_visible()
    carga.reload()
    expect(acentos).to_be_checked()
    procesar(carga)
    expect(cifra(carga, "Creados")).to_have_text("3")
    carga.get_by_role("link", name="Ver detalle").click()
    expect(carga.get_by_text("Quitar acentos, Quitar régimen societario")).to_be_visible()
    carga.goto("/catalogos/clientes?q=CAFE+BETA")
    expect(carga.get_by_role("link", name="CAFE BETA", exact=True)).to_be_visible()


def test_reload_and_back_show_the_same_file(carga: Page) -> None:
    """The address carries the process."""
    subir(carga, un_archivo("recarga.csv", un_csv([un_cliente()])))
    esperar_cifras(carga, Filas="1")
    expect(carga).to_have_url(re.compile(r"\?proceso=\d+$"))
    carga.reload()
    esperar_cifras(carga, Filas="1")
    carga.get_by_role("link", name="Ver estado de los procesos").click()
    expect(carga).to_have_url(re.compile(PROCESOS))
    carga.go_back()
    esperar_cifras(carga, Filas="1")
    expect(hallazgos(carga)).to_contain_text("recarga.csv")


def test_second_press_starts_nothing_more(carga: Page) -> None:
    """«Procesar Archivo» pressed twice gives one process, and each client once."""
    rfc = un_rfc()
    nombre = f"dos-veces-{rfc}.csv"
    subir(carga, un_archivo(nombre, un_csv([un_cliente(rfc=rfc)])))
    esperar_cifras(carga, Nuevas="1")
    carga.get_by_role("button", name="Procesar Archivo").dblclick()
    expect(carga.get_by_role("region", name="El proceso").get_by_text("Terminado")).to_be_visible(
        timeout=PACIENCIA
    )
    expect(cifra(carga, "Creados")).to_have_text("1")
    carga.get_by_role("link", name="Ver estado de los procesos").click()
    expect(carga.get_by_role("heading", name=nombre)).to_have_count(1)
    _, exportado = descargar_todo(carga)
    assert sum(fila[1] == rfc for fila in leer_csv(exportado)) == 1


def descargar_todo(page: Page) -> tuple[str, bytes]:
    """«Descargar en .CSV»."""
    page.goto(CARGA)
    return descargar(page, "Descargar en .CSV")


def test_choices_move_the_figures_and_decide(carga: Page) -> None:
    """What exists is updated, omitted or refused; a blank cell keeps or clears."""
    fijo = un_cliente(calle="CALLE UNO")
    subir(carga, un_archivo("antes.csv", un_csv([fijo])))
    esperar_cifras(carga, Nuevas="1")
    procesar(carga)

    otro = un_cliente()
    subir(carga, un_archivo("despues.csv", un_csv([fijo | {"calle": ""}, otro])))
    esperar_cifras(carga, Nuevas="1", Se_actualizarían="0", Iguales="1")
    carga.get_by_role("radio", name="Borrar el dato").click()
    esperar_cifras(carga, Nuevas="1", Se_actualizarían="1", Iguales="0")
    carga.get_by_role("radio", name="Omitir").click()
    esperar_cifras(carga, Se_actualizarían="0", Se_omitirían="1")
    carga.get_by_role("radio", name="Rechazar").click()
    esperar_cifras(carga, Se_rechazarían="1")
    expect(hallazgos(carga)).to_contain_text("1 cliente nuevo · 1 fila se rechazará")

    procesar(carga)
    expect(cifra(carga, "Creados")).to_have_text("1")
    expect(cifra(carga, "Rechazados")).to_have_text("1")
    _, rechazados = descargar(carga, "Descargar rechazados")
    assert [fila[1] for fila in leer_csv(rechazados)[1:]] == [fijo["rfc"]]


def test_file_can_be_dropped(carga: Page) -> None:
    """The zone takes what is dragged onto it."""
    texto = un_csv([un_cliente(), un_cliente()]).decode("utf-8-sig")
    carga.evaluate(_SOLTAR, ["soltado.csv", texto])
    esperar_cifras(carga, Filas="2", Buenas="2")
    expect(hallazgos(carga)).to_contain_text("soltado.csv")


def test_export_uploaded_again_changes_nothing(carga: Page) -> None:
    """«Descargar en .CSV» and back: every row is «igual»."""
    peligroso = f"=2+2 {un_rfc()}"
    subir(carga, un_archivo("formulas.csv", un_csv([un_cliente(nombre=peligroso), un_cliente()])))
    esperar_cifras(carga, Nuevas="2")
    procesar(carga)
    nombre, exportado = descargar(carga, "Descargar en .CSV")
    assert re.fullmatch(r"clientes-\d{4}-\d\d-\d\d\.csv", nombre)
    cuantas = f"{len(leer_csv(exportado)) - 1:,}"
    subir(carga, un_archivo(nombre, exportado))
    esperar_cifras(carga, Filas=cuantas, Con_error="0", Iguales=cuantas, Nuevas="0")
