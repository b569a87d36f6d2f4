"""The question before a version of the history comes back, and what its answer does."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from clientes_app.domain.roles import Rol
from clientes_app.live.threads import in_thread
from clientes_app.services.clientes import historial
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
from clientes_app.ui.clientes.drawer.state import Answer, DrawerState, reopened, wanted_subject
from clientes_app.ui.clientes.historial.state import HistorialState, refresh_historial
from clientes_app.ui.shell.caller import current_actor, current_cuenta_id
from clientes_app.ui.shell.guard import requires
from clientes_app.ui.shell.messages import say_done
from clientes_app.ui.shell.notices import shortened
from clientes_app.ui.shell.reflex_internals import overrides, told_as_a_whole


@dataclass(frozen=True)
class RestauracionPedida:
    """The version of a client that may come back; nothing is asked while `version` is 0.

    `vista` is the client's version that the person saw as the present one. With `se_perderia`
    something typed would be lost.
    """

    cliente_id: int = 0
    version: int = 0
    vista: int = 0
    se_perderia: bool = False


class RestauracionState(rx.State):
    """What the person is asked. A server that was away leaves the page's question standing."""

    pregunta: RestauracionPedida = RestauracionPedida()
    _has_spoken: bool = False

    @rx.event
    @requires(Rol.EDITOR)
    async def pedir(self, version: int) -> None:
        """Ask whether a version should be restored."""
        drawer = await self.get_state(DrawerState)
        shown = await self.get_state(HistorialState)
        client = drawer.memory.client
        if drawer.abierto and shown.de == drawer.memory.number:
            self._say(
                RestauracionPedida(
                    *(client.cliente_id, version, client.stored.version), bool(client.changed)
                )
            )

    @rx.event
    @requires(Rol.EDITOR)
    async def responder(self, restaurar: bool, cliente_id: int, version: int, vista: int) -> Answer:
        """Restore the version that was asked about, or do not.

        The page says which: a server that was away meanwhile does not remember its question.
        """
        self._say(RestauracionPedida())
        drawer = await self.get_state(DrawerState)
        # The question is left standing by whoever goes back in the browser, to another client.
        if not (restaurar and version and wanted_subject(drawer) == cliente_id):
            return None
        try:
            if not (drawer.abierto and drawer.memory.subject == cliente_id):
                drawer.memory = await steps.opened(drawer.memory, current_actor(), cliente_id)
            return await self._restaurar(drawer, version, vista)
        except NoEncontrado:
            return CLIENT_IS_GONE

    def _say(self, pregunta: RestauracionPedida) -> None:
        self.pregunta, self._has_spoken = pregunta, True

    async def _restaurar(self, drawer: DrawerState, version: int, vista: int) -> Answer:
        order = (shared_engine(), current_actor(), drawer.memory.client.cliente_id, version)
        try:
            await in_thread(historial.restaurar_version, *order, vista=vista)
        except EdicionSimultanea:
            drawer.memory = await steps.caught_up(drawer.memory, current_cuenta_id())
            await refresh_historial(await self.get_state(HistorialState), drawer)
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
        again = await reopened(drawer)
        nombre = shortened(drawer.memory.client.stored.values["nombre"])
        return [say_done(f"{nombre} volvió a los valores de esa versión."), *again]

    @overrides
    def dict(self, *args: Any, initial: bool = False, **kwargs: Any) -> dict[str, Any]:
        """Say nothing to a page that may have the question open before it was asked here."""
        everything = super().dict(*args, initial=initial, **kwargs)
        return told_as_a_whole(self, everything, knows=self._has_spoken, initial=initial)


def _not_restored(porque: str) -> rx.event.EventSpec:
    return rx.toast.error(f"No se restauró: {porque}")
