"""Who asks, and for which account: the one gate of every HTTP door."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import wraps

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from clientes_app.api.respuestas import no_encontrado
from clientes_app.services.cuentas import asegurar_cuenta
from clientes_app.services.errors import NoEncontrado
from clientes_app.services.recursos import motor


@dataclass(frozen=True, slots=True)
class Acceso:
    """What a request may see: the data of one account."""

    cuenta_id: int


Puerta = Callable[[Request, Acceso], Awaitable[Response]]


def _acceso() -> Acceso:
    return Acceso(cuenta_id=asegurar_cuenta(motor()))


def con_acceso(puerta: Puerta) -> Callable[[Request], Awaitable[Response]]:
    """Let a door open only for an account, and answer 404 for what that account does not have.

    What belongs to somebody else is answered exactly like what does not exist, so that
    nobody learns which numbers are taken.
    """

    @wraps(puerta)
    async def abrir(request: Request) -> Response:
        acceso = await run_in_threadpool(_acceso)
        try:
            return await puerta(request, acceso)
        except NoEncontrado:
            return no_encontrado()

    return abrir
