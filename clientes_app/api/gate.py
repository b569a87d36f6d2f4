"""The gate of the HTTP doors: it asks `services.acceso.identity`, and answers in HTTP."""

from collections.abc import Awaitable, Callable
from functools import wraps
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from clientes_app import routes
from clientes_app.api.responses import forbidden, not_found
from clientes_app.domain.roles import Rol
from clientes_app.services.acceso.cookie import session_token
from clientes_app.services.acceso.identity import (
    Caller,
    NotAllowed,
    NotSignedIn,
    SignedIn,
    allow,
    callers,
    enter,
)
from clientes_app.services.errors import NoEncontrado

Endpoint = Callable[[Request], Awaitable[Response]]
CallerEndpoint = Callable[[Request, Caller], Awaitable[Response]]


def token_of(request: Request) -> str:
    """Return the token of the session that a request comes with, "" when there is none."""
    return session_token(request.headers.get("cookie", ""))


async def find_signed_in(request: Request) -> SignedIn | None:
    """Return who asks, None when nobody is signed in."""
    return await run_in_threadpool(callers.find, token_of(request))


def is_from_here(request: Request) -> bool:
    """Whether a browser sends this from one of our own pages.

    Browsers say where a request that changes something comes from; a program that says nothing
    has no cookies of somebody else's to abuse.
    """
    origin = request.headers.get("origin")
    if origin is None:
        return request.headers.get("sec-fetch-site", "same-origin") in {"same-origin", "none"}
    return is_own_origin(origin, request.headers.get("host", ""))


def is_own_origin(origin: str, host: str) -> bool:
    """Whether a page of this host sends it; `host` is the one that `FrontDoor` left."""
    try:
        return bool(host) and urlsplit(origin).netloc.lower() == host.lower()
    except ValueError:
        return False


def safe_destination(wanted: str) -> str:
    """Return an address of our own: what was asked for, or the beginning."""
    # Browsers read a backslash as a slash, and two slashes as another host.
    is_ours = wanted.startswith("/") and not wanted.startswith("//") and "\\" not in wanted
    return wanted if is_ours and wanted.isprintable() else routes.INICIO


def requires(rol: Rol) -> Callable[[CallerEndpoint], Endpoint]:
    """Let an endpoint be reached only by somebody with at least this role in the address's account.

    Who is not signed in is led to the sign-in and back. What belongs to another account is
    answered exactly like what does not exist, so that nobody learns which numbers are taken.
    """

    def wrap(endpoint: CallerEndpoint) -> Endpoint:
        @wraps(endpoint)
        async def guarded(request: Request) -> Response:
            try:
                signed_in = await find_signed_in(request)
                named = request.path_params["negocio"]
                caller = await run_in_threadpool(enter, signed_in, named)
                return await endpoint(request, allow(caller, rol))
            except NotSignedIn:
                here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
                return RedirectResponse(routes.entrar(destino=here), status_code=303)
            except NotAllowed:
                return forbidden()
            except NoEncontrado:
                return not_found()

        return guarded

    return wrap


def from_here_only(endpoint: Endpoint) -> Endpoint:
    """Let an endpoint that changes something be reached only by requests of our own pages."""

    @wraps(endpoint)
    async def guarded(request: Request) -> Response:
        return await endpoint(request) if is_from_here(request) else forbidden()

    return guarded
