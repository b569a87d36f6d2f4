"""A question before something is done."""

import reflex as rx

from clientes_app.ui.shell.buttons import DEVOLVER_EL_FOCO, Accion, boton


def confirmar(  # noqa: PLR0913 - a question has as many parts
    titulo: str | rx.Var,
    texto: rx.Component,
    *,
    abierto: rx.Var,
    si: str | rx.Var,
    no: str,
    al_si: Accion,
    al_no: Accion,
    peligro: bool | rx.Var = True,
) -> rx.Component:
    """Ask; `si` names what will be done, `no` leaves everything as it is.

    With `peligro` it is something that takes away.
    """
    return rx.alert_dialog.root(
        rx.alert_dialog.content(
            rx.alert_dialog.title(titulo, size="4"),
            rx.alert_dialog.description(texto, size="2"),
            rx.el.div(
                rx.alert_dialog.cancel(boton(no)),
                rx.alert_dialog.action(
                    rx.el.button(
                        si,
                        type="button",
                        on_click=al_si,
                        class_name=rx.cond(peligro, "boton boton-peligro", "boton boton-principal"),
                    )
                ),
                class_name="acciones dialogo-acciones",
            ),
            max_width="440px",
            on_close_auto_focus=DEVOLVER_EL_FOCO,
        ),
        open=abierto,
        on_open_change=lambda abre: rx.cond(abre, rx.noop(), al_no),
    )
