"""The boxes of a list of clients, and the bar that says what is chosen and what can be done."""

import reflex as rx

from clientes_app.ui.clientes.seleccion.state import SeleccionState
from clientes_app.ui.shell.buttons import Accion

HAY_SELECCION = SeleccionState.eligiendo | SeleccionState.todos | (SeleccionState.ids.length() > 0)
"""Whether the bar shows, and on a telephone the boxes."""


def _is_chosen(cliente_id: rx.Var) -> rx.Var[bool]:
    return SeleccionState.todos | SeleccionState.ids.contains(cliente_id)


def _of_the_page(filas: rx.Var, method: str) -> rx.Var[bool]:
    """Whether `every` or `some` of the rows are chosen by themselves."""
    ids = SeleccionState.ids
    return rx.Var(
        f"(({filas!s}) ?? []).{method}((fila) => ({ids!s}).includes(fila.id))",
        _var_type=bool,
        _var_data=rx.vars.VarData.merge(filas._get_all_var_data(), ids._get_all_var_data()),  # noqa: SLF001 - of Reflex's own
    ).to(bool)


def _casilla(
    nombre: str | rx.Var, *, marcada: rx.Var, al_cambiar: Accion, **props: object
) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="checkbox",
            checked=marcada,
            on_change=al_cambiar,
            custom_attrs={"aria-label": nombre, **props},
        ),
        class_name="casilla",
    )


def casilla_de_fila(fila: rx.Var, *, clase: str = "") -> rx.Component:
    """The cell with the box of a row; `clase` says for whom it is, if not for everybody."""
    elegida = _is_chosen(fila.id)
    return rx.el.td(
        _casilla(
            "Seleccionar " + fila.nombre.to(str),
            marcada=elegida,
            al_cambiar=SeleccionState.elegir(fila.id, ~elegida),
        ),
        class_name=f"c-casilla {clase}".strip(),
    )


def casilla_de_pagina(filas: rx.Var, *, clase: str = "") -> rx.Component:
    """The head of that column: all of the page, some of it (a dash) or none."""
    todas = SeleccionState.todos | ((filas.length() > 0) & _of_the_page(filas, "every"))
    parcial = ~todas & _of_the_page(filas, "some")
    dash = rx.Var(
        f"((casilla) => {{ if (casilla) casilla.indeterminate = {parcial!s}; }})",
        _var_data=parcial._get_all_var_data(),  # noqa: SLF001 - the same
    )
    return rx.el.th(
        _casilla(
            "Seleccionar esta página",
            marcada=todas,
            al_cambiar=SeleccionState.elegir_pagina(~todas),
            ref=dash,
        ),
        scope="col",
        class_name=f"c-casilla {clase}".strip(),
    )


def elegida(fila: rx.Var) -> rx.Var:
    """What a row says of itself for its looks, while it is chosen."""
    return rx.cond(_is_chosen(fila.id), "true", "false")


def _cuantos(resumen: rx.Var) -> rx.Component:
    """How many are chosen, and the way from the page to all that was found, and back."""
    cifra = resumen.cifra.to(str)
    encontrados = rx.cond(cifra == "1", "el cliente encontrado", "los " + cifra + " encontrados")
    todos = rx.cond(cifra == "1", "El cliente encontrado", "Los " + cifra + " encontrados")
    return rx.el.p(
        rx.el.strong(
            rx.cond(SeleccionState.todos, todos, SeleccionState.dicho),
            role="status",
        ),
        rx.cond(
            SeleccionState.todos,
            _llano("Solo esta página", SeleccionState.elegir_pagina(True)),
            rx.cond(
                resumen.cuantos.to(int) > SeleccionState.ids.length(),
                _llano(encontrados, SeleccionState.elegir_encontrados),
            ),
        ),
    )


def _llano(texto: str | rx.Var, accion: Accion) -> rx.Component:
    return rx.fragment(
        rx.el.span(" · ", aria_hidden="true"),
        rx.el.button(texto, type="button", on_click=accion, class_name="boton-llano"),
    )


def barra_de_seleccion(resumen: rx.Var, *acciones: rx.Component) -> rx.Component:
    """What is chosen and what can be done with it; nothing while nobody is chosen.

    `resumen` is what stands around the rows; the actions come from the page.
    """
    return rx.cond(
        HAY_SELECCION,
        rx.el.div(
            _cuantos(resumen),
            *acciones,
            rx.el.button(
                rx.icon("x", size=18, aria_hidden="true"),
                type="button",
                aria_label="Quitar selección",
                title="Quitar selección",
                on_click=SeleccionState.quitar,
                class_name="boton-icono",
            ),
            role="region",
            aria_label="Selección",
            class_name="barra-seleccion",
        ),
    )


def opcion_de_seleccionar(*, clase: str = "") -> rx.Component:
    """The entry of a telephone's menu that shows the boxes."""
    return rx.dropdown_menu.item(
        rx.icon("square-check", size=18, aria_hidden="true"),
        "Seleccionar",
        on_select=SeleccionState.empezar,
        class_name=f"opcion {clase}".strip(),
    )
