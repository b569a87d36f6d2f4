"""The gate before uploads, which come by HTTP and name the tab that they belong to."""

import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Collection
from typing import Final
from urllib.parse import urlsplit

from python_multipart.multipart import parse_options_header
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from clientes_app import routes
from clientes_app.api.responses import SenderStalled, in_words, refusal
from clientes_app.config import settings
from clientes_app.domain.roles import Rol
from clientes_app.live.threads import MOST_UPLOADS
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

MOST_OF_A_SESSION: Final = 3
"""How many files a session may have on their way at the same time."""

_TAB_HEADER: Final = "reflex-client-token"
_HANDLER_HEADER: Final = "reflex-event-handler"
_NOT_MULTIPART: Final = 415
_TOO_MANY: Final = 429
_NO_ROOM: Final = 503
_BAD_BODY: Final = 400
_STALLED: Final = 408

Whereabouts = Callable[[str], Awaitable[tuple[str, str]]]
"""Gives the cookies with which the socket of a tab was opened, and the path of its address."""

Telling = Callable[[str, str], Awaitable[None]]
"""Says a sentence on a tab: the page tells nobody how an upload was answered."""


class UploadGate:
    """Lets an upload pass only for a tab of the same session, in an account that it may change.

    Reflex itself asks only for the name of a tab, with which somebody who learned it could put
    a file into another account. The account is that of the tab's address; the page that sends the
    file says where it stands, and a tab that has gone on to another account meanwhile is refused.

    Each upload holds a thread until its last byte is there, so they are counted.
    """

    def __init__(
        self, app: ASGIApp, *, whereabouts: Whereabouts, handlers: Collection[str], tell: Telling
    ) -> None:
        """Guard `app`; `handlers` are the full names of those that take uploads."""
        self._app = app
        self._whereabouts = whereabouts
        self._handlers = handlers
        self._tell = tell
        self._under_way = Counter[str]()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or not scope["path"].startswith(routes.SUBIDAS):
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        reason = await self._refusal(request)
        if reason:
            _log.warning("Refused an upload: %s", reason)
            await JSONResponse(
                {"detail": "No puede subir archivos aquí. Entre de nuevo e intente otra vez."},
                status_code=403,
            )(scope, receive, send)
            return
        token, tab = _token_of(request), request.headers[_TAB_HEADER]
        if status := self._hindrance(request, token):
            _log.warning("Refused an upload with status %s", status)
            await self._tell(tab, refusal(status))
            await in_words(scope, status)(scope, receive, send)
            return
        self._under_way[token] += 1
        try:
            answer = _UploadAnswer(scope, receive, send)
            await self._app(scope, answer.receive, answer.send)
        finally:
            self._under_way[token] -= 1
            # Zeros would be kept for every session that there ever was.
            self._under_way += Counter()

    def _hindrance(self, request: Request, token: str) -> int:
        """Return the status of HTTP with which an upload is refused for now, 0 if it is not."""
        if not _is_multipart(request):
            return _NOT_MULTIPART
        if self._under_way[token] >= MOST_OF_A_SESSION:
            return _TOO_MANY
        return _NO_ROOM if self._under_way.total() >= MOST_UPLOADS else 0

    async def _refusal(self, request: Request) -> str:
        """Return why it is refused, "" if it is not."""
        if request.method != "POST" or request.headers.get(_HANDLER_HEADER) not in self._handlers:
            return "no handler that takes uploads"
        token = _token_of(request)
        cookies, path = await self._whereabouts(request.headers.get(_TAB_HEADER, ""))
        nombre_corto = _named_by(path)
        if reason := await run_in_threadpool(_refusal_of_caller, token, nombre_corto):
            return reason
        if session_token(cookies) != token:
            return "the tab is of another session"
        page = request.headers.get("referer")
        if page is not None and _named_by_page(page) != nombre_corto:
            return "the page is of another account than the tab"
        return ""


class _UploadAnswer:
    """The answer to one upload: in words of ours what is refused while it is read."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._scope = scope
        self._receive = receive
        self._send = send
        self._is_stalled = False
        self._is_replaced = False

    async def receive(self) -> Message:
        """Return the next part of the file; raises SenderStalled."""
        try:
            return await self._receive()
        except SenderStalled:
            self._is_stalled = True
            raise

    async def send(self, message: Message) -> None:
        """Send a part of the answer, or ours in its place."""
        if message["type"] == "http.response.start" and message["status"] >= _BAD_BODY:
            self._is_replaced = True
            status = _STALLED if self._is_stalled else message["status"]
            await in_words(self._scope, status)(self._scope, self._receive, self._send)
        if not self._is_replaced:
            await self._send(message)


def _is_multipart(request: Request) -> bool:
    kind, options = parse_options_header(request.headers.get("content-type"))
    return kind == b"multipart/form-data" and bool(options.get(b"boundary"))


def _token_of(request: Request) -> str:
    return session_token(request.headers.get("cookie", ""))


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


def _named_by_page(address: str) -> str:
    try:
        path = urlsplit(address).path
    except ValueError:
        return ""
    return _named_by(path.removeprefix(settings().subruta))


def _named_by(path: str) -> str:
    named = routes.cuenta_en(path)
    return "" if named is None else named[0]
