"""The problems of a process, wired to their state; two pages show them."""

import reflex as rx

from clientes_app.ui.carga.problemas.state import ProblemasState
from clientes_app.ui.carga.problemas.table import (
    Filtro,
    filtros_de_problemas,
    paginador,
    tabla_de_problemas,
)


def _gravedades() -> rx.Component:
    """Errors come first; the choice is there only where there are both."""
    cuantos = ProblemasState.conteo
    return rx.cond(
        cuantos.contains("error") & cuantos.contains("aviso"),
        rx.segmented_control.root(
            rx.segmented_control.item("Solo errores ", cuantos["error"], value="error"),
            rx.segmented_control.item("Solo avisos ", cuantos["aviso"], value="aviso"),
            rx.segmented_control.item("Todos", value="todos"),
            value=rx.cond(ProblemasState.gravedad == "", "todos", ProblemasState.gravedad),
            on_change=ProblemasState.elegir_gravedad,
            aria_label="Qué problemas",
        ),
    )


def _filtros() -> rx.Component:
    return filtros_de_problemas(
        _gravedades(),
        Filtro(
            etiqueta="Columna",
            todo="Todas las columnas",
            opciones=ProblemasState.columnas,
            valor=ProblemasState.columna,
            al_cambiar=ProblemasState.elegir_columna,
        ),
        Filtro(
            etiqueta="Tipo de problema",
            todo="Todos los tipos",
            opciones=ProblemasState.tipos,
            valor=ProblemasState.tipo,
            al_cambiar=ProblemasState.elegir_tipo,
        ),
        hay=(ProblemasState.columna != "") | (ProblemasState.tipo != ""),
        al_quitar=ProblemasState.quitar_filtros,
    )


def _dejado_fuera(problema: rx.vars.ObjectVar) -> rx.Component:
    return rx.el.li(rx.el.strong(problema.valor), rx.el.p(problema.mensaje), class_name="dejado")


def dejados_fuera() -> rx.Component:
    """Whom an action left as they were, and why; nothing when it left out nobody."""
    return rx.cond(
        ProblemasState.filas.length() > 0,
        rx.el.section(
            rx.el.h2(
                "Se dejaron fuera ",
                rx.el.span(ProblemasState.conteo["total"], class_name="conteo"),
                class_name="seccion-titulo",
            ),
            rx.el.ul(rx.foreach(ProblemasState.filas, _dejado_fuera), class_name="dejados tarjeta"),
            paginador(
                ProblemasState.pagina,
                ProblemasState.paginas,
                al_anterior=ProblemasState.anterior,
                al_siguiente=ProblemasState.siguiente,
                de="los clientes que se dejaron fuera",
            ),
            class_name="seccion",
            aria_label="Se dejaron fuera",
        ),
    )


def problemas(*, nota: rx.Component | None = None) -> rx.Component:
    """Title, filters, table and pages; nothing when there is nothing to tell.

    On the page of a process, which has a `nota` about its refused rows, they can be mended.
    """
    return rx.cond(
        ProblemasState.tipos.length() > 0,
        rx.el.section(
            rx.el.h2(
                "Errores y avisos",
                id="errores-y-avisos",
                tab_index=-1,
                class_name="seccion-titulo",
            ),
            *([nota] if nota else []),
            _filtros(),
            tabla_de_problemas(
                ProblemasState.filas,
                total=ProblemasState.conteo["total"],
                se_corrige=nota is not None,
            ),
            rx.el.p(
                ProblemasState.conteo["total"],
                rx.cond(ProblemasState.conteo["total"] == "1", " problema", " problemas"),
                class_name="nota cifra",
            ),
            paginador(
                ProblemasState.pagina,
                ProblemasState.paginas,
                al_anterior=ProblemasState.anterior,
                al_siguiente=ProblemasState.siguiente,
                de="los problemas",
            ),
            class_name="seccion",
            aria_label="Errores y avisos",
        ),
    )
