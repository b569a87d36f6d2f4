"""Buttons as the whole application shows them."""

from typing import Any

import reflex as rx

# Reflex takes event handlers, specs, lists and lambdas alike.
Accion = Any

# What every dialog does when it closes; assets/atajos.js says how.
DEVOLVER_EL_FOCO = rx.call_function(rx.Var("() => window.devolverElFoco()"))


def boton(
    *contenido: rx.Component | str | rx.Var,
    principal: bool = False,
    de_editor: bool = False,
    **props: Any,
) -> rx.Component:
    """A button; `principal` for the one thing that most people came to do.

    `de_editor`: whoever may only look does not see it (assets/shell.css).
    """
    clase = "boton boton-principal" if principal else "boton"
    if de_editor:
        clase += " de-editor"
    return rx.el.button(*contenido, class_name=clase, **({"type": "button"} | props))
