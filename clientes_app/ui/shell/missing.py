"""What stands in the place of a page whose address names something that is not there."""

import reflex as rx

from clientes_app.routes import CLIENTES
from clientes_app.ui.shell.buttons import boton
from clientes_app.ui.shell.links import ir_a
from clientes_app.ui.shell.person_menu import Persona


def lo_que_falta(persona: Persona, *contenido: rx.Component) -> rx.Component:
    """Show the page's content, or say what its address names in vain; the address stays."""
    return rx.fragment(
        rx.match(
            persona.falta,
            ("cuenta", _cuenta(persona)),
            ("cliente", _cliente()),
            rx.fragment(*contenido),
        )
    )


def _cuenta(persona: Persona) -> rx.Component:
    return rx.el.div(
        rx.icon("circle-help", size=40, stroke_width=1.5, aria_hidden="true"),
        rx.el.h1("No existe esta página"),
        rx.el.p(
            "La dirección está mal escrita, o es de una cuenta a la que usted no pertenece. "
            "Puede seguir en:"
        ),
        rx.el.div(
            rx.foreach(
                persona.cuentas,
                lambda cuenta: rx.el.a(
                    cuenta.nombre,
                    href=cuenta.destino,
                    reload_document=True,
                    class_name="boton-llano",
                    key=cuenta.destino,
                ),
            ),
            class_name="acciones",
        ),
        class_name="vacio",
    )


def _cliente() -> rx.Component:
    return rx.el.div(
        rx.icon("circle-help", size=40, stroke_width=1.5, aria_hidden="true"),
        rx.el.h1("No existe ese cliente"),
        rx.el.p("No encontramos en esta cuenta el cliente de esa dirección."),
        rx.el.div(boton("Ir a Clientes", on_click=ir_a(CLIENTES)), class_name="acciones"),
        class_name="vacio",
    )
