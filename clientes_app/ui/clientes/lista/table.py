"""The table of clients: heads that sort, rows with their two buttons, bones while loading.

Where it is narrow the columns give way in the order of assets/clientes.css; what is cut or gone
shows whole on hover and focus (assets/lista.js).
"""

from collections.abc import Mapping

import reflex as rx

from clientes_app.ui.clientes.presencia.view import en_la_fila
from clientes_app.ui.shell.buttons import Accion

_HUESOS = 10
_ANCHOS = {
    "nombre": "72%",
    "rfc": "90%",
    "regimen_fiscal": "70%",
    "uso_cfdi": "70%",
    "email": "80%",
    "codigo_postal": "90%",
}


def _cabecera(columna: rx.Var) -> rx.Component:
    return rx.el.th(
        rx.el.button(
            columna.etiqueta,
            rx.icon("arrow-up", size=13, aria_hidden="true"),
            type="button",
            on_click=rx.redirect(columna.destino),
            class_name="ordenar",
        ),
        scope="col",
        class_name="c-" + columna.campo.to(str),
        custom_attrs={"aria-sort": columna.sentido},
    )


def marcado(fila: rx.Var, campo: str) -> rx.Component | rx.Var:
    """A text of a row, with what was searched for marked in it."""
    trozos = fila.marcas[campo]
    return rx.cond(
        trozos,
        rx.foreach(
            trozos,
            lambda trozo: rx.cond(trozo.hallado, rx.el.mark(trozo.texto), trozo.texto),
        ),
        getattr(fila, campo),
    )


def _con_clave(clave: rx.Var, texto: rx.Var, campo: str, etiqueta: str) -> rx.Component:
    return rx.el.td(
        rx.el.span(clave, class_name="clave"),
        # A blank of its own, so that a copied row has one there.
        " ",
        rx.el.span(texto, class_name="descripcion-clave"),
        title=clave.to(str) + " " + texto.to(str),
        class_name=f"c-{campo}",
        data_etiqueta=etiqueta,
    )


def _boton(etiqueta: str, icono: str, nombre: rx.Var, clase: str, accion: Accion) -> rx.Component:
    return rx.el.button(
        rx.icon(icono, size=16, aria_hidden="true"),
        type="button",
        aria_label=etiqueta,
        title=f"{etiqueta} " + nombre.to(str),
        on_click=accion,
        class_name=f"boton-icono {clase}",
    )


def _fila(fila: rx.Var, presentes: rx.Var, al_borrar: Accion) -> rx.Component:
    return rx.el.tr(
        rx.el.td(
            rx.el.div(
                rx.link(
                    marcado(fila, "nombre"), href=fila.editar, underline="none", class_name="nombre"
                ),
                en_la_fila(presentes[fila.id]),
                class_name="celda-nombre",
            ),
            title=fila.nombre,
            class_name="c-nombre",
        ),
        rx.el.td(marcado(fila, "rfc"), title=fila.rfc, class_name="c-rfc", data_etiqueta="RFC"),
        _con_clave(fila.regimen, fila.regimen_texto, "regimen_fiscal", "Régimen"),
        _con_clave(fila.uso, fila.uso_texto, "uso_cfdi", "Uso"),
        rx.el.td(
            rx.el.div(
                rx.el.span(marcado(fila, "email")),
                rx.cond(
                    fila.mas_correos != "",
                    rx.el.span(fila.mas_correos, class_name="mas-correos"),
                ),
                class_name="correos",
            ),
            title=fila.correos,
            class_name="c-email",
            data_etiqueta="E-mail",
        ),
        rx.el.td(
            marcado(fila, "cp"), title=fila.cp, class_name="c-codigo_postal", data_etiqueta="CP"
        ),
        rx.el.td(
            _boton("Editar", "pencil", fila.nombre, "de-editor", rx.redirect(fila.editar)),
            _boton("Ver", "eye", fila.nombre, "de-lector", rx.redirect(fila.editar)),
            _boton("Borrar", "x", fila.nombre, "peligro de-editor", al_borrar(fila.id)),
            class_name="c-acciones",
        ),
        key=fila.id,
        data_cliente=fila.id,
    )


def huesos(anchos: Mapping[str, str]) -> rx.Component:
    """The rows of a table that is still to come; `anchos` are how much of its column each fills."""
    fila = rx.el.tr(
        *(
            rx.el.td(
                rx.el.span(class_name="hueso", style={"width": ancho}), class_name=f"c-{campo}"
            )
            for campo, ancho in anchos.items()
        ),
        rx.el.td(class_name="c-acciones"),
    )
    return rx.el.tbody(*([fila] * _HUESOS), aria_hidden="true")


def tabla_de_clientes(
    cabeceras: rx.Var,
    filas: rx.Var,
    *,
    presentes: rx.Var,
    cargado: rx.Var,
    al_borrar: Accion,
) -> rx.Component:
    """The rows of one page; `presentes` says by id who is there, `al_borrar` takes an id."""
    return rx.el.table(
        rx.el.caption("Clientes", class_name="solo-lectores"),
        rx.el.thead(
            rx.el.tr(
                rx.foreach(cabeceras, _cabecera),
                rx.el.th(
                    rx.el.span("Acciones", class_name="solo-lectores"),
                    scope="col",
                    class_name="c-acciones",
                ),
            )
        ),
        rx.cond(
            cargado,
            rx.el.tbody(rx.foreach(filas, lambda fila: _fila(fila, presentes, al_borrar))),
            huesos(_ANCHOS),
        ),
        class_name="tabla lista",
        aria_busy=~cargado,
    )


def caja_de_lista(tabla: rx.Component, texto: rx.Var) -> rx.Component:
    """What a table of clients asks its width of; it takes the focus when a new page is shown.

    `texto` is the search that the rows are of.
    """
    return rx.el.div(tabla, id="lista", tab_index=-1, data_texto=texto, class_name="lista-caja")
