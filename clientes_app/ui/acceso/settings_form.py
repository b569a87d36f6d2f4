"""Forms of settings: a few fields and a button each."""

import reflex as rx

from clientes_app.ui.shell.buttons import Accion


def apartado(titulo: str, *campos: rx.Component, al_guardar: Accion) -> rx.Component:
    """A form under a heading, saved by itself."""
    return rx.el.section(
        rx.el.h2(titulo),
        rx.el.form(
            *campos,
            rx.el.button("Guardar", type="submit", class_name="boton boton-principal"),
            on_submit=al_guardar,
            class_name="ajustes",
        ),
        class_name="bloque",
    )


def campo(
    nombre: str, etiqueta: str, errores: rx.Var, *, pista: str = "", **props: object
) -> rx.Component:
    """A labelled field with what is wrong with it beneath."""
    return rx.el.div(
        rx.el.label(etiqueta, html_for=f"ajuste-{nombre}"),
        rx.el.input(
            id=f"ajuste-{nombre}",
            name=nombre,
            max_length=256,
            class_name="entrada",
            custom_attrs={
                "aria-describedby": f"ajuste-{nombre}-mensaje",
                "aria-invalid": rx.cond(errores[nombre], "true", "false"),
            },
            **props,
        ),
        rx.el.p(pista, class_name="pista-campo") if pista else rx.fragment(),
        rx.el.p(
            errores[nombre], id=f"ajuste-{nombre}-mensaje", role="alert", class_name="mensaje-campo"
        ),
        class_name="campo",
    )
