"""The list of processes that a tab is looking at."""

from collections.abc import Callable

import reflex as rx

from clientes_app.domain.roles import Rol
from clientes_app.live.following import mirar
from clientes_app.live.procesos_watch import observador
from clientes_app.live.threads import in_thread
from clientes_app.services.carga import procesos
from clientes_app.services.carga.procesos import PaginaDeProcesos
from clientes_app.services.carga.refusals import ErrorDeProceso
from clientes_app.services.errors import NoEncontrado
from clientes_app.services.resources import shared_engine
from clientes_app.ui.carga.procesos.texts import ProcesoVisto, numero, proceso_visto
from clientes_app.ui.shell.caller import actor_actual, cuenta_actual, recargar, sigue_dentro
from clientes_app.ui.shell.guard import puerta
from clientes_app.ui.shell.numbers import numero_de_proceso

Accion = Callable[..., object]


class ProcesosState(rx.State):
    """One page of the processes of the account, the newest first; it follows by itself."""

    filas: list[ProcesoVisto] = []
    cargado: bool = False
    pagina: int = 1
    paginas: int = 1
    total: str = "0"
    error: str = ""

    def _abrir(self) -> None:
        """Take the page from the address."""
        self.pagina = numero_de_proceso(self.router.url.query_parameters.get("pagina", "")) or 1
        self.error = ""

    @rx.event(background=True)
    @puerta(Rol.LECTOR)
    async def seguir(self) -> rx.event.EventSpec:
        """Show the page and keep it true, whoever starts, ends or cancels a process.

        Reflex ends this by itself when the tab goes to another page or is closed.
        """
        async with self:
            self._abrir()
            pedida = self.pagina
        cuenta_id = await cuenta_actual()
        visto = await observador.despues_de(cuenta_id, None)
        while await sigue_dentro(visto.autoridad):
            pagina = visto.valor
            if pedida > 1:
                pagina = await mirar(procesos.lista, shared_engine(), cuenta_id, pagina=pedida)
            async with self:
                self._mostrar(pagina)
            visto = await observador.despues_de(cuenta_id, visto)
        return recargar()

    @rx.event
    @puerta(Rol.EDITOR)
    async def cancelar(self, proceso: str) -> None:
        """Ask a process to stop; what it has stored stays."""
        await self._pedir(procesos.cancelar, proceso)

    @rx.event
    @puerta(Rol.EDITOR)
    async def deshacer(self, proceso: str) -> None:
        """Ask the worker to take back what a process did."""
        await self._pedir(procesos.pedir_deshacer, proceso)

    async def _pedir(self, accion: Accion, proceso: str) -> None:
        self.error = ""
        try:
            await in_thread(
                accion, shared_engine(), await actor_actual(), numero_de_proceso(proceso)
            )
        except NoEncontrado:
            self.error = "Ese proceso ya no existe."
        except ErrorDeProceso as problema:
            self.error = str(problema)

    def _mostrar(self, pagina: PaginaDeProcesos) -> None:
        """Put on the page what is new; what has not changed is not sent again."""
        filas = [proceso_visto(proceso) for proceso in pagina.filas]
        if filas != self.filas:
            self.filas = filas
        if not self.cargado:
            self.cargado = True
        if (pagina.pagina, pagina.paginas) != (self.pagina, self.paginas):
            self.pagina, self.paginas = pagina.pagina, pagina.paginas
        if self.total != numero(pagina.total):
            self.total = numero(pagina.total)
