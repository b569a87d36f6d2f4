"""The small sign, on every page, that a process is running."""

import reflex as rx

from clientes_app.routes import PROCESOS
from clientes_app.ui.shell.links import en_cuenta


def indicador_de_proceso(texto: rx.Var[str] | str, porcentaje: rx.Var[int] | int) -> rx.Component:
    """A link to the processes with a slim bar; nothing while `texto` is empty."""
    return rx.cond(
        texto != "",
        rx.el.aside(
            rx.link(
                rx.el.span(texto, class_name="indicador-texto"),
                rx.progress(value=porcentaje, size="1", aria_label="Avance del proceso"),
                href=en_cuenta(PROCESOS),
                underline="none",
                class_name="indicador-proceso",
            ),
            aria_label="Proceso en marcha",
        ),
    )
