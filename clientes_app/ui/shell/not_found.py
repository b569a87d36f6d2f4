"""The page for an address that leads nowhere."""

import reflex as rx

from clientes_app.routes import CLIENTES
from clientes_app.ui.shell.frame import marco
from clientes_app.ui.shell.person import PERSONA


def no_encontrada() -> rx.Component:
    """Say so, and offer the way back."""
    return marco(
        rx.el.div(
            rx.el.h1("No existe esta página"),
            rx.el.p("La dirección puede estar mal escrita, o la página se movió."),
            rx.el.a("Ir a Clientes", href=CLIENTES, class_name="boton-llano"),
            class_name="vacio",
        ),
        persona=PERSONA,
        activo="",
    )
