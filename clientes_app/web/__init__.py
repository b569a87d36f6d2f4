"""How the interface is built once and then served, without Node, on any host and port."""

from clientes_app.web.build import ConstruccionFallida, carpeta_estatica, construir, huella
from clientes_app.web.server import crear_asgi, servir_web

__all__ = [
    "ConstruccionFallida",
    "carpeta_estatica",
    "construir",
    "crear_asgi",
    "huella",
    "servir_web",
]
