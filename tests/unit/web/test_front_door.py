"""What stands before everything else: who calls, by which address, below which sub-path."""

import json

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse
from starlette.types import Receive, Scope, Send

from clientes_app.config import read_settings
from clientes_app.web.front_door import FrontDoor

PROXY = "10.0.0.1"
STRANGER = "203.0.113.9"


async def _echo(scope: Scope, receive: Receive, send: Send) -> None:
    request = Request(scope)
    if request.url.path == "/elsewhere":
        await RedirectResponse(request.query_params["to"])(scope, receive, send)
        return
    seen = {
        "client": request.client.host if request.client else "",
        "scheme": request.url.scheme,
        "host": request.headers.get("host"),
        "path": scope["path"],
        "forwarded": sorted(n for n in request.headers if "forward" in n or n == "x-real-ip"),
    }
    await JSONResponse(seen)(scope, receive, send)


async def _ask(
    path: str = "/",
    *,
    peer: str = PROXY,
    headers: dict[str, str] | None = None,
    base: str = "http://inside:3000",
    **settings: str,
) -> httpx.Response:
    door = FrontDoor(_echo, settings=read_settings(settings))
    transport = httpx.ASGITransport(app=door, client=(peer, 1234))
    async with httpx.AsyncClient(transport=transport, base_url=base, headers=headers) as client:
        return await client.get(path)


async def _seen(**asked: object) -> dict[str, object]:
    seen: dict[str, object] = json.loads((await _ask(**asked)).text)  # type: ignore[arg-type]
    return seen


FORWARDED = {
    "X-Forwarded-For": "198.51.100.7",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "clientes.example.com",
    "X-Real-IP": "198.51.100.8",
    "Forwarded": "for=198.51.100.9",
}


async def test_a_stranger_is_not_believed_whatever_it_forwards() -> None:
    seen = await _seen(peer=STRANGER, headers=FORWARDED, CLIENTES_PROXIES=PROXY)
    assert seen == {
        "client": STRANGER,
        "scheme": "http",
        "host": "inside:3000",
        "path": "/",
        "forwarded": [],
    }


async def test_a_trusted_proxy_says_who_calls_and_by_which_address() -> None:
    seen = await _seen(headers=FORWARDED, CLIENTES_PROXIES="127.0.0.1, 10.0.0.0/8")
    assert seen == {
        "client": "198.51.100.7",
        "scheme": "https",
        "host": "clientes.example.com",
        "path": "/",
        "forwarded": [],
    }


@pytest.mark.parametrize(
    ("told", "caller"),
    [
        ("192.0.2.1, 198.51.100.7", "198.51.100.7"),
        ("192.0.2.1, 198.51.100.7, 10.0.0.2", "198.51.100.7"),
        ("10.0.0.3, 10.0.0.2", "10.0.0.3"),
        ("198.51.100.7:4711", "198.51.100.7"),
        ('"[2001:db8::7]:4711"', "2001:db8::7"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
        ("unknown", PROXY),
        ("192.0.2.1, nonsense, 10.0.0.2", "10.0.0.2"),
        ("", PROXY),
    ],
)
async def test_the_caller_is_the_last_that_no_trusted_proxy_is(told: str, caller: str) -> None:
    headers = {"X-Forwarded-For": told}
    seen = await _seen(headers=headers, CLIENTES_PROXIES="10.0.0.0/8")
    assert seen["client"] == caller


@pytest.mark.parametrize("peer", [PROXY, STRANGER])
async def test_the_public_address_decides_about_scheme_and_host(peer: str) -> None:
    url = {"CLIENTES_URL": "https://Clientes.example.com:443", "CLIENTES_PROXIES": PROXY}
    forged = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "http"}
    seen = await _seen(peer=peer, headers=forged, **url)
    assert (seen["scheme"], seen["host"]) == ("https", "clientes.example.com")


@pytest.mark.parametrize(
    ("base", "origin", "host"),
    [
        # A browser on this machine may come by its own name for it.
        ("http://localhost:3000", "http://localhost:3000", "localhost:3000"),
        ("http://127.0.0.1:3000", "http://127.0.0.1:3000", "127.0.0.1:3000"),
        # A proxy calls us by such a name and hands on where the browser is.
        ("http://127.0.0.1:3000", "https://clientes.example.com", "clientes.example.com"),
        ("http://localhost:3000", "http://localhost:8080", "clientes.example.com"),
        # A name that was turned towards this machine is no name of it.
        ("http://evil.example:3000", "http://evil.example:3000", "clientes.example.com"),
    ],
)
async def test_only_this_machine_may_go_by_another_name(base: str, origin: str, host: str) -> None:
    seen = await _seen(
        base=base, headers={"Origin": origin}, CLIENTES_URL="https://clientes.example.com"
    )
    assert seen["host"] == host


@pytest.mark.parametrize(
    ("asked", "path"),
    [
        ("/clientes/c/norte/catalogos/clientes", "/c/norte/catalogos/clientes"),
        ("/clientes/", "/"),
        ("/clientes", "/"),
        ("/salud", "/salud"),
        ("/clientes-de-otro", "/clientes-de-otro"),
    ],
)
async def test_the_subpath_is_taken_off_or_was_already(asked: str, path: str) -> None:
    seen = await _seen(path=asked, CLIENTES_URL="https://x.example/clientes")
    assert seen["path"] == path


@pytest.mark.parametrize(
    ("to", "led"),
    [
        ("/entrar", "/clientes/entrar"),
        ("//otro.example/a", "//otro.example/a"),
        ("https://otro.example/a", "https://otro.example/a"),
    ],
)
async def test_what_leads_on_leads_below_the_subpath(to: str, led: str) -> None:
    answer = await _ask(f"/clientes/elsewhere?to={to}", CLIENTES_URL="https://x.example/clientes")
    assert answer.headers["location"] == led
