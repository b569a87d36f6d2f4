"""The drawer: opens from the right, keeps the focus, and asks before it loses what was typed."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from clientes_app.domain.columnas import POR_CAMPO
from clientes_app.ui.clientes.drawer.fields import Hoja, desplegable, texto
from clientes_app.ui.clientes.presencia.view import en_el_cajon
from clientes_app.ui.shell.buttons import DEVOLVER_EL_FOCO, Accion, boton

FORMULARIO = "formulario-cliente"

# What was typed, told or not: assets/borrador.js keeps it.
_LO_ESCRITO = rx.Var("window.borrador.leer()", _var_type=dict[str, Any])


@dataclass(frozen=True)
class Cajon:
    """What the drawer shows and calls, beside its fields."""

    abierto: rx.Var
    ficha: rx.Var
    ayudas: rx.Var
    mensaje: rx.Var
    presentes: rx.Var
    al_guardar: Accion
    al_cerrar: Accion
    al_mostrar: Accion
    al_resolver: Accion


def _maximo(campo: str) -> int:
    # Room for what is dropped or collapsed afterwards: dashes, blanks, the description of a key.
    return POR_CAMPO[campo].maximo * 2 + 20


def _dato(texto_: rx.Var, icono: str) -> rx.Component:
    return rx.cond(
        texto_ != "",
        rx.el.p(rx.icon(icono, size=14, aria_hidden="true"), texto_, class_name="nota nota-bien"),
    )


def _identidad(hoja: Hoja, cajon: Cajon) -> list[rx.Component]:
    repetido = rx.cond(
        cajon.ayudas.repetido != "",
        rx.el.p(
            "Este RFC ya está en la lista: ",
            # In another tab: what was typed here must not be lost by a look there.
            rx.link(cajon.ayudas.repetido, href=cajon.ayudas.repetido_destino, is_external=True),
            class_name="nota nota-error",
        ),
    )
    return [
        texto(
            hoja,
            "nombre",
            "Nombre o Razón Social",
            obligatorio=True,
            maximo=_maximo("nombre"),
            mayusculas=True,
        ),
        texto(
            hoja,
            "rfc",
            "RFC",
            _dato(cajon.ayudas.persona, "badge-check"),
            repetido,
            obligatorio=True,
            maximo=_maximo("rfc"),
            mayusculas=True,
            al_escribir=True,
        ),
    ]


def _fiscales(hoja: Hoja, cajon: Cajon) -> list[rx.Component]:
    return [
        desplegable(
            hoja,
            "regimen_fiscal",
            "Régimen Fiscal",
            opciones=cajon.ayudas.regimenes,
            obligatorio=True,
            placeholder="Escriba la clave o una palabra",
        ),
        desplegable(
            hoja,
            "uso_cfdi",
            "Uso de la Factura",
            opciones=cajon.ayudas.usos,
            obligatorio=True,
            placeholder="Escriba la clave o una palabra",
            vacio="Elija primero el Régimen Fiscal",
        ),
    ]


def _contacto(hoja: Hoja, cajon: Cajon) -> list[rx.Component]:
    def correo(campo: str, etiqueta: str, *, obligatorio: bool = False) -> rx.Component:
        return texto(
            hoja,
            campo,
            etiqueta,
            obligatorio=obligatorio,
            maximo=_maximo(campo),
            input_mode="email",
        )

    return [
        correo("email", "E-mail", obligatorio=True),
        *(
            rx.cond(
                cajon.ficha.correos > lugar,
                correo(f"email_adicional_{lugar}", f"E-mail adicional {lugar}"),
            )
            for lugar in (1, 2)
        ),
        rx.cond(
            cajon.ficha.correos < 3,  # noqa: PLR2004 - three e-mails at most
            rx.el.button(
                rx.icon("plus", size=14, aria_hidden="true"),
                "Agregar otro e-mail",
                type="button",
                on_click=cajon.al_mostrar("correo"),
                class_name="boton-agregar de-editor",
            ),
        ),
        texto(
            hoja,
            "codigo_postal",
            "Código Postal (CP)",
            _dato(cajon.ayudas.estado, "map-pin"),
            obligatorio=True,
            maximo=_maximo("codigo_postal"),
            input_mode="numeric",
            al_escribir=True,
        ),
    ]


def _opcionales(hoja: Hoja, cajon: Cajon) -> rx.Component:
    def de(campo: str, **props: int) -> rx.Component:
        return texto(hoja, campo, POR_CAMPO[campo].etiqueta, maximo=_maximo(campo), **props)

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
        cajon.ayudas.extranjero,
        rx.el.fieldset(
            rx.el.legend("Residente en el extranjero"),
            desplegable(
                hoja,
                "residencia_fiscal",
                "Residencia fiscal",
                opciones=cajon.ayudas.paises,
                placeholder="Escriba el país",
            ),
            de("num_reg_id_trib"),
        ),
    )
    return rx.fragment(
        rx.el.button(
            rx.icon("chevron-right", size=16, aria_hidden="true"),
            rx.cond(hoja.solo_lectura, "Datos opcionales", "Agregar datos opcionales"),
            type="button",
            on_click=cajon.al_mostrar("opcionales"),
            class_name="boton-agregar desplegar",
            custom_attrs={
                "aria-expanded": rx.cond(cajon.ficha.opcionales, "true", "false"),
            },
        ),
        rx.cond(cajon.ficha.opcionales, rx.el.div(direccion, extranjero)),
    )


def _mensaje(cajon: Cajon) -> rx.Component:
    return rx.cond(
        cajon.mensaje.texto != "",
        rx.el.div(
            rx.el.p(cajon.mensaje.texto),
            rx.el.div(
                rx.foreach(
                    cajon.mensaje.acciones,
                    lambda accion: boton(accion[1], on_click=cajon.al_resolver(accion[0])),
                ),
                class_name="acciones",
            ),
            role="alert",
            class_name="cajon-mensaje",
        ),
    )


def _novedad(cajon: Cajon) -> rx.Component:
    return rx.el.div(
        rx.cond(
            cajon.ficha.novedad != "",
            rx.el.p(rx.icon("users", size=15, aria_hidden="true"), cajon.ficha.novedad),
        ),
        role="status",
        class_name="cajon-novedad",
    )


def _hoja(hoja: Hoja, cajon: Cajon) -> rx.Component:
    cuerpo = rx.el.div(
        _mensaje(cajon),
        _novedad(cajon),
        *_identidad(hoja, cajon),
        *_fiscales(hoja, cajon),
        *_contacto(hoja, cajon),
        _opcionales(hoja, cajon),
        class_name="cajon-cuerpo",
    )
    pie = rx.el.div(
        rx.el.span(
            rx.el.kbd("Ctrl"), " + ", rx.el.kbd("Enter"), " guarda", class_name="pista de-editor"
        ),
        boton(
            rx.cond(hoja.solo_lectura, "Cerrar", "Cancelar"),
            on_click=cajon.al_cerrar(_LO_ESCRITO),
        ),
        boton("Guardar", type="submit", principal=True, de_editor=True),
        class_name="cajon-pie",
    )
    return rx.el.form(
        cuerpo,
        pie,
        id=FORMULARIO,
        key=cajon.ficha.numero,
        no_validate=True,
        on_submit=cajon.al_guardar(_LO_ESCRITO).prevent_default,
        custom_attrs={
            "data-guardar": "true",
            "data-cliente": cajon.ficha.cliente,
            "data-numero": cajon.ficha.numero,
            "data-dueno": cajon.ficha.dueno,
        },
    )


def _botones(cajon: Cajon, boton_historial: rx.Component) -> rx.Component:
    return rx.el.div(
        en_el_cajon(cajon.presentes),
        boton_historial,
        rx.el.button(
            rx.icon("x", size=18, aria_hidden="true"),
            type="button",
            aria_label="Cerrar",
            on_click=cajon.al_cerrar(_LO_ESCRITO),
            class_name="boton-icono",
        ),
        class_name="cajon-botones",
    )


def formulario(
    hoja: Hoja, cajon: Cajon, *, boton_historial: rx.Component, historial: rx.Component
) -> rx.Component:
    """The drawer over the list; `historial` takes the place of the fields when it is shown."""
    return rx.dialog.root(
        rx.dialog.content(
            rx.dialog.title(
                rx.cond(hoja.solo_lectura, "Cliente", cajon.ficha.titulo),
                size="4",
                class_name="cajon-titulo",
            ),
            historial,
            _hoja(hoja, cajon),
            # After the fields: the focus begins at the first of them.
            _botones(cajon, boton_historial),
            class_name="cajon",
            on_close_auto_focus=DEVOLVER_EL_FOCO,
            aria_describedby=rx.Var("undefined"),
        ),
        open=cajon.abierto,
        on_open_change=lambda abre: rx.cond(abre, rx.noop(), cajon.al_cerrar(_LO_ESCRITO)),
    )
