"""What is counted of requests, under names that nobody can make more of."""

import httpx
import pytest
from prometheus_client import REGISTRY
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from clientes_app import routes
from clientes_app.web.measured_requests import MeasuredRequests
from clientes_app.web.route_patterns import OTHER, pattern_of


async def _answer(_request: Request) -> Response:
    return PlainTextResponse("bien")


async def _fail(_request: Request) -> Response:
    raise ValueError


def counted(name: str = "clientes_requests_total", **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


def client() -> httpx.AsyncClient:
    app = Starlette(
        routes=[Route(routes.SALUD, _answer), Route("/c/{negocio}/descargas/ejemplo.zip", _fail)]
    )
    transport = httpx.ASGITransport(MeasuredRequests(app), raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://test")


async def test_a_request_is_counted_and_timed_by_its_pattern() -> None:
    good = {"route": "/salud", "method": "GET", "status": "2xx"}
    bad = {"route": "/c/{negocio}/descargas/ejemplo.zip", "method": "GET", "status": "5xx"}
    odd = {"route": OTHER, "method": "OTHER", "status": "4xx"}
    before = [counted(**labels) for labels in (good, bad, odd)]
    timed = counted("clientes_request_seconds_count", route="/salud")
    async with client() as asking:
        await asking.get("/salud")
        await asking.get("/c/alfa/descargas/ejemplo.zip")
        await asking.request("BREW", "/tea/for/17")
    assert [counted(**labels) for labels in (good, bad, odd)] == [one + 1 for one in before]
    assert counted("clientes_request_seconds_count", route="/salud") == timed + 1


async def test_strangers_cannot_make_more_series() -> None:
    async with client() as asking:
        for number in range(50):
            await asking.request(f"M{number}", f"/x/{number}?y={number}")
            await asking.get(f"/c/a{number}/nada/{number}")
    series = [
        sample.labels
        for metric in REGISTRY.collect()
        if metric.name == "clientes_requests"
        for sample in metric.samples
    ]
    assert 0 < len([labels for labels in series if labels["route"] == OTHER]) <= 5


async def test_an_open_socket_is_counted_for_as_long_as_it_is_open() -> None:
    seen: list[float] = []

    async def socket(_scope: Scope, _receive: Receive, _send: Send) -> None:
        seen.append(counted("clientes_sockets_open"))

    async def nothing(*_: object) -> None:
        pass

    before = counted("clientes_sockets_open")
    await MeasuredRequests(socket)({"type": "websocket"}, nothing, nothing)  # pyright: ignore[reportArgumentType]
    assert seen == [before + 1]
    assert counted("clientes_sockets_open") == before


@pytest.mark.parametrize(
    ("path", "pattern"),
    [
        ("/", "/"),
        ("/entrar", "/entrar"),
        ("/salud/listo", "/salud/listo"),
        ("/assets/index-abc.js", "/assets/"),
        ("/c/alfa/catalogos/clientes", "/c/{negocio}/catalogos/clientes"),
        ("/c/alfa/catalogos/clientes/", "/c/{negocio}/catalogos/clientes"),
        ("/c/alfa/catalogos/clientes/procesos/17", "/c/{negocio}" + routes.PROCESO),
        (
            "/c/alfa/descargas/procesos/17/original",
            "/c/{negocio}" + routes.ARCHIVO_ORIGINAL,
        ),
        ("/c/alfa/nada", OTHER),
        ("/wp-login.php", OTHER),
        ("/assets/", OTHER),
    ],
)
def test_a_path_is_named_by_what_the_routes_declare(path: str, pattern: str) -> None:
    assert pattern_of(path) == pattern


def test_every_declared_address_has_a_name() -> None:
    declared = [
        # What ends in a slash is the folder of many files.
        f"{value}x.js" if value == routes.BUILT_FILES else value
        for name, value in vars(routes).items()
        if name.isupper() and isinstance(value, str) and value.startswith("/")
    ]
    assert declared
    assert not [one for one in declared if pattern_of(one) == OTHER]
