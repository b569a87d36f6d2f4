"""Messages of handlers that change something."""

from typing import Any

import reflex as rx

from clientes_app.ui.shell.caller import current_caller

_UNDO_MS = 10_000


def say_done(text: str, **props: Any) -> rx.event.EventSpec:
    """Say that something was done in an account; whoever has more than one is told in which.

    What is a person's own, and the same in all of them, is said by `rx.toast.success` alone.
    """
    caller = current_caller()
    if len(caller.identity.cuentas) > 1:
        props["description"] = f"En {caller.cuenta.nombre}."
    return rx.toast.success(text, **props)


def say_undoable(
    text: str,
    undo: rx.event.EventSpec,
    *,
    id: str,  # noqa: A002 (what the toast calls it)
) -> rx.event.EventSpec:
    """Say that something was done, and offer for ten seconds to take it back by `undo`."""
    return say_done(text, id=id, duration=_UNDO_MS, action={"label": "Deshacer", "on_click": undo})
