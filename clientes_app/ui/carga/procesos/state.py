"""The list of processes that a tab is looking at."""

from collections.abc import Callable

import reflex as rx

from clientes_app.domain.roles import Rol
from clientes_app.live.procesos_watch import procesos_watch
from clientes_app.live.threads import in_thread
from clientes_app.services.carga import procesos
from clientes_app.services.carga.procesos import PaginaDeProcesos
from clientes_app.services.carga.refusals import ErrorDeProceso
from clientes_app.services.errors import NoEncontrado
from clientes_app.services.resources import shared_engine
from clientes_app.ui.carga.procesos.texts import ProcesoVisto, proceso_visto
from clientes_app.ui.shell.caller import current_actor, current_cuenta_id, reload_page
from clientes_app.ui.shell.changes import changes_of, own_tab
from clientes_app.ui.shell.guard import requires
from clientes_app.ui.shell.numbers import numero, numero_de_proceso
from clientes_app.ui.shell.state_vars import set_changed


class ProcesosState(rx.State):
    """One page of the processes of the account, the newest first; it follows by itself."""

    filas: list[ProcesoVisto] = []
    cargado: bool = False
    pagina: int = 1
    paginas: int = 1
    total: str = "0"
    error: str = ""

    def _open(self) -> None:
        """Take the page from the address."""
        self.pagina = numero_de_proceso(self.router.url.query_parameters.get("pagina", "")) or 1
        self.error = ""

    @rx.event(background=True)
    @requires(Rol.LECTOR)
    async def follow(self) -> rx.event.EventSpec:
        """Show the page and keep it true, whoever starts, ends or cancels a process.

        Reflex ends this by itself when the tab goes to another page or is closed.
        """
        async with own_tab(self):
            self._open()
            key = (current_cuenta_id(), self.pagina)
        async for pagina in changes_of(procesos_watch, key):
            async with own_tab(self):
                self._show(pagina)
        return reload_page()

    @rx.event
    @requires(Rol.EDITOR)
    async def cancelar(self, proceso: str) -> None:
        """Ask a process to stop; what it has stored stays."""
        await self._order(procesos.cancelar, proceso)

    @rx.event
    @requires(Rol.EDITOR)
    async def deshacer(self, proceso: str) -> None:
        """Ask the worker to take back what a process did."""
        await self._order(procesos.pedir_deshacer, proceso)

    async def _order(self, action: Callable[..., object], proceso: str) -> None:
        self.error = ""
        try:
            await in_thread(action, shared_engine(), current_actor(), numero_de_proceso(proceso))
        except NoEncontrado:
            self.error = "Ese proceso ya no existe."
        except ErrorDeProceso as problema:
            self.error = str(problema)

    def _show(self, pagina: PaginaDeProcesos) -> None:
        """Put on the page what is new; what has not changed is not sent again."""
        set_changed(
            self,
            filas=[proceso_visto(proceso) for proceso in pagina.filas],
            cargado=True,
            pagina=pagina.pagina,
            paginas=pagina.paginas,
            total=numero(pagina.total),
        )
