"""How the interface is built once and then served, without Node, on any host and port."""

from clientes_app.web.build import (
    BuildFailed,
    build_front_end,
    fingerprint,
    is_front_end_built,
    static_folder,
)
from clientes_app.web.server import create_asgi, serve_web

__all__ = [
    "BuildFailed",
    "build_front_end",
    "create_asgi",
    "fingerprint",
    "is_front_end_built",
    "serve_web",
    "static_folder",
]
