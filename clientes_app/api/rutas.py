"""Which address leads to which HTTP door."""

from starlette.applications import Starlette
from starlette.routing import Route

from clientes_app.api import descargas, entrada
from clientes_app.api.salud import salud

CLIENTES_CSV = "/descargas/clientes.csv"
EJEMPLO_ZIP = "/descargas/ejemplo.zip"


def crear_api() -> Starlette:
    """The doors beside the pages, as one Starlette application to mount before them."""
    return Starlette(
        routes=[
            Route("/salud", salud),
            Route("/sesion/entrar", entrada.entrar, methods=["POST"]),
            Route("/sesion/enlace", entrada.usar_enlace, methods=["POST"]),
            Route("/sesion/salir", entrada.salir, methods=["POST"]),
            Route("/sesion/salir-de-todas", entrada.salir_de_todas, methods=["POST"]),
            Route("/sesion/cuenta", entrada.cambiar_cuenta, methods=["POST"]),
            Route(CLIENTES_CSV, descargas.clientes_csv),
            Route(EJEMPLO_ZIP, descargas.ejemplo_zip),
            Route("/descargas/procesos/{proceso}/rechazados.csv", descargas.rechazados_csv),
            Route("/descargas/procesos/{proceso}/original", descargas.original),
        ]
    )
