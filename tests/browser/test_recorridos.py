"""Whole ways that somebody goes, with every press counted: from what they have to a clean list.

What is counted is what the browser hears, so a page that asks for one press more fails here.
"""

import csv
import io
import random
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from clientes_app.domain.cliente import Contexto, DatosCliente, validar
from clientes_app.domain.cruces import hoy
from clientes_app.services.calidad import cifras
from clientes_app.services.clientes.demo import filas_inventadas
from tests.browser.clics import Clics
from tests.browser.conftest import CLAVE, Servidor, servir
from tests.browser.pasos_carga import PACIENCIA, descargar, esperar_cifras, leer_csv, un_archivo
from tests.builders import un_csv
from tests.facturas import un_renglon, un_zip, una_factura, unos_metadatos

LISTA = "/catalogos/clientes"
FILAS, SUCIAS = 3_000, 2_200
CLIENTES, FACTURAS = 150, 1_200
SOLO_EN_METADATOS, SOLO_EN_33 = 15, 25
"""Of so many clients there are but the SAT's metadata, or but invoices from before CFDI 4.0."""

_POR_COMPLETAR = {
    "email": "E-mail",
    "regimen_fiscal": "Régimen Fiscal",
    "codigo_postal": "Código Postal",
    "uso_cfdi": "Uso de la Factura",
}


def _sin_tacha() -> Iterator[DatosCliente]:
    """Invented clients of whom there is nothing to be said."""
    contexto = Contexto(hoy())
    for datos in filas_inventadas(2 * FILAS):
        if not validar(datos.como_dict(), contexto).problemas:
            yield datos


def _es_moral(datos: DatosCliente) -> bool:
    return len(datos.rfc) == len("ABC010101AB1")


def _como_lo_escriben(datos: DatosCliente) -> str:
    """The name as other systems have it: with an accent, and of a company with «SA DE CV»."""
    con_acento = re.sub(
        "[AEIO]", lambda vocal: "ÁÉÍÓ"["AEIO".index(vocal[0])], datos.nombre, count=1
    )
    return f"{con_acento} SA DE CV" if _es_moral(datos) else con_acento


def _ir_a_calidad(page: Page) -> None:
    page.get_by_role("navigation", name="Principal").get_by_role("link", name="Calidad").click()
    expect(page.get_by_role("region", name="Listos para facturar")).to_contain_text("100 %")


def _arreglar_y_procesar(page: Page) -> None:
    """Put both mends on, and wait until the process has ended with nobody refused."""
    procesar = page.get_by_role("button", name="Procesar Archivo")
    for arreglo in ("Quitar acentos", "Quitar régimen societario"):
        page.locator("label").filter(has_text=arreglo).click()
        expect(page.get_by_role("switch", name=arreglo)).to_be_checked()
        expect(procesar).to_be_enabled(timeout=PACIENCIA)
    procesar.click()
    proceso = page.get_by_role("region", name="El proceso")
    expect(proceso.get_by_text("Terminado", exact=True)).to_be_visible(timeout=PACIENCIA)


def test_from_a_file_of_three_thousand_to_a_clean_catalogue(page: Page, servidor: Servidor) -> None:
    """Of its rows 2,200 have accents or «SA DE CV»: under ten presses, and these."""
    filas = [datos.como_dict() for datos in islice(_sin_tacha(), FILAS)]
    for fila in filas[:SUCIAS]:
        fila["nombre"] = _como_lo_escriben(DatosCliente(**fila))
    societarias = sum(fila["nombre"].endswith(" SA DE CV") for fila in filas)
    clics = Clics(page)
    page.goto(LISTA)
    page.get_by_role("main").get_by_role("button", name="Carga Masiva de Clientes").click()
    clics.archivo("Subir archivo .CSV", un_archivo("clientes.csv", un_csv(filas)))
    esperar_cifras(page, Filas="3,000", Buenas="3,000", Con_aviso="2,200")
    _arreglar_y_procesar(page)
    _ir_a_calidad(page)
    assert clics.hechos == [
        "Carga Masiva de Clientes",
        "Subir archivo .CSV",
        "[clientes.csv]",
        "Quitar acentos · 2,200 filas",
        f"Quitar régimen societario · {societarias:,} filas",
        "Procesar Archivo",
        "Calidad",
    ]
    contadas = cifras.contar(servidor.engine, servidor.cuenta_id)
    assert (contadas.clientes, contadas.listos) == (FILAS, FILAS)


