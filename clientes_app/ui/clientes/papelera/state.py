"""The papelera: deleted clients, which can be brought back."""

import reflex as rx

from clientes_app.domain.roles import Rol
from clientes_app.live.threads import in_thread
from clientes_app.services.clientes import clientes
from clientes_app.services.clientes.clientes import Consulta
from clientes_app.services.errors import ClienteRepetido, NoEncontrado
from clientes_app.services.resources import shared_engine
from clientes_app.ui.clientes.address import consulta_de
from clientes_app.ui.clientes.lista.rows import FilaVista, PageRows, ResumenVista
from clientes_app.ui.clientes.pages import page_changes, page_now
from clientes_app.ui.shell.caller import current_actor, current_cuenta_id, reload_page
from clientes_app.ui.shell.changes import own_tab
from clientes_app.ui.shell.guard import requires
from clientes_app.ui.shell.messages import say_done
from clientes_app.ui.shell.state_vars import set_changed


class PapeleraState(rx.State):
    """Rows of one page of the papelera; where it is, the address says."""

    filas: tuple[FilaVista, ...] = ()
    resumen: ResumenVista = ResumenVista()
    cargado: bool = False
    _revision: int = 0

    @rx.event(background=True)
    @requires(Rol.LECTOR)
    async def follow(self) -> rx.event.EventSpec:
        """Show the page and keep it true; ends when the tab leaves it."""
        cuenta_id = current_cuenta_id()
        async with own_tab(self):
            consulta, self._revision = self._consulta(), 0
        async for rows in page_changes(cuenta_id, consulta):
            async with own_tab(self):
                self._show(rows)
        return reload_page()

    @rx.event
    @requires(Rol.EDITOR)
    async def restaurar(self, cliente_id: int) -> rx.event.EventSpec:
        """Bring a client back into the list."""
        try:
            vuelto = await in_thread(
                clientes.restaurar, shared_engine(), current_actor(), cliente_id
            )
        except NoEncontrado:
            return rx.toast.error("Ese cliente ya no existe.")
        except ClienteRepetido as error:
            return rx.toast.error(f"No se restauró: {error.nombre} ya está con ese RFC.")
        self._show(await page_now(current_cuenta_id(), self._consulta()))
        return say_done(f"{vuelto.datos.nombre} está de nuevo en la lista.")

    def _consulta(self) -> Consulta:
        return consulta_de(self.router.url.query_parameters, papelera=True)

    def _show(self, rows: PageRows) -> None:
        if rows.revision < self._revision:
            # Read before what this tab has done meanwhile: that would come and go on the page.
            return
        self._revision = rows.revision
        set_changed(self, filas=rows.filas, resumen=rows.resumen, cargado=True)
