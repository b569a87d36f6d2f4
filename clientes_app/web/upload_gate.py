"""The gate before uploads, which come by HTTP and name the tab that they belong to."""

import logging
from collections.abc import Awaitable, Callable
from typing import Final
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from clientes_app import routes
from clientes_app.domain.roles import Rol
from clientes_app.services.acceso.cookie import session_token
from clientes_app.services.acceso.identity import (
    NotAllowed,
    NotSignedIn,
    allow,
    callers,
    enter,
)
from clientes_app.services.errors import NoEncontrado

_log = logging.getLogger(__name__)

_TAB_HEADER: Final = "reflex-client-token"
_HANDLER_HEADER: Final = "reflex-event-handler"

Whereabouts = Callable[[str], Awaitable[tuple[str, str]]]
"""Gives the cookies with which the socket of a tab was opened, and the path of its address."""


class UploadGate:
    """Lets an upload pass only for a tab of the same session, in an account that it may change.

    Reflex itself asks only for the name of a tab, with which somebody who learned it could put
    a file into another account. The account is that of the tab's address; the page that sends the
    file says where it stands, and a tab that has gone on to another account meanwhile is refused.
    """

    def __init__(self, app: ASGIApp, *, whereabouts: Whereabouts, handler: str) -> None:
        """Guard `app`; `handler` is the full name of the one handler that takes uploads."""
        self._app = app
        self._whereabouts = whereabouts
        self._handler = handler

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "http" and scope["path"].startswith(routes.SUBIDAS):
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
        cookies, path = await self._whereabouts(request.headers.get(_TAB_HEADER, ""))
        nombre_corto = _named_by(path)
        if reason := await run_in_threadpool(_refusal_of_caller, token, nombre_corto):
            return reason
        if session_token(cookies) != token:
            return "the tab is of another session"
        page = request.headers.get("referer")
        if page is not None and _named_by(urlsplit(page).path) != nombre_corto:
            return "the page is of another account than the tab"
        return ""


def _refusal_of_caller(token: str, nombre_corto: str) -> str:
    try:
        allow(enter(callers.find(token), nombre_corto), Rol.EDITOR)
    except NotSignedIn:
        return "nobody is signed in"
    except NoEncontrado:
        return "the tab is in no account of theirs"
    except NotAllowed:
        return "the role does not suffice"
    return ""


def _named_by(path: str) -> str:
    named = routes.cuenta_en(path)
    return "" if named is None else named[0]
