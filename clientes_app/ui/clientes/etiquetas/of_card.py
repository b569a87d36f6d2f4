"""The etiquetas on the card of a client, and the choice of others."""

import reflex as rx

from clientes_app.domain.etiquetas import LARGO_MAXIMO
from clientes_app.ui.clientes.etiquetas.chips import ficha_de_etiqueta
from clientes_app.ui.clientes.etiquetas.of_card_state import NUEVA_ETIQUETA, EtiquetasDeFichaState
from clientes_app.ui.clientes.etiquetas.state import EtiquetasState
from clientes_app.ui.shell.buttons import boton

_ERROR = "error-de-nueva-etiqueta"


def _opcion(una: rx.Var) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="checkbox",
            checked=una.puesta,
            on_change=EtiquetasDeFichaState.poner(una.id, ~una.puesta),
        ),
        ficha_de_etiqueta(una),
        key=una.id,
        class_name="opcion-filtro",
    )


def _nueva() -> rx.Component:
    return rx.el.form(
        rx.el.label("Nueva etiqueta", html_for=NUEVA_ETIQUETA),
        rx.el.div(
            rx.el.input(
                id=NUEVA_ETIQUETA,
                name="nombre",
                max_length=LARGO_MAXIMO,
                auto_complete="off",
                class_name="entrada",
                custom_attrs={"aria-describedby": _ERROR},
            ),
            boton("Poner", type="submit"),
        ),
        rx.el.p(EtiquetasDeFichaState.error, id=_ERROR, role="alert", class_name="mensaje-campo"),
        key=EtiquetasDeFichaState.vez.to(str),
        on_submit=EtiquetasDeFichaState.agregar,
        no_validate=True,
        class_name="nueva-etiqueta",
    )


def _eleccion(vista: rx.Var) -> rx.Component:
    return rx.popover.root(
        rx.popover.trigger(
            rx.el.button(
                rx.icon("plus", size=16, aria_hidden="true"),
                type="button",
                aria_label="Cambiar etiquetas",
                title="Cambiar etiquetas",
                class_name="boton-icono de-editor",
            )
        ),
        rx.popover.content(
            rx.el.fieldset(
                rx.el.legend("Poner o quitar"),
                rx.foreach(vista.posibles, _opcion),
            ),
            _nueva(),
            rx.popover.close(
                rx.el.button(
                    "Administrar etiquetas",
                    type="button",
                    on_click=EtiquetasState.abrir,
                    class_name="boton-llano",
                )
            ),
            aria_label="Etiquetas del cliente",
            align="start",
            class_name="hoja-de-etiquetas",
        ),
        on_open_change=EtiquetasDeFichaState.abrir,
    )


def etiquetas_de_ficha(vista: rx.Var) -> rx.Component:
    """Those that the client has, and for whoever may change them the way to others."""
    return rx.el.span(
        rx.foreach(vista.etiquetas, ficha_de_etiqueta),
        rx.cond(vista.en_papelera == "", _eleccion(vista)),
        role="group",
        aria_label="Etiquetas",
        class_name="etiquetas",
    )
