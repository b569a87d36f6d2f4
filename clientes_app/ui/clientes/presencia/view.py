"""Who else is at a client: initials, with the name and what they do there in words."""

import reflex as rx


def _presente(presente: rx.Var) -> rx.Component:
    return rx.el.span(
        presente.iniciales,
        role="img",
        aria_label=presente.titulo,
        title=presente.titulo,
        class_name=rx.cond(presente.editando, "presente presente-editando", "presente"),
    )


def en_la_fila(presentes: rx.Var) -> rx.Component:
    """Beside the name of a client in the list."""
    return rx.el.span(rx.foreach(presentes, _presente), class_name="presentes")


def en_el_cajon(presentes: rx.Var) -> rx.Component:
    """In the head of the drawer, where somebody who comes or begins to type is also announced."""
    return rx.el.span(
        rx.foreach(presentes, _presente), role="status", class_name="presentes cajon-presentes"
    )
