"""The papelera: what was deleted, and the way back."""

import reflex as rx

from clientes_app.routes import CLIENTES, PAPELERA
from clientes_app.ui.clientes.lista.surroundings import paginas
from clientes_app.ui.clientes.papelera.state import PapeleraState
from clientes_app.ui.shell.buttons import boton
from clientes_app.ui.shell.frame import cabeza, marco
from clientes_app.ui.shell.links import ir_a
from clientes_app.ui.shell.person import PERSONA

RUTA = PAPELERA
TITULO = "Papelera"
ON_LOAD = [PapeleraState.follow]

_COLUMNAS = ("Nombre o Razón Social", "RFC", "E-mail", "Código Postal")


def _fila(fila: rx.Var) -> rx.Component:
    return rx.el.tr(
        rx.el.td(fila.nombre, title=fila.nombre, class_name="c-nombre"),
        rx.el.td(fila.rfc, class_name="c-rfc rfc", data_etiqueta="RFC"),
        rx.el.td(fila.email, title=fila.correos, class_name="c-email", data_etiqueta="E-mail"),
        rx.el.td(fila.cp, class_name="c-codigo_postal", data_etiqueta="CP"),
        rx.el.td(
            boton(
                rx.icon("undo-2", size=15, aria_hidden="true"),
                "Restaurar",
                de_editor=True,
                on_click=PapeleraState.restaurar(fila.id),
                title="Restaurar " + fila.nombre.to(str),
            ),
            class_name="c-acciones",
        ),
        key=fila.id,
    )


def _tabla() -> rx.Component:
    return rx.el.table(
        rx.el.caption("Clientes borrados", class_name="solo-lectores"),
        rx.el.thead(
            rx.el.tr(
                *(rx.el.th(columna, scope="col") for columna in _COLUMNAS),
                rx.el.th(
                    rx.el.span("Acciones", class_name="solo-lectores"),
                    scope="col",
                    class_name="c-acciones",
                ),
            )
        ),
        rx.el.tbody(rx.foreach(PapeleraState.filas, _fila)),
        class_name="tabla lista papelera",
    )


def _vacia() -> rx.Component:
    return rx.el.div(
        rx.icon("trash-2", size=40, stroke_width=1.5, aria_hidden="true"),
        rx.el.h2("La papelera está vacía"),
        rx.el.p("Los clientes que borre se guardan aquí, y desde aquí se restauran."),
        rx.el.div(
            boton("Ir a Clientes", on_click=ir_a(CLIENTES)),
            class_name="acciones",
        ),
        class_name="vacio",
    )


def papelera() -> rx.Component:
    """Deleted clients, each with its way back."""
    estado = PapeleraState
    return marco(
        cabeza(
            TITULO,
            junto=rx.cond(
                estado.cargado,
                rx.el.span(estado.resumen.total, class_name="cuenta-total"),
            ),
        ),
        rx.cond(
            estado.cargado & (estado.filas.length() == 0),
            _vacia(),
            rx.fragment(_tabla(), rx.cond(estado.cargado, paginas(estado.resumen))),
        ),
        persona=PERSONA,
        activo=RUTA,
    )
