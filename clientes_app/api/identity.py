"""Who asks, and for which account: the one gate of every HTTP door."""

from collections.abc import Awaitable, Callable
from functools import wraps
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from clientes_app import routes
from clientes_app.api.responses import no_encontrado, prohibido
from clientes_app.domain.roles import Rol
from clientes_app.services.acceso import sesiones
from clientes_app.services.acceso.cookie import testigo
from clientes_app.services.acceso.sesiones import Identidad
from clientes_app.services.errors import NoEncontrado
from clientes_app.services.resources import shared_engine

Puerta = Callable[[Request, Identidad], Awaitable[Response]]
PuertaPublica = Callable[[Request], Awaitable[Response]]


async def identificar(request: Request) -> Identidad | None:
    """Return who asks, None when nobody is signed in."""
    token = testigo(request.headers.get("cookie", ""))
    if not token:
        return None
    return await run_in_threadpool(sesiones.identificar, shared_engine(), token)


def es_de_aqui(request: Request) -> bool:
    """Whether a browser sends this from one of our own pages.

    Browsers say where a request that changes something comes from; a program that says nothing
    has no cookies of somebody else's to abuse.
    """
    origen = request.headers.get("origin")
    if origen is None:
        return request.headers.get("sec-fetch-site", "same-origin") in {"same-origin", "none"}
    return urlsplit(origen).netloc == request.headers.get("host")


def destino_seguro(destino: str) -> str:
    """Return an address of our own: what was asked for, or the list of clients."""
    # Browsers read a backslash as a slash, and two slashes as another host.
    es_nuestro = destino.startswith("/") and not destino.startswith("//") and "\\" not in destino
    return destino if es_nuestro and destino.isprintable() else routes.INICIO


def con_acceso(rol: Rol) -> Callable[[Puerta], Callable[[Request], Awaitable[Response]]]:
    """Let a door open only for somebody with at least this role in the account in use.

    Who is not signed in is led to the sign-in and back. What belongs to another account is
    answered exactly like what does not exist, so that nobody learns which numbers are taken.
    """

    def envolver(puerta: Puerta) -> Callable[[Request], Awaitable[Response]]:
        @wraps(puerta)
        async def abrir(request: Request) -> Response:
            persona = await identificar(request)
            if persona is None:
                aqui = request.url.path + (f"?{request.url.query}" if request.url.query else "")
                return RedirectResponse(routes.entrar(destino=aqui), status_code=303)
            if not persona.rol.alcanza(rol):
                return prohibido()
            try:
                return await puerta(request, persona)
            except NoEncontrado:
                return no_encontrado()

        return abrir

    return envolver


def desde_aqui(puerta: PuertaPublica) -> PuertaPublica:
    """Let a door that changes something open only for requests of our own pages."""

    @wraps(puerta)
    async def abrir(request: Request) -> Response:
        return await puerta(request) if es_de_aqui(request) else prohibido()

    return abrir
