"""Make the pictures of the README anew: a browser on the built application with invented clients.

    python tools/capturas.py        (or: make capturas)

Writes docs/imagenes/*.png. Needs Debian's chromium. The data folder is temporary.
"""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from clientes_app.export import clientes_csv
from clientes_app.services.clientes.demo import filas_inventadas

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "imagenes"
CLIENTES = str(Path(sys.executable).parent / "clientes")
CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
]
ROWS = 2_400
EMAIL = "ana@despacho.example"
PASSWORD = "una frase larga para entrar"  # noqa: S105 - of a database that is thrown away
START_SECONDS = 240.0
LIST = "/catalogos/clientes"


def _csv(path: Path, rows: int, *, spoil: bool = False) -> Path:
    text = b"".join(clientes_csv.lineas(filas_inventadas(rows)))
    if spoil:
        # A key that no régimen has, in some rows: the preview should show what errors look like.
        text = text.replace(b",612,", b",699,", 7)
    path.write_bytes(text)
    return path


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/salud", timeout=2) as answer:  # noqa: S310 - our own
            return answer.status == 200  # noqa: PLR2004
    except OSError:
        return False


@contextmanager
def application(folder: Path) -> Iterator[str]:
    """Serve an account with invented clients and yield its address."""
    environment = os.environ | {"CLIENTES_DATOS": str(folder), "LOGNAME": "ana"}
    for file, rows in (("clientes-norte.csv", ROWS), ("altas-noviembre.csv", ROWS // 4)):
        subprocess.run(
            [CLIENTES, "importar", str(_csv(folder / file, rows))], check=True, env=environment
        )
    user = ("--email", EMAIL, "--nombre", "Ana López", "--rol", "propietario")
    subprocess.run(
        [CLIENTES, "usuarios", "crear", *user, "--password-stdin"],
        check=True,
        env=environment,
        input=PASSWORD.encode(),
    )
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    server = subprocess.Popen([CLIENTES, "servir", "--puerto", str(port)], env=environment)
    try:
        end = time.monotonic() + START_SECONDS
        while not _answers(url):
            if server.poll() is not None or time.monotonic() > end:
                raise TimeoutError(url)
            time.sleep(0.2)
        yield url
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)


def take(page: Page, name: str) -> None:
    """Take one picture, with nothing moving and nothing being typed."""
    page.wait_for_load_state("networkidle")
    page.screenshot(path=PICTURES / f"{name}.png", animations="disabled", caret="hide")
    print(f"docs/imagenes/{name}.png")


def pictures(page: Page, url: str, folder: Path) -> None:
    """Walk through the pages and take a picture of each."""
    page.goto(f"{url}/entrar")
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Contraseña").fill(PASSWORD)
    page.get_by_role("button", name="Entrar", exact=True).click()
    page.wait_for_url(f"**{LIST}")
    page.get_by_role("button", name="Editar").first.or_(
        page.get_by_role("link", name="Editar").first
    ).wait_for()
    take(page, "lista")
    page.get_by_label("Editar").first.click()
    page.get_by_label("RFC", exact=True).wait_for()
    take(page, "formulario")
    page.goto(f"{url}{LIST}/carga-masiva")
    with page.expect_file_chooser() as chosen:
        page.get_by_role("button", name="Subir archivo .CSV").click()
    chosen.value.set_files(_csv(folder / "clientes-noviembre.csv", ROWS + 60, spoil=True))
    page.get_by_role("button", name="Procesar Archivo").wait_for()
    page.get_by_role("region", name="Lo que hay en el archivo").wait_for()
    take(page, "carga")
    page.goto(f"{url}{LIST}/procesos")
    page.get_by_text("Terminado").first.wait_for()
    take(page, "procesos")


def main() -> None:
    """Make all pictures."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="clientes-capturas-") as name,
        application(Path(name)) as url,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(
            viewport={"width": 1280, "height": 760}, locale="es-MX", color_scheme="light"
        )
        pictures(page, url, Path(name))
        browser.close()


if __name__ == "__main__":
    main()
