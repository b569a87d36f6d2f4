"""A one-time link: the first owner, an invitation, a new password."""

import reflex as rx

from clientes_app import routes
from clientes_app.ui.acceso.enlace.state import EnlaceState
from clientes_app.ui.acceso.entry_card import campo, formulario, tarjeta

RUTA = routes.ENLACE
TITULO = "Enlace de acceso"
ON_LOAD = [EnlaceState.open_page]

_REGLA = "De 12 caracteres o más. Una frase larga es fácil de recordar."


def _nueva() -> rx.Component:
    return campo("clave", "Contraseña", tipo="password", autocompletar="new-password", pista=_REGLA)


def _correo_fijo() -> rx.Component:
    return rx.el.input(
        type="hidden", name="email", value=EnlaceState.email, auto_complete="username"
    )


def _primer_propietario() -> rx.Component:
    return rx.fragment(
        rx.el.p("Será la propietaria o el propietario de esta instalación."),
        formulario(
            routes.SESION_ENLACE,
            "Crear y entrar",
            campo("nombre", "Nombre", autocompletar="name", enfocar=True),
            campo("email", "Correo", tipo="email", autocompletar="username"),
            _nueva(),
        ),
    )


def _invitacion() -> rx.Component:
    return rx.fragment(
        rx.el.p(
            "Va a entrar en la cuenta ",
            rx.el.strong(EnlaceState.cuenta),
            " como ",
            rx.el.strong(EnlaceState.rol),
            ", con el correo ",
            rx.el.strong(EnlaceState.email),
            ".",
        ),
        formulario(
            routes.SESION_ENLACE,
            "Entrar en la cuenta",
            _correo_fijo(),
            rx.cond(
                EnlaceState.tiene_clave,
                campo(
                    "clave",
                    "Contraseña",
                    tipo="password",
                    autocompletar="current-password",
                    pista="La que ya usa aquí.",
                ),
                rx.fragment(campo("nombre", "Nombre", autocompletar="name"), _nueva()),
            ),
        ),
    )


def _clave() -> rx.Component:
    return rx.fragment(
        rx.el.p("Para ", rx.el.strong(EnlaceState.email), ". Cierra sus sesiones abiertas."),
        formulario(routes.SESION_ENLACE, "Guardar y entrar", _correo_fijo(), _nueva()),
    )


def _ninguno() -> rx.Component:
    return rx.fragment(
        rx.el.p("Ya se usó, venció o está incompleto. Pida otro a un propietario de la cuenta."),
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
