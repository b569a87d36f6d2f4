"""The first of those who may be the same: where «Revisar» leads."""

import reflex as rx

from clientes_app.routes import DUPLICADOS
from clientes_app.ui.calidad.duplicados.page import ON_LOAD, TITULO, pareja

__all__ = ["ON_LOAD", "RUTA", "TITULO", "primera_pareja"]

RUTA = DUPLICADOS


def primera_pareja() -> rx.Component:
    """The same page as that of any of them."""
    return pareja()
