"""Carga Masiva: what does not load, and how it is mended."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from clientes_app.domain.columnas import ENCABEZADO
from tests.browser.pasos_carga import (
    CARGA,
    PACIENCIA,
    cifra,
    descargar,
    elegir,
    esperar_cifras,
    hallazgos,
    leer_csv,
    procesar,
    subir,
    un_archivo,
)
from tests.builders import un_cliente, un_csv

CASOS = Path(__file__).resolve().parents[1] / "data" / "casos"


@pytest.fixture
def carga(page: Page) -> Page:
    """The page of the bulk load, nothing uploaded."""
    page.goto(CARGA)
    return page


def _no_se_carga(page: Page, porque: str) -> None:
    alerta = hallazgos(page).get_by_role("alert")
    expect(alerta).to_contain_text("Este archivo no se puede cargar", timeout=PACIENCIA)
    expect(alerta).to_contain_text(porque)
    expect(page.get_by_role("button", name="Procesar Archivo")).to_have_count(0)
    expect(page.get_by_role("button", name="Subir archivo .CSV")).to_be_enabled()


def test_wrong_header_is_set_beside_the_right_one(carga: Page) -> None:
    """The cells that differ are marked, the message says what to change."""
    encabezado = list(ENCABEZADO)
    encabezado[2] = "Uso CFDI"
    subir(carga, un_archivo("titulos.csv", un_csv([un_cliente()], encabezado=encabezado)))
    _no_se_carga(carga, 'La columna 3 dice "Uso CFDI"; debe decir "Uso de la Factura"')
    tabla = carga.get_by_role("region", name="Comparación de encabezados")
    fila = tabla.get_by_role("row", name="Uso CFDI")
    expect(fila).to_contain_text("Uso de la Factura")
    expect(fila).to_contain_text("distinto")
    expect(tabla.get_by_text("distinto")).to_have_count(1)

    subir(carga, un_archivo("titulos.csv", un_csv([un_cliente()])))
    esperar_cifras(carga, Filas="1", Buenas="1")


@pytest.mark.parametrize(
    ("caso", "porque"),
    [
        ("a72_xlsx_renamed.csv", "libro de Excel"),
        ("a76_right_content.txt", "solo se cargan archivos .csv"),
        ("a70_empty.csv", "vacío"),
        ("a22_unbalanced_quote.csv", "línea 3"),
        ("a10_mixed_encodings.csv", "línea 3"),
    ],
)
def test_file_that_does_not_load_says_why(carga: Page, caso: str, porque: str) -> None:
    """Nothing is stored, and another file can be chosen at once."""
    subir(carga, CASOS / caso)
    _no_se_carga(carga, porque)


def test_errors_are_told_filtered_and_paged(carga: Page) -> None:
    """By column and kind, fifty on a page."""
    filas = [un_cliente(email="sin arroba") for _ in range(60)]
    filas += [un_cliente(codigo_postal="1E+03"), un_cliente(nombre="PEÑA ÁLVAREZ")]
    subir(carga, un_archivo("errores.csv", un_csv(filas)))
    esperar_cifras(carga, Filas="62", Buenas="1", Con_error="61", Con_aviso="1")
    problemas = carga.get_by_role("region", name="Errores y avisos")
    filas_vistas = problemas.get_by_role("row")
    expect(problemas.get_by_role("radio", name="Solo errores 61")).to_be_checked()
    expect(filas_vistas).to_have_count(51)
    problemas.get_by_role("button", name="Página siguiente").click()
    expect(problemas.get_by_text("Página 2 de 2")).to_be_visible()
    expect(filas_vistas).to_have_count(12)

    elegir(problemas, "Columna", "Código Postal")
    expect(filas_vistas).to_have_count(2)
    fila = filas_vistas.nth(1)
    expect(fila).to_contain_text("62")
    expect(fila).to_contain_text("1E+03")
    problemas.get_by_role("button", name="Quitar filtros").click()
    problemas.get_by_role("radio", name="Solo avisos").click()
    expect(filas_vistas).to_have_count(2)
    expect(filas_vistas.nth(1)).to_contain_text("Aviso")
    problemas.get_by_role("radio", name="Todos").click()
    elegir(problemas, "Tipo de problema", "E-mail no válido (60)")
    expect(problemas.get_by_text("Página 1 de 2")).to_be_visible()


def test_refused_rows_are_downloaded_corrected_and_uploaded(carga: Page) -> None:
    """The file of the refused rows loads as it is, with its column «Errores»."""
    bueno, malo = un_cliente(), un_cliente(email="correo@@malo", nombre="NIÑO Y CÍA")
    subir(carga, un_archivo("año.csv", un_csv([bueno, malo])))
    esperar_cifras(carga, Buenas="1", Con_error="1")
    procesar(carga)
    expect(carga.get_by_role("region", name="El proceso")).to_contain_text("Terminado con rechazos")
    nombre, contenido = descargar(carga, "Descargar rechazados")
    assert nombre == "rechazados-año.csv"
    encabezado, *filas = leer_csv(contenido)
    assert encabezado == [*ENCABEZADO, "Errores"]
    assert [fila[1] for fila in filas] == [malo["rfc"]]
    assert "E-mail" in filas[0][-1]

    corregido = contenido.replace(b"correo@@malo", b"correo@bueno.mx")
    subir(carga, un_archivo(nombre, corregido))
    esperar_cifras(carga, Filas="1", Buenas="1", Nuevas="1")
    procesar(carga)
    expect(cifra(carga, "Creados")).to_have_text("1")
    expect(cifra(carga, "Rechazados")).to_have_text("0")


def test_file_nobody_has_is_told(page: Page) -> None:
    """An address with the number of no process, or with no number at all."""
    for numero in ("999999999", "abc"):
        page.goto(f"{CARGA}?proceso={numero}")
        expect(page.get_by_text("No encontramos ese archivo")).to_be_visible()


def test_file_with_only_errors_gives_them_back(carga: Page) -> None:
    """Nothing is stored, and every row can be downloaded with its «Errores»."""
    subir(carga, un_archivo("malos.csv", un_csv([un_cliente(rfc="NO ES RFC")])))
    esperar_cifras(carga, Buenas="0", Con_error="1")
    procesar(carga)
    expect(cifra(carga, "Creados")).to_have_text("0")
    _, contenido = descargar(carga, "Descargar rechazados")
    assert [fila[1] for fila in leer_csv(contenido)[1:]] == ["NO ES RFC"]
