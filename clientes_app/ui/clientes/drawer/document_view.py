"""«Llenar desde Constancia»: the way in, what was filled, and what differs from what is stored."""

from dataclasses import dataclass

import reflex as rx

from clientes_app.ui.shell.buttons import Accion, boton
from clientes_app.ui.shell.inputs import OpcionDeGrupo

ID_RECEPTOR = "constancia"
"""The page's one field for a constancia; assets/soltar.js gives it what is dropped or pasted."""

ID_BOTON = "llenar-desde-constancia"


@dataclass(frozen=True)
class LlenadoProps:
    """What a document shows and calls.

    `documento` is a DocumentoVisto, `leyendo` the name of the one that is on its way. `al_elegir`
    takes field and side, `al_resolver` what else is to be done with a document.
    """

    documento: rx.Var
    leyendo: rx.Var
    limite_bytes: int
    al_leer: rx.event.EventSpec
    al_no_aceptar: rx.event.EventCallback
    al_quitar: Accion
    al_elegir: Accion
    al_ver_todo: Accion
    al_resolver: Accion


def receptor(props: LlenadoProps, *, abierto: rx.Var) -> rx.Component:
    """Take a PDF from anywhere on the page, and say that it is on its way.

    Nothing of it is seen before something is dragged over the page; with the drawer open
    (`abierto`) it says the rest itself.
    """
    return rx.fragment(
        rx.upload.root(
            id=ID_RECEPTOR,
            class_name="receptor",
            multiple=False,
            no_drag=True,
            no_keyboard=True,
            max_size=props.limite_bytes,
            on_drop=props.al_leer,
            # Without the argument: it holds the refused files themselves, whole.
            on_drop_rejected=lambda _rechazados: props.al_no_aceptar(),
        ),
        rx.el.div(
            rx.icon("file-text", size=22, aria_hidden="true"),
            rx.el.p(rx.el.strong("Suelte aquí la constancia"), " Se lee y no se guarda."),
            aria_hidden="true",
            class_name="receptor-aviso",
        ),
        rx.el.div(
            rx.cond(
                (props.leyendo != "") & ~abierto,
                rx.el.p("Leyendo ", props.leyendo, "…", class_name="receptor-leyendo"),
            ),
            role="status",
        ),
    )


def _avisos(avisos: rx.Var) -> rx.Component:
    return rx.foreach(
        avisos.to(list[str]),
        lambda aviso: rx.el.p(
            rx.icon("triangle-alert", size=14, aria_hidden="true"), aviso, class_name="ojo"
        ),
    )


def _entrada(props: LlenadoProps) -> rx.Component:
    """The button, which is a place to drop a file as well."""
    return rx.el.button(
        rx.icon("file-text", size=22, aria_hidden="true"),
        rx.el.span(
            rx.el.strong("Llenar desde Constancia"),
            rx.el.small(
                rx.cond(
                    props.leyendo != "",
                    rx.fragment("Leyendo ", props.leyendo, "…"),
                    "Suelte aquí el PDF, elíjalo, o pegue el texto del QR. Se lee y no se guarda.",
                ),
                role="status",
            ),
        ),
        type="button",
        id=ID_BOTON,
        custom_attrs={"data-elige-constancia": "true"},
        class_name="soltar de-editor",
    )


def _rechazo(props: LlenadoProps) -> rx.Component:
    rechazo = props.documento.rechazo
    return rx.cond(
        rechazo.motivo != "",
        rx.el.div(
            rx.icon("circle-alert", size=18, aria_hidden="true"),
            rx.el.div(
                rx.el.strong(rechazo.archivo),
                rx.el.p(rechazo.motivo),
                _avisos(rechazo.avisos),
                rx.cond(
                    rechazo.acciones.length() > 0,
                    rx.el.div(
                        rx.foreach(
                            rechazo.acciones,
                            lambda accion: boton(accion[1], on_click=props.al_resolver(accion[0])),
                        ),
                        class_name="acciones",
                    ),
                ),
            ),
            role="alert",
            id="campo-rechazo",
            tab_index=-1,
            class_name="leido leido-mal",
        ),
    )


