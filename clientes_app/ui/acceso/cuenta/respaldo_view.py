"""«Respaldos» on the page of the account: when the last one was made, and what is wrong."""

import reflex as rx

from clientes_app.ui.acceso.cuenta.respaldo_state import RespaldoState
from clientes_app.ui.acceso.settings_form import apartado
from clientes_app.ui.shell.moment import fecha_local


def respaldos() -> rx.Component:
    """The last backup of the whole installation, for an owner."""
    return apartado(
        "Respaldos",
        "Una copia de todo: cuentas, clientes, historial y usuarios. La guarda el servidor.",
        rx.cond(
            RespaldoState.falta != "",
            rx.el.p(RespaldoState.falta, role="alert", class_name="respaldo-falta"),
        ),
        rx.cond(
            RespaldoState.ultimo_en != "",
            rx.el.dl(
                rx.el.dt("Último respaldo"),
                rx.el.dd(fecha_local(RespaldoState.ultimo_en)),
                class_name="datos-fijos",
            ),
        ),
        rx.cond(RespaldoState.nota != "", rx.el.p(RespaldoState.nota)),
    )
