"""One process that a tab is looking at in detail."""

from collections.abc import AsyncIterator

import reflex as rx

from clientes_app.domain.roles import Rol
from clientes_app.live.procesos_watch import proceso_watch
from clientes_app.ui.carga.preview.texts import VistaCarga, vista_carga
from clientes_app.ui.carga.problemas.state import ProblemasState
from clientes_app.ui.carga.procesos.left_state import DejadosState
from clientes_app.ui.carga.procesos.texts import ProcesoVisto, proceso_visto
from clientes_app.ui.shell.caller import current_cuenta_id
from clientes_app.ui.shell.changes import changes_of, own_tab, show_anew
from clientes_app.ui.shell.guard import requires
from clientes_app.ui.shell.numbers import numero_de_proceso
from clientes_app.ui.shell.state_vars import set_changed


class DetalleState(rx.State):
    """The process of the address. `fase` is "cargando", "lista" or "no_encontrado"."""

    fase: str = "cargando"
    visto: ProcesoVisto = ProcesoVisto()
    vista: VistaCarga = VistaCarga()

    def _open(self) -> int:
        """Take the process from the address, forget the one before, and return its id."""
        proceso_id = numero_de_proceso(self.router.url.path.rstrip("/").rpartition("/")[2])
        self.fase = "cargando" if proceso_id else "no_encontrado"
        self.visto, self.vista = ProcesoVisto(), VistaCarga()
        return proceso_id

    @rx.event(background=True)
    @requires(Rol.LECTOR)
    async def follow(self) -> AsyncIterator[rx.event.EventCallback | rx.event.EventSpec]:
        """Show the process and what becomes of it.

        Reflex ends this by itself when the tab goes to another page or is closed.
        """
        async with own_tab(self):
            proceso_id = self._open()
        if not proceso_id:
            return
        first, was_active = True, False
        async for seen in changes_of(proceso_watch, (current_cuenta_id(), proceso_id)):
            if seen is None:
                async with own_tab(self):
                    self.fase = "no_encontrado"
                return
            visto = proceso_visto(seen.proceso)
            vista = VistaCarga() if seen.previa is None else vista_carga(seen.previa)
            async with own_tab(self):
                set_changed(self, fase="lista", visto=visto, vista=vista)
            if first or (was_active and not visto.activo):
                yield ProblemasState.open_proceso(proceso_id)
            elif not visto.activo:
                yield ProblemasState.read_again
            if first or not visto.activo:
                yield DejadosState.open_proceso(proceso_id)
            first, was_active = False, visto.activo
        yield await show_anew(self)
