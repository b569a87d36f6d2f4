"""The gate before every request: how long an address may be, how long a sender may be silent."""

import asyncio
from collections.abc import Iterable
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from clientes_app.api.responses import SenderStalled, in_words
from clientes_app.web.socket_gate import LONGEST_ADDRESS

_LONGEST_HEADERS: Final = 32 * 1024

# What must have come before the patience begins anew: a byte now and then would hold a place as
# well as none. At 20 seconds it is a fifth of what the slowest telephone line carries.
_ENOUGH: Final = 4 * 1024


class RequestGate:
    """Middleware that refuses what is too long, and stops waiting for who sends nothing more."""

    def __init__(self, app: ASGIApp, *, patience: float) -> None:
        """Guard `app`; `patience` is how many seconds a sender may be silent."""
        self._app = app
        self._patience = patience

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or serve one socket."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        status = _refusal(scope)
        if status and scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
        elif status:
            await in_words(scope, status)(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._app(scope, receive, send)
        else:
            await self._app(scope, _Sender(receive, self._patience).receive, send)


class _Sender:
    """Who sends the body of one request, and how long they may still be silent."""

    def __init__(self, receive: Receive, patience: float) -> None:
        self._receive = receive
        self._patience = patience
        self._left = patience
        self._received = 0
        self._is_whole = False

    async def receive(self) -> Message:
        """Return the next part of the body; raises SenderStalled.

        Once it is whole this waits, as long as it takes, for the end of the connection.
        """
        if self._is_whole:
            return await self._receive()
        loop = asyncio.get_running_loop()
        begun = loop.time()
        try:
            async with asyncio.timeout(self._left):
                message = await self._receive()
        except TimeoutError:
            raise SenderStalled from None
        self._left -= loop.time() - begun
        self._received += len(message.get("body", b""))
        self._is_whole = not message.get("more_body", False)
        if self._received >= _ENOUGH:
            self._received, self._left = 0, self._patience
        return message


def _refusal(scope: Scope) -> int:
    """Return the status of HTTP with which it is refused, 0 if it is not."""
    if len(scope["raw_path"]) + len(scope["query_string"]) > LONGEST_ADDRESS:
        return 414
    headers: Iterable[tuple[bytes, bytes]] = scope["headers"]
    if sum(len(name) + len(value) for name, value in headers) > _LONGEST_HEADERS:
        return 431
    return 0
