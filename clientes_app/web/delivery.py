"""How built files leave the server: addresses, caching, and what a browser may load."""

from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from clientes_app.routes import BUILT_FILES

# React Router starts by inline scripts, and Reflex evaluates the messages its server sends.
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; "
        "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
_NEVER_CHANGES = "public, max-age=31536000, immutable"
_ALWAYS_ASK = "no-cache"


class DeliveryMiddleware:
    """Middleware around the application that gives pages their plain addresses.

    A page `a/b` stands on disk as `a/b.html`; without this, Starlette would first lead the
    browser to `a/b/` by an absolute address, which is wrong behind a proxy.
    """

    def __init__(self, app: ASGIApp, *, static: Path) -> None:
        """Wrap `app`, whose built files lie in `static`."""
        self._app = app
        self._pages = {
            "/" + file.relative_to(static).with_suffix("").as_posix()
            for file in static.rglob("*.html")
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = scope["path"].rstrip("/")
        if path in self._pages:
            scope = {**scope, "path": f"{path}.html"}
        await self._app(scope, receive, self._with_headers(path, send))

    @staticmethod
    def _with_headers(path: str, send: Send) -> Send:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                never_changes = path.startswith(BUILT_FILES) and message["status"] == 200  # noqa: PLR2004
                headers.setdefault(
                    "Cache-Control", _NEVER_CHANGES if never_changes else _ALWAYS_ASK
                )
            await send(message)

        return send_with_headers
