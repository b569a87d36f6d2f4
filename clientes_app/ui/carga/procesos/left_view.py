"""The clients that undoing a process left alone: by name, why, and both values."""

import reflex as rx

from clientes_app import routes
from clientes_app.ui.carga.problemas.table import paginador
from clientes_app.ui.carga.procesos.left_state import DejadosState
from clientes_app.ui.carga.steps import enlace


def _dicho(valor: rx.Var[str]) -> rx.Component:
    return rx.cond(valor != "", rx.el.code(valor), rx.el.span("(vacío)", class_name="nota"))


def _valor(valor: rx.vars.ObjectVar, cuando: rx.Var[str]) -> rx.Component:
    return rx.el.li(
        rx.el.strong(valor.columna),
        rx.el.span(cuando, ": ", _dicho(valor.otro)),
        rx.el.span("Ahora: ", _dicho(valor.ahora)),
    )


def _dejado(dejado: rx.vars.ObjectVar) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            enlace(dejado.nombre, href=routes.ficha(dejado.cliente)),
            # A blank of its own, so that what is copied has one there.
            " ",
            rx.el.span(dejado.rfc, class_name="nota cifra"),
            rx.el.p(dejado.frase),
        ),
        rx.cond(
            dejado.valores.length() > 0,
            rx.el.ul(
                rx.foreach(dejado.valores, lambda valor: _valor(valor, dejado.cuando)),
                class_name="en-pugna",
            ),
        ),
        class_name="dejado",
    )


def dejados() -> rx.Component:
    """Title, list and pages; nothing when nobody was left alone."""
    return rx.cond(
        DejadosState.filas.length() > 0,
        rx.el.section(
            rx.el.h2(
                "Se dejaron como están ",
                rx.el.span(DejadosState.total, class_name="conteo"),
                class_name="seccion-titulo",
            ),
            rx.el.ul(rx.foreach(DejadosState.filas, _dejado), class_name="dejados tarjeta"),
            paginador(
                DejadosState.pagina,
                DejadosState.paginas,
                al_anterior=DejadosState.anterior,
                al_siguiente=DejadosState.siguiente,
                de="los clientes que se dejaron",
            ),
            class_name="seccion",
            aria_label="Se dejaron como están",
        ),
    )
