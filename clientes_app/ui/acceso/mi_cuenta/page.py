"""The person's own name and password, and the account's name and CP."""

import reflex as rx

from clientes_app.routes import MI_CUENTA
from clientes_app.ui.acceso.mi_cuenta.state import MiCuentaState
from clientes_app.ui.acceso.settings_form import apartado, campo
from clientes_app.ui.shell.frame import cabeza, marco
from clientes_app.ui.shell.person import PERSONA

RUTA = MI_CUENTA
TITULO = "Mi cuenta"
ON_LOAD = [MiCuentaState.open_page]


def _persona() -> rx.Component:
    return apartado(
        "Usted",
        campo(
            "nombre",
            "Nombre",
            MiCuentaState.errores,
            pista="Así se firman sus cambios desde ahora.",
            default_value=MiCuentaState.nombre,
            auto_complete="name",
        ),
        al_guardar=MiCuentaState.guardar_nombre,
    )


def _clave() -> rx.Component:
    return apartado(
        "Contraseña",
        campo(
            "actual",
            "Contraseña actual",
            MiCuentaState.errores,
            type="password",
            auto_complete="current-password",
        ),
        campo(
            "nueva",
            "Contraseña nueva",
            MiCuentaState.errores,
            pista="De 12 caracteres o más. Una frase larga es fácil de recordar.",
            type="password",
            auto_complete="new-password",
        ),
        al_guardar=MiCuentaState.guardar_clave,
    )


def _cuenta() -> rx.Component:
    return rx.cond(
        PERSONA.administra,
        apartado(
            "Cuenta",
            campo(
                "cuenta",
                "Nombre de la cuenta",
                MiCuentaState.errores,
                default_value=MiCuentaState.cuenta,
            ),
            campo(
                "cp",
                "Código Postal de expedición",
                MiCuentaState.errores,
                pista="El del emisor. Es el que llevan los RFC genéricos en la factura.",
                default_value=MiCuentaState.cp,
                input_mode="numeric",
            ),
            al_guardar=MiCuentaState.guardar_cuenta,
        ),
    )


def mi_cuenta() -> rx.Component:
    """What may be changed of oneself, and of the account."""
    return marco(
        cabeza(TITULO),
        # Not before the values are there: what somebody types then would be typed over.
        rx.cond(MiCuentaState.cargado, rx.fragment(_persona(), _clave(), _cuenta())),
        persona=PERSONA,
        activo=RUTA,
    )
