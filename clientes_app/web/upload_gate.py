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
from clientes_app.services.acceso import sesiones
from clientes_app.services.acceso.cookie import testigo
from clientes_app.services.resources import shared_engine

_log = logging.getLogger(__name__)

_PESTANA: Final = "reflex-client-token"
_MANEJADOR: Final = "reflex-event-handler"

GalletasDe = Callable[[str], Awaitable[str]]
"""Gives the header of cookies with which the socket of a tab was opened."""


class PuertaDeSubidas:
    """Lets an upload pass only from an editor's browser, for a tab of that same session.

    Reflex itself asks only for the name of a tab, with which somebody who learned it could put
    a file into another account.
    """

    def __init__(self, app: ASGIApp, *, galletas_de: GalletasDe, manejador: str) -> None:
        """Guard `app`; `manejador` is the full name of the one handler that takes uploads."""
        self._app = app
        self._galletas_de = galletas_de
        self._manejador = manejador

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "http" and scope["path"].startswith(SUBIDAS):
            request = Request(scope, receive)
            motivo = await self._motivo(request)
            if motivo:
                _log.warning("Refused an upload: %s", motivo)
                await JSONResponse(
                    {"detail": "No puede subir archivos aquí. Entre de nuevo e intente otra vez."},
                    status_code=403,
                )(scope, receive, send)
                return
        await self._app(scope, receive, send)

    async def _motivo(self, request: Request) -> str:
        """Return why it is refused, "" if it is not."""
        if request.method != "POST" or request.headers.get(_MANEJADOR) != self._manejador:
            return "no handler that takes uploads"
        token = testigo(request.headers.get("cookie", ""))
        persona = (
            await run_in_threadpool(sesiones.identificar, shared_engine(), token) if token else None
        )
        if persona is None:
            return "nobody is signed in"
        if not persona.rol.alcanza(Rol.EDITOR):
            return "the role does not suffice"
        pestana = request.headers.get(_PESTANA, "")
        if testigo(await self._galletas_de(pestana)) != token:
            return "the tab is of another session"
        return ""
