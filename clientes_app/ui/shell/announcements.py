"""What whoever listens to the page instead of looking at it is told, and where they are led."""

import json

import reflex as rx

_REGION = "anuncios"


def anuncios() -> rx.Component:
    """The live region of every page; it stays open while a dialog hides the rest."""
    return rx.el.div(id=_REGION, role="status", aria_live="polite", class_name="solo-lectores")


def announce(texto: str) -> rx.event.EventSpec:
    """Have a screen reader say a sentence, without moving the focus.

    For what happens without being seen to happen: the end of a load, another page of the list, how
    many were found. A handler returns or yields it: `return announce("Página 2 de 5")`. The same
    sentence twice is said twice (assets/atajos.js). What shows as a toast says itself already.
    """
    return rx.call_script(f"window.anunciar({json.dumps(texto)})")


def focus_on(element_id: str) -> rx.event.EventSpec:
    """Give the focus to the element of that id, for when what had it goes away.

    Unlike `rx.set_focus` it finds what the same answer brings, and ids made of variables.
    """
    return rx.call_script(f"window.enfocar({json.dumps(element_id)})")


def recover_focus(element_id: str) -> rx.event.EventSpec:
    """Give the focus to the element of that id if what had it went away, else leave it."""
    return rx.call_script(f"window.recobrarElFoco({json.dumps(element_id)})")
