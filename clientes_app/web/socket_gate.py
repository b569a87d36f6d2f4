"""The gate before the socket: how much a page may say on it, and in what form.

Anybody who reaches the port may open a socket. What comes from it is read here first, so that
nothing behind has to expect anything but events of the form and length that our pages send.
"""

import asyncio
import json
import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final, cast
from urllib.parse import parse_qs

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from clientes_app.domain.texto import sin_medias_letras

_log = logging.getLogger(__name__)

LONGEST_FRAME: Final = 128 * 1024
"""Characters that one message of a page may have. The largest is a draft of the drawer."""

LONGEST_ADDRESS: Final = 8 * 1024
"""Characters that the address of a page may have, its search included."""

_LONGEST_NAME: Final = 300
_LONGEST_QUERY: Final = 1024
_TOKEN: Final = re.compile(r"[\w-]{1,64}", re.ASCII)

# A socket may say so much at once, and so much a second from then on (characters); whatever it says
# costs something, so that even the shortest message counts for as much as a usual one.
_AT_ONCE: Final = 256 * 1024
_A_SECOND: Final = 64 * 1024
_AT_LEAST: Final = 2 * 1024

# To open a page costs some hundredths of a second of the one loop that serves everybody: so many
# strangers may do it at once, and so many a second from then on. To sign in needs no socket.
_STRANGERS_AT_ONCE: Final = 20
_STRANGERS_A_SECOND: Final = 10

_FOREIGN: Final = 1008
"""How a socket is closed that speaks otherwise than our pages (RFC 6455, policy violation)."""

# Packets of Engine.IO and Socket.IO: their kind, the namespace, the number of an answer, JSON.
_PACKET: Final = re.compile(r"4([0-2])(/[^,]{0,100}(?:,|$))?(.*)", re.DOTALL)
_CONNECT, _DISCONNECT, _EVENT = "0", "1", "2"
_WITHOUT_CONTENT: Final = re.compile(r"[1356]|2(?:probe)?")
_EVENTS: Final = {"event", "ping", "client_error"}

# Why a socket is closed, as the log says it.
_TOO_LONG: Final = "too long"
_NO_PACKET: Final = "no packet of ours"
_NO_EVENT: Final = "no event"
_NO_NAME: Final = "a handler without a name"
_BYTES: Final = "bytes"
_NO_JSON: Final = "no JSON"
_NO_OBJECT: Final = "no object"
_LONG_ADDRESS: Final = "an address that is too long"
_NO_ADDRESS: Final = "no address"


class ForeignFrame(Exception):
    """What came over a socket is nothing that our pages say."""


class SocketGate:
    """Middleware that lets through a socket what our pages say, and closes one that says more."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        knows: Callable[[str], bool],
        not_understood: str,
        is_somebodys: Callable[[Scope], Awaitable[bool]],
    ) -> None:
        """Guard `app`.

        `knows` says whether there is a handler of that name; `not_understood` is the frame by which
        a page is told that there is none, as after an upgrade; `is_somebodys` whether whoever opens
        a socket is signed in: the others take turns.
        """
        self._app = app
        self._knows = knows
        self._is_somebodys = is_somebodys
        self._next_turn = 0.0
        self._not_understood = not_understood

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one socket; whatever else comes passes."""
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
        elif _names_a_tab(scope):
            if not await self._is_somebodys(scope):
                await self._turn_of_strangers()
            await self._app(scope, _Listener(self, receive, send).receive, send)
        else:
            _log.warning("Refused a socket: its address names no tab")
            await receive()
            await send({"type": "websocket.close", "code": _FOREIGN})

    async def _turn_of_strangers(self) -> None:
        """Wait until one more stranger may open a page."""
        now = asyncio.get_running_loop().time()
        credit = _STRANGERS_AT_ONCE / _STRANGERS_A_SECOND
        self._next_turn = max(self._next_turn, now - credit) + 1 / _STRANGERS_A_SECOND
        if self._next_turn > now:
            await asyncio.sleep(self._next_turn - now)

    def read(self, frame: str) -> str | None:
        """Return a frame as it may go on; None for an event that no handler is there for.

        Raises ForeignFrame.
        """
        if len(frame) > LONGEST_FRAME:
            raise ForeignFrame(_TOO_LONG)
        if _WITHOUT_CONTENT.fullmatch(frame):
            return frame
        packet = _PACKET.fullmatch(frame)
        if packet is None:
            raise ForeignFrame(_NO_PACKET)
        kind, namespace, content = packet[1], packet[2] or "", packet[3]
        if kind == _DISCONNECT:
            return f"4{kind}{namespace}"
        said = _parsed(content)
        if kind == _CONNECT:
            auth = self._connect(said)
            return f"4{kind}{namespace}" + ("" if auth is None else json.dumps(auth))
        event = self._event(said)
        return None if event is None else f"4{kind}{namespace}{json.dumps(event)}"

    @property
    def not_understood(self) -> str:
        """The frame by which a page is told that its event has no handler."""
        return self._not_understood

    def _connect(self, said: Any) -> dict[str, Any] | None:  # noqa: ANN401 (JSON)
        if said is None:
            return None
        auth = dict(_mapping(said))
        if auth.get("event") is not None:
            auth["event"] = self._call(auth["event"])
        return auth

    def _event(self, said: Any) -> list[Any] | None:  # noqa: ANN401 (JSON)
        if not isinstance(said, list):
            raise ForeignFrame(_NO_EVENT)
        name, *arguments = cast("list[Any]", said) or [None]
        if name not in _EVENTS or len(arguments) > 1:
            raise ForeignFrame(_NO_EVENT)
        if name != "event":
            return [name, *arguments]
        if not arguments:
            raise ForeignFrame(_NO_EVENT)
        call = self._call(arguments[0])
        return None if call is None else [name, call]

    def _call(self, said: Any) -> dict[str, Any] | None:  # noqa: ANN401 (JSON)
        call = _mapping(said)
        name = call.get("name")
        if not isinstance(name, str) or len(name) > _LONGEST_NAME:
            raise ForeignFrame(_NO_NAME)
        if not self._knows(name):
            _log.warning("Refused: there is no handler %.200r", name)
            return None
        return {
            "name": name,
            "payload": dict(_mapping(call.get("payload") or {})),
            "router_data": _whereabouts(_mapping(call.get("router_data") or {})),
        }


