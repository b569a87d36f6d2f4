"""What a page may say over its socket, and that nothing else reaches what is behind."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from clientes_app.web.socket_gate import (
    LONGEST_ADDRESS,
    LONGEST_FRAME,
    ForeignFrame,
    SocketGate,
)

HERE = {"pathname": "/c/a/b", "asPath": "/c/a/b?q=ana", "query": {"q": "ana"}}


async def _nothing(*_: object) -> None:
    """Stand for the application behind."""


async def _nobodys(_scope: Scope) -> bool:
    return False


async def _somebodys(_scope: Scope) -> bool:
    return True


def _gate(
    app: ASGIApp = _nothing, whose: Callable[[Scope], Awaitable[bool]] = _nobodys
) -> SocketGate:
    return SocketGate(
        app, knows={"open_page"}.__contains__, not_understood="42?", is_somebodys=whose
    )


GATE = _gate()


def _frame(event: object, kind: str = "2") -> str:
    return f"4{kind}/_event,{json.dumps(event)}"


def _call(**changed: object) -> dict[str, Any]:
    return {"name": "open_page", "payload": {"a": 1}, "router_data": HERE, **changed}


def _passed(**changed: object) -> dict[str, Any]:
    read = GATE.read(_frame(["event", _call(**changed)]))
    assert read is not None
    return json.loads(read.partition(",")[2])[1]


def test_what_pages_say_passes_as_it_is() -> None:
    for frame in ("1", "2", "2probe", "3", "5", "6", "41/_event,", "40/_event,"):
        assert GATE.read(frame) == frame
    assert _passed() == _call()
    connecting = {"event": _call(), "state_schema": "abc"}
    read = GATE.read(_frame(connecting, "0"))
    assert read is not None
    assert json.loads(read.partition(",")[2]) == connecting
    assert GATE.read(_frame(["ping"])) == _frame(["ping"])


@pytest.mark.parametrize(
    "frame",
    [
        "x" * (LONGEST_FRAME + 1),
        "",
        "7",
        "b" * 50,
        "43/_event,1[]",
        '451-/_event,["event",{"_placeholder":true,"num":0}]',
        "42/_event,",
        "42/_event,{",
        "42/_event," + "[" * 50_000,
        _frame(["event"]),
        _frame(["event", "x" * 1_000]),
        _frame(["event", ["x"]]),
        _frame(["event", {}, {}]),
        _frame(["disconnect", {}]),
        _frame(["event", _call(name=5)]),
        _frame(["event", _call(name="x" * 1_000)]),
        _frame(["event", _call(payload=["x"])]),
        _frame(["event", _call(router_data="x")]),
        _frame(["event", _call(router_data={"asPath": 5})]),
        _frame(["event", _call(router_data={"pathname": "/" + "x" * LONGEST_ADDRESS})]),
        _frame(["x"], "0"),
        _frame({"event": "x"}, "0"),
        "42/_event," + '["event",{"name":' + "9" * 5_000 + "}]",
    ],
    ids=lambda frame: frame[:40],
)
def test_what_no_page_says_is_foreign(frame: str) -> None:
    with pytest.raises(ForeignFrame):
        GATE.read(frame)


def test_a_handler_that_is_not_there_any_more_closes_nothing() -> None:
    assert GATE.read(_frame(["event", _call(name="closed_page")])) is None


def test_of_an_address_that_is_too_long_the_path_is_left() -> None:
    long = {"pathname": "/c/a/b", "asPath": "/c/a/b?q=" + "x" * LONGEST_ADDRESS}
    bare = {"pathname": "/c/a/b", "asPath": "/c/a/b", "query": {}}
    assert _passed(router_data=long)["router_data"] == bare
    wide = {**HERE, "query": {"q": "x" * LONGEST_ADDRESS}}
    assert _passed(router_data=wide)["router_data"] == bare


def test_nothing_else_is_said_of_where_a_page_is() -> None:
    said = {**HERE, "headers": {"cookie": "x"}, "query": {"q": "ana", "n": 5, "l": []}}
    assert _passed(router_data=said, token="t")["router_data"] == HERE


def test_an_address_names_no_host() -> None:
    said = _passed(router_data={"pathname": "//[::1", "asPath": "//[::1"})["router_data"]
    assert said == {"pathname": "/[::1", "asPath": "/[::1", "query": {}}


def test_half_a_letter_is_replaced_wherever_it_stands() -> None:
    half = "\ud83d"
    passed = _passed(
        payload={half: [half, {"b": f"a{half}b", "c": "\U0001f600"}]},
        router_data={"pathname": "/", "asPath": f"/?q={half}", "query": {"q": half}},
    )
    assert passed["payload"] == {"\ufffd": ["\ufffd", {"b": "a\ufffdb", "c": "\U0001f600"}]}
    assert passed["router_data"]["query"] == {"q": "\ufffd"}
    assert passed["router_data"]["asPath"] == "/?q=\ufffd"


async def _conversation(*frames: str | bytes, query: bytes = b"token=t") -> list[Any]:
    """Say frames on one socket; return what came through, and what was answered."""
    said: list[Message] = [{"type": "websocket.connect"}]
    said += [
        {"type": "websocket.receive", "text" if isinstance(frame, str) else "bytes": frame}
        for frame in frames
    ]
    heard: list[Any] = []

    async def receive() -> Message:
        return said.pop(0) if said else {"type": "websocket.disconnect", "code": 1000}

    async def send(message: Message) -> None:
        heard.append(message)

    async def behind(_scope: Scope, receive: Receive, _send: Send) -> None:
        while (message := await receive())["type"] != "websocket.disconnect":
            heard.append(message)

    await _gate(behind)({"type": "websocket", "query_string": query}, receive, send)
    return [message.get("text", message.get("code")) for message in heard]


async def test_a_foreign_frame_closes_the_socket_and_goes_no_further() -> None:
    assert await _conversation("2", "42/_event,5", "3") == [None, "2", 1008]
    assert await _conversation(b"2", "3") == [None, 1008]


async def test_an_unknown_handler_is_answered_and_the_socket_goes_on() -> None:
    unknown = _frame(["event", _call(name="closed_page")])
    assert await _conversation(unknown, "3") == [None, "42?", "3"]


@pytest.mark.parametrize(
    "query", [b"", b"token=", b"token=a&token=b", b"token=" + b"x" * 65, b"token=%0A", b"x" * 2_000]
)
async def test_a_socket_names_one_tab(query: bytes) -> None:
    assert await _conversation("2", query=query) == [1008]


async def test_strangers_take_turns_and_nobody_else_does() -> None:
    opened: list[str] = []
    scope = {"type": "websocket", "query_string": b"token=t"}

    async def behind(scope: Scope, _receive: Receive, _send: Send) -> None:
        opened.append(scope["who"])

    async def _silent(*_: object) -> Message:
        return {"type": "websocket.disconnect"}

    gate = _gate(behind)
    strangers = [
        asyncio.create_task(gate({**scope, "who": "stranger"}, _silent, _silent))
        for _ in range(100)
    ]
    await asyncio.sleep(0.05)
    assert 0 < len(opened) < 30
    gate._is_somebodys = _somebodys
    await gate({**scope, "who": "somebody"}, _silent, _silent)
    assert "somebody" in opened
    assert len(opened) < 40
    for stranger in strangers:
        stranger.cancel()
