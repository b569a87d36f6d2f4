"""The history of the client in the drawer."""

import reflex as rx

from clientes_app.domain.roles import Rol
from clientes_app.live.threads import in_thread
from clientes_app.services.clientes import historial
from clientes_app.services.clientes.historial import VERSIONES_POR_PAGINA
from clientes_app.services.errors import NoEncontrado
from clientes_app.services.resources import shared_engine
from clientes_app.ui.clientes.bringing_back import CLIENT_IS_GONE
from clientes_app.ui.clientes.drawer.state import Answer, DrawerState
from clientes_app.ui.clientes.historial.rows import VersionVista, versiones_vistas
from clientes_app.ui.shell.caller import current_cuenta_id
from clientes_app.ui.shell.guard import requires


class HistorialState(rx.State):
    """The changes shown; `de` is the opening of the drawer they are shown in, 0 if they are not."""

    de: int = 0
    versiones: list[VersionVista] = []
    hay_mas: bool = False

    @rx.event
    @requires(Rol.LECTOR)
    async def toggle(self) -> Answer:
        """Show the history instead of the fields, or the fields again."""
        drawer = await self.get_state(DrawerState)
        memory = drawer.memory
        if self.de == memory.number or not memory.client.cliente_id:
            self.de = 0
            return rx.set_focus("boton-historial")
        self.de, self.versiones = memory.number, []
        try:
            await refresh_historial(self, drawer)
        except NoEncontrado:
            self.de = 0
            return CLIENT_IS_GONE
        return rx.set_focus("historial")

    @rx.event
    @requires(Rol.LECTOR)
    async def show_older(self) -> None:
        """Show older changes too."""
        drawer = await self.get_state(DrawerState)
        if not self.versiones or self.de != drawer.memory.number:
            return
        order = (shared_engine(), current_cuenta_id(), drawer.memory.client.cliente_id)
        hasta = self.versiones[-1].version - 1
        pagina = await in_thread(historial.leer, *order, hasta=hasta)
        self.versiones = [*self.versiones, *versiones_vistas(pagina, desde_la_actual=False)]
        self.hay_mas = pagina.hay_mas


async def refresh_historial(historial_state: HistorialState, drawer: DrawerState) -> None:
    """Read what is shown again, if it is shown. Raises NoEncontrado."""
    if historial_state.de != drawer.memory.number:
        return
    order = (shared_engine(), current_cuenta_id(), drawer.memory.client.cliente_id)
    cuantas = max(VERSIONES_POR_PAGINA, len(historial_state.versiones))
    pagina = await in_thread(historial.leer, *order, cuantas=cuantas)
    historial_state.versiones = versiones_vistas(pagina, desde_la_actual=True)
    historial_state.hay_mas = pagina.hay_mas
