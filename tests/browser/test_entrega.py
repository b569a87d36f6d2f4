"""The built files: no data, no foreign addresses, no fixed host, no English, well cached."""

import json
import os
import re
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import MARCA, Servidor

_INICIAL = (
    "import json; from clientes_app.clientes_app import app; from reflex.state import State;"
    "from reflex.compiler.utils import compile_state; print(json.dumps(compile_state(State),"
    " default=str, ensure_ascii=False))"
)
_TEXTO = {".js", ".css", ".html", ".json", ".svg", ".txt"}


def archivos(carpeta: Path) -> list[Path]:
    """The built files that hold text."""
    return [archivo for archivo in carpeta.rglob("*") if archivo.suffix in _TEXTO]


def pedir(url: str, **cabeceras: str) -> tuple[int, dict[str, str]]:
    """Ask our own server; return the status and the headers."""
    peticion = urllib.request.Request(url, headers=cabeceras)  # noqa: S310 - our own server
    try:
        with urllib.request.urlopen(peticion) as respuesta:  # noqa: S310
            return respuesta.status, {k.lower(): v for k, v in respuesta.headers.items()}
    except urllib.error.HTTPError as error:
        with error:
            return error.code, {k.lower(): v for k, v in error.headers.items()}


def test_bundle_holds_no_client(construida: Path) -> None:
    """Built beside a filled database, nothing of it is in the files that anybody can read."""
    assert not [archivo for archivo in archivos(construida) if MARCA in archivo.read_text("utf-8")]


def test_initial_state_holds_no_client(servidor: Servidor) -> None:
    """What compiling would write into the bundle beside a filled database."""
    servidor.alta(nombre=MARCA)
    salida = subprocess.run(
        [sys.executable, "-c", _INICIAL],
        env=os.environ
        | {
            "CLIENTES_DATOS": str(servidor.datos),
            "CLIENTES_DATABASE_URL": str(servidor.engine.url),
        },
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    inicial = json.loads(salida.splitlines()[-1])
    assert any("lista_state" in nombre for nombre in inicial)
    assert MARCA not in salida


def test_nothing_is_loaded_from_elsewhere(page: Page, servidor: Servidor) -> None:
    """Fonts, styles, scripts, sockets: all from the address of the page."""
    pedidos: list[str] = []
    page.on("request", lambda pedido: pedidos.append(pedido.url))
    page.goto("/catalogos/clientes?cliente=nuevo")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert pedidos
    assert not [url for url in pedidos if not url.startswith((servidor.url, "data:"))]


def test_the_list_is_light_enough_for_a_telephone(page: Page, servidor: Servidor) -> None:
    """All that a first visit loads, compressed: a third of a second on a fast mobile network."""
    loaded: list[int] = []
    network = page.context.new_cdp_session(page)
    network.on("Network.loadingFinished", lambda event: loaded.append(event["encodedDataLength"]))
    network.send("Network.enable")
    page.goto("/catalogos/clientes")
    expect(page.get_by_role("button", name="+ Agregar Cliente").first).to_be_enabled()
    assert 100 < sum(loaded) / 1024 < 420


def test_styles_name_no_other_host(construida: Path) -> None:
    """No remote font or picture hides in a style or a page."""
    for archivo in archivos(construida):
        if archivo.suffix in {".css", ".html"}:
            texto = archivo.read_text("utf-8")
            assert not [u for u in re.findall(r"https?://[^\s\"')]+", texto) if "w3.org" not in u]


def test_addresses_of_the_build_are_gone(construida: Path) -> None:
    """The small script with the addresses asks the page where it came from."""
    (entorno,) = (construida / "assets").glob("reflex-env-*.js")
    assert "localhost" not in entorno.read_text("utf-8")
    assert "location.host" in entorno.read_text("utf-8")


@pytest.mark.parametrize("nombre", ["localhost", "127.0.0.1"])
def test_one_build_serves_any_host_and_port(page: Page, servidor: Servidor, nombre: str) -> None:
    """The socket is opened to where the page came from."""
    page.goto(f"{servidor.url.replace('127.0.0.1', nombre)}/catalogos/clientes")
    expect(page.get_by_role("heading", name="Clientes", level=1)).to_be_visible()
    expect(page.locator(".hueso")).to_have_count(0)


def test_assets_are_compressed_and_kept(construida: Path, servidor: Servidor) -> None:
    """Files with a hash in their name are never asked for again; pages always are."""
    guion = next((construida / "assets").glob("root-*.js"))
    _, cabeceras = pedir(f"{servidor.url}/assets/{guion.name}", **{"Accept-Encoding": "br"})
    assert cabeceras["content-encoding"] == "br"
    assert "immutable" in cabeceras["cache-control"]
    _, cabeceras = pedir(f"{servidor.url}/catalogos/clientes")
    assert cabeceras["cache-control"] == "no-cache"
    assert "frame-ancestors 'none'" in cabeceras["content-security-policy"]


def test_unknown_address_has_a_page_of_its_own(page: Page, servidor: Servidor) -> None:
    """In Spanish, with a way back, and with the right status."""
    estado, _ = pedir(f"{servidor.url}/no-existe")
    assert estado == 404
    page.goto(f"{servidor.url}/catalogos/clientes")
    # The name comes over the socket: only then has React taken over the page that was sent.
    expect(page.locator(".barra .marca small")).to_have_text(servidor.cuenta)
    page.evaluate(
        "history.pushState({}, '', '/no-existe'); dispatchEvent(new PopStateEvent('popstate'))"
    )
    expect(page.get_by_role("heading", name="No existe esta página")).to_be_visible()
    page.get_by_role("link", name="Ir a Clientes").click()
    expect(page.get_by_role("heading", name="Clientes", level=1)).to_be_visible()


def test_socket_of_another_origin_is_refused(servidor: Servidor) -> None:
    """A page of somebody else cannot open our socket from its reader's browser."""
    estado, _ = pedir(
        f"{servidor.url}/_event/?EIO=4&transport=websocket",
        Origin="https://otro.example",
        Connection="Upgrade",
        Upgrade="websocket",
        **{"Sec-WebSocket-Key": "x3JJHMbDL1EzLkh9GBhXDw==", "Sec-WebSocket-Version": "13"},
    )
    assert estado in {400, 403}
