"""Links to a place on the same page."""

import reflex as rx
from reflex_components_core.el.elements.inline import A


def ancla(texto: str, lugar: str, *, clase: str = "") -> rx.Component:
    """A plain link to the element with the id `lugar`.

    `rx.el.a` hands links to the router, which turns `#lugar` into a whole address: assistive
    tools then no longer see that it stays on the page.
    """
    return A.create(texto, href=f"#{lugar}", class_name=clase)
