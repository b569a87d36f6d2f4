"""The sheet of views: those of the account and one's own, and saving what the list shows as one."""

import reflex as rx

from clientes_app.domain.vistas import LARGO_MAXIMO, TODOS
from clientes_app.services.clientes.clientes import Consulta
from clientes_app.ui.clientes.address import direccion
from clientes_app.ui.clientes.filtros.shown import ICONOS
from clientes_app.ui.clientes.vistas.edit_state import (
    NOMBRE_DE_VISTA,
    OTRO_NOMBRE,
    EdicionDeVistasState,
)
from clientes_app.ui.clientes.vistas.shown import BUSQUEDA, ORDEN
from clientes_app.ui.clientes.vistas.state import VistasState
from clientes_app.ui.shell.buttons import boton

_ERROR = "error-de-vista"
_LA_LISTA_ENTERA = "la-lista-entera"
# Radix passes over links, and would begin with the pencil of one of them.
_BEGIN_AT_THE_LINKS = rx.call_function(
    rx.Var(f"() => document.getElementById('{_LA_LISTA_ENTERA}').focus()")
).prevent_default
_ICONOS = ICONOS | {BUSQUEDA: "search", ORDEN: "arrow-down-narrow-wide"}

_SHOWN = rx.cond(
    VistasState.actual.id != 0, VistasState.actual.id, rx.cond(VistasState.todos, 0, -1)
)
"""The view that is shown, 0 for all clients, -1 for none of them."""


def _icono(nombre: str) -> rx.Component:
    return rx.icon(nombre, size=16, aria_hidden="true")


def _enlace(
    icono: rx.Component,
    nombre: str | rx.Var,
    destino: str | rx.Var,
    vista_id: int | rx.Var,
    **props: object,
) -> rx.Component:
    return rx.link(
        icono,
        rx.el.span(nombre),
        href=destino,
        underline="none",
        on_click=VistasState.elegir(vista_id),
        aria_current=rx.cond(vista_id == _SHOWN, "true", "false"),
        class_name="opcion-filtro",
        **props,
    )


def _error() -> rx.Component:
    return rx.el.p(EdicionDeVistasState.error, id=_ERROR, role="alert", class_name="mensaje-campo")


def _campo(element_id: str, etiqueta: str, valor: rx.Var) -> tuple[rx.Component, rx.Component]:
    return (
        rx.el.label(etiqueta, html_for=element_id),
        rx.el.input(
            id=element_id,
            name="nombre",
            default_value=valor,
            max_length=LARGO_MAXIMO,
            auto_complete="off",
            class_name="entrada",
            custom_attrs={"aria-describedby": _ERROR},
        ),
    )


def _edicion(vista: rx.Var) -> rx.Component:
    return rx.el.form(
        *_campo(OTRO_NOMBRE, "Nombre", vista.nombre),
        _error(),
        rx.el.div(
            boton("Cambiar nombre", type="submit"),
            rx.el.button(
                "Borrar",
                type="button",
                aria_label="Borrar vista " + vista.nombre.to(str),
                on_click=EdicionDeVistasState.borrar(vista.id),
                class_name="boton borrar-vista",
            ),
            boton("Cancelar", on_click=EdicionDeVistasState.editar(0)),
            class_name="acciones",
        ),
        on_submit=EdicionDeVistasState.renombrar,
        # What is wrong is told beside the field, in our words.
        no_validate=True,
        class_name="forma-de-vista",
    )


def _fila(vista: rx.Var) -> rx.Component:
    nombre = "Cambiar vista " + vista.nombre.to(str)
    icono = rx.match(
        vista.icono,
        *((cual, _icono(icono)) for cual, icono in _ICONOS.items()),
        _icono("bookmark"),
    )
    return rx.el.li(
        _enlace(icono, vista.nombre, vista.destino, vista.id),
        rx.cond(
            vista.puede,
            rx.el.button(
                _icono("pencil"),
                type="button",
                aria_label=nombre,
                title=nombre,
                on_click=EdicionDeVistasState.editar(vista.id),
                class_name="boton-icono",
            ),
        ),
        rx.cond(vista.falta != "", rx.el.p(vista.falta, class_name="nota")),
        rx.cond(EdicionDeVistasState.editando == vista.id, _edicion(vista)),
        key=vista.id,
    )


