"""«Cuenta», its first tab: what the business is called and where it issues its invoices."""

import reflex as rx

from clientes_app.routes import CUENTA_DATOS
from clientes_app.ui.acceso.cuenta.respaldo_state import RespaldoState
from clientes_app.ui.acceso.cuenta.respaldo_view import respaldos
from clientes_app.ui.acceso.cuenta.state import CuentaState
from clientes_app.ui.acceso.cuenta.tabs import pestanas
from clientes_app.ui.acceso.field import campo
from clientes_app.ui.acceso.settings_form import apartado, formulario
from clientes_app.ui.shell.frame import marco
from clientes_app.ui.shell.person import PERSONA

RUTA = CUENTA_DATOS
TITULO = "Cuenta"
ON_LOAD = [CuentaState.open_page, RespaldoState.open_page]

_NOMBRE = "Nombre de la cuenta"
_CP = "Código postal de expedición"
_RFC = "RFC propio"
_DEL_CP = "El del emisor; lo llevan en la factura los clientes con RFC genérico."


def _datos() -> rx.Component:
    return formulario(
        "Guardar datos de la cuenta",
        campo(
            "cuenta",
            _NOMBRE,
            mensaje=CuentaState.errores["cuenta"],
            default_value=CuentaState.nombre,
            auto_complete="organization",
        ),
        campo(
            "cp",
            _CP,
            mensaje=CuentaState.errores["cp"],
            pista=rx.cond(CuentaState.estado != "", f"{CuentaState.estado}. {_DEL_CP}", _DEL_CP),
            default_value=CuentaState.cp,
            input_mode="numeric",
            auto_complete="postal-code",
            required=False,
            class_name="entrada entrada-cp",
        ),
        campo(
            "rfc_propio",
            _RFC,
            mensaje=CuentaState.errores["rfc_propio"],
            pista="Para no tomarlo como cliente al leer sus facturas.",
            default_value=CuentaState.rfc_propio,
            auto_complete="off",
            auto_capitalize="characters",
            spell_check=False,
            required=False,
            class_name="entrada entrada-corta",
        ),
        al_guardar=CuentaState.guardar,
    )


def _nombre_corto() -> rx.Component:
    return formulario(
        "Cambiar nombre corto",
        campo(
            "nombre_corto",
            "Nombre corto",
            mensaje=CuentaState.errores["nombre_corto"],
            pista="Letras sin acento, números y guiones. Las direcciones de antes, también las que "
            "alguien haya guardado, seguirán llevando aquí.",
            default_value=CuentaState.nombre_corto,
            auto_complete="off",
            auto_capitalize="none",
            spell_check=False,
        ),
        al_guardar=CuentaState.guardar_nombre_corto,
        principal=False,
    )


def _solo_ver() -> rx.Component:
    return rx.el.dl(
        rx.el.dt(_NOMBRE),
        rx.el.dd(CuentaState.nombre),
        rx.el.dt(_CP),
        rx.el.dd(
            rx.cond(CuentaState.cp != "", f"{CuentaState.cp}, {CuentaState.estado}", "Sin definir")
        ),
        rx.el.dt(_RFC),
        rx.el.dd(rx.cond(CuentaState.rfc_propio != "", CuentaState.rfc_propio, "Sin definir")),
        rx.el.dt("Direcciones"),
        rx.el.dd(f"Empiezan con /c/{CuentaState.nombre_corto}"),
        class_name="datos-fijos",
    )


def cuenta() -> rx.Component:
    """What is the business's: its owners change it, the others see it."""
    return marco(
        pestanas(RUTA),
        # Not before the values are there: what somebody types then would be typed over.
        rx.cond(
            CuentaState.cargado,
            rx.fragment(
                apartado(
                    "Negocio",
                    "El nombre aparece en la barra, en los mensajes y en los archivos que "
                    "descargue.",
                    rx.cond(PERSONA.administra, _datos(), _solo_ver()),
                ),
                rx.cond(
                    PERSONA.administra,
                    apartado(
                        "Direcciones",
                        f"Las de la cuenta empiezan con /c/{CuentaState.nombre_corto}",
                        _nombre_corto(),
                    ),
                ),
                rx.cond(PERSONA.administra, respaldos()),
            ),
        ),
        persona=PERSONA,
        activo=RUTA,
    )
