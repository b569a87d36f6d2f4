"""How built files leave the server: addresses, caching, and what a browser may load."""

import base64
import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from clientes_app.routes import BUILT_FILES

# Of the scripts within a page those run that were built into it, and no others. Reflex evaluates
# what its server sends (`rx.call_script`), hence 'unsafe-eval'; the components of Radix and the
# moves of dialogs write styles into elements, hence 'unsafe-inline' for styles alone.
_POLICY: Final = (
    "default-src 'none'; script-src 'self' 'unsafe-eval'{scripts}; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_INLINE_SCRIPT: Final = re.compile(rb"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)
_SHOWN_ELSEWHERE: Final = "/404"
"""The page that is sent for every address without a file of its own."""

_HEADERS = {
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
_NEVER_CHANGES = "public, max-age=31536000, immutable"
_ALWAYS_ASK = "no-cache"


def policy_for(page: bytes) -> str:
    """Return what a browser may load and run for a page: of its own scripts exactly those in it."""
    scripts = sorted({hashlib.sha256(found).digest() for found in _INLINE_SCRIPT.findall(page)})
    allowed = (f" 'sha256-{base64.b64encode(digest).decode()}'" for digest in scripts)
    return _POLICY.format(scripts="".join(allowed))


class DeliveryMiddleware:
    """Middleware around the application that gives pages their plain addresses.

    A page `a/b` stands on disk as `a/b.html`; without this, Starlette would first lead the
    browser to `a/b/` by an absolute address, which is wrong behind a proxy.
    """

    def __init__(self, app: ASGIApp, *, static: Path) -> None:
        """Wrap `app`, whose built files lie in `static`."""
        self._app = app
        self._pages = {
            "/" + file.relative_to(static).with_suffix("").as_posix(): policy_for(file.read_bytes())
            for file in static.rglob("*.html")
        }
        self._elsewhere = self._pages.get(_SHOWN_ELSEWHERE, policy_for(b""))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = scope["path"].rstrip("/")
        if path in self._pages:
            scope = {**scope, "path": f"{path}.html"}
        added = dict(_HEADERS)
        if not path.startswith(BUILT_FILES):
            # Scripts and styles obey that of their page; with forty of them it weighs as a picture.
            added["Content-Security-Policy"] = self._pages.get(path, self._elsewhere)
        await self._app(scope, receive, self._with_headers(path, send, added))

    @staticmethod
    def _with_headers(path: str, send: Send, added: Mapping[str, str]) -> Send:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in added.items():
                    headers.setdefault(name, value)
                never_changes = path.startswith(BUILT_FILES) and message["status"] == 200  # noqa: PLR2004
                headers.setdefault(
                    "Cache-Control", _NEVER_CHANGES if never_changes else _ALWAYS_ASK
                )
            await send(message)

        return send_with_headers
