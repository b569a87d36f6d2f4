"""The table of clients: heads that sort, rows with their two buttons, bones while loading.

Which columns and in which order, the person says; where it is narrow they give way in the order of
`widths`. What is cut or gone shows whole on hover and focus (assets/lista.js).
"""

from collections.abc import Callable, Mapping

import reflex as rx

from clientes_app.ui.clientes.etiquetas.chips import puntos_de_etiquetas
from clientes_app.ui.clientes.lista.cells import marcado
from clientes_app.ui.clientes.lista.columnas import COLUMNAS_DE_LISTA, NOMBRE, ColumnaDeLista
from clientes_app.ui.clientes.presencia.view import en_la_fila
from clientes_app.ui.clientes.seleccion.view import (
    HAY_SELECCION,
    casilla_de_fila,
    casilla_de_pagina,
    elegida,
)
from clientes_app.ui.shell.buttons import Accion
from clientes_app.ui.shell.links import en_cuenta, ir_a

_HUESOS = 10
_HUESO_DEL_NOMBRE = "72%"


def _cabecera(columna: rx.Var) -> rx.Component:
    return rx.el.th(
        rx.cond(
            columna.destino == "",
            columna.etiqueta,
            rx.el.button(
                columna.etiqueta,
                rx.icon("arrow-up", size=13, aria_hidden="true"),
                type="button",
                on_click=rx.redirect(columna.destino),
                class_name="ordenar",
            ),
        ),
        scope="col",
        key=columna.campo,
        class_name="c-" + columna.campo.to(str),
        custom_attrs={"aria-sort": columna.sentido},
    )


def _de_cada_una(columnas: rx.Var, celda: Callable[[ColumnaDeLista], rx.Component]) -> rx.Component:
    """Make a cell of each of the columns that are shown, in their order."""
    return rx.foreach(
        columnas,
        lambda campo: rx.match(
            campo, *((cada.campo, celda(cada)) for cada in COLUMNAS_DE_LISTA), rx.fragment()
        ),
    )


def _boton(
    etiqueta: str,
    icono: str,
    nombre: rx.Var,
    clase: str,
    accion: Accion,
    **props: object,
) -> rx.Component:
    return rx.el.button(
        rx.icon(icono, size=16, aria_hidden="true"),
        type="button",
        aria_label=etiqueta,
        title=f"{etiqueta} " + nombre.to(str),
        on_click=accion,
        class_name=f"boton-icono {clase}",
        **props,
    )


def _acciones(fila: rx.Var, al_borrar: Accion) -> rx.Component:
    return rx.el.td(
        _boton(
            "Editar",
            "pencil",
            fila.nombre,
            "de-editor",
            rx.redirect(fila.editar),
            data_tecla="e",
        ),
        _boton("Ver", "eye", fila.nombre, "de-lector", ir_a(fila.ficha)),
        _boton("Borrar", "x", fila.nombre, "peligro de-editor", al_borrar(fila.id)),
        class_name="c-acciones",
    )


def _fila(fila: rx.Var, columnas: rx.Var, presentes: rx.Var, al_borrar: Accion) -> rx.Component:
    return rx.el.tr(
        casilla_de_fila(fila),
        rx.el.td(
            rx.el.div(
                rx.link(
                    marcado(fila, "nombre"),
                    href=en_cuenta(fila.ficha),
                    underline="none",
                    class_name="nombre",
                ),
                en_la_fila(presentes[fila.id]),
                puntos_de_etiquetas(fila),
                class_name="celda-nombre",
            ),
            title=fila.nombre,
            class_name="c-nombre",
        ),
        _de_cada_una(columnas, lambda cada: cada.celda(fila)),
        _acciones(fila, al_borrar),
        key=fila.id,
        data_cliente=fila.id,
        data_elegida=elegida(fila),
    )


def _hueso(campo: str, ancho: str) -> rx.Component:
    return rx.el.td(rx.el.span(class_name="hueso", style={"width": ancho}), class_name=f"c-{campo}")


def _filas_de_huesos(*celdas: rx.Component) -> rx.Component:
    fila = rx.el.tr(rx.el.td(class_name="c-casilla"), *celdas, rx.el.td(class_name="c-acciones"))
    return rx.el.tbody(*([fila] * _HUESOS), aria_hidden="true")


def huesos(anchos: Mapping[str, str]) -> rx.Component:
    """The rows of a table that is still to come; `anchos` are how much of its column each fills."""
    return _filas_de_huesos(*(_hueso(campo, ancho) for campo, ancho in anchos.items()))


def tabla_de_clientes(  # noqa: PLR0913 (a table has this many parts)
    cabeceras: rx.Var,
    filas: rx.Var,
    *,
    aspecto: rx.Var,
    presentes: rx.Var,
    cargado: rx.Var,
    al_borrar: Accion,
) -> rx.Component:
    """The rows of one page; `cabeceras` are the heads of all columns, by name.

    `aspecto` says which of them are shown, `presentes` by id who is there; `al_borrar` takes an id.
    """
    columnas = aspecto.columnas
    return rx.el.table(
        rx.el.caption("Clientes", class_name="solo-lectores"),
        rx.el.thead(
            rx.el.tr(
                casilla_de_pagina(filas),
                _cabecera(cabeceras[NOMBRE]),
                rx.foreach(columnas, lambda campo: _cabecera(cabeceras[campo])),
                rx.el.th(
                    rx.el.span("Acciones", class_name="solo-lectores"),
                    scope="col",
                    class_name="c-acciones",
                ),
            )
        ),
        rx.cond(
            cargado,
            rx.el.tbody(
                rx.foreach(filas, lambda fila: _fila(fila, columnas, presentes, al_borrar))
            ),
            _filas_de_huesos(
                _hueso(NOMBRE, _HUESO_DEL_NOMBRE),
                _de_cada_una(columnas, lambda cada: _hueso(cada.campo, cada.hueso)),
            ),
        ),
        class_name=rx.cond(aspecto.compacta, "tabla lista compacta", "tabla lista"),
        aria_busy=~cargado,
    )


def caja_de_lista(
    tabla: rx.Component, texto: rx.Var, *, con_etiquetas: rx.Var | bool = False
) -> rx.Component:
    """What a table of clients asks its width of; it takes the focus when a new page is shown.

    `texto` is the search that the rows are of. Without `con_etiquetas` there is no column of them:
    the account has none.
    """
    return rx.el.div(
        tabla,
        id="lista",
        tab_index=-1,
        data_texto=texto,
        class_name=rx.cond(HAY_SELECCION, "lista-caja seleccionando", "lista-caja").to(str)
        + rx.cond(con_etiquetas, " con-etiquetas", "").to(str),
    )
