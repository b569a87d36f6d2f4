"""The drawer: opens from the right, keeps the focus, and asks before it loses what was typed."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from clientes_app.domain.columnas import POR_CAMPO
from clientes_app.ui.clientes.drawer.document_view import (
    LlenadoProps,
    documento_de_cliente,
    regimenes_ofrecidos,
)
from clientes_app.ui.clientes.drawer.fields import FieldsProps, desplegable, notas_de, texto
from clientes_app.ui.clientes.drawer.fields_order import EMAILS
from clientes_app.ui.clientes.drawer.memory import CP_OFFER
from clientes_app.ui.clientes.drawer.sentences import etiqueta
from clientes_app.ui.clientes.presencia.view import en_el_cajon
from clientes_app.ui.shell.buttons import DEVOLVER_EL_FOCO, Accion, boton
from clientes_app.ui.shell.links import en_cuenta
from clientes_app.ui.shell.reflex_internals import has_connection_errors

FORMULARIO = "formulario-cliente"

GOES_ON = "siguiente"
"""What «Guardar y pasar a la siguiente» asks for."""

# What was typed, told or not: assets/borrador.js keeps it.
# Instead of what Radix does at that moment, which may come before it or after.
_BEGIN_AT_THE_FIELDS = rx.call_function(rx.Var("() => window.empezarEnLosCampos()")).prevent_default
_DRAFT = rx.Var("window.borrador.leer()", _var_type=dict[str, Any])


@dataclass(frozen=True)
class DrawerProps:
    """What the drawer shows and calls, beside its fields."""

    abierto: rx.Var
    cuenta: rx.Var
    ficha: rx.Var
    ayudas: rx.Var
    mensaje: rx.Var
    presentes: rx.Var
    al_guardar: Accion
    al_cerrar: Accion
    al_mostrar: Accion
    al_resolver: Accion
    llenado: LlenadoProps


_LONGEST_QR = 400


def _maximo(campo: str) -> int:
    # Room for what is dropped or collapsed afterwards: dashes, blanks, the description of a key.
    return _LONGEST_QR if campo == "rfc" else POR_CAMPO[campo].maximo * 2 + 20


def _dato(texto_: rx.Var, icono: str) -> rx.Component:
    return rx.cond(
        texto_ != "",
        rx.el.p(rx.icon(icono, size=14, aria_hidden="true"), texto_, class_name="nota nota-bien"),
    )


def _persona(drawer: DrawerProps) -> rx.Component:
    """Whose RFC it is; not in green beside a finding about it."""
    return rx.cond(
        drawer.ayudas.persona_segura,
        _dato(drawer.ayudas.persona, "badge-check"),
        rx.cond(drawer.ayudas.persona != "", rx.el.p(drawer.ayudas.persona, class_name="nota")),
    )


def _repetido(drawer: DrawerProps, dicho: str, *, aqui: rx.Var) -> rx.Component:
    return rx.cond(
        (drawer.ayudas.repetido != "") & aqui,
        rx.el.p(
            dicho,
            # In another tab: what was typed here must not be lost by a look there.
            rx.link(drawer.ayudas.repetido, href=drawer.ayudas.repetido_destino, is_external=True),
            class_name="nota nota-error",
        ),
    )


def _actualiza(drawer: DrawerProps, *, aqui: rx.Var) -> rx.Component:
    """Whom a refused row means by now: that client is updated, after what is stored was seen."""
    return rx.cond(
        (drawer.ayudas.actualiza != "") & aqui,
        rx.el.p(
            "Ya está en la lista: ",
            rx.link(
                drawer.ayudas.actualiza,
                href=en_cuenta(drawer.ayudas.actualiza_destino),
                is_external=True,
            ),
            ". Al guardar se actualiza; lo guardado que difiere está junto a su campo, y lo que la "
            "fila no dice se conserva.",
            class_name="nota",
        ),
    )


def _identidad(props: FieldsProps, drawer: DrawerProps) -> list[rx.Component]:
    por_nombre, repetido = drawer.ayudas.por_nombre, drawer.ayudas.repetido != ""
    return [
        texto(
            props,
            "nombre",
            "Nombre o Razón Social",
            _repetido(
                drawer, "Ya hay un cliente con este RFC genérico y este nombre: ", aqui=por_nombre
            ),
            _actualiza(drawer, aqui=por_nombre),
            obligatorio=True,
            maximo=_maximo("nombre"),
            mal=repetido & por_nombre,
            mayusculas=True,
        ),
        texto(
            props,
            "rfc",
            "RFC",
            _persona(drawer),
            _repetido(drawer, "Este RFC ya está en la lista: ", aqui=~por_nombre),
            _actualiza(drawer, aqui=~por_nombre),
            obligatorio=True,
            maximo=_maximo("rfc"),
            mal=repetido & ~por_nombre,
            mayusculas=True,
            al_escribir=True,
        ),
    ]


def _fiscales(props: FieldsProps, drawer: DrawerProps) -> list[rx.Component]:
    return [
        rx.cond(
            drawer.ficha.documento.pide != "",
            regimenes_ofrecidos(
                drawer.llenado,
                marcado=props.campos["regimen_fiscal"].del_documento,
                mal=props.hallazgos["regimen_fiscal"][0].es_error,
                notas=notas_de(props, "regimen_fiscal"),
            ),
            desplegable(
                props,
                "regimen_fiscal",
                "Régimen Fiscal",
                opciones=drawer.ayudas.regimenes,
                obligatorio=True,
                placeholder="Escriba la clave o una palabra",
            ),
        ),
        desplegable(
            props,
            "uso_cfdi",
            "Uso de la Factura",
            opciones=drawer.ayudas.usos,
            obligatorio=True,
            placeholder="Escriba la clave o una palabra",
            vacio="Elija primero el Régimen Fiscal",
        ),
    ]


def _cp_ofrecido(props: FieldsProps, drawer: DrawerProps) -> rx.Component:
    cp = drawer.ayudas.cp_ofrecido
    return rx.cond(
        cp != "",
        rx.el.p(
            "Con un RFC genérico va el de su lugar de expedición.",
            rx.el.button(
                "Usar ",
                cp,
                type="button",
                on_click=props.al_aplicar(*CP_OFFER),
                class_name="boton-llano",
            ),
            class_name="nota de-editor",
        ),
    )


def _contacto(props: FieldsProps, drawer: DrawerProps) -> list[rx.Component]:
    def correo(campo: str, *ayuda: rx.Component, **attributes: Any) -> rx.Component:
        attributes |= {"maximo": _maximo(campo), "input_mode": "email"}
        return texto(props, campo, etiqueta(campo), *ayuda, **attributes)

    no_lo_trae = rx.el.p("La constancia no lo trae.", class_name="nota")
    return [
        correo(
            EMAILS[0],
            rx.cond(drawer.ficha.documento.sin_email, no_lo_trae),
            obligatorio=True,
        ),
        *(
            rx.cond(drawer.ficha.correos > lugar, correo(campo))
            for lugar, campo in enumerate(EMAILS[1:], start=1)
        ),
        rx.cond(
            drawer.ficha.correos < len(EMAILS),
            rx.el.button(
                rx.icon("plus", size=14, aria_hidden="true"),
                "Agregar otro e-mail",
                type="button",
                on_click=drawer.al_mostrar("correo"),
                class_name="boton-agregar de-editor",
            ),
        ),
        texto(
            props,
            "codigo_postal",
            "Código Postal (CP)",
            _dato(drawer.ayudas.estado, "map-pin"),
            _cp_ofrecido(props, drawer),
            obligatorio=True,
            maximo=_maximo("codigo_postal"),
            input_mode="numeric",
            al_escribir=True,
        ),
    ]


def _si_hay(texto_: rx.Var) -> rx.Var:
    return rx.cond(texto_ != "", [texto_], [])


def _de_envio(
    props: FieldsProps, drawer: DrawerProps, campo: str, **attributes: Any
) -> rx.Component:
    """A field of a parcel's address; what its postal code tells is offered in the others."""
    ayudas = drawer.ayudas
    ofrecidos: dict[str, dict[str, Any]] = {
        "colonia": {"ofrece": ayudas.colonias},
        "municipio": {"ofrece": _si_hay(ayudas.municipio)},
        "estado": {"ofrece": _si_hay(ayudas.estado_de_envio)},
        "codigo_postal_envio": {"al_escribir": True},
    }
    ayuda = [_dato(ayudas.lugar_de_envio, "map-pin")] if campo == "codigo_postal_envio" else []
    return texto(
        props,
        campo,
        POR_CAMPO[campo].etiqueta,
        *ayuda,
        maximo=_maximo(campo),
        **ofrecidos.get(campo, {}),
        **attributes,
    )


