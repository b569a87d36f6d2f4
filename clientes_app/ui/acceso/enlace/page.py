"""A one-time link: the first owner, an invitation, a new password."""

import reflex as rx

from clientes_app import routes
from clientes_app.ui.acceso.enlace.state import EnlaceState
from clientes_app.ui.acceso.entry_card import formulario, tarjeta
from clientes_app.ui.acceso.field import E_MAIL, REGLA_DE_CLAVE, campo

RUTA = routes.ENLACE
TITULO = "Enlace de acceso"
ON_LOAD = [EnlaceState.open_page]


def _nueva() -> rx.Component:
    return campo(
        "clave", "Contraseña", type="password", auto_complete="new-password", pista=REGLA_DE_CLAVE
    )


def _email_fijo() -> rx.Component:
    return rx.el.input(
        type="hidden", name="email", value=EnlaceState.email, auto_complete="username"
    )


def _primer_propietario() -> rx.Component:
    return rx.fragment(
        rx.el.p("Será la propietaria o el propietario de esta instalación."),
        formulario(
            routes.SESION_ENLACE,
            "Crear y entrar",
            campo("nombre", "Su nombre", auto_complete="name", auto_focus=True),
            campo("email", "E-mail", auto_complete="username", **E_MAIL),
            _nueva(),
            rx.cond(
                EnlaceState.pide_cuenta,
                campo(
                    "cuenta",
                    "Nombre de la cuenta",
                    auto_complete="organization",
                    pista="El de su negocio o despacho. Puede cambiarlo después.",
                ),
            ),
        ),
        rx.cond(EnlaceState.restaurable, _desde_un_respaldo()),
    )


def _desde_un_respaldo() -> rx.Component:
    """For who had the application elsewhere: a file is chosen and sent by assets/restaurar.js."""
    return rx.el.div(
        rx.el.p("¿Ya usaba Clientes en otra parte? Traiga sus cuentas, clientes y usuarios."),
        rx.el.label(
            "Restaurar desde un respaldo",
            rx.el.input(
                type="file",
                accept=".zip",
                class_name="solo-lectores",
                custom_attrs={"data-restaurar": routes.SESION_RESTAURAR},
            ),
            class_name="boton",
        ),
        class_name="otra-entrada",
    )


def _invitacion() -> rx.Component:
    return rx.fragment(
        rx.el.p(
            "Va a entrar en la cuenta ",
            rx.el.strong(EnlaceState.cuenta),
            " como ",
            rx.el.strong(EnlaceState.rol),
            ", con el e-mail ",
            rx.el.strong(EnlaceState.email),
            ".",
        ),
        formulario(
            routes.SESION_ENLACE,
            "Entrar en la cuenta",
            _email_fijo(),
            rx.cond(
                EnlaceState.tiene_clave,
                campo(
                    "clave",
                    "Contraseña",
                    type="password",
                    auto_complete="current-password",
                    pista="La que ya usa aquí.",
                ),
                rx.fragment(campo("nombre", "Su nombre", auto_complete="name"), _nueva()),
            ),
        ),
    )


def _clave() -> rx.Component:
    return rx.fragment(
        rx.el.p("Para ", rx.el.strong(EnlaceState.email), ". Cierra sus sesiones abiertas."),
        formulario(routes.SESION_ENLACE, "Guardar y entrar", _email_fijo(), _nueva()),
    )


def _ninguno() -> rx.Component:
    return rx.fragment(
        rx.el.p(
            "Ya se usó, venció o está incompleto. Pida otro a un propietario de la cuenta o a "
            "quien administra el servidor."
        ),
        rx.el.a("Entrar", href=routes.ENTRAR, class_name="boton"),
    )


def enlace() -> rx.Component:
    """What the link is for, and the form for it."""
    titulo = rx.match(
        EnlaceState.tipo,
        ("primer_propietario", "Primer acceso"),
        ("invitacion", "Invitación"),
        ("clave", "Contraseña nueva"),
        ("ninguno", "Este enlace no sirve"),
        "Un momento…",
    )
    return tarjeta(
        titulo,
        rx.match(
            EnlaceState.tipo,
            ("primer_propietario", _primer_propietario()),
            ("invitacion", _invitacion()),
            ("clave", _clave()),
            ("ninguno", _ninguno()),
            rx.fragment(),
        ),
    )
