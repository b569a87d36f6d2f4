"""Sections of settings: a heading with a sentence, and beside it a form or a list."""

import reflex as rx

from clientes_app.ui.shell.buttons import Accion


def apartado(titulo: str, nota: str | rx.Var, *contenido: rx.Component) -> rx.Component:
    """A section: what it is about on the left, the rest on the right."""
    return rx.el.section(
        rx.el.div(rx.el.h2(titulo), rx.el.p(nota)),
        rx.el.div(*contenido),
        class_name="bloque",
    )


def formulario(
    boton: str, *campos: rx.Component, al_guardar: Accion, principal: bool = True
) -> rx.Component:
    """A form that is saved by itself; its button says what it saves."""
    return rx.el.form(
        *campos,
        rx.el.button(
            boton, type="submit", class_name="boton boton-principal" if principal else "boton"
        ),
        on_submit=al_guardar,
        # What is wrong is told beside the field, in our words.
        no_validate=True,
        class_name="ajustes",
    )
