"""Which address leads to which HTTP door."""

from starlette.applications import Starlette
from starlette.routing import Route

from clientes_app import routes
from clientes_app.api import downloads, sign_in
from clientes_app.api.health import salud


def crear_api() -> Starlette:
    """The doors beside the pages, as one Starlette application to mount before them."""
    return Starlette(
        routes=[
            Route(routes.SALUD, salud),
            Route(routes.SESION_ENTRAR, sign_in.entrar, methods=["POST"]),
            Route(routes.SESION_ENLACE, sign_in.usar_enlace, methods=["POST"]),
            Route(routes.SESION_SALIR, sign_in.salir, methods=["POST"]),
            Route(routes.SESION_SALIR_DE_TODAS, sign_in.salir_de_todas, methods=["POST"]),
            *(
                Route(routes.CUENTA_DE_ARCHIVOS + archivo, endpoint)
                for archivo, endpoint in (
                    (routes.CLIENTES_CSV, downloads.clientes_csv),
                    (routes.EJEMPLO_ZIP, downloads.ejemplo_zip),
                    (routes.RECHAZADOS_CSV, downloads.rechazados_csv),
                    (routes.ARCHIVO_ORIGINAL, downloads.original),
                )
            ),
        ]
    )
