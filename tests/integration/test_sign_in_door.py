"""Signing in over HTTP: which cookie is set, whose tries are counted, which session ends."""

from collections.abc import AsyncIterator, Callable
from http.cookies import SimpleCookie

import httpx
import pytest
from sqlalchemy import Engine, select

from clientes_app.api.app import crear_api
from clientes_app.config import settings
from clientes_app.services.acceso import sesiones
from clientes_app.services.acceso.identity import callers
from clientes_app.services.resources import shared_engine
from clientes_app.storage.acceso import navegadores
from clientes_app.storage.db.engine import read_transaction
from clientes_app.storage.db.tables_acceso import NAVEGADOR
from clientes_app.web.front_door import FrontDoor
from tests.gente import CLAVE, contenido, email_de, un_usuario

PROXY = "10.0.0.1"
OFFICE = "198.51.100.7"
ELSEWHERE = "203.0.113.9"
PUBLIC = "https://clientes.example.com"

Browser = Callable[..., httpx.AsyncClient]


@pytest.fixture(autouse=True)
def gente(aplicacion: None, claves_rapidas: None, engine: Engine, cuenta_id: int) -> None:
    """Let Ana and Beto be in the account."""
    del aplicacion, claves_rapidas
    un_usuario(engine, cuenta_id)
    un_usuario(engine, cuenta_id, "Beto")


@pytest.fixture
async def browser(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Browser]:
    """Give a way to open a browser: where it calls from, by which proxy, with which settings."""
    opened: list[httpx.AsyncClient] = []

    def open_one(*, by: str = PROXY, caller: str = "", **environment: str) -> httpx.AsyncClient:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        settings.cache_clear()
        door = FrontDoor(crear_api(), settings=settings())
        opened.append(
            httpx.AsyncClient(
                transport=httpx.ASGITransport(app=door, client=(by, 4711)),
                base_url="http://inside:3000",
                headers={"X-Forwarded-For": caller} if caller else {},
            )
        )
        return opened[-1]

    yield open_one
    for one in opened:
        await one.aclose()


async def _sign_in(
    client: httpx.AsyncClient, clave: str = CLAVE, *, quien: str = "Ana", **headers: str
) -> httpx.Response:
    datos = {"email": email_de(quien), "clave": clave}
    return await client.post("/sesion/entrar", data=datos, headers=headers)


async def _guess(client: httpx.AsyncClient, times: int = 4) -> None:
    for _ in range(times):
        await _sign_in(client, "no es la suya", cookie="")


def _cookies(answer: httpx.Response) -> SimpleCookie:
    found = SimpleCookie()
    for header in answer.headers.get_list("set-cookie"):
        found.load(header)
    return found


async def test_who_guesses_elsewhere_does_not_make_the_owner_wait(browser: Browser) -> None:
    """Behind a proxy everybody came from the address of the proxy."""
    trusted = {"CLIENTES_PROXIES": PROXY}
    await _guess(browser(caller=ELSEWHERE, **trusted))
    assert (await _sign_in(browser(caller=ELSEWHERE, **trusted))).status_code == 429
    assert (await _sign_in(browser(caller=OFFICE, **trusted))).status_code == 200


async def test_who_is_no_proxy_cannot_pretend_to_call_from_elsewhere(browser: Browser) -> None:
    stranger = [
        browser(by=ELSEWHERE, caller=f"192.0.2.{n}", CLIENTES_PROXIES=PROXY) for n in (1, 2)
    ]
    await _guess(stranger[0])
    assert (await _sign_in(stranger[1])).status_code == 429


async def test_a_browser_that_signed_in_before_has_a_counter_of_its_own(
    browser: Browser, engine: Engine
) -> None:
    """Whoever guesses from the very same address cannot keep its owner out."""
    known, strange = browser(caller=OFFICE), browser(caller=OFFICE)
    assert (await _sign_in(known)).status_code == 200
    assert known.cookies["clientes_navegador"] not in contenido(engine)
    await known.post("/sesion/salir")
    await _guess(strange)
    assert (await _sign_in(strange)).status_code == 429
    assert (await _sign_in(known)).status_code == 200
    # It is known to its owner alone, and its own tries are slowed down, too.
    await _guess(strange, 4)
    assert (await _sign_in(known, quien="Beto")).status_code == 200
    for _ in range(4):
        await _sign_in(known, "no es la suya")
    assert (await _sign_in(known)).status_code == 429


