"""The drawer's fields in their groups: who it is, how they are taxed, where to write and send."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from clientes_app.domain.columnas import POR_CAMPO
from clientes_app.ui.clientes.drawer.document_view import (
    LlenadoProps,
    regimenes_ofrecidos,
)
from clientes_app.ui.clientes.drawer.fields import FieldsProps, desplegable, notas_de, texto
from clientes_app.ui.clientes.drawer.fields_order import EMAILS
from clientes_app.ui.clientes.drawer.memory import CP_OFFER
from clientes_app.ui.clientes.drawer.sentences import etiqueta
from clientes_app.ui.shell.buttons import Accion
from clientes_app.ui.shell.links import en_cuenta


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


def identidad(props: FieldsProps, drawer: DrawerProps) -> list[rx.Component]:
    """Name and RFC, and whose that is already."""
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


def fiscales(props: FieldsProps, drawer: DrawerProps) -> list[rx.Component]:
    """Régimen and use, or the choice that a document leaves."""
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


def contacto(props: FieldsProps, drawer: DrawerProps) -> list[rx.Component]:
    """The e-mails, and the postal code."""

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


def opcionales(props: FieldsProps, drawer: DrawerProps) -> rx.Component:
    """Where to send parcels, and what foreigners have, folded away at first."""

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
