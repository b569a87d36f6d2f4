"""Signing in."""

import reflex as rx

from clientes_app import routes
from clientes_app.ui.acceso.entrar.state import EntrarState
from clientes_app.ui.acceso.entry_card import formulario, tarjeta
from clientes_app.ui.acceso.field import E_MAIL, campo

RUTA = routes.ENTRAR
TITULO = "Entrar"
ON_LOAD = [EntrarState.open_page]


def entrar() -> rx.Component:
    """E-mail and password; who came from another page goes back there."""
    return tarjeta(
        "Entrar",
        rx.cond(EntrarState.sin_propietario, _donde_esta_el_enlace()),
        formulario(
            routes.SESION_ENTRAR,
            "Entrar",
            campo("email", "E-mail", auto_complete="username", auto_focus=True, **E_MAIL),
            campo("clave", "Contraseña", type="password", auto_complete="current-password"),
        ),
        rx.cond(
            EntrarState.vuelve,
            rx.el.p(
                "Su sesión no está abierta. Entre y seguirá donde estaba; lo que haya escrito en "
                "esta pestaña no se pierde.",
                role="status",
                class_name="pista-campo",
            ),
        ),
        rx.el.p(
            "¿Olvidó su contraseña o no tiene usuario? Pida un enlace a un propietario de la "
            "cuenta o a quien administra el servidor.",
            class_name="pista-campo",
        ),
    )


def _donde_esta_el_enlace() -> rx.Component:
    """What somebody needs to know who opens a new installation without its link."""
    return rx.el.p(
        "Esta instalación todavía no tiene propietario. El enlace para crearlo está al final de lo "
        "que escribió «clientes servir» al arrancar; con contenedores lo repite ",
        rx.el.code("docker compose logs"),
        ". Si ya no lo tiene, arranque de nuevo: se escribe otro.",
        role="status",
        class_name="nota-de-entrada",
    )
