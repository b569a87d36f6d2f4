"""Signing in."""

import reflex as rx

from clientes_app import routes
from clientes_app.ui.acceso.entry_card import formulario, tarjeta
from clientes_app.ui.acceso.field import E_MAIL, campo

RUTA = routes.ENTRAR
TITULO = "Entrar"
ON_LOAD: list[rx.event.EventCallback] = []


def entrar() -> rx.Component:
    """E-mail and password; who came from another page goes back there."""
    return tarjeta(
        "Entrar",
        formulario(
            routes.SESION_ENTRAR,
            "Entrar",
            campo("email", "E-mail", auto_complete="username", auto_focus=True, **E_MAIL),
            campo("clave", "Contraseña", type="password", auto_complete="current-password"),
        ),
        rx.el.p(
            "¿Olvidó su contraseña o no tiene usuario? Pida un enlace a un propietario de la "
            "cuenta.",
            class_name="pista-campo",
        ),
    )
