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


def problemas() -> rx.Component:
    """Title, filters, table and pages; nothing when there is nothing to tell."""
    return rx.cond(
        ProblemasState.tipos.length() > 0,
        rx.el.section(
            rx.el.h2("Errores y avisos", class_name="seccion-titulo"),
            _filtros(),
            tabla_de_problemas(ProblemasState.filas, total=ProblemasState.conteo["total"]),
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
