"""The SAT's own test taxpayers: loaded through the page, found, changed, exported, loaded again."""

import csv
import re
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import Locator, Page, expect

from clientes_app.domain.texto import sin_acentos
from clientes_app.services.clientes import clientes
from tests.browser.conftest import Servidor
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
    # Until what can be downloaded is what was found, the rows are still the earlier ones.
    descarga = page.get_by_role("link", name="Descargar lo encontrado en .CSV")
    expect(descarga).to_have_attribute("href", re.compile(re.escape(urlencode({"q": texto})) + "$"))
    expect(_fila(page, rfc)).to_be_visible()


def _fila(page: Page, rfc: str) -> Locator:
    return page.get_by_role("row").filter(has_text=rfc)


def _cargar(page: Page) -> None:
    page.goto(CARGA)
    subir(page, un_archivo("sat.csv", un_csv(CONTRIBUYENTES)))
    cifras(page, Filas=CUANTOS, Buenas=CUANTOS, Con_error="0", Nuevas=CUANTOS)
    procesar(page)
    expect(page.get_by_role("region", name="El proceso")).not_to_contain_text("rechazos")
    expect(cifra(page, "Creados")).to_have_text(CUANTOS)
    expect(cifra(page, "Rechazados")).to_have_text("0")


def _hallar_a_todos(page: Page, servidor: Servidor) -> None:
    """By a part of the name without accents, by RFC, e-mail and postal code.

    What the database finds is asked each way; on the page each of them in turn.
    """
    page.goto(LISTA)
    expect(_fila(page, CONTRIBUYENTES[0]["rfc"])).to_be_visible()
    for lugar, cliente in enumerate(CONTRIBUYENTES):
        rfc = cliente["rfc"]
        maneras = (
            _sin_acentos(cliente["nombre"]),
            rfc.lower(),
            cliente["email"],
            cliente["codigo_postal"],
        )
        for texto in maneras:
            hallados = clientes.buscar(
                servidor.engine, servidor.cuenta_id, clientes.Consulta(texto=texto)
            )
            assert rfc in {hallado.datos.rfc for hallado in hallados.filas}, texto
        _buscar(page, maneras[lugar % len(maneras)], rfc)


def _editar(page: Page, rfc: str) -> None:
    _buscar(page, rfc, rfc)
    _fila(page, rfc).get_by_role("button", name="Editar").click()
    cajon = page.get_by_role("dialog", name="Editar Cliente")
    cajon.get_by_label("E-mail", exact=True).fill("nuevo@contribuyente.example")
    cajon.get_by_role("button", name="Guardar").click()
    expect(cajon).to_be_hidden()
    expect(_fila(page, rfc)).to_contain_text("nuevo@contribuyente.example")


def _borrar_y_restaurar(page: Page, rfc: str, nombre: str) -> None:
    _buscar(page, rfc, rfc)
    _fila(page, rfc).get_by_role("button", name="Borrar").click()
    pregunta = page.get_by_role("alertdialog")
    expect(pregunta).to_contain_text(nombre)
    pregunta.get_by_role("button", name="Borrar").click()
    expect(_fila(page, rfc)).to_have_count(0)
    page.get_by_role("link", name="Papelera").click()
    _fila(page, rfc).get_by_role("button", name="Restaurar").click()
    expect(_fila(page, rfc)).to_have_count(0)
    page.goto(LISTA)
    # The rows come over the socket: what is typed before the page is alive would be lost.
    expect(_fila(page, rfc)).to_be_visible()
    _buscar(page, rfc, rfc)


def _exportar_y_volver_a_subir(page: Page) -> None:
    page.goto(CARGA)
    nombre, exportado = descargar(page, "Descargar en .CSV")
    rfcs = {fila[1] for fila in leer_csv(exportado)[1:]}
    assert rfcs == {cliente["rfc"] for cliente in CONTRIBUYENTES}
    subir(page, un_archivo(nombre, exportado))
    cifras(page, Filas=CUANTOS, Iguales=CUANTOS, Nuevas="0", Se_actualizarían="0")
    procesar(page)
    expect(cifra(page, "Iguales")).to_have_text(CUANTOS)


def test_taxpayers_of_the_sat_go_all_the_way(page: Page, servidor: Servidor) -> None:
    """Loaded without a refused row, found, edited, deleted, brought back, exported, all equal."""
    editado, borrado = CONTRIBUYENTES[0], CONTRIBUYENTES[1]
    _cargar(page)
    _hallar_a_todos(page, servidor)
    _editar(page, editado["rfc"])
    _borrar_y_restaurar(page, borrado["rfc"], borrado["nombre"])
    _exportar_y_volver_a_subir(page)
