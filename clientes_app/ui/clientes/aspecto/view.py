"""The sheet «Columnas»: which columns, in which order, how high the rows."""

from dataclasses import dataclass

import reflex as rx

from clientes_app.ui.clientes.lista.columnas import NOMBRE_ETIQUETA
from clientes_app.ui.shell.buttons import Accion

_ICONO = "columns-3"


@dataclass(frozen=True)
class ChoiceOfColumns:
    """What the sheet shows and calls.

    `al_abrir` takes a bool; `al_poner` a column and a bool, `al_subir` and `al_bajar` a column;
    `al_poner_altura` whether rows are low; `al_volver` nothing.
    """

    abierta: rx.Var
    entradas: rx.Var
    compacta: rx.Var
    al_abrir: Accion
    al_poner: Accion
    al_subir: Accion
    al_bajar: Accion
    al_poner_altura: Accion
    al_volver: Accion


def _mover(verbo: str, icono: str, entrada: rx.Var, hasta: rx.Var, accion: Accion) -> rx.Component:
    nombre = f"{verbo} " + entrada.etiqueta.to(str)
    return rx.el.button(
        rx.icon(icono, size=16, aria_hidden="true"),
        type="button",
        id=f"{verbo.lower()}-" + entrada.campo.to(str),
        aria_label=nombre,
        title=nombre,
        # Not `disabled`: whoever moved it there by this button still has the focus on it.
        aria_disabled=hasta,
        on_click=accion(entrada.campo),
        class_name="boton-icono",
    )


def _entrada(entrada: rx.Var, eleccion: ChoiceOfColumns) -> rx.Component:
    return rx.el.li(
        rx.el.label(
            rx.el.input(
                type="checkbox",
                checked=entrada.puesta,
                on_change=eleccion.al_poner(entrada.campo, ~entrada.puesta),
            ),
            entrada.etiqueta,
        ),
        rx.cond(
            entrada.puesta,
            rx.fragment(
                _mover("Subir", "arrow-up", entrada, entrada.primera, eleccion.al_subir),
                _mover("Bajar", "arrow-down", entrada, entrada.ultima, eleccion.al_bajar),
            ),
        ),
        key=entrada.campo,
    )


def _altura(eleccion: ChoiceOfColumns) -> rx.Component:
    def segmento(texto: str, marcado: rx.Var, *, compacta: bool) -> rx.Component:
        return rx.el.label(
            rx.el.input(
                type="radio",
                name="altura-de-filas",
                checked=marcado,
                on_change=eleccion.al_poner_altura(compacta),
            ),
            texto,
        )

    return rx.el.fieldset(
        rx.el.legend("Altura de las filas", class_name="titulo-de-columnas"),
        rx.el.div(
            segmento("Normal", ~eleccion.compacta, compacta=False),
            segmento("Compacta", eleccion.compacta, compacta=True),
            class_name="segmentos",
        ),
    )


def _hoja(eleccion: ChoiceOfColumns) -> rx.Component:
    return rx.popover.content(
        rx.el.p("Columnas", class_name="titulo-de-columnas"),
        rx.el.ul(
            rx.el.li(
                rx.el.span(NOMBRE_ETIQUETA, class_name="columna-fija"),
                rx.el.span("Siempre", class_name="sello"),
            ),
            rx.foreach(eleccion.entradas, lambda entrada: _entrada(entrada, eleccion)),
            class_name="columnas-de-lista",
        ),
        rx.el.p(
            "Si no caben todas, ceden primero las etiquetas y el e-mail.",
            class_name="nota nota-de-columnas",
        ),
        _altura(eleccion),
        rx.el.div(
            rx.el.button(
                "Dejar como al principio",
                type="button",
                on_click=eleccion.al_volver(),
                class_name="boton-llano",
            ),
            class_name="pie-de-columnas",
        ),
        aria_label="Columnas",
        align="end",
        class_name="hoja-de-columnas",
        # The menu of a telephone gives the focus back while it closes, when this is open already.
        on_focus_outside=rx.prevent_default,
    )


def hoja_de_columnas(eleccion: ChoiceOfColumns) -> rx.Component:
    """The button beside the search, with its sheet; a telephone opens it from its menu."""
    return rx.popover.root(
        rx.popover.trigger(
            rx.el.button(
                rx.icon(_ICONO, size=16, aria_hidden="true"),
                rx.el.span("Columnas"),
                type="button",
                title="Columnas",
                class_name="boton abrir-columnas",
            )
        ),
        _hoja(eleccion),
        open=eleccion.abierta,
        on_open_change=eleccion.al_abrir,
    )


def opcion_de_columnas(al_abrir: Accion) -> rx.Component:
    """The entry of a telephone's menu that opens the sheet."""
    return rx.dropdown_menu.item(
        rx.icon(_ICONO, size=18, aria_hidden="true"),
        "Columnas",
        on_select=al_abrir(True),
        class_name="opcion",
    )
