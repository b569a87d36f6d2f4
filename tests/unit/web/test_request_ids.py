"""The id that each request gets, and whose id is taken over."""

import logging

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from clientes_app import routes
from clientes_app.api import readiness
from clientes_app.api.app import crear_api
from clientes_app.api.readiness import LOCAL_CALLER
from clientes_app.observing.log_lines import TextLines
from clientes_app.observing.request_ids import current_request_id
from clientes_app.web.plain_words import PlainWords
from clientes_app.web.request_ids import RequestIds, is_loopback


async def _answer(request: Request) -> Response:
    logging.getLogger("test").warning("Asked")
    return JSONResponse({"id": current_request_id(), "local": request.scope[LOCAL_CALLER]})


def client(peer: str = "127.0.0.1") -> httpx.AsyncClient:
    app = RequestIds(Starlette(routes=[Route("/", _answer)]), trusts=is_loopback)
    transport = httpx.ASGITransport(app, client=(peer, 1))
    return httpx.AsyncClient(transport=transport, base_url="http://test")


async def test_each_request_has_an_id_of_its_own_in_answer_and_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.handler.setFormatter(TextLines())
    async with client() as asking:
        first, second = await asking.get("/"), await asking.get("/")
        lost = await asking.get("/not/there")
    assert first.headers["x-request-id"] == first.json()["id"]
    assert len({r.headers["x-request-id"] for r in (first, second, lost)}) == 3
    assert [f"[{r.json()['id']}]" in caplog.text for r in (first, second)] == [True, True]
    assert current_request_id() == ""


async def test_who_meets_a_failure_is_told_the_code(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail() -> None:
        raise ArithmeticError

    monkeypatch.setattr(readiness, "_look", fail)
    caplog.handler.setFormatter(TextLines())
    transport = httpx.ASGITransport(
        RequestIds(PlainWords(crear_api()), trusts=is_loopback), raise_app_exceptions=False
    )
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as asking:
        answer = await asking.get(routes.SALUD_LISTO)
    request_id = answer.headers["x-request-id"]
    assert answer.status_code == 500
    assert f"Código: {request_id}." in answer.text
    assert f"A request failed [{request_id}]" in caplog.text


@pytest.mark.parametrize(
    ("peer", "given", "taken"),
    [
        ("127.0.0.1", "a1b2c3", True),
        ("::1", "a1b2c3", True),
        ("192.0.2.7", "a1b2c3", False),
        ("127.0.0.1", "a b", False),
        ("127.0.0.1", "a" * 65, False),
    ],
)
async def test_an_id_is_taken_over_from_a_trusted_proxy_if_it_is_safe(
    peer: str, given: str, *, taken: bool
) -> None:
    async with client(peer) as asking:
        answer = await asking.get("/", headers={"X-Request-ID": given})
    assert (answer.headers["x-request-id"] == given) is taken


@pytest.mark.parametrize(
    ("peer", "headers", "local"),
    [
        ("127.0.0.1", {}, True),
        ("127.0.0.1", {"X-Forwarded-For": "192.0.2.7"}, False),
        ("127.0.0.1", {"Forwarded": "for=192.0.2.7"}, False),
        ("192.0.2.7", {}, False),
    ],
)
async def test_who_comes_through_a_proxy_does_not_come_from_this_machine(
    peer: str, headers: dict[str, str], *, local: bool
) -> None:
    async with client(peer) as asking:
        assert (await asking.get("/", headers=headers)).json()["local"] is local
