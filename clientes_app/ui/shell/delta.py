"""Send to the page only what is new."""

import reflex as rx


def poner(estado: rx.State, **valores: object) -> None:
    """Set vars of a state; one that has the value already is left alone, and so is not sent."""
    for nombre, valor in valores.items():
        actual = getattr(estado, nombre)
        if actual is not valor and actual != valor:
            setattr(estado, nombre, valor)
