"""Behind a proxy with TLS: whose page may open a socket, which cookie is set, who has to wait."""

from collections.abc import Iterator
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from clientes_app.services.acceso.cookie import BROWSER_COOKIE, SESSION_COOKIE
from tests.browser.conftest import CLAVE, Servidor, servir
from tests.enchufe import enchufe

PUBLIC = "https://despacho.example"


@pytest.fixture(scope="module")
def servidor(construida: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servidor]:
    """Give the application behind a proxy with TLS, which calls from this machine."""
    assert construida.is_dir()
    ajustes = {"CLIENTES_URL": PUBLIC, "CLIENTES_PROXIES": "127.0.0.1"}
    with servir(tmp_path_factory.mktemp("datos"), **ajustes) as corriendo:
        yield corriendo


@pytest.mark.parametrize(
    ("cabeceras", "abre"),
    [
        ({"Origin": PUBLIC}, True),
        ({"Origin": PUBLIC, "X-Forwarded-Host": "evil.example"}, True),
        ({"Origin": "https://evil.example", "X-Forwarded-Host": "evil.example"}, False),
        ({"Origin": "https://evil.example", "Host": "evil.example"}, False),
        ({"Origin": "http://[::1"}, False),
        ({}, True),
    ],
)
def test_the_public_address_decides_whose_page_may_open_a_socket(
    servidor: Servidor, cabeceras: dict[str, str], *, abre: bool
) -> None:
    assert (_opens(servidor.url, cabeceras) == HTTPStatus.SWITCHING_PROTOCOLS) == abre
    if not abre:
        return
    galleta = f'theme={{"mode":"dark"}}; __Host-{SESSION_COOKIE}={servidor.entrar()}; user=A B'
    ruta = f"/c/{servidor.nombre_corto}/catalogos/clientes"
    secreto = servidor.alta().datos.nombre
    with enchufe(servidor.url, galleta=galleta, ruta=ruta, cabeceras=cabeceras) as abierto:
        abierto.hidratar()
        while secreto not in "".join(abierto.recibido):
            assert abierto.recibir()


def _opens(url: str, cabeceras: dict[str, str]) -> int:
    """Ask for a socket and return the status of the answer."""
    pedida = {
        "Host": urlsplit(url).netloc,
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
    } | cabeceras
    conexion = HTTPConnection(urlsplit(url).netloc, timeout=60)
    try:
        conexion.putrequest("GET", "/_event/?EIO=4&transport=websocket&token=t", skip_host=True)
        for nombre, valor in pedida.items():
            conexion.putheader(nombre, valor)
        conexion.endheaders()
        return conexion.getresponse().status
    finally:
        conexion.close()


def test_behind_tls_the_cookie_is_bound_to_the_host_and_nobody_is_kept_out(
    servidor: Servidor,
) -> None:
    """The proxy rewrites the host and says nothing of TLS; strangers are told apart by address."""
    servidor.entrar(nombre="Olga Dueña")
    formulario = {"email": servidor.email("Olga"), "clave": CLAVE}
    ajeno = {"Origin": PUBLIC, "X-Forwarded-For": "203.0.113.9"}
    for _ in range(4):
        httpx.post(
            f"{servidor.url}/sesion/entrar", data={**formulario, "clave": "x" * 12}, headers=ajeno
        )
    assert httpx.post(f"{servidor.url}/sesion/entrar", data=formulario, headers=ajeno).is_error
    suyo = {"Origin": PUBLIC, "X-Forwarded-For": "198.51.100.7"}
    entra = httpx.post(f"{servidor.url}/sesion/entrar", data=formulario, headers=suyo)
    assert entra.json() == {"destino": "/"}
    puestas = entra.headers.get_list("set-cookie")
    assert [puesta.partition("=")[0] for puesta in puestas] == [
        f"__Host-{SESSION_COOKIE}",
        f"__Host-{BROWSER_COOKIE}",
    ]
    assert all("; Path=/;" in puesta and "; Secure" in puesta for puesta in puestas)
