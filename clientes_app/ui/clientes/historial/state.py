"""The history of the client in the drawer, and the way back to one of its versions."""

import reflex as rx

from clientes_app.domain.roles import Rol
from clientes_app.live.threads import in_thread
from clientes_app.services.clientes import historial
from clientes_app.services.clientes.historial import VERSIONES_POR_PAGINA
from clientes_app.services.errors import (
    ClienteBorrado,
    ClienteRepetido,
    DatosInvalidos,
    EdicionSimultanea,
    NoEncontrado,
)
from clientes_app.services.resources import shared_engine
from clientes_app.ui.clientes.bringing_back import CLIENT_IS_GONE, place_is_taken
from clientes_app.ui.clientes.drawer import steps
from clientes_app.ui.clientes.drawer.state import Answer, DrawerState, reopened
from clientes_app.ui.clientes.historial.rows import VersionVista, versiones_vistas
from clientes_app.ui.shell.caller import current_actor, current_cuenta_id
from clientes_app.ui.shell.guard import requires
from clientes_app.ui.shell.messages import say_done
from clientes_app.ui.shell.notices import shortened


class HistorialState(rx.State):
    """The changes shown; `de` is the opening of the drawer they are shown in, 0 if they are not.

    `por_restaurar` is a version that the person is asked about before it is restored, over
    something typed if `se_perderia`.
    """

    de: int = 0
    versiones: list[VersionVista] = []
    hay_mas: bool = False
    por_restaurar: int = 0
    se_perderia: bool = False

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

    @rx.event
    @requires(Rol.EDITOR)
    async def pedir(self, version: int) -> None:
        """Ask whether a version should be restored."""
        drawer = await self.get_state(DrawerState)
        if drawer.abierto and drawer.memory.client.cliente_id:
            self.por_restaurar = version
            self.se_perderia = bool(drawer.memory.client.changed)

    @rx.event
    @requires(Rol.EDITOR)
    async def responder(self, restaurar: bool) -> Answer:
        """Restore the version that was asked about, or do not."""
        version, self.por_restaurar = self.por_restaurar, 0
        if not (restaurar and version):
            return None
        return await self._restaurar(await self.get_state(DrawerState), version)

    async def _restaurar(self, drawer: DrawerState, version: int) -> Answer:
        client = drawer.memory.client
        order = (shared_engine(), current_actor(), client.cliente_id, version)
        try:
            await in_thread(historial.restaurar_version, *order, vista=client.stored.version)
        except EdicionSimultanea:
            drawer.memory = await steps.caught_up(drawer.memory, current_cuenta_id())
            await refresh_historial(self, drawer)
            return _not_restored(
                "alguien acaba de cambiar este cliente. Mire qué cambió e intente de nuevo."
            )
        except ClienteBorrado:
            return _not_restored("el cliente está en la papelera. Restáurelo primero.")
        except ClienteRepetido as error:
            return place_is_taken(error)
        except DatosInvalidos as error:
            graves = [problema.mensaje for problema in error.problemas if problema.es_error]
            return _not_restored(f"las reglas de hoy no admiten esa versión. {graves[0]}")
        except NoEncontrado:
            return CLIENT_IS_GONE
        again = await reopened(drawer)
        nombre = shortened(drawer.memory.client.stored.values["nombre"])
        return [say_done(f"{nombre} volvió a los valores de esa versión."), *again]


def _not_restored(porque: str) -> rx.event.EventSpec:
    return rx.toast.error(f"No se restauró: {porque}")


async def refresh_historial(historial_state: HistorialState, drawer: DrawerState) -> None:
    """Read what is shown again, if it is shown. Raises NoEncontrado."""
    if historial_state.de != drawer.memory.number:
        return
    order = (shared_engine(), current_cuenta_id(), drawer.memory.client.cliente_id)
    cuantas = max(VERSIONES_POR_PAGINA, len(historial_state.versiones))
    pagina = await in_thread(historial.leer, *order, cuantas=cuantas)
    historial_state.versiones = versiones_vistas(pagina, desde_la_actual=True)
    historial_state.hay_mas = pagina.hay_mas
