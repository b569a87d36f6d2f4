"""The page for an address that leads nowhere."""

import reflex as rx

from clientes_app.routes import CLIENTES, SIN_CUENTA
from clientes_app.ui.shell.frame import marco
from clientes_app.ui.shell.links import en_cuenta
from clientes_app.ui.shell.person import PERSONA


def no_encontrada() -> rx.Component:
    """Say so, and offer the way back.

    An address from before they named the account is asked of the server, which knows where it is
    now: a link inside the page never reaches it.
    """
    return marco(
        rx.el.div(
            rx.el.h1("No existe esta página"),
            rx.el.p("La dirección puede estar mal escrita, o la página se movió."),
            rx.el.a(
                "Ir a Clientes",
                href=en_cuenta(CLIENTES),
                reload_document=True,
                class_name="boton-llano",
            ),
            class_name="vacio",
            on_mount=rx.call_function(
                rx.Var(f"() => window.preguntarAlServidor({list(SIN_CUENTA)})")
            ),
        ),
        persona=PERSONA,
        activo="",
    )
