"""The drawer: opens from the right, keeps the focus, and asks before it loses what was typed."""

from typing import Any

import reflex as rx

from clientes_app.ui.clientes.drawer.document_view import (
    documento_de_cliente,
)
from clientes_app.ui.clientes.drawer.field_groups import (
    DrawerProps,
    contacto,
    fiscales,
    identidad,
    opcionales,
)
from clientes_app.ui.clientes.drawer.fields import FieldsProps
from clientes_app.ui.clientes.presencia.view import en_el_cajon
from clientes_app.ui.shell.buttons import DEVOLVER_EL_FOCO, boton
from clientes_app.ui.shell.reflex_internals import has_connection_errors

FORMULARIO = "formulario-cliente"

GOES_ON = "siguiente"
"""What «Guardar y pasar a la siguiente» asks for."""

# What was typed, told or not: assets/borrador.js keeps it.
# Instead of what Radix does at that moment, which may come before it or after.
_BEGIN_AT_THE_FIELDS = rx.call_function(rx.Var("() => window.empezarEnLosCampos()")).prevent_default
_DRAFT = rx.Var("window.borrador.leer()", _var_type=dict[str, Any])


def _mensaje(drawer: DrawerProps) -> rx.Component:
    return rx.cond(
        drawer.mensaje.texto != "",
        rx.el.div(
            rx.el.p(drawer.mensaje.texto),
            rx.el.div(
                rx.foreach(
                    drawer.mensaje.acciones,
                    lambda accion: boton(accion[1], on_click=drawer.al_resolver(accion[0])),
                ),
                class_name="acciones de-editor",
            ),
            role="alert",
            id="campo-mensaje",
            tab_index=-1,
            class_name="cajon-mensaje",
        ),
    )


def _novedad(drawer: DrawerProps) -> rx.Component:
    return rx.el.div(
        rx.cond(
            drawer.ficha.novedad != "",
            rx.el.p(rx.icon("users", size=15, aria_hidden="true"), drawer.ficha.novedad),
        ),
        role="status",
        class_name="cajon-novedad",
    )


def _sin_conexion() -> rx.Component:
    """That nothing is lost while the server is away; once «Guardar» was pressed, that it waits."""
    return rx.el.span(
        rx.icon("wifi-off", size=14, aria_hidden="true"),
        rx.el.span("Sin conexión. «Guardar» guardará cuando vuelva.", class_name="por-pedir"),
        rx.el.span("Sin conexión. Se guardará en cuanto vuelva.", class_name="pedido"),
        class_name="cajon-sin-conexion",
    )


def _nota(drawer: DrawerProps) -> rx.Component:
    return rx.el.p(
        rx.cond(
            drawer.ficha.corrige,
            "Así venía la fila en el archivo. Lo que guarde cuenta como corregido en esta carga.",
            "Los seis datos son obligatorios; lo demás está en «Agregar datos opcionales».",
        ),
        class_name="nota cajon-nota de-editor",
    )


def _guardar(drawer: DrawerProps) -> rx.Component:
    """The button that saves; of a refused row, with others behind it, the one that goes on, too."""
    return rx.cond(
        drawer.ficha.hay_mas,
        rx.fragment(
            boton("Guardar", type="submit", de_editor=True),
            boton(
                "Guardar y pasar a la siguiente",
                principal=True,
                de_editor=True,
                on_click=drawer.al_guardar(_DRAFT, GOES_ON),
            ),
        ),
        boton(drawer.ficha.documento.guardar, type="submit", principal=True, de_editor=True),
    )


def _cuerpo(props: FieldsProps, drawer: DrawerProps) -> rx.Component:
    documento = drawer.ficha.documento
    return rx.el.div(
        _mensaje(drawer),
        _novedad(drawer),
        rx.cond(drawer.ficha.corrige, rx.fragment(), documento_de_cliente(drawer.llenado)),
        rx.el.div(
            rx.cond(documento.archivo == "", _nota(drawer)),
            *identidad(props, drawer),
            *fiscales(props, drawer),
            *contacto(props, drawer),
            opcionales(props, drawer),
            # Folded away and still there: what they hold is kept, and told when it is wrong.
            hidden=documento.plegado,
        ),
        class_name="cajon-cuerpo",
    )


def _pie(props: FieldsProps, drawer: DrawerProps) -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.cond(
                has_connection_errors,
                _sin_conexion(),
                rx.el.span(rx.el.kbd("Ctrl"), " + ", rx.el.kbd("Enter"), " guarda"),
            ),
            role="status",
            class_name="pista de-editor",
        ),
        boton(
            rx.cond(props.solo_lectura, "Cerrar", "Cancelar"),
            on_click=drawer.al_cerrar(_DRAFT),
        ),
        _guardar(drawer),
        class_name="cajon-pie",
    )


def _form(props: FieldsProps, drawer: DrawerProps) -> rx.Component:
    return rx.el.form(
        _cuerpo(props, drawer),
        _pie(props, drawer),
        id=FORMULARIO,
        key=drawer.ficha.numero,
        no_validate=True,
        on_submit=drawer.al_guardar(_DRAFT, "").prevent_default,
        custom_attrs={
            "data-guardar": "true",
            "data-cliente": drawer.ficha.cliente,
            "data-numero": drawer.ficha.numero,
            "data-dueno": drawer.ficha.dueno,
        },
    )


def _botones(drawer: DrawerProps, boton_historial: rx.Component) -> rx.Component:
    return rx.el.div(
        en_el_cajon(drawer.presentes),
        boton_historial,
        rx.el.button(
            rx.icon("x", size=18, aria_hidden="true"),
            type="button",
            aria_label="Cerrar",
            on_click=drawer.al_cerrar(_DRAFT),
            class_name="boton-icono",
        ),
        class_name="cajon-botones",
    )


def formulario(
    props: FieldsProps,
    drawer: DrawerProps,
    *,
    boton_historial: rx.Component,
    historial: rx.Component,
    preguntas: rx.Component,
) -> rx.Component:
    """The drawer over the list; `historial` takes the place of the fields when it is shown.

    The dialogs of `preguntas` stand inside, though they are drawn over it: where a page is loaded
    with both open, what opens last hides the rest from assistive tools, and must be the question.
    """
    return rx.dialog.root(
        rx.dialog.content(
            rx.dialog.title(
                rx.cond(props.solo_lectura, "Cliente", drawer.ficha.titulo),
                rx.el.small(
                    drawer.ficha.nombre,
                    rx.cond((drawer.ficha.nombre != "") & (drawer.cuenta != ""), " · ", ""),
                    drawer.cuenta,
                    title=drawer.ficha.nombre,
                ),
                size="4",
                class_name="cajon-titulo",
            ),
            historial,
            _form(props, drawer),
            # After the fields: the focus begins at the first of them.
            _botones(drawer, boton_historial),
            preguntas,
            class_name="cajon",
            on_open_auto_focus=_BEGIN_AT_THE_FIELDS,
            on_close_auto_focus=DEVOLVER_EL_FOCO,
            aria_describedby=rx.Var("undefined"),
        ),
        open=drawer.abierto,
        on_open_change=lambda abre: rx.cond(abre, rx.noop(), drawer.al_cerrar(_DRAFT)),
    )
