"""The list of processes that a tab is looking at."""

import reflex as rx

from clientes_app.domain.roles import Rol
from clientes_app.live.procesos_watch import procesos_watch
from clientes_app.services.carga.procesos import PaginaDeProcesos
from clientes_app.ui.carga.procesos.texts import ProcesoVisto, proceso_visto
from clientes_app.ui.shell.caller import current_cuenta_id
from clientes_app.ui.shell.changes import changes_of, own_tab, show_anew
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

    def _open(self) -> None:
        """Take the page from the address."""
        self.pagina = numero_de_proceso(self.router.url.query_parameters.get("pagina", "")) or 1

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
        return await show_anew(self)

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
