"""Which account an address leads to: the one it names, else the one that was used last."""

import httpx
import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from clientes_app.domain.roles import Rol
from clientes_app.services.acceso import cuentas
from clientes_app.services.acceso.cookie import SESSION_COOKIE
from clientes_app.services.acceso.identity import callers
from clientes_app.web.account_addresses import AccountAddresses
from tests.gente import entrar, ultima, un_actor, un_usuario

pytestmark = pytest.mark.usefixtures("claves_rapidas", "aplicacion")


@pytest.fixture
def token(engine: Engine) -> str:
    """The session of somebody of «Norte» and «Sur», who has used neither; «Ajena» is not theirs."""
    for nombre in ("Norte", "Sur"):
        un_usuario(engine, cuentas.crear(engine, nombre).id, rol=Rol.EDITOR)
    un_usuario(engine, cuentas.crear(engine, "Ajena").id, "Otra")
    return entrar(engine)


async def _page(scope: Scope, receive: Receive, send: Send) -> None:
    await PlainTextResponse(f"page of {Request(scope).url.path}")(scope, receive, send)


async def _ask(ruta: str, token: str = "", metodo: str = "GET") -> httpx.Response:
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=AccountAddresses(_page)),
        base_url="http://localhost",
        cookies={SESSION_COOKIE: token} if token else {},
    ) as cliente:
        return await cliente.request(metodo, ruta)


async def _led(ruta: str, token: str = "") -> str:
    """Where an address leads: "" for nowhere else."""
    respuesta = await _ask(ruta, token)
    if respuesta.status_code == 200:
        assert respuesta.text.startswith("page of ")
        return ""
    assert respuesta.status_code == 307
    assert respuesta.headers["cache-control"] == "no-store"
    return respuesta.headers["location"]


@pytest.mark.parametrize(
    ("ruta", "destino"),
    [
        ("/", "/catalogos/clientes"),
        ("/c", "/catalogos/clientes"),
        ("/catalogos", "/catalogos/clientes"),
        ("/c/?orden=rfc", "/catalogos/clientes?orden=rfc"),
        ("/?q=a%26b", "/catalogos/clientes?q=a%26b"),
        ("/catalogos/clientes?orden=rfc", "/catalogos/clientes?orden=rfc"),
        ("/catalogos/clientes/procesos/7", "/catalogos/clientes/procesos/7"),
        ("/usuarios", "/cuenta/usuarios"),
        ("/mi-cuenta", "/perfil"),
        ("/ayuda", "/ayuda"),
        ("/descargas/clientes.csv", "/descargas/clientes.csv"),
        ("/catalogos/%C3%B1?x=%22", "/catalogos/%C3%B1?x=%22"),
    ],
)
async def test_an_address_without_an_account_leads_to_the_one_used_last(
    token: str, ruta: str, destino: str
) -> None:
    for nombre in ("sur", "norte", "sur"):
        assert await _led(f"/c/{nombre}/catalogos/clientes", token) == ""
        assert await _led(ruta, token) == f"/c/{nombre}{destino}"


async def test_nobody_is_led_to_the_sign_in_and_from_there_back(token: str) -> None:
    del token
    assert await _led("/") == "/entrar"
    destino = "%2Fcatalogos%2Fclientes%3Fq%3Dana"
    for quien in ("", "x" * 43):
        assert await _led("/catalogos/clientes?q=ana", quien) == f"/entrar?destino={destino}"
        # The page itself leads to the sign-in.
        assert await _led("/c/norte/catalogos/clientes", quien) == ""


async def test_a_short_name_of_before_leads_to_that_of_today(engine: Engine, token: str) -> None:
    norte = cuentas.por_nombre(engine, "Norte")
    cuentas.cambiar_nombre_corto(engine, un_actor(norte.id), "frontera")
    assert await _led("/c/norte/usuarios?a=1", token) == "/c/frontera/usuarios?a=1"
    assert await _led("/c/frontera/usuarios?a=1", token) == ""
    assert await _led("/c/FRONTERA/usuarios", token) == "/c/frontera/usuarios"


@pytest.mark.parametrize("cola", ["", "/", "/catalogos", "/catalogos/", "?q=ana", "/?q=ana"])
async def test_an_account_alone_leads_to_its_clients(engine: Engine, token: str, cola: str) -> None:
    query = "?q=ana" if "?" in cola else ""
    assert await _led(f"/c/norte{cola}", token) == f"/c/norte/catalogos/clientes{query}"
    assert ultima(engine, token).nombre == "Norte"
    # Whether it is theirs, the page itself says; who is nobody, it leads to the sign-in.
    assert await _led(f"/c/ajena{cola}", token) == f"/c/ajena/catalogos/clientes{query}"
    assert await _led(f"/c/norte{cola}") == f"/c/norte/catalogos/clientes{query}"
    assert await _led("/c/a%3Fb", token) == "/c/a%3Fb/catalogos/clientes"


@pytest.mark.parametrize(
    "ruta",
    ["/c/ajena/usuarios", "/c/no-hay/usuarios", "/c//usuarios", "/c/%00/x", "/c/a%2Fb"],
)
async def test_an_account_of_others_is_no_use_and_leads_nowhere(
    engine: Engine, token: str, ruta: str
) -> None:
    assert await _led("/c/sur/catalogos/clientes", token) == ""
    assert await _led(ruta, token) == ""
    assert ultima(engine, token).nombre == "Sur"


@pytest.mark.parametrize("ruta", ["/entrar", "/enlace", "/salud", "/assets/a.js", "/catalogosx"])
async def test_what_is_of_no_account_asks_for_nobody(
    monkeypatch: pytest.MonkeyPatch, token: str, ruta: str
) -> None:
    _refuse(monkeypatch, AssertionError("asked"))
    assert await _led(ruta, token) == ""


async def test_what_changes_something_is_led_nowhere(token: str) -> None:
    assert (await _ask("/catalogos/clientes", token, metodo="POST")).status_code == 200


async def test_an_answer_is_given_while_the_database_does_not_answer(
    monkeypatch: pytest.MonkeyPatch, token: str
) -> None:
    _refuse(monkeypatch, OperationalError("SELECT 1", None, Exception("gone")))
    assert await _led("/c/norte/catalogos/clientes", token) == ""
    for ruta in ("/", "/catalogos/clientes"):
        respuesta = await _ask(ruta, token)
        assert (respuesta.status_code, "no responde" in respuesta.text) == (503, True)


def _refuse(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def find(_token: str) -> None:
        raise error

    monkeypatch.setattr(callers, "find", find)
