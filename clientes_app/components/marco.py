"""The frame around every page: side bar on a desk, a menu at the top on a telephone."""

import reflex as rx


def marco(*contenido: rx.Component, activo: str) -> rx.Component:
    """Put a page's content beside the side bar; `activo` is the address of its entry there."""
    return rx.el.div(
        rx.el.nav(
            rx.el.a("Clientes", href="/catalogos/clientes"), aria_label="Principal"
        ),
        rx.el.main(
            *contenido, id="contenido", class_name="contenido", data_activo=activo
        ),
        class_name="marco",
    )
