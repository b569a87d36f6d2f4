"""Links to a place on the same page."""

import reflex as rx

from clientes_app.ui.shell.reflex_internals import PlainLink


def ancla(texto: str, lugar: str, *, clase: str = "") -> rx.Component:
    """A plain link to the element with the id `lugar`.

    `rx.el.a` hands links to the router, which turns `#lugar` into a whole address: assistive
    tools then no longer see that it stays on the page.
    """
    return PlainLink.create(texto, href=f"#{lugar}", class_name=clase)
