"""Which address leads to which HTTP door."""

from starlette.applications import Starlette
from starlette.routing import Route

from clientes_app.api import downloads, sign_in
from clientes_app.api.health import salud

CLIENTES_CSV = "/descargas/clientes.csv"
EJEMPLO_ZIP = "/descargas/ejemplo.zip"


def crear_api() -> Starlette:
    """The doors beside the pages, as one Starlette application to mount before them."""
    return Starlette(
        routes=[
            Route("/salud", salud),
            Route("/sesion/entrar", sign_in.entrar, methods=["POST"]),
            Route("/sesion/enlace", sign_in.usar_enlace, methods=["POST"]),
            Route("/sesion/salir", sign_in.salir, methods=["POST"]),
            Route("/sesion/salir-de-todas", sign_in.salir_de_todas, methods=["POST"]),
            Route("/sesion/cuenta", sign_in.cambiar_cuenta, methods=["POST"]),
            Route(CLIENTES_CSV, downloads.clientes_csv),
            Route(EJEMPLO_ZIP, downloads.ejemplo_zip),
            Route("/descargas/procesos/{proceso}/rechazados.csv", downloads.rechazados_csv),
            Route("/descargas/procesos/{proceso}/original", downloads.original),
        ]
    )