def _grupo(titulo: str, *filas: rx.Component) -> rx.Component:
    return rx.el.div(
        rx.el.p(titulo, class_name="titulo-de-filtros"),
        rx.el.ul(*filas),
        role="group",
        aria_label=titulo,
    )


def _cambios() -> rx.Component:
    return rx.cond(
        VistasState.cambiada.id != 0,
        rx.el.button(
            _icono("save"),
            "Guardar cambios en «" + VistasState.cambiada.nombre.to(str) + "»",
            type="button",
            on_click=EdicionDeVistasState.guardar_cambios(VistasState.cambiada.id),
            class_name="boton guardar-cambios",
        ),
    )


def _nueva() -> rx.Component:
    etiqueta, campo = _campo(NOMBRE_DE_VISTA, "Guardar lo que ve como vista", VistasState.sugerido)
    return rx.el.form(
        _cambios(),
        etiqueta,
        rx.el.div(
            campo,
            rx.el.button("Guardar", type="submit", class_name="boton boton-principal"),
            class_name="con-boton",
        ),
        rx.cond(EdicionDeVistasState.editando == 0, _error()),
        rx.el.label(
            rx.el.input(type="checkbox", role="switch", name="de_la_cuenta"),
            rx.el.span("Para toda la cuenta"),
            class_name="interruptor de-editor",
        ),
        rx.el.p("Guarda búsqueda, filtros, orden y columnas.", class_name="nota"),
        on_submit=EdicionDeVistasState.guardar,
        no_validate=True,
        class_name="forma-de-vista",
    )


def vistas_de_lista() -> rx.Component:
    """The button of the views, with its sheet."""
    todos = rx.el.li(_enlace(_icono("users"), TODOS, direccion(Consulta()), 0, id=_LA_LISTA_ENTERA))
    return rx.popover.root(
        rx.popover.trigger(
            rx.el.button(
                _icono("bookmark"),
                rx.el.span("Vistas"),
                rx.icon("chevron-down", size=14, aria_hidden="true"),
                type="button",
                title="Vistas",
                class_name="boton abrir-vistas",
            )
        ),
        rx.popover.content(
            rx.el.div(
                _grupo("De la cuenta", todos, rx.foreach(VistasState.de_la_cuenta, _fila)),
                rx.cond(
                    VistasState.mias.length() > 0,
                    _grupo("Mías", rx.foreach(VistasState.mias, _fila)),
                ),
                class_name="lista-de-vistas",
            ),
            _nueva(),
            aria_label="Vistas",
            align="start",
            on_open_auto_focus=_BEGIN_AT_THE_LINKS,
            # The menu of a telephone gives the focus back while it closes; this is open by then.
            on_focus_outside=rx.prevent_default,
            class_name="hoja-de-filtros hoja-de-vistas",
        ),
        open=VistasState.abierto,
        on_open_change=lambda abre: [EdicionDeVistasState.editar(0), VistasState.mostrar(abre)],
    )


def vista_en_uso() -> rx.Component:
    """The name of the view that is shown, before the filters; it opens the sheet."""
    nombre = VistasState.actual.nombre.to(str)
    return rx.cond(
        VistasState.actual.id != 0,
        rx.el.button(
            rx.icon("bookmark", size=14, aria_hidden="true"),
            rx.el.span(nombre),
            type="button",
            title="Vista " + nombre,
            aria_label="Vista " + nombre,
            on_click=VistasState.mostrar(True),
            class_name="vista-en-uso",
        ),
    )


def opcion_de_vistas() -> rx.Component:
    """The entry of a telephone's menu that opens the sheet."""
    return rx.dropdown_menu.item(
        rx.icon("bookmark", size=18, aria_hidden="true"),
        "Vistas",
        on_select=VistasState.mostrar(True),
        class_name="opcion",
    )
