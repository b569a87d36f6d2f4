"""The small sign in the shell while a process runs."""

import reflex as rx

from clientes_app.components.marco import PROCESOS


def indicador_de_proceso(
    *, activo: rx.Var[bool], texto: rx.Var[str], porcentaje: rx.Var[int]
) -> rx.Component:
    """A link to the processes with a slim bar; nothing while none runs."""
    return rx.cond(
        activo,
        rx.link(
            rx.el.span(texto, class_name="cifra"),
            rx.progress(value=porcentaje, size="1", aria_label="Avance del proceso"),
            href=PROCESOS,
            class_name="indicador-proceso",
        ),
    )
