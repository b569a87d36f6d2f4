"""The very first thing that a request meets: it gets an id, and it is noted where it comes from."""

import ipaddress
from collections.abc import Callable
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from clientes_app.api.readiness import LOCAL_CALLER
from clientes_app.observing.request_ids import is_safe_id, new_request_id, set_request_id

_HEADER: Final = "x-request-id"
_OF_PROXIES: Final = ("x-forwarded-for", "x-forwarded-host", "x-real-ip", "forwarded", "via")


def is_loopback(address: str) -> bool:
    """Whether whoever calls from an address runs on this machine."""
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        # A socket of the file system has none.
        return False


class RequestIds:
    """Middleware that gives each request its id, and answers it in `X-Request-ID`.

    A proxy that is trusted may have given it one already; anybody else's is not taken over, since
    it would stand in the log. Stands outside of whatever changes who seems to call.
    """

    def __init__(self, app: ASGIApp, *, trusts: Callable[[str], bool]) -> None:
        """Wrap `app`; `trusts` says of the address that a connection comes from whether it may."""
        self._app = app
        self._trusts = trusts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or serve one socket."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        headers = Headers(raw=scope["headers"])
        peer = (scope.get("client") or ("",))[0]
        given = headers.get(_HEADER, "")
        request_id = given if self._trusts(peer) and is_safe_id(given) else new_request_id()
        is_local = is_loopback(peer) and not any(name in headers for name in _OF_PROXIES)

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[_HEADER] = request_id
            await send(message)

        set_request_id(request_id)
        try:
            await self._app({**scope, LOCAL_CALLER: is_local}, receive, send_with_id)
        finally:
            set_request_id("")
