"""The problems of a process, wired to their state; two pages show them."""

import reflex as rx

from clientes_app.ui.carga.problemas.state import ProblemasState
from clientes_app.ui.carga.problemas.table import (
    Filtro,
    filtros_de_problemas,
    paginador,
    tabla_de_problemas,
)

_GRAVEDADES = rx.Var.create(
    [
        {"valor": "error", "etiqueta": "Solo errores"},
        {"valor": "aviso", "etiqueta": "Solo avisos"},
    ]
)


def _filtros() -> rx.Component:
    return filtros_de_problemas(
        Filtro(
            etiqueta="Mostrar",
            todo="Errores y avisos",
            opciones=_GRAVEDADES,
            valor=ProblemasState.gravedad,
            al_cambiar=ProblemasState.elegir_gravedad,
        ),
        Filtro(
            etiqueta="Columna",
            todo="Todas",
            opciones=ProblemasState.columnas,
            valor=ProblemasState.columna,
            al_cambiar=ProblemasState.elegir_columna,
        ),
        Filtro(
            etiqueta="Tipo de problema",
            todo="Todos",
            opciones=ProblemasState.tipos,
            valor=ProblemasState.tipo,
            al_cambiar=ProblemasState.elegir_tipo,
        ),
        hay=(ProblemasState.columna != "")
        | (ProblemasState.tipo != "")
        | (ProblemasState.gravedad != ""),
        al_quitar=ProblemasState.quitar_filtros,
    )


def problemas() -> rx.Component:
    """Title, filters, table and pages; nothing when there is nothing to tell."""
    return rx.cond(
        ProblemasState.tipos.length() > 0,
        rx.el.section(
            rx.el.h2(
                "Errores y avisos ",
                rx.el.span(ProblemasState.total, class_name="conteo"),
                class_name="seccion-titulo",
            ),
            _filtros(),
            tabla_de_problemas(ProblemasState.filas, total=ProblemasState.total),
            paginador(
                ProblemasState.pagina,
                ProblemasState.paginas,
                al_anterior=ProblemasState.anterior,
                al_siguiente=ProblemasState.siguiente,
            ),
            class_name="seccion",
            aria_label="Errores y avisos",
        ),
    )
