"""The fields of the drawer, each with its label, its help and what is wrong with it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import reflex as rx

from clientes_app.ui.clientes.drawer.document_view import marca_de_documento
from clientes_app.ui.clientes.drawer.fields_order import EMAILS
from clientes_app.ui.shell.buttons import Accion
from clientes_app.ui.shell.inputs import Campo, Combo


@dataclass(frozen=True)
class FieldsProps:
    """What the fields of a drawer read and call.

    `campos` has what each field shows, `choques` those that two people changed. `al_confirmar`
    takes field, value, whether the field was left, the number of this telling and the version it
    is based on; `al_aplicar` takes field and the code of a finding, `al_quitar` a further e-mail,
    `al_quedarse` field and «guardado» or «propio», `al_mirar` a field that a document filled in and
    that got the focus. With `solo_lectura` the fields may be looked at and copied.
    """

    campos: rx.Var
    hallazgos: rx.Var
    choques: rx.Var
    al_confirmar: Accion
    al_aplicar: Accion
    al_quitar: Accion
    al_quedarse: Accion
    al_mirar: Accion
    solo_lectura: rx.Var


def _hallazgo(props: FieldsProps, campo: str) -> Callable[[rx.Var], rx.Component]:
    def ver(hallazgo: rx.Var) -> rx.Component:
        return rx.el.p(
            rx.el.span(hallazgo.mensaje),
            rx.cond(hallazgo.sat != "", rx.el.small(hallazgo.sat, class_name="codigo-sat")),
            rx.cond(
                hallazgo.accion != "",
                rx.el.button(
                    hallazgo.accion,
                    type="button",
                    on_click=props.al_aplicar(campo, hallazgo.codigo),
                    class_name="boton-llano de-editor",
                ),
            ),
            class_name=rx.cond(hallazgo.es_error, "nota nota-error", "nota nota-aviso"),
        )

    return ver


def _choque(props: FieldsProps, campo: str) -> Callable[[rx.Var], rx.Component]:
    def ver(choque: rx.Var) -> rx.Component:
        return rx.el.div(
            rx.el.p(
                rx.icon("users", size=14, aria_hidden="true"),
                rx.el.span(
                    rx.el.strong(choque.quien), " guardó «", choque.guardado, "» en este campo."
                ),
            ),
            rx.el.div(
                rx.el.button(
                    "Usar lo guardado: ",
                    choque.guardado,
                    type="button",
                    on_click=props.al_quedarse(campo, "guardado"),
                    class_name="boton boton-corto",
                ),
                rx.el.button(
                    "Conservar lo mío",
                    type="button",
                    on_click=props.al_quedarse(campo, "propio"),
                    class_name="boton boton-corto",
                ),
                class_name="choque-lados",
            ),
            class_name="choque",
        )

    return lambda choque: rx.cond(choque.campo == campo, ver(choque))


def _quitar(props: FieldsProps, campo: str, etiqueta: str) -> rx.Component:
    return rx.el.button(
        "Quitar",
        rx.el.span(f" {etiqueta}", class_name="solo-lectores"),
        type="button",
        on_click=props.al_quitar(campo),
        class_name="boton-llano de-editor",
    )


def notas_de(props: FieldsProps, campo: str, *ayuda: rx.Component) -> rx.Component:
    """What is said below a field: help, what others stored there, what is wrong with it."""
    return rx.el.div(
        *ayuda,
        rx.foreach(props.choques, _choque(props, campo)),
        rx.foreach(props.hallazgos[campo], _hallazgo(props, campo)),
        id=f"notas-{campo}",
        aria_live="polite",
        class_name="notas",
    )


def _envuelto(
    props: FieldsProps,
    campo: str,
    etiqueta: str,
    control: rx.Component,
    *ayuda: rx.Component,
    obligatorio: bool,
) -> rx.Component:
    del_documento = props.campos[campo].del_documento
    return rx.el.div(
        rx.el.div(
            rx.el.label(etiqueta, html_for=f"campo-{campo}"),
            rx.cond(del_documento, marca_de_documento()),
            *([_quitar(props, campo, etiqueta)] if campo in EMAILS[1:] else []),
            class_name="campo-rotulo",
        ),
        control,
        notas_de(props, campo, *ayuda),
        class_name=f"campo campo-{campo}" + ("" if obligatorio else " opcional"),
        on_focus=rx.cond(del_documento, props.al_mirar(campo), rx.noop()),
        custom_attrs={
            "data-renovado": rx.cond(props.campos[campo].renovado, "true", "false"),
            "data-documento": rx.cond(del_documento, "true", "false"),
        },
    )


def _accesible(
    props: FieldsProps, campo: str, *, obligatorio: bool, mal: rx.Var | None = None
) -> dict[str, Any]:
    hallado = props.hallazgos[campo][0].es_error
    return {
        "id": f"campo-{campo}",
        "name": campo,
        "value": props.campos[campo].valor,
        "vuelta": props.campos[campo].vuelta,
        "vista": props.campos[campo].vista,
        "read_only": props.solo_lectura,
        "class_name": "entrada",
        "custom_attrs": {
            "aria-describedby": f"notas-{campo}",
            "aria-invalid": rx.cond(hallado if mal is None else mal | hallado, "true", "false"),
            "aria-required": "true" if obligatorio else "false",
        },
    }


def texto(  # noqa: PLR0913 - a field has as many parts
    props: FieldsProps,
    campo: str,
    etiqueta: str,
    *ayuda: rx.Component,
    obligatorio: bool = False,
    maximo: int,
    mal: rx.Var | None = None,
    ofrece: rx.Var | None = None,
    **attributes: Any,
) -> rx.Component:
    """A field of text; `mal` says whether it is wrong for another reason than its findings.

    `ofrece` are texts that may be chosen instead of being typed; any other one may be typed, too.
    """
    accesible = _accesible(props, campo, obligatorio=obligatorio, mal=mal)
    if ofrece is not None:
        accesible["ofrece"] = ofrece
    control = Campo.create(
        max_length=maximo,
        auto_complete="off",
        spell_check=False,
        on_confirmar=lambda valor, sale, serie, vista: props.al_confirmar(
            campo, valor, sale, serie, vista
        ),
        **accesible,
        **attributes,
    )
    return _envuelto(props, campo, etiqueta, control, *ayuda, obligatorio=obligatorio)


def desplegable(
    props: FieldsProps,
    campo: str,
    etiqueta: str,
    *,
    opciones: rx.Var,
    obligatorio: bool = False,
    **attributes: Any,
) -> rx.Component:
    """A searchable drop-down."""
    control = Combo.create(
        opciones=opciones,
        descripcion=props.campos[campo].descripcion,
        on_elegir=lambda valor, sale, serie, vista: props.al_confirmar(
            campo, valor, sale, serie, vista
        ),
        **_accesible(props, campo, obligatorio=obligatorio),
        **attributes,
    )
    return _envuelto(props, campo, etiqueta, control, obligatorio=obligatorio)
