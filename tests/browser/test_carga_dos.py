"""Carga Masiva: two people at once, impatient fingers, and a server that dies meanwhile."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.pasos_carga import (
    CARGA,
    PACIENCIA,
    PROCESOS,
    cifra,
    descargar,
    esperar_cifras,
    hallazgos,
    leer_csv,
    subir,
    un_archivo,
)
from tests.builders import un_cliente, un_csv, un_rfc


def test_two_browsers_upload_files_of_one_name_at_once(
    page: Page, abrir_navegador: Callable[..., BrowserContext]
) -> None:
    """Each one is shown its own file, each file is loaded once, with its own content."""
    nombre = f"clientes-{un_rfc()}.csv"
    archivos = [
        un_csv([un_cliente() for _ in range(cuantos)], delimitador=separador)
        for cuantos, separador in ((300, ","), (450, ";"))
    ]
    paginas = [page, abrir_navegador().new_page()]
    for una in paginas:
        una.goto(CARGA)
        expect(una.get_by_role("button", name="Subir archivo .CSV")).to_be_visible()
    for una, archivo in zip(paginas, archivos, strict=True):
        subir(una, un_archivo(nombre, archivo))
    for una, cuantos in zip(paginas, ("300", "450"), strict=True):
        esperar_cifras(una, Filas=cuantos, Nuevas=cuantos, Con_error="0")
        expect(hallazgos(una)).to_contain_text(nombre)
    for una in paginas:
        una.get_by_role("button", name="Procesar Archivo").click()
    for una, cuantos in zip(paginas, ("300", "450"), strict=True):
        terminado = una.get_by_role("region", name="El proceso").get_by_text("Terminado")
        expect(terminado).to_be_visible(timeout=PACIENCIA)
        expect(cifra(una, "Creados")).to_have_text(cuantos)

    page.goto(PROCESOS)
    expect(page.get_by_role("heading", name=nombre, exact=True)).to_have_count(2)
    for numero in (0, 1):
        page.goto(PROCESOS)
        fila = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name=nombre))
        fila.nth(numero).get_by_role("link", name="Ver detalle").click()
        expect(page.get_by_role("heading", name=nombre, level=1)).to_be_visible()
        expect(cifra(page, "Creados")).to_have_text(("450", "300")[numero])
        assert descargar(page, "Descargar archivo original") == (nombre, archivos[1 - numero])


def test_ten_presses_in_two_browsers_store_each_client_once(
    page: Page, abrir_navegador: Callable[..., BrowserContext]
) -> None:
    """The same preview, open twice: whoever presses, and however often, one process comes of it."""
    rfcs = [un_rfc() for _ in range(200)]
    nombre = f"diez-{rfcs[0]}.csv"
    page.goto(CARGA)
    subir(page, un_archivo(nombre, un_csv([un_cliente(rfc=rfc) for rfc in rfcs])))
    esperar_cifras(page, Nuevas="200")
    otra = abrir_navegador().new_page()
    otra.goto(page.url)
    esperar_cifras(otra, Nuevas="200")
    for una in (page, otra):
        # As fast as only a script presses: before the first answer is back.
        una.get_by_role("button", name="Procesar Archivo").evaluate(
            "boton => { for (let i = 0; i < 10; i++) boton.click(); }"
        )
    for una in (page, otra):
        terminado = una.get_by_role("region", name="El proceso").get_by_text("Terminado")
        expect(terminado).to_be_visible(timeout=PACIENCIA)
        expect(cifra(una, "Creados")).to_have_text("200")
        expect(cifra(una, "Iguales")).to_have_text("0")
    page.goto(PROCESOS)
    expect(page.get_by_role("heading", name=nombre, exact=True)).to_have_count(1)
    page.goto(CARGA)
    _, exportado = descargar(page, "Descargar en .CSV")
    guardados = [fila[1] for fila in leer_csv(exportado)]
    assert all(guardados.count(rfc) == 1 for rfc in rfcs)


def test_the_very_same_file_is_told(page: Page) -> None:
    """A file that was loaded before is no mistake, but worth a word."""
    archivo = un_archivo(f"misma-{un_rfc()}.csv", un_csv([un_cliente()]))
    for veces in (1, 2):
        page.goto(CARGA)
        subir(page, archivo)
        esperar_cifras(page, Filas="1")
        aviso = hallazgos(page).get_by_text("ya se procesó")
        expect(aviso).to_have_count(veces - 1)
        if veces == 1:
            page.get_by_role("button", name="Procesar Archivo").click()
            expect(cifra(page, "Creados")).to_have_text("1", timeout=PACIENCIA)