def _opcionales(props: FieldsProps, drawer: DrawerProps) -> rx.Component:
    def de(campo: str, **attributes: Any) -> rx.Component:
        return _de_envio(props, drawer, campo, **attributes)

    direccion = rx.el.fieldset(
        rx.el.legend("Dirección de envío"),
        de("calle"),
        *(
            rx.el.div(de(izquierda), de(derecha), class_name="par")
            for izquierda, derecha in (
                ("numero_exterior", "numero_interior"),
                ("colonia", "codigo_postal_envio"),
                ("localidad", "municipio"),
                ("estado", "pais"),
            )
        ),
        de("referencias", lineas=3),
    )
    extranjero = rx.cond(
        drawer.ayudas.extranjero,
        rx.el.fieldset(
            rx.el.legend("Residente en el extranjero"),
            desplegable(
                props,
                "residencia_fiscal",
                "Residencia fiscal",
                opciones=drawer.ayudas.paises,
                placeholder="Escriba el país",
            ),
            de("num_reg_id_trib"),
        ),
    )
    return rx.fragment(
        rx.el.button(
            rx.icon("chevron-right", size=16, aria_hidden="true"),
            rx.cond(props.solo_lectura, "Datos opcionales", "Agregar datos opcionales"),
            type="button",
            on_click=drawer.al_mostrar("opcionales"),
            class_name="boton-agregar desplegar",
            custom_attrs={
                "aria-expanded": rx.cond(drawer.ficha.opcionales, "true", "false"),
            },
        ),
        rx.cond(drawer.ficha.opcionales, rx.el.div(direccion, extranjero)),
    )


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
            *_identidad(props, drawer),
            *_fiscales(props, drawer),
            *_contacto(props, drawer),
            _opcionales(props, drawer),
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
