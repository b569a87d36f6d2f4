"""What a person does on the pages of the bulk load, as steps for tests."""

import csv
import io
import re
from pathlib import Path

from playwright.sync_api import FilePayload, Locator, Page, expect

CARGA = "/catalogos/clientes/carga-masiva"
PROCESOS = "/catalogos/clientes/procesos"
# The worker looks into a file in well under a second, but gives way to whatever else runs.
PACIENCIA = 60_000


def un_archivo(nombre: str, contenido: bytes) -> FilePayload:
    """A file as the file chooser takes it."""
    return FilePayload(name=nombre, mimeType="text/csv", buffer=contenido)


def subir(page: Page, archivo: FilePayload | Path) -> None:
    """Press «Subir archivo .CSV» and choose a file."""
    with page.expect_file_chooser() as elegido:
        page.get_by_role("button", name="Subir archivo .CSV").click()
    elegido.value.set_files([archivo])


def hallazgos(page: Page) -> Locator:
    """The part of the page that tells what was found in the file."""
    return page.get_by_role("region", name="Lo que hay en el archivo")


def cifra(page: Page, nombre: str) -> Locator:
    """The value that stands over the name of a figure."""
    return (
        page.locator("dl > div")
        .filter(has=page.get_by_text(nombre, exact=True))
        .get_by_role("definition")
    )


def esperar_cifras(page: Page, **esperadas: str) -> None:
    """Check figures; names as on the page, with _ for a blank: Filas="3", Con_error="1"."""
    expect(hallazgos(page)).to_be_visible(timeout=PACIENCIA)
    for nombre, valor in esperadas.items():
        expect(cifra(page, nombre.replace("_", " "))).to_have_text(valor)


def procesar(page: Page) -> None:
    """Press «Procesar Archivo» and wait until the process has ended."""
    page.get_by_role("button", name="Procesar Archivo").click()
    proceso = page.get_by_role("region", name="El proceso")
    expect(proceso.get_by_text("Terminado")).to_be_visible(timeout=PACIENCIA)


def elegir(donde: Locator, filtro: str, opcion: str) -> None:
    """Choose in one of our drop-downs the option that begins so."""
    donde.get_by_role("combobox", name=filtro).click()
    donde.page.get_by_role("option", name=re.compile(f"^{re.escape(opcion)}")).click()


def descargar(page: Page, nombre: str) -> tuple[str, bytes]:
    """Press a link that downloads; return the name and the bytes of the file."""
    with page.expect_download() as descarga:
        page.get_by_role("link", name=nombre).first.click()
    return descarga.value.suggested_filename, Path(descarga.value.path()).read_bytes()


def leer_csv(contenido: bytes) -> list[list[str]]:
    """The rows of a downloaded file, header included."""
    return list(csv.reader(io.StringIO(contenido.decode("utf-8-sig"), newline="")))