def _leido(props: LlenadoProps) -> rx.Component:
    documento = props.documento
    return rx.el.div(
        rx.icon("check", size=18, aria_hidden="true"),
        rx.el.div(
            rx.el.strong(documento.archivo),
            rx.el.p(documento.dicho),
            _avisos(documento.avisos),
        ),
        rx.el.button(
            "Quitar lo llenado", type="button", on_click=props.al_quitar, class_name="boton-llano"
        ),
        role="status",
        id="campo-documento",
        tab_index=-1,
        class_name="leido",
    )


def _lado(props: LlenadoProps, diferencia: rx.Var, lado: rx.Var) -> rx.Component:
    return rx.el.label(
        OpcionDeGrupo.create(
            name="constancia-" + diferencia.campo.to(str),
            elegida=lado.elegido,
            on_elegir=props.al_elegir(diferencia.campo, lado.lado),
        ),
        rx.el.span(rx.el.small(lado.titulo), rx.el.strong(lado.valor)),
        class_name="lado",
    )


def _diferencias(props: LlenadoProps) -> rx.Component:
    """Field by field, what is stored and what the document says; nothing changes before saving."""
    documento = props.documento
    return rx.cond(
        documento.titulo != "",
        rx.el.section(
            rx.el.h2(documento.titulo, id="titulo-diferencias"),
            rx.cond(
                documento.diferencias.length() > 0,
                rx.el.p("Elija qué queda; nada cambia hasta que guarde.", class_name="nota"),
            ),
            rx.foreach(
                documento.diferencias,
                lambda cada: rx.el.fieldset(
                    rx.el.legend(cada.etiqueta),
                    rx.foreach(cada.lados, lambda lado: _lado(props, cada, lado)),
                    class_name="lados",
                ),
            ),
            rx.cond(documento.resto != "", rx.el.p(documento.resto, class_name="nota iguales")),
            rx.cond(
                documento.plegado,
                rx.el.button(
                    rx.icon("chevron-right", size=16, aria_hidden="true"),
                    "Ver todos los datos",
                    type="button",
                    on_click=props.al_ver_todo,
                    class_name="boton-agregar desplegar",
                ),
            ),
            aria_labelledby="titulo-diferencias",
            class_name="diferencias",
        ),
    )


def documento_de_cliente(props: LlenadoProps) -> rx.Component:
    """What stands over the fields."""
    return rx.fragment(
        _rechazo(props),
        rx.cond(props.documento.archivo != "", _leido(props), _entrada(props)),
        _diferencias(props),
    )


def regimenes_ofrecidos(
    props: LlenadoProps, *, marcado: rx.Var, mal: rx.Var, notas: rx.Component
) -> rx.Component:
    """Several régimenes in force, of which none is chosen for the person."""

    def opcion(regimen: rx.Var, lugar: rx.Var) -> rx.Component:
        return rx.el.label(
            OpcionDeGrupo.create(
                name="regimen-de-constancia",
                # Where a refused «Guardar» leads, as to the drop-down that stands here else.
                id=rx.cond(lugar == 0, "campo-regimen_fiscal", "regimen-" + regimen.lado.to(str)),
                elegida=regimen.elegido,
                on_elegir=props.al_elegir("regimen_fiscal", regimen.lado),
                custom_attrs={"aria-describedby": "notas-regimen_fiscal"},
            ),
            rx.el.span(regimen.valor),
            rx.el.small(regimen.titulo),
        )

    return rx.el.div(
        rx.el.div(
            rx.el.span("Régimen Fiscal", id="rotulo-regimenes", class_name="rotulo"),
            rx.cond(marcado, marca_de_documento()),
            class_name="campo-rotulo",
        ),
        rx.el.p(
            rx.icon("triangle-alert", size=14, aria_hidden="true"),
            props.documento.pide,
            id="pide-regimen",
            class_name="nota ojo",
        ),
        rx.el.div(
            rx.foreach(props.documento.regimenes, opcion),
            role="radiogroup",
            custom_attrs={
                "aria-labelledby": "rotulo-regimenes",
                "aria-describedby": "pide-regimen",
                "aria-invalid": rx.cond(mal, "true", "false"),
                "aria-required": "true",
            },
            class_name="elegir",
        ),
        notas,
        class_name="campo campo-regimenes",
    )


def marca_de_documento() -> rx.Component:
    """The mark of a field that a document filled in and nobody has looked at."""
    return rx.el.span(
        rx.icon("file-text", size=13, aria_hidden="true"),
        "De la constancia",
        class_name="llenado",
    )
