"""The problems of a file or process: a table with filters, a page at a time."""

from dataclasses import dataclass

import reflex as rx

from clientes_app.ui.carga.problemas.state import TODO
from clientes_app.ui.shell.buttons import boton


def _opcion(opcion: rx.vars.ObjectVar) -> rx.Component:
    return rx.select.item(opcion["etiqueta"], value=opcion["valor"])


@dataclass(frozen=True, kw_only=True)
class Filtro:
    """One filter: its label, the word for «no filter», its choices, the one taken."""

    etiqueta: str
    todo: str
    opciones: rx.Var[list]
    valor: rx.Var[str]
    al_cambiar: rx.event.EventCallback


def _filtro(filtro: Filtro) -> rx.Component:
    return rx.select.root(
        rx.select.trigger(class_name="selector", custom_attrs={"aria-label": filtro.etiqueta}),
        rx.select.content(
            rx.select.item(filtro.todo, value=TODO),
            rx.foreach(filtro.opciones, _opcion),
            position="popper",
        ),
        value=rx.cond(filtro.valor == "", TODO, filtro.valor),
        on_change=filtro.al_cambiar,
    )


def _problema(problema: rx.vars.ObjectVar) -> rx.Component:
    return rx.el.tr(
        rx.el.td(problema.linea, class_name="cifra", data_titulo="Línea"),
        rx.el.td(
            rx.cond(
                problema.es_error,
                rx.el.span("Error", class_name="sello sello-mal"),
                rx.el.span("Aviso", class_name="sello sello-ojo"),
            ),
            data_titulo="Tipo",
        ),
        rx.el.td(problema.columna, data_titulo="Columna"),
        rx.el.td(
            rx.cond(
                problema.valor != "",
                rx.el.code(problema.valor),
                rx.el.span("(vacío)", class_name="nota"),
            ),
            class_name="valor",
            data_titulo="Valor",
        ),
        rx.el.td(
            rx.el.span(problema.mensaje, " "),
            rx.cond(problema.sat != "", rx.el.small(problema.sat, class_name="codigo-sat")),
            rx.cond(
                problema.sugerencia != "",
                rx.el.span(problema.sugerencia, class_name="sugerencia"),
            ),
            data_titulo="Qué pasa y cómo se corrige",
        ),
    )


def paginador(
    pagina: rx.Var[int],
    paginas: rx.Var[int],
    *,
    al_anterior: rx.event.EventCallback,
    al_siguiente: rx.event.EventCallback,
    de: str,
) -> rx.Component:
    """Previous and next page, and where one is; nothing when there is only one page."""
    return rx.cond(
        paginas > 1,
        rx.el.nav(
            boton("Página anterior", disabled=pagina <= 1, on_click=al_anterior),
            rx.el.span("Página ", pagina, " de ", paginas, class_name="cifra"),
            boton("Página siguiente", disabled=pagina >= paginas, on_click=al_siguiente),
            class_name="paginador",
            aria_label=f"Páginas de {de}",
        ),
    )


def tabla_de_problemas(filas: rx.Var[list], *, total: rx.Var[str]) -> rx.Component:
    """The problems of one page; on a telephone each becomes a small card."""
    return rx.cond(
        total == "0",
        rx.el.p("Ningún problema con esos filtros.", class_name="sin-filas"),
        rx.el.table(
            rx.el.thead(
                rx.el.tr(
                    *(
                        rx.el.th(titulo, scope="col")
                        for titulo in (
                            "Línea",
                            "Tipo",
                            "Columna",
                            "Valor",
                            "Qué pasa y cómo se corrige",
                        )
                    )
                )
            ),
            rx.el.tbody(rx.foreach(filas, _problema)),
            class_name="cuadro cuadro-problemas",
        ),
    )


def filtros_de_problemas(
    primero: rx.Component,
    *filtros: Filtro,
    hay: rx.Var[bool],
    al_quitar: rx.event.EventCallback,
) -> rx.Component:
    """The filters behind the first one, and the way out of them when there are any (`hay`)."""
    return rx.el.div(
        primero,
        *map(_filtro, filtros),
        rx.cond(
            hay,
            boton("Quitar filtros", on_click=al_quitar),
        ),
        class_name="filtros",
        role="group",
        aria_label="Filtros de los problemas",
    )
