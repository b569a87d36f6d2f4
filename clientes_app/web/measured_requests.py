"""How many requests there are, how long they take and how they end; how many sockets are open."""

import time
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from clientes_app.observing.metrics import REQUEST_SECONDS, REQUESTS, SOCKETS
from clientes_app.web.route_patterns import pattern_of

_METHODS: Final = {"GET", "HEAD", "POST", "OPTIONS"}
_UNANSWERED: Final = "none"


class MeasuredRequests:
    """Middleware that counts and times; behind it, addresses have no sub-path."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap `app`."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or serve one socket."""
        if scope["type"] == "websocket":
            with SOCKETS.track_inprogress():
                await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await self._measured(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _measured(self, scope: Scope, receive: Receive, send: Send) -> None:
        route = pattern_of(scope["path"])
        method = scope["method"] if scope["method"] in _METHODS else "OTHER"
        status = _UNANSWERED
        begun = time.perf_counter()

        async def send_and_note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = f"{message['status'] // 100}xx"
                REQUEST_SECONDS.labels(route).observe(time.perf_counter() - begun)
            await send(message)

        try:
            await self._app(scope, receive, send_and_note)
        except Exception:
            status = "5xx"
            raise
        finally:
            REQUESTS.labels(route, method, status).inc()
