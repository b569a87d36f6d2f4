"""The page of a process with the drawer over it, in which its refused rows are mended."""

import reflex as rx

from clientes_app.ui.carga.procesos import detail_page
from clientes_app.ui.clientes.drawer.follower_state import DrawerFollowerState
from clientes_app.ui.clientes.drawer.state import DrawerState
from clientes_app.ui.clientes.drawer.view import cajon_de_filas

RUTA = detail_page.RUTA
TITULO = detail_page.TITULO
ON_LOAD = [*detail_page.ON_LOAD, DrawerState.open_address, DrawerFollowerState.follow]


def proceso_con_sus_filas() -> rx.Component:
    """One process; a refused row that the address names lies open over it."""
    return detail_page.proceso_detalle(cajon_de_filas())
