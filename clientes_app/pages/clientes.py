"""The list of clients."""

import reflex as rx

from clientes_app.components.marco import marco

RUTA = "/catalogos/clientes"


def clientes() -> rx.Component:
    """The list, with the drawer over it."""
    return marco(rx.el.h1("Clientes"), activo=RUTA)
