"""The dialog in which the etiquetas of an account are managed."""

import reflex as rx

from clientes_app.domain.etiquetas import COLORES, LARGO_MAXIMO
from clientes_app.ui.clientes.etiquetas.chips import ficha_de_etiqueta
from clientes_app.ui.clientes.etiquetas.state import (
    ETIQUETAS_DE_CUENTA,
    NOMBRE_DE_ETIQUETA,
    EtiquetasState,
)
from clientes_app.ui.shell.buttons import DEVOLVER_EL_FOCO, boton

_ERROR = "error-de-etiqueta"


def _color(color: str, nombre: str) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="radio",
            name="color",
            value=color,
            default_checked=EtiquetasState.color == color,
        ),
        rx.el.span(nombre, class_name=f"etiqueta et-{color}"),
    )


def _formulario() -> rx.Component:
    """Name and colour of a new one, or of the one that is changed."""
    cambia = EtiquetasState.editando != 0
    return rx.el.form(
        rx.el.div(
            rx.el.label(rx.cond(cambia, "Nombre", "Nueva etiqueta"), html_for=NOMBRE_DE_ETIQUETA),
            rx.el.input(
                id=NOMBRE_DE_ETIQUETA,
                name="nombre",
                default_value=EtiquetasState.nombre,
                max_length=LARGO_MAXIMO,
                auto_complete="off",
                class_name="entrada",
                custom_attrs={
                    "aria-describedby": _ERROR,
                    "aria-invalid": rx.cond(EtiquetasState.error != "", "true", "false"),
                },
            ),
            rx.el.p(EtiquetasState.error, id=_ERROR, role="alert", class_name="mensaje-campo"),
        ),
        rx.el.fieldset(
            rx.el.legend("Color"),
            *(_color(color, nombre) for color, nombre in COLORES.items()),
            class_name="colores",
        ),
        rx.el.div(
            rx.el.button(
                rx.cond(cambia, "Guardar etiqueta", "Crear etiqueta"),
                type="submit",
                class_name="boton boton-principal",
            ),
            rx.cond(cambia, boton("Cancelar", on_click=EtiquetasState.editar(0))),
            class_name="acciones",
        ),
        key=EtiquetasState.vez.to(str),
        on_submit=EtiquetasState.guardar,
        # What is wrong is told beside the field, in our words.
        no_validate=True,
        class_name="forma-de-etiqueta",
    )


def _pregunta(fila: rx.Var) -> rx.Component:
    return rx.el.div(
        rx.el.p("¿Borrar esta etiqueta? ", fila.pierden),
        boton("Cancelar", on_click=EtiquetasState.preguntar(0), auto_focus=True),
        rx.el.button(
            "Borrar",
            type="button",
            on_click=EtiquetasState.borrar(fila.id),
            class_name="boton boton-peligro",
        ),
        role="alertdialog",
        aria_label="¿Borrar la etiqueta " + fila.nombre.to(str) + "?",
        class_name="pregunta-de-etiqueta",
    )


def _boton(etiqueta: str, icono: str, fila: rx.Var, accion: object) -> rx.Component:
    nombre = f"{etiqueta} etiqueta " + fila.nombre.to(str)
    return rx.el.button(
        rx.icon(icono, size=16, aria_hidden="true"),
        type="button",
        aria_label=nombre,
        title=nombre,
        on_click=accion,
        class_name="boton-icono",
    )


def _fila(fila: rx.Var) -> rx.Component:
    return rx.el.li(
        ficha_de_etiqueta(fila),
        rx.el.span(fila.clientes, class_name="nota"),
        rx.el.span(
            _boton("Cambiar", "pencil", fila, EtiquetasState.editar(fila.id)),
            _boton("Borrar", "x", fila, EtiquetasState.preguntar(fila.id)),
        ),
        rx.cond(EtiquetasState.borrando == fila.id, _pregunta(fila)),
        key=fila.id,
    )


def dialogo_de_etiquetas() -> rx.Component:
    """All of them, and the form; once a page."""
    return rx.dialog.root(
        rx.dialog.content(
            rx.el.div(
                rx.dialog.title("Etiquetas", size="4"),
                rx.dialog.description(
                    "Palabras cortas con color, de toda la cuenta. "
                    "Lo que cambie aquí se ve al momento en todos los clientes que la llevan.",
                    size="2",
                ),
                rx.el.button(
                    rx.icon("x", size=18, aria_hidden="true"),
                    type="button",
                    aria_label="Cerrar",
                    title="Cerrar",
                    on_click=EtiquetasState.cerrar,
                    class_name="boton-icono",
                ),
                class_name="accion-cabeza",
            ),
            rx.el.div(
                _formulario(),
                rx.el.ul(rx.foreach(EtiquetasState.filas, _fila), class_name="lista-de-etiquetas"),
                id=ETIQUETAS_DE_CUENTA,
                role="group",
                aria_label="Las de la cuenta",
                tab_index=0,
                class_name="accion-cuerpo",
            ),
            class_name="dialogo-accion dialogo-etiquetas",
            on_close_auto_focus=DEVOLVER_EL_FOCO,
        ),
        open=EtiquetasState.abierto,
        on_open_change=lambda abre: rx.cond(abre, rx.noop(), EtiquetasState.cerrar),
    )
