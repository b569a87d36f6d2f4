"""Addresses that name no account, or one by a name of before, lead to where they are now."""

import logging
from typing import Final
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from clientes_app import routes
from clientes_app.api.responses import unavailable
from clientes_app.services.acceso import sesiones
from clientes_app.services.acceso.cookie import session_token
from clientes_app.services.acceso.identity import NotSignedIn, callers, enter
from clientes_app.services.errors import NoEncontrado
from clientes_app.services.resources import DatabaseFault, shared_engine

_log = logging.getLogger(__name__)

_METHODS: Final = {"GET", "HEAD"}


class AccountAddresses:
    """Middleware that asks of each page and file which account its address names.

    One that names none leads to the account that the person used last; one that names an account
    by a short name that it had before leads to that of today; one that ends before any page leads
    to the clients. Whoever opens a page of an account uses it: that is written down for the next
    time.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Wrap `app`, which serves the pages and files themselves."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if (
            scope["type"] == "http"
            and scope["method"] in _METHODS
            and _is_of_accounts(scope["path"])
        ):
            answer = await run_in_threadpool(_answer, Request(scope))
            if answer is not None:
                await answer(scope, receive, send)
                return
        await self._app(scope, receive, send)


def _is_of_accounts(path: str) -> bool:
    is_named = routes.cuenta_en(path) is not None
    return is_named or routes.es_inicio(path) or routes.le_falta_la_cuenta(path)


def _answer(request: Request) -> Response | None:
    """Return what is answered in place of what the address names, None if that is right."""
    try:
        target = _elsewhere(request)
    except DatabaseFault:
        _log.exception("Where an address leads cannot be asked of the database")
        return unavailable()
    if not target:
        return None
    target = request.scope.get("root_path", "") + target
    return RedirectResponse(target, headers={"Cache-Control": "no-store"})


def _elsewhere(request: Request) -> str:
    """Return where an address leads, "" if it is right as it is."""
    path: str = request.scope["path"]
    query = f"?{request.url.query}" if request.url.query else ""
    token = session_token(request.headers.get("cookie", ""))
    is_root = routes.es_inicio(path)
    named = None if is_root else routes.cuenta_en(path)
    if named is not None:
        nombre_corto, ruta = named
        of_today = _opened(token, nombre_corto)
        page = routes.CLIENTES if ruta.rstrip("/") in routes.SIN_PAGINA else ruta
        is_right = (of_today, page) == named
        return "" if is_right else routes.de_cuenta(quote(of_today, safe=""), quote(page)) + query
    signed_in = callers.find(token)
    if signed_in is None:
        return routes.ENTRAR if is_root else routes.entrar(destino=path + query)
    last = sesiones.ultima_cuenta(shared_engine(), signed_in.identity)
    goes_to_clients = is_root or path.rstrip("/") in routes.SIN_PAGINA
    ruta = routes.CLIENTES if goes_to_clients else quote(routes.MOVED.get(path, path))
    return routes.de_cuenta(last.nombre_corto, ruta) + query


def _opened(token: str, nombre_corto: str) -> str:
    """Note that somebody opens an account, and return the short name that it has today.

    For whoever may not, and while the database does not answer, the name that was given: the page
    itself says so.
    """
    try:
        caller = enter(callers.find(token), nombre_corto)
        sesiones.apuntar_uso(shared_engine(), caller.identity.usuario_id, caller.cuenta.id)
    except (NotSignedIn, NoEncontrado, *DatabaseFault):
        return nombre_corto
    return caller.cuenta.nombre_corto
