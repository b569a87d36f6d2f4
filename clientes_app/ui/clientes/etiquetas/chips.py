"""How an etiqueta looks: a word on its ground, or where there is no room a dot."""

import reflex as rx


def ficha_de_etiqueta(etiqueta: rx.Var) -> rx.Component:
    """One as a word."""
    return rx.el.span(
        rx.el.span(etiqueta.nombre),
        class_name="etiqueta et-" + etiqueta.color.to(str),
        key=etiqueta.id,
    )


def puntos_de_etiquetas(fila: rx.Var) -> rx.Component:
    """Those of a row as dots beside the name, where the column of the words has no room."""
    return rx.cond(
        fila.etiquetas.length() > 0,
        rx.el.span(
            rx.el.span("Etiquetas: " + fila.etiquetas_dichas.to(str), class_name="solo-lectores"),
            rx.foreach(
                fila.etiquetas,
                lambda una: rx.el.span(
                    class_name="punto et-" + una.color.to(str), aria_hidden="true", key=una.id
                ),
            ),
            title=fila.etiquetas_dichas,
            class_name="puntos",
        ),
    )
