"""Signing in."""

import reflex as rx

from clientes_app import routes
from clientes_app.ui.acceso.entry_card import campo, formulario, tarjeta

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
            campo("email", "Correo", tipo="email", autocompletar="username", enfocar=True),
            campo("clave", "Contraseña", tipo="password", autocompletar="current-password"),
        ),
        rx.el.p(
            "¿Olvidó su contraseña o no tiene usuario? Pida un enlace a un propietario de la "
            "cuenta.",
            class_name="pista-campo",
        ),
    )
