"""A page keeps what it shows until the server, started anew, knows something of it.

When a connection comes back, Reflex first sends the whole state. After a restart that is a state
in which nothing was ever opened or read: a page with rows and an open drawer would go blank, and
lose focus, scroll and typed text, a moment before the handlers of the page fill it again. A state
that overrides `dict` by `al_reconectar` says nothing of itself until its handlers have spoken;
they must then set every var, also one that has its default.
"""

from typing import Any

import reflex as rx
from reflex.state import _override_base_method

reemplaza = _override_base_method
"""What Reflex asks of a method that replaces one of its own."""


def al_reconectar(
    estado: rx.State, todo: dict[str, Any], *, sabe: bool, initial: bool
) -> dict[str, Any]:
    """Return what a state tells when it is told as a whole: nothing, as long as it knows nothing.

    `todo` is what Reflex would tell; `initial` is the telling that is built into the page.
    """
    if sabe or initial:
        return todo
    return {nombre: vars_ for nombre, vars_ in todo.items() if nombre != estado.get_full_name()}


def decir(estado: rx.State, **valores: object) -> None:
    """Set vars of a state that said nothing yet; each is sent, whatever it was before."""
    for nombre, valor in valores.items():
        setattr(estado, nombre, valor)
