"""The papelera: what was deleted, by whom, when and by what, and the way back."""

import reflex as rx

from clientes_app.routes import CLIENTES, PAPELERA
from clientes_app.ui.clientes.acciones.menus import restaurar_elegidos
from clientes_app.ui.clientes.acciones.state import AccionState
from clientes_app.ui.clientes.acciones.view import dialogo_de_accion
from clientes_app.ui.clientes.lista.cells import marcado
from clientes_app.ui.clientes.lista.surroundings import (
    busqueda,
    nada_hallado,
    no_se_pudo_leer,
    paginas,
)
from clientes_app.ui.clientes.lista.table import caja_de_lista, huesos
from clientes_app.ui.clientes.papelera.state import PapeleraState
from clientes_app.ui.clientes.seleccion.state import SeleccionState
from clientes_app.ui.clientes.seleccion.view import (
    barra_de_seleccion,
    casilla_de_fila,
    casilla_de_pagina,
    elegida,
    opcion_de_seleccionar,
)
from clientes_app.ui.shell.buttons import boton
from clientes_app.ui.shell.frame import cabeza, marco, menu_de_icono
from clientes_app.ui.shell.links import en_cuenta, ir_a
from clientes_app.ui.shell.moment import fecha_local
from clientes_app.ui.shell.person import PERSONA

RUTA = PAPELERA
TITULO = "Papelera"
ON_LOAD = [AccionState.cerrar, SeleccionState.open_page, PapeleraState.follow]

_COLUMNAS = {
    "nombre": "Nombre o Razón Social",
    "rfc": "RFC",
    "email": "E-mail",
    "codigo_postal": "Código Postal",
    "borrado": "Borrado",
}
_ANCHOS = {
    "nombre": "72%",
    "rfc": "90%",
    "email": "80%",
    "codigo_postal": "90%",
    "borrado": "80%",
}


def _fila(fila: rx.Var) -> rx.Component:
    quien_y_como = fila.quien.to(str) + ", " + fila.como.to(str)
    return rx.el.tr(
        casilla_de_fila(fila, clase="de-editor"),
        rx.el.td(
            rx.el.div(
                rx.el.span(marcado(fila, "nombre"), class_name="nombre"), class_name="celda-nombre"
            ),
            title=fila.nombre,
            class_name="c-nombre",
        ),
        rx.el.td(marcado(fila, "rfc"), title=fila.rfc, class_name="c-rfc", data_etiqueta="RFC"),
        rx.el.td(
            marcado(fila, "email"), title=fila.correos, class_name="c-email", data_etiqueta="E-mail"
        ),
        rx.el.td(
            marcado(fila, "cp"), title=fila.cp, class_name="c-codigo_postal", data_etiqueta="CP"
        ),
        rx.el.td(
            fecha_local(fila.cuando),
            " ",
            rx.el.small(quien_y_como),
            rx.cond(
                fila.con != "",
                rx.el.small(rx.link(fila.con, href=en_cuenta(fila.ruta_de_con))),
            ),
            title=quien_y_como + " " + fila.con.to(str),
            class_name="c-borrado",
            data_etiqueta="Borrado",
        ),
        rx.el.td(
            boton(
                rx.icon("undo-2", size=15, aria_hidden="true"),
                rx.el.span("Restaurar"),
                de_editor=True,
                on_click=PapeleraState.restaurar(fila.id),
                title="Restaurar " + fila.nombre.to(str),
            ),
            class_name="c-acciones",
        ),
        key=fila.id,
        data_elegida=elegida(fila),
    )


def _tabla() -> rx.Component:
    tabla = rx.el.table(
        rx.el.caption("Clientes borrados", class_name="solo-lectores"),
        rx.el.thead(
            rx.el.tr(
                casilla_de_pagina(PapeleraState.filas, clase="de-editor"),
                *(
                    rx.el.th(etiqueta, scope="col", class_name=f"c-{campo}")
                    for campo, etiqueta in _COLUMNAS.items()
                ),
                rx.el.th(
                    rx.el.span("Acciones", class_name="solo-lectores"),
                    scope="col",
                    class_name="c-acciones",
                ),
            )
        ),
        rx.cond(
            PapeleraState.cargado,
            rx.el.tbody(rx.foreach(PapeleraState.filas, _fila)),
            huesos(_ANCHOS),
        ),
        class_name="tabla lista papelera",
        aria_busy=~PapeleraState.cargado,
    )
    return caja_de_lista(tabla, PapeleraState.texto)


def _filtro() -> rx.Component:
    """By what the clients were deleted; where there is only one such thing, nothing to choose."""
    return rx.cond(
        PapeleraState.origenes.length() > 2,  # noqa: PLR2004 - «Todos» and one that holds all
        rx.fragment(
            rx.el.label("Borrados", html_for="borrados-por", class_name="solo-lectores"),
            rx.el.select(
                rx.foreach(
                    PapeleraState.origenes,
                    lambda uno: rx.el.option(uno.etiqueta, value=uno.destino),
                ),
                id="borrados-por",
                value=PapeleraState.origen,
                on_change=rx.redirect,
                class_name="entrada filtro-papelera",
            ),
        ),
    )


def _vacia() -> rx.Component:
    return rx.el.div(
        rx.icon("trash-2", size=40, stroke_width=1.5, aria_hidden="true"),
        rx.el.h2("La papelera está vacía"),
        rx.el.p(
            "Los clientes que borre se guardan aquí, y desde aquí se restauran.",
            class_name="de-editor",
        ),
        rx.el.div(
            boton("Ir a Clientes", on_click=ir_a(CLIENTES)),
            class_name="acciones",
        ),
        class_name="vacio",
    )


def _nada_de_ese_origen() -> rx.Component:
    return rx.el.div(
        rx.icon("trash-2", size=40, stroke_width=1.5, aria_hidden="true"),
        rx.el.h2("Ya no queda ningún cliente borrado así"),
        rx.el.div(
            boton("Ver todos", on_click=rx.redirect("?")),
            class_name="acciones",
        ),
        class_name="vacio",
    )


def _cuerpo() -> rx.Component:
    estado = PapeleraState
    tabla = rx.fragment(_tabla(), rx.cond(estado.cargado, paginas(estado.resumen)))
    vacia = rx.cond(
        estado.texto == "",
        rx.cond(estado.resumen.total == "0", _vacia(), _nada_de_ese_origen()),
        nada_hallado(estado.texto, estado.resumen),
    )
    return rx.cond(
        estado.cargado,
        rx.cond(estado.filas.length() == 0, vacia, tabla),
        rx.cond(estado.error, no_se_pudo_leer(), tabla),
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
        rx.el.div(
            busqueda(estado.texto, limpio=estado.resumen.limpio, al_buscar=estado.buscar),
            _filtro(),
            class_name="herramientas",
        ),
        _cuerpo(),
        barra_de_seleccion(estado.resumen, restaurar_elegidos()),
        dialogo_de_accion(),
        persona=PERSONA,
        activo=RUTA,
        clase="de-lista",
        en_techo=(
            menu_de_icono("ellipsis", "Más acciones", opcion_de_seleccionar(clase="de-editor")),
        ),
    )
