"""Which address leads to which HTTP door."""

import logging
from collections.abc import Iterable

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from clientes_app import routes
from clientes_app.api import downloads, restore, sign_in
from clientes_app.api.health import salud
from clientes_app.api.readiness import listo
from clientes_app.api.responses import SenderStalled, in_words, unavailable
from clientes_app.services.resources import DatabaseFault

_log = logging.getLogger(__name__)


class _OtherMethods:
    """What an address answers to every method that it does not take."""

    def __init__(self, methods: Iterable[str]) -> None:
        self._allow = ", ".join(sorted(methods))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = in_words(scope, 405)
        answer.headers["Allow"] = self._allow
        await answer(scope, receive, send)


def crear_api() -> Starlette:
    """The doors beside the pages, as one Starlette application to mount before them."""
    doors = _doors()
    taken: dict[str, set[str]] = {}
    for door in doors:
        taken.setdefault(door.path, set()).update(door.methods or ())
    # The pages, which are mounted behind, would answer that there is no such address.
    others = [Route(path, _OtherMethods(methods)) for path, methods in taken.items()]
    return Starlette(
        exception_handlers={
            **dict.fromkeys((SenderStalled, ClientDisconnect), _stopped_sending),
            **dict.fromkeys(DatabaseFault, _database_is_down),
        },
        routes=[*doors, *others],
    )


def _doors() -> list[Route]:
    return [
        Route(routes.SALUD, salud),
        Route(routes.SALUD_LISTO, listo),
        Route(routes.SESION_ENTRAR, sign_in.entrar, methods=["POST"]),
        Route(routes.SESION_ENLACE, sign_in.usar_enlace, methods=["POST"]),
        Route(routes.SESION_RESTAURAR, restore.subir, methods=["POST"]),
        Route(routes.SESION_RESTAURAR, restore.como_va, methods=["GET"]),
        Route(routes.SESION_SALIR, sign_in.salir, methods=["POST"]),
        Route(routes.SESION_SALIR_DE_TODAS, sign_in.salir_de_todas, methods=["POST"]),
        Route(
            routes.CUENTA_DE_ARCHIVOS + routes.ELEGIDOS_CSV,
            downloads.elegidos_csv,
            methods=["POST"],
        ),
        *(
            Route(routes.CUENTA_DE_ARCHIVOS + archivo, endpoint)
            for archivo, endpoint in (
                (routes.CLIENTES_CSV, downloads.clientes_csv),
                (routes.EJEMPLO_ZIP, downloads.ejemplo_zip),
                (routes.SOLICITUD_SAT, downloads.solicitud_sat),
                (routes.RECHAZADOS_CSV, downloads.rechazados_csv),
                (routes.ARCHIVO_ORIGINAL, downloads.original),
            )
        ),
    ]


def _stopped_sending(request: Request, _error: Exception) -> Response:
    return in_words(request.scope, 408)


def _database_is_down(_request: Request, error: Exception) -> Response:
    _log.error("The database cannot be used", exc_info=error)
    return unavailable()
