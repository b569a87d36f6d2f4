"""The SAT's own test taxpayers: loaded through the page, found, changed, exported, loaded again."""

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from clientes_app.domain.texto import sin_acentos
from tests.browser.pasos_carga import CARGA, cifra, descargar, leer_csv, procesar, subir, un_archivo
from tests.browser.pasos_carga import esperar_cifras as cifras
from tests.builders import un_csv

LISTA = "/catalogos/clientes"
SAT = Path(__file__).resolve().parents[1] / "data" / "sat" / "sat_test_contributors.csv"


def _contribuyentes() -> list[dict[str, str]]:
    """Those with name, CP and régimen, each with an invented e-mail."""
    with SAT.open(encoding="utf-8", newline="") as archivo:
        conocidos = [
            fila
            for fila in csv.DictReader(archivo)
            if fila["nombre_cfdi40"] and fila["cp"] and fila["regimen_sugerido"]
        ]
    return [
        {
            "nombre": fila["nombre_cfdi40"],
            "rfc": fila["rfc"],
            "uso_cfdi": "G03",
            "regimen_fiscal": fila["regimen_sugerido"],
            "email": f"facturas.{lugar:02d}@contribuyente.example",
            "codigo_postal": fila["cp"],
        }
        for lugar, fila in enumerate(conocidos)
    ]


CONTRIBUYENTES = _contribuyentes()
CUANTOS = str(len(CONTRIBUYENTES))


def _sin_acentos(nombre: str) -> str:
    """The longest word of a name as somebody types it in a hurry."""
    return sin_acentos(max(nombre.split(), key=len)).replace("Ñ", "N").lower()


def _buscar(page: Page, texto: str, rfc: str) -> None:
    page.get_by_role("searchbox").fill(texto)
    expect(page.get_by_role("row").filter(has_text=rfc)).to_be_visible()


@pytest.fixture(scope="module")
def _memoria() -> dict[str, bool]:
    return {}


@pytest.fixture
def cargados(page: Page, _memoria: dict[str, bool]) -> Page:
    """The list with the SAT's taxpayers in it; the first test to come loads them."""
    if not _memoria:
        page.goto(CARGA)
        subir(page, un_archivo("sat.csv", un_csv(CONTRIBUYENTES)))
        cifras(page, Filas=CUANTOS, Buenas=CUANTOS, Con_error="0", Nuevas=CUANTOS)
        procesar(page)
        expect(page.get_by_role("region", name="El proceso")).not_to_contain_text("rechazos")
        expect(cifra(page, "Creados")).to_have_text(CUANTOS)
        expect(cifra(page, "Rechazados")).to_have_text("0")
        _memoria["cargados"] = True
    page.goto(LISTA)
    expect(page.get_by_role("button", name="Editar").first).to_be_visible()
    return page


def test_each_is_found_by_name_rfc_email_and_postal_code(cargados: Page) -> None:
    """Without accents, in lower case, as typed in a hurry."""
    for cliente in CONTRIBUYENTES:
        rfc = cliente["rfc"]
        for texto in (
            _sin_acentos(cliente["nombre"]),
            rfc.lower(),
            cliente["email"],
            cliente["codigo_postal"],
        ):
            _buscar(cargados, texto, rfc)


def test_one_is_edited_one_deleted_and_brought_back(cargados: Page) -> None:
    """Then the export, uploaded again, is equal in every row."""
    editado, borrado = CONTRIBUYENTES[0], CONTRIBUYENTES[1]
    _buscar(cargados, editado["rfc"], editado["rfc"])
    cargados.get_by_role("button", name="Editar").click()
    cajon = cargados.get_by_role("dialog", name="Editar Cliente")
    cajon.get_by_label("E-mail", exact=True).fill("nuevo@contribuyente.example")
    cajon.get_by_role("button", name="Guardar").click()
    expect(cajon).to_be_hidden()
    expect(cargados.get_by_role("row").filter(has_text=editado["rfc"])).to_contain_text(
        "nuevo@contribuyente.example"
    )

    _buscar(cargados, borrado["rfc"], borrado["rfc"])
    cargados.get_by_role("button", name="Borrar").click()
    pregunta = cargados.get_by_role("alertdialog")
    expect(pregunta).to_contain_text(borrado["nombre"])
    pregunta.get_by_role("button", name="Borrar").click()
    expect(cargados.get_by_role("row").filter(has_text=borrado["rfc"])).to_have_count(0)
    cargados.get_by_role("link", name="Papelera").click()
    cargados.get_by_role("row").filter(has_text=borrado["rfc"]).get_by_role(
        "button", name="Restaurar"
    ).click()
    expect(cargados.get_by_role("row").filter(has_text=borrado["rfc"])).to_have_count(0)
    cargados.goto(LISTA)
    _buscar(cargados, borrado["rfc"], borrado["rfc"])

    cargados.goto(CARGA)
    nombre, exportado = descargar(cargados, "Descargar en .CSV")
    filas = leer_csv(exportado)[1:]
    assert {fila[1] for fila in filas} == {cliente["rfc"] for cliente in CONTRIBUYENTES}
    subir(cargados, un_archivo(nombre, exportado))
    cifras(cargados, Filas=CUANTOS, Iguales=CUANTOS, Nuevas="0", Se_actualizarían="0")
    procesar(cargados)
    expect(cifra(cargados, "Iguales")).to_have_text(re.compile(f"^{CUANTOS}$"))
