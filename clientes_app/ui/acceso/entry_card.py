"""What somebody sees who is not signed in yet: a card with a form that assets/entrada.js sends."""

import reflex as rx

from clientes_app.routes import ICON


def tarjeta(titulo: str | rx.Var, *contenido: rx.Component) -> rx.Component:
    """A page with one card in its middle, under the application's name."""
    return rx.el.div(
        rx.el.main(
            rx.el.div(
                rx.el.img(src=ICON, alt="", width="40", height="40"),
                rx.el.strong("Clientes"),
                class_name="portada-marca",
            ),
            rx.el.div(rx.el.h1(titulo), *contenido, class_name="portada-tarjeta"),
            id="contenido",
            tab_index=-1,
        ),
        class_name="portada",
    )


def formulario(accion: str, boton: str, *campos: rx.Component) -> rx.Component:
    """A form that is sent to `accion`; what concerns no field is told above its button."""
    return rx.el.form(
        *campos,
        rx.el.p(role="alert", class_name="mensaje-campo", custom_attrs={"data-mensaje": ""}),
        rx.el.button(boton, type="submit", class_name="boton boton-principal"),
        action=accion,
        method="post",
        no_validate=True,
        class_name="formulario-entrada",
        custom_attrs={"data-sesion": ""},
    )
