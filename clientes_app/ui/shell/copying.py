"""Putting texts on the clipboard, and saying so (assets/copiar.js)."""

from typing import Any

import reflex as rx

from clientes_app.ui.shell.reflex_internals import toast_ref


def copiar(texto: rx.Var, dicho: rx.Var | str) -> rx.event.EventSpec:
    """Copy a text on a click; `dicho` is said once it is on the clipboard."""
    orden = rx.vars.FunctionStringVar.create("window.copiar").call(texto, dicho, toast_ref)
    return rx.call_function(
        rx.Var(f"() => {orden!s}", _var_data=orden._get_all_var_data())  # noqa: SLF001 - how a Var is derived from a Var
    )


def boton_de_copiar(
    que: rx.Var | str, texto: rx.Var, *, tamano: int = 16, **props: Any
) -> rx.Component:
    """The small button «Copiar X», where `que` is X."""
    nombre = rx.Var.create("Copiar ").to(str) + rx.Var.create(que).to(str)
    dicho = rx.Var.create("Se copió: ").to(str) + texto.to(str)
    return rx.el.button(
        rx.icon("copy", size=tamano, aria_hidden="true"),
        type="button",
        aria_label=nombre,
        title=nombre,
        on_click=copiar(texto, dicho),
        class_name="boton-icono copiar",
        **props,
    )