async def test_a_token_that_somebody_planted_makes_no_browser_known(
    browser: Browser, engine: Engine
) -> None:
    planted = browser()
    await _sign_in(planted, cookie="clientes_navegador=planted")
    assert planted.cookies["clientes_navegador"] != "planted"
    stranger = browser()
    await _guess(stranger)
    refused = await _sign_in(stranger, cookie="clientes_navegador=planted")
    assert refused.status_code == 429
    with read_transaction(engine) as tx:
        assert len(tx.execute(select(NAVEGADOR)).all()) == 1


async def test_of_one_person_the_last_browsers_are_known(
    browser: Browser, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(navegadores, "_DE_UN_USUARIO", 2)
    for _ in range(4):
        assert (await _sign_in(browser())).status_code == 200
    with read_transaction(engine) as tx:
        assert tx.execute(select(NAVEGADOR.c.id).order_by(NAVEGADOR.c.id)).scalars().all() == [3, 4]


@pytest.mark.parametrize(
    "odd", ['theme={"mode":"dark"}', "user=Ana Perez", "k=v; flag", "a[]={1}", 'q="']
)
async def test_an_odd_cookie_of_a_neighbour_keeps_nobody_out(browser: Browser, odd: str) -> None:
    client = browser()
    token = _cookies(await _sign_in(client, cookie=odd))["clientes_sesion"].value
    assert callers.find(token) is not None
    ours = f"{odd}; clientes_sesion={token}"
    assert (await client.post("/sesion/salir", headers={"cookie": ours})).status_code == 200
    assert callers.find(token) is None


@pytest.mark.parametrize(
    ("url", "forwarded", "name", "path", "secure"),
    [
        (PUBLIC, {}, "__Host-clientes_sesion", "/", True),
        (f"{PUBLIC}/mx", {}, "__Secure-clientes_sesion", "/mx", True),
        ("http://inside:3000", {"X-Forwarded-Proto": "https"}, "clientes_sesion", "/", False),
        ("", {"X-Forwarded-Proto": "https"}, "__Host-clientes_sesion", "/", True),
        ("", {}, "clientes_sesion", "/", False),
    ],
)
async def test_the_public_address_decides_about_the_cookie(
    browser: Browser, url: str, forwarded: dict[str, str], name: str, path: str, *, secure: bool
) -> None:
    client = browser(CLIENTES_PROXIES=PROXY, CLIENTES_URL=url)
    answer = await _sign_in(client, **forwarded)
    cookie = _cookies(answer)[name]
    assert (cookie["path"], bool(cookie["secure"])) == (path, secure)
    assert cookie["httponly"]
    assert cookie["samesite"] == "lax"
    out = await client.post(
        "/sesion/salir", headers={**forwarded, "cookie": f"{name}={cookie.value}"}
    )
    gone = _cookies(out)[name]
    assert (gone.value, gone["max-age"], gone["path"]) == ("", "0", path)
    assert bool(gone["secure"]) == secure


async def test_who_forwards_without_being_trusted_changes_no_cookie(browser: Browser) -> None:
    answer = await _sign_in(browser(by=ELSEWHERE), **{"X-Forwarded-Proto": "https"})
    assert "clientes_sesion" in _cookies(answer)


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        (PUBLIC, 200),
        ("https://evil.example", 403),
        ("http://inside:3000", 403),
        ("http://[::1", 403),
        ("null", 403),
    ],
)
async def test_only_pages_of_the_public_address_may_sign_in(
    browser: Browser, origin: str, status: int
) -> None:
    forged = {"Origin": origin, "X-Forwarded-Host": "evil.example"}
    for by in (PROXY, ELSEWHERE):
        client = browser(by=by, CLIENTES_PROXIES=PROXY, CLIENTES_URL=PUBLIC)
        assert (await _sign_in(client, **forged)).status_code == status


async def test_the_session_before_ends_with_a_new_sign_in(browser: Browser) -> None:
    client = browser()
    first = _cookies(await _sign_in(client))["clientes_sesion"].value
    assert callers.find(first) is not None
    authority = sesiones.autoridad(shared_engine())
    second = _cookies(await _sign_in(client, quien="Beto"))["clientes_sesion"].value
    assert callers.find(first) is None
    assert callers.find(second) is not None
    # Whoever remembers the first one is told.
    assert sesiones.autoridad(shared_engine()) > authority
