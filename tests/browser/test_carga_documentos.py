"""Documents of the SAT on the page «Carga Masiva»: invoices in a zip, read and not kept."""

import re

from playwright.sync_api import Page, expect

from tests.browser.pasos_carga import CARGA, PACIENCIA, esperar_cifras, hallazgos, subir, un_archivo
from tests.builders import un_rfc
from tests.facturas import un_zip, una_factura


def test_a_zip_of_invoices_is_looked_into_processed_and_not_kept(page: Page) -> None:
    page.goto(CARGA)
    expect(page.get_by_text("Traer clientes de mis facturas")).to_be_visible()
    rfcs = [un_rfc(), un_rfc()]
    facturas = [
        (f"{n}.xml", una_factura(numero=n, receptor={"Rfc": rfc}).encode())
        for n, rfc in enumerate(rfcs)
    ]
    subir(page, un_archivo("año.zip", un_zip(facturas).getvalue()))
    esperar_cifras(page, Filas="2", Con_error="2")
    visto = hallazgos(page)
    expect(visto.get_by_text("Facturas. Se lee y no se guarda.")).to_be_visible()
    expect(visto.get_by_role("radio", name="Omitir")).to_be_checked()
    expect(visto.get_by_text("Ninguna factura trae e-mail.")).to_be_visible()
    problemas = visto.get_by_role("region", name="Errores y avisos")
    expect(problemas.get_by_role("columnheader", name="Documento")).to_be_visible()
    for rfc in rfcs:
        de_su_xml = re.compile(rf"^{rfc} · \d\.xml$")
        expect(problemas.get_by_role("cell", name=de_su_xml)).to_be_visible()

    page.get_by_role("button", name="Procesar Archivo").click()
    proceso = page.get_by_role("region", name="El proceso")
    expect(proceso.get_by_text("Terminado con rechazos")).to_be_visible(timeout=PACIENCIA)
    expect(proceso.get_by_role("link", name="Descargar rechazados")).to_be_visible()
    expect(proceso.get_by_role("link", name="Descargar archivo original")).to_have_count(0)
