"""The choice between what somebody else stored and what one typed oneself, side by side."""

from dataclasses import dataclass

import reflex as rx

from clientes_app.ui.shell.buttons import DEVOLVER_EL_FOCO, Accion, boton


@dataclass(frozen=True)
class ChoiceProps:
    """What the choice shows and calls.

    What was chosen shows at once, without the server; with another `vez` nothing is chosen any
    more. `faltan` is how many fields are not chosen yet.
    """

    choques: rx.Var
    vez: rx.Var
    abierta: rx.Var
    faltan: rx.Var
    al_elegir: Accion
    al_decidir: Accion
    al_posponer: Accion


def _lado(props: ChoiceProps, choque: rx.Var, *, lado: str, titulo: rx.Component) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="radio",
            name=choque.campo,
            value=lado,
            on_change=lambda _valor: props.al_elegir(choque.campo, lado),
        ),
        rx.el.span(
            titulo,
            rx.el.strong(choque.guardado if lado == "guardado" else choque.propio),
        ),
        class_name="lado",
    )


def elegir_valores(props: ChoiceProps) -> rx.Component:
    """Ask for each field which of the two values stays; saves once all are chosen."""

    def campo(choque: rx.Var) -> rx.Component:
        guardado = rx.el.small("Guardado por ", choque.quien)
        return rx.el.fieldset(
            rx.el.legend(choque.etiqueta),
            _lado(props, choque, lado="guardado", titulo=guardado),
            _lado(props, choque, lado="propio", titulo=rx.el.small("Lo mío")),
            class_name="lados",
        )

    return rx.alert_dialog.root(
        rx.alert_dialog.content(
            rx.alert_dialog.title("Elija qué valores quedan", size="4"),
            rx.alert_dialog.description(
                "Alguien más cambió estos campos mientras usted los editaba. "
                "Todavía no se guardó nada.",
                size="2",
            ),
            rx.el.div(rx.foreach(props.choques, campo), key=props.vez, class_name="choques"),
            rx.el.div(
                rx.alert_dialog.cancel(boton("Volver al formulario")),
                boton(
                    "Guardar lo elegido",
                    principal=True,
                    on_click=props.al_decidir,
                    disabled=props.faltan > 0,
                ),
                class_name="acciones dialogo-acciones",
            ),
            max_width="600px",
            on_close_auto_focus=DEVOLVER_EL_FOCO,
        ),
        open=props.abierta,
        on_open_change=lambda abre: rx.cond(abre, rx.noop(), props.al_posponer),
    )
