"""How long a request may be, how long its sender may be silent, and that it is told in Spanish."""

import asyncio
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from clientes_app import routes
from clientes_app.api.app import crear_api
from clientes_app.web.plain_words import PlainWords
from clientes_app.web.request_gate import RequestGate

PATIENCE = 0.05


def _scope(**changed: object) -> dict[str, Any]:
    scope = {"type": "http", "method": "POST", "path": "/", "raw_path": b"/", "query_string": b""}
    return {**scope, "headers": [], **changed}


async def _ask(
    app: ASGIApp, scope: dict[str, Any], *parts: bytes | float, patience: float = PATIENCE
) -> tuple[int, dict[bytes, bytes], str]:
    """Send the parts of a body, a number being a pause; return status, headers and answer."""
    waiting = list(parts)
    sent: list[Any] = []

    async def receive() -> Message:
        if waiting and isinstance(pause := waiting[0], float):
            waiting.pop(0)
            await asyncio.sleep(pause)
        if not waiting:
            await asyncio.Event().wait()
        return {"type": "http.request", "body": waiting.pop(0), "more_body": bool(waiting)}

    async def send(message: Message) -> None:
        sent.append(message)

    await PlainWords(RequestGate(app, patience=patience))(scope, receive, send)
    start, *body = sent
    return start["status"], dict(start["headers"]), b"".join(m["body"] for m in body).decode()


async def _reader(scope: Scope, receive: Receive, send: Send) -> None:
    body = await Request(scope, receive).body()
    await Response(str(len(body)))(scope, receive, send)


async def test_who_sends_nothing_more_is_not_waited_for() -> None:
    status, _, said = await _ask(_reader, _scope(), b"half", 10.0, b"rest")
    assert (status, "dejó de llegar" in said) == (408, True)


async def test_who_stops_in_the_middle_of_a_form_is_told_and_nothing_is_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    form = [(b"content-type", b"application/x-www-form-urlencoded"), (b"host", b"localhost")]
    scope = _scope(path=routes.SESION_ENTRAR, headers=form)
    status, _, said = await _ask(crear_api(), scope, b"email=", 10.0, b"rest")
    assert (status, "dejó de llegar" in said) == (408, True)
    assert not caplog.records


async def test_a_byte_now_and_then_is_nothing() -> None:
    drops = [part for _ in range(50) for part in (b"x", PATIENCE / 5)]
    status, _, _ = await _ask(_reader, _scope(), *drops, b"end")
    assert status == 408


async def test_who_goes_on_sending_has_all_the_time() -> None:
    # A patience that no machine takes for a pause by itself, and pauses longer than it in all.
    patience = 1.0
    parts = [part for _ in range(6) for part in (b"x" * 4096, patience / 5)]
    status, _, said = await _ask(_reader, _scope(), *parts, b"end", patience=patience)
    assert (status, said) == (200, str(6 * 4096 + 3))


async def test_after_the_body_nothing_is_hurried() -> None:
    async def patient(scope: Scope, receive: Receive, send: Send) -> None:
        assert (await receive())["more_body"] is False
        waiting = asyncio.create_task(receive())
        await asyncio.sleep(3 * PATIENCE)
        assert not waiting.done()
        waiting.cancel()
        await Response("ok")(scope, receive, send)

    assert (await _ask(patient, _scope(), b""))[0] == 200


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"raw_path": b"/" + b"a" * 9_000}, 414),
        ({"query_string": b"q=" + b"a" * 9_000}, 414),
        ({"headers": [(b"cookie", b"a" * 40_000)]}, 431),
    ],
)
async def test_what_is_too_long_goes_no_further(changed: dict[str, Any], status: int) -> None:
    async def behind(*_: object) -> None:
        pytest.fail("it went on")

    assert (await _ask(behind, _scope(**changed), b""))[0] == status


@pytest.mark.parametrize(
    ("accept", "kind"), [(b"text/html,*/*", "<!doctype"), (b"", '{"mensajes"')]
)
async def test_what_a_library_refuses_in_english_is_told_in_spanish(
    accept: bytes, kind: str
) -> None:
    refusing = PlainTextResponse("Method Not Allowed", 405, headers={"Allow": "GET"})
    status, headers, said = await _ask(refusing, _scope(headers=[(b"accept", accept)]), b"")
    assert (status, headers[b"allow"]) == (405, b"GET")
    assert said.startswith(kind)
    assert "no admite ese método" in said


async def test_what_fails_is_told_without_its_traceback(caplog: pytest.LogCaptureFixture) -> None:
    async def failing(*_: object) -> None:
        {}["content-type"]

    status, _, said = await _ask(failing, _scope(), b"")
    assert (status, "Algo falló de nuestro lado" in said) == (500, True)
    assert "KeyError" in caplog.text
