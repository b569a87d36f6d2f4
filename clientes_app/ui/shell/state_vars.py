"""Setting the vars of a state, so that the page is sent what it needs and no more."""

import reflex as rx


def set_changed(state: rx.State, **values: object) -> None:
    """Set vars of a state; one that has the value already is left alone, and so is not sent."""
    for name, value in values.items():
        current = getattr(state, name)
        if current is not value and current != value:
            setattr(state, name, value)


def set_all(state: rx.State, **values: object) -> None:
    """Set vars of a state that said nothing yet; each is sent, whatever it was before."""
    for name, value in values.items():
        setattr(state, name, value)
