"""The problems of a file or process: a table with filters, a page at a time."""

from dataclasses import dataclass

import reflex as rx

from clientes_app.ui.carga.problemas.state import NO_FILTER
from clientes_app.ui.shell.buttons import boton
from clientes_app.ui.shell.links import en_cuenta


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
            rx.select.item(filtro.todo, value=NO_FILTER),
            rx.foreach(filtro.opciones, _opcion),
            position="popper",
        ),
        value=rx.cond(filtro.valor == "", NO_FILTER, filtro.valor),
        on_change=filtro.al_cambiar,
    )


def _problema(problema: rx.vars.ObjectVar, *, se_corrige: bool) -> rx.Component:
    return rx.el.tr(
        rx.el.td(problema.linea, class_name="cifra", data_titulo=problema.donde),
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
        *([rx.el.td(_corregir(problema), class_name="pegado")] if se_corrige else []),
    )


def _corregir(problema: rx.vars.ObjectVar) -> rx.Component:
    """The way to mend the row, or who did; nothing beside its other findings."""
    return rx.cond(
        problema.corregida != "",
        rx.el.span(
            "Corregida",
            title="La corrigió " + problema.corregida,
            class_name="sello sello-bien",
        ),
        rx.cond(
            problema.corregir != "",
            rx.link(
                "Corregir",
                rx.el.span(" la línea ", problema.linea, class_name="solo-lectores"),
                href=en_cuenta(problema.corregir),
                underline="none",
                id="corregir-" + problema.linea,
                class_name="boton boton-corto de-editor",
            ),
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


def tabla_de_problemas(
    filas: rx.vars.ArrayVar, *, total: rx.Var[str], se_corrige: bool
) -> rx.Component:
    """The problems of one page; on a telephone each becomes a small card.

    With `se_corrige` a refused row can be mended from there.
    """
    return rx.cond(
        total == "0",
        rx.el.p("Ningún problema con esos filtros.", class_name="sin-filas"),
        rx.el.table(
            rx.el.thead(
                rx.el.tr(
                    *(
                        rx.el.th(titulo, scope="col")
                        for titulo in (
                            filas[0].donde,
                            "Tipo",
                            "Columna",
                            "Valor",
                            "Qué pasa y cómo se corrige",
                        )
                    ),
                    *(
                        [rx.el.th(rx.el.span("Acciones", class_name="solo-lectores"), scope="col")]
                        if se_corrige
                        else []
                    ),
                )
            ),
            rx.el.tbody(rx.foreach(filas, lambda una: _problema(una, se_corrige=se_corrige))),
            class_name=rx.cond(
                filas[0].de_documento,
                "cuadro cuadro-problemas de-documentos",
                "cuadro cuadro-problemas",
            ),
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
