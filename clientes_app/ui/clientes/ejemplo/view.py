"""What the list shows of it: the way in, and in the account itself what it is and the way out."""

import reflex as rx

from clientes_app.ui.clientes.ejemplo.state import EjemploState
from clientes_app.ui.shell.buttons import boton
from clientes_app.ui.shell.confirm_dialog import confirmar
from clientes_app.ui.shell.tab import TabState


def ver_con_datos_de_ejemplo() -> rx.Component:
    """The way in, for whoever has no clients yet and would rather look first."""
    return rx.cond(
        TabState.aqui.de_ejemplo,
        rx.fragment(),
        rx.el.p(
            rx.icon("flask-conical", size=16, aria_hidden="true"),
            "¿Solo quiere mirar? ",
            rx.el.button(
                "Ver con datos de ejemplo",
                type="button",
                on_click=EjemploState.abrir,
                class_name="boton-llano",
            ),
            " abre una cuenta aparte con 50 clientes inventados, que se quita cuando quiera.",
            class_name="nota-ejemplo",
        ),
    )


def aviso_de_ejemplo() -> rx.Component:
    """Says in an example account that nobody in it exists, and removes it."""
    return rx.cond(
        TabState.aqui.de_ejemplo,
        rx.el.section(
            rx.icon("flask-conical", size=18, aria_hidden="true"),
            rx.el.p("Los clientes de esta cuenta son inventados: pruebe lo que quiera."),
            rx.cond(
                TabState.administra,
                boton("Quitar los datos de ejemplo", on_click=EjemploState.preguntar),
            ),
            confirmar(
                "¿Quitar los datos de ejemplo?",
                rx.fragment(
                    "Se borra la cuenta ",
                    rx.el.strong(TabState.aqui.nombre),
                    " con todo lo que tiene, también lo que haya agregado en ella. Sus otras "
                    "cuentas quedan como están.",
                ),
                abierto=EjemploState.preguntando,
                si="Quitar",
                no="Cancelar",
                al_si=EjemploState.quitar,
                al_no=EjemploState.olvidar,
            ),
            aria_label="Datos de ejemplo",
            class_name="aviso-ejemplo",
        ),
    )
