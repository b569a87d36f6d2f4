"""Composition root: the application, its pages, its API. Wires, decides nothing."""

import reflex as rx
from starlette.types import ASGIApp

from clientes_app.components.avisos import (
    avisos_flotantes,
    barrera_de_errores,
    sin_conexion,
)
from clientes_app.pages import clientes, no_encontrada
from clientes_app.state.fallos import al_fallar
from clientes_app.web.construccion import carpeta_estatica
from clientes_app.web.entrega import Entrega


def _con_entrega(asgi: ASGIApp) -> ASGIApp:
    return Entrega(asgi, estaticos=carpeta_estatica())


app = rx.App(
    html_lang="es-MX",
    head_components=[rx.el.link(rel="icon", type="image/svg+xml", href="/favicon.svg")],
    stylesheets=["/estilos.css"],
    app_wraps={
        (55, "ErrorBoundary"): lambda _con_estado: barrera_de_errores(),
        (5, "Overlay"): lambda _con_estado: sin_conexion(),
    },
    toaster=avisos_flotantes(),
    backend_exception_handler=al_fallar,
    api_transformer=[_con_entrega],
)
if app.sio is not None:
    # An empty list would let any page of the web open our socket: None allows the own origin only.
    app.sio.eio.cors_allowed_origins = None

app.add_page(
    clientes.clientes,
    route=clientes.RUTA,
    title=clientes.TITULO,
    on_load=clientes.AL_ABRIR,
)
app.add_page(no_encontrada.no_encontrada, route="404", title="Página no encontrada")
