"""The gate before uploads, which come by HTTP and name the tab that they belong to."""

import logging
from collections.abc import Awaitable, Callable
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from clientes_app.domain.roles import Rol
from clientes_app.routes import SUBIDAS
from clientes_app.services.acceso.cookie import session_token
from clientes_app.services.acceso.identity import NotAllowed, NotSignedIn, allow, callers

_log = logging.getLogger(__name__)

_TAB_HEADER: Final = "reflex-client-token"
_HANDLER_HEADER: Final = "reflex-event-handler"

TabCookies = Callable[[str], Awaitable[str]]
"""Gives the header of cookies with which the socket of a tab was opened."""


class UploadGate:
    """Lets an upload pass only from an editor's browser, for a tab of that same session.

    Reflex itself asks only for the name of a tab, with which somebody who learned it could put
    a file into another account.
    """

    def __init__(self, app: ASGIApp, *, tab_cookies: TabCookies, handler: str) -> None:
        """Guard `app`; `handler` is the full name of the one handler that takes uploads."""
        self._app = app
        self._tab_cookies = tab_cookies
        self._handler = handler

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "http" and scope["path"].startswith(SUBIDAS):
            reason = await self._refusal(Request(scope, receive))
            if reason:
                _log.warning("Refused an upload: %s", reason)
                await JSONResponse(
                    {"detail": "No puede subir archivos aquí. Entre de nuevo e intente otra vez."},
                    status_code=403,
                )(scope, receive, send)
                return
        await self._app(scope, receive, send)

    async def _refusal(self, request: Request) -> str:
        """Return why it is refused, "" if it is not."""
        if request.method != "POST" or request.headers.get(_HANDLER_HEADER) != self._handler:
            return "no handler that takes uploads"
        token = session_token(request.headers.get("cookie", ""))
        try:
            allow(await run_in_threadpool(callers.find, token), Rol.EDITOR)
        except NotSignedIn:
            return "nobody is signed in"
        except NotAllowed:
            return "the role does not suffice"
        tab = request.headers.get(_TAB_HEADER, "")
        if session_token(await self._tab_cookies(tab)) != token:
            return "the tab is of another session"
        return ""