class _Listener:
    """What one socket has said so far."""

    def __init__(self, gate: SocketGate, receive: Receive, send: Send) -> None:
        self._gate = gate
        self._receive = receive
        self._send = send
        self._allowed = float(_AT_ONCE)
        self._counted_at = asyncio.get_running_loop().time()

    async def receive(self) -> Message:
        """Return the next message that may go on."""
        while True:
            message = await self._receive()
            if message["type"] != "websocket.receive":
                return message
            frame = message.get("text")
            try:
                if frame is None:
                    raise ForeignFrame(_BYTES)  # noqa: TRY301 (answered like all others)
                await self._keep_pace(len(frame))
                read = self._gate.read(frame)
            except ForeignFrame as foreign:
                _log.warning("Closed a socket: %s", foreign)
                await self._send({"type": "websocket.close", "code": _FOREIGN})
                return {"type": "websocket.disconnect", "code": _FOREIGN}
            if read is not None:
                return {"type": "websocket.receive", "text": read}
            await self._send({"type": "websocket.send", "text": self._gate.not_understood})

    async def _keep_pace(self, length: int) -> None:
        """Wait as long as it takes until this socket may have said so much."""
        now = asyncio.get_running_loop().time()
        earned = (now - self._counted_at) * _A_SECOND
        self._allowed = min(_AT_ONCE, self._allowed + earned) - max(length, _AT_LEAST)
        self._counted_at = now
        if self._allowed < 0:
            await asyncio.sleep(-self._allowed / _A_SECOND)


def _names_a_tab(scope: Scope) -> bool:
    query = scope.get("query_string", b"")
    if len(query) > _LONGEST_QUERY:
        return False
    tokens = parse_qs(query.decode("latin-1")).get("token", [])
    return len(tokens) == 1 and _TOKEN.fullmatch(tokens[0]) is not None


def _parsed(content: str) -> Any:  # noqa: ANN401 (JSON)
    if not content:
        return None
    try:
        said = json.loads(content)
        # Only by an escape can half a letter come in; most frames hold none.
        return _whole_letters(said) if "\\ud" in content.lower() else said
    except (ValueError, RecursionError) as error:
        raise ForeignFrame(_NO_JSON) from error


def _whole_letters(said: Any) -> Any:  # noqa: ANN401 (JSON)
    """Return what was said with every half of a letter, which would close the socket, replaced."""
    if isinstance(said, str):
        return sin_medias_letras(said)
    if isinstance(said, list):
        return [_whole_letters(one) for one in cast("list[Any]", said)]
    if isinstance(said, dict):
        pairs = cast("dict[str, Any]", said).items()
        return {sin_medias_letras(name): _whole_letters(value) for name, value in pairs}
    return said


def _mapping(said: Any) -> Mapping[str, Any]:  # noqa: ANN401 (JSON)
    if not isinstance(said, dict):
        raise ForeignFrame(_NO_OBJECT)
    return cast("Mapping[str, Any]", said)


def _whereabouts(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return where a page says that it is; of an address that is too long only the path.

    The server answers no such address: a page gets there only by what is typed into it.
    """
    path, whole = (_path(said.get(name, "/")) for name in ("pathname", "asPath"))
    if len(path) > LONGEST_ADDRESS:
        raise ForeignFrame(_LONG_ADDRESS)
    query = {
        name: value
        for name, value in _mapping(said.get("query") or {}).items()
        if isinstance(value, str)
    }
    length = max(len(whole), sum(len(name) + len(value) for name, value in query.items()))
    if length > LONGEST_ADDRESS:
        _log.warning("Passed over the search of an address of %s characters", length)
        return {"pathname": path, "asPath": path, "query": {}}
    return {"pathname": path, "asPath": whole, "query": query}


def _path(said: Any) -> str:  # noqa: ANN401 (JSON)
    """Return the path of an address; two slashes before it would be taken for a host."""
    if not isinstance(said, str):
        raise ForeignFrame(_NO_ADDRESS)
    return "/" + said.lstrip("/")
