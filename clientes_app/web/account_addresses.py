"""Addresses that name no account, or one by a name of before, lead to where they are now."""

from typing import Final
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from clientes_app import routes
from clientes_app.services.acceso import sesiones
from clientes_app.services.acceso.cookie import session_token
from clientes_app.services.acceso.identity import NotSignedIn, callers, enter
from clientes_app.services.errors import NoEncontrado
from clientes_app.services.resources import is_database_fault, shared_engine

_METHODS: Final = {"GET", "HEAD"}


class AccountAddresses:
    """Middleware that asks of each page and file which account its address names.

    One that names none leads to the account that the person used last; one that names an account
    by a short name that it had before leads to that of today. Whoever opens a page of an account
    uses it: that is written down for the next time.
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
            target = await run_in_threadpool(_elsewhere, Request(scope))
            if target:
                target = scope.get("root_path", "") + target
                answer = RedirectResponse(target, headers={"Cache-Control": "no-store"})
                await answer(scope, receive, send)
                return
        await self._app(scope, receive, send)


def _is_of_accounts(path: str) -> bool:
    is_named = routes.cuenta_en(path) is not None
    return is_named or path in {"", routes.INICIO} or routes.le_falta_la_cuenta(path)


def _elsewhere(request: Request) -> str:
    """Return where an address leads, "" if it is right as it is."""
    path: str = request.scope["path"]
    query = f"?{request.url.query}" if request.url.query else ""
    token = session_token(request.headers.get("cookie", ""))
    named = routes.cuenta_en(path)
    if named is not None:
        nombre_corto, ruta = named
        of_today = _opened(token, nombre_corto)
        return "" if of_today == nombre_corto else routes.de_cuenta(of_today, quote(ruta)) + query
    signed_in = callers.find(token)
    is_root = path in {"", routes.INICIO}
    if signed_in is None:
        return routes.ENTRAR if is_root else routes.entrar(destino=path + query)
    last = sesiones.ultima_cuenta(shared_engine(), signed_in.identity)
    ruta = routes.CLIENTES if is_root else quote(routes.MOVED.get(path, path))
    return routes.de_cuenta(last.nombre_corto, ruta) + query


def _opened(token: str, nombre_corto: str) -> str:
    """Note that somebody opens an account, and return the short name that it has today.

    For whoever may not, and while the database does not answer, the name that was given: the page
    itself says so.
    """
    try:
        caller = enter(callers.find(token), nombre_corto)
        sesiones.apuntar_uso(shared_engine(), caller.identity.usuario_id, caller.cuenta.id)
    except (NotSignedIn, NoEncontrado):
        return nombre_corto
    except Exception as error:
        if is_database_fault(error):
            return nombre_corto
        raise
    return caller.cuenta.nombre_corto