class Negocio:
    """A business with a year of invoices, and what it knows of its clients beside them."""

    def __init__(self) -> None:
        """Invent both, the same ones every time."""
        self.azar = random.Random(2026)
        self.clientes = list(islice(_sin_tacha(), CLIENTES))
        self.facturas: list[tuple[str, bytes]] = []
        self.renglones: list[str] = []
        for numero in range(FACTURAS):
            self._facturar(numero, numero if numero < CLIENTES else self.azar.randrange(CLIENTES))

    def _facturar(self, numero: int, lugar: int) -> None:
        """Issue an invoice to the client in that place, as it was done when it was issued."""
        quien = self.clientes[lugar]
        fecha = f"2026-{numero % 12 + 1:02}-{numero % 28 + 1:02}T10:00:00"
        if lugar < SOLO_EN_METADATOS:
            nombre = _como_lo_escriben(quien)
            self.renglones.append(
                un_renglon(
                    numero=numero, rfc=quien.rfc, nombre=nombre, fecha=fecha.replace("T", " ")
                )
            )
            return
        receptor = {"Rfc": quien.rfc, "UsoCFDI": quien.uso_cfdi}
        es_vieja = lugar < SOLO_EN_METADATOS + SOLO_EN_33 or self.azar.random() < 0.1
        if es_vieja:
            receptor["Nombre"] = _como_lo_escriben(quien)
        else:
            receptor["Nombre"] = quien.nombre
            receptor["DomicilioFiscalReceptor"] = quien.codigo_postal
            receptor["RegimenFiscalReceptor"] = quien.regimen_fiscal
        version = "3.3" if es_vieja else "4.0"
        xml = una_factura(version=version, numero=numero, fecha=fecha, receptor=receptor)
        self.facturas.append((f"{numero}.xml", xml.encode()))

    def zip(self) -> bytes:
        """Everything in one file."""
        return un_zip(
            [*self.facturas, ("metadatos.txt", unos_metadatos(*self.renglones))]
        ).getvalue()

    def completar(self, rechazados: bytes) -> tuple[bytes, dict[str, int]]:
        """Do in Excel what is left to be done by hand, and say how many cells of which column."""
        encabezado, *filas = leer_csv(rechazados)
        sabidos = {datos.rfc: datos.como_dict() for datos in self.clientes}
        puestas = dict.fromkeys(_POR_COMPLETAR.values(), 0)
        for fila in filas:
            sabido = sabidos[fila[encabezado.index("RFC")]]
            for campo, titulo in _POR_COMPLETAR.items():
                lugar = encabezado.index(titulo)
                if not fila[lugar]:
                    fila[lugar] = sabido[campo]
                    puestas[titulo] += 1
        texto = io.StringIO(newline="")
        csv.writer(texto, lineterminator="\r\n").writerows([encabezado, *filas])
        return texto.getvalue().encode("utf-8-sig"), puestas


@pytest.fixture(name="nueva")
def _nueva(construida: Path, tmp_path: Path) -> Iterator[Servidor]:
    """An installation that nobody has used yet."""
    assert construida.is_dir()
    with servir(tmp_path / "datos") as servidor:
        yield servidor


def _entrar_por_primera_vez(page: Page, servidor: Servidor) -> None:
    """Use the link that the server printed, and be its first owner."""
    (enlace,) = re.findall(r"─\n .*\n\n (http\S+)\n─", servidor.dicho())
    page.goto(enlace)
    page.get_by_label("Su nombre").fill("Ana")
    page.get_by_label("E-mail").fill("ana@example.com")
    page.get_by_label("Contraseña", exact=True).fill(CLAVE)
    page.get_by_label("Nombre de la cuenta").fill("Norte")
    page.get_by_role("button", name="Crear y entrar").click()
    expect(page.get_by_role("heading", name="Empiece su catálogo")).to_be_visible()


def test_from_an_empty_account_and_a_year_of_invoices_to_a_catalogue_that_is_ready(
    nueva: Servidor, navegador: Browser
) -> None:
    """As a new owner would: the link, the invoices, in Excel what they do not say, «Calidad»."""
    negocio = Negocio()
    page = navegador.new_page(base_url=nueva.url)
    clics = Clics(page)
    _entrar_por_primera_vez(page, nueva)
    clics.archivo("Elegir documentos", un_archivo("facturas-2026.zip", negocio.zip()))
    esperar_cifras(page, Filas="150", Con_error="150")
    expect(page.get_by_text("Ninguna factura trae e-mail.")).to_be_visible()
    page.get_by_role("button", name="Procesar Archivo").click()
    proceso = page.get_by_role("region", name="El proceso")
    expect(proceso.get_by_text("Terminado con rechazos")).to_be_visible(timeout=PACIENCIA)
    expect(proceso.get_by_text("Las filas rechazadas no se pierden.")).to_be_visible()
    nombre, rechazados = descargar(page, "Descargar rechazados")
    completos, puestas = negocio.completar(rechazados)
    assert puestas == {
        "E-mail": CLIENTES,
        "Régimen Fiscal": SOLO_EN_METADATOS + SOLO_EN_33,
        "Código Postal": SOLO_EN_METADATOS + SOLO_EN_33,
        "Uso de la Factura": SOLO_EN_METADATOS,
    }
    clics.archivo("Subir archivo .CSV", un_archivo(nombre, completos))
    esperar_cifras(page, Filas="150", Buenas="150", Nuevas="150")
    _arreglar_y_procesar(page)
    _ir_a_calidad(page)

    viejos = negocio.clientes[: SOLO_EN_METADATOS + SOLO_EN_33]
    assert clics.hechos == [
        "Crear y entrar",
        "Elegir documentos",
        "[facturas-2026.zip]",
        "Procesar Archivo",
        "Descargar rechazados",
        "Subir archivo .CSV",
        "[rechazados-facturas-2026.csv]",
        f"Quitar acentos · {len(viejos)} filas",
        f"Quitar régimen societario · {sum(map(_es_moral, viejos))} filas",
        "Procesar Archivo",
        "Calidad",
    ]
    contadas = cifras.contar(nueva.engine, nueva.cuenta_id)
    assert (contadas.clientes, contadas.listos) == (CLIENTES, CLIENTES)
