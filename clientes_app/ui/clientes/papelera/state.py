"""The papelera: deleted clients, which can be brought back."""

from collections.abc import AsyncGenerator

import reflex as rx

from clientes_app.domain.roles import Rol
from clientes_app.services.clientes.clientes import Consulta
from clientes_app.ui.clientes.address import consulta_de, to_search
from clientes_app.ui.clientes.bringing_back import restored
from clientes_app.ui.clientes.lista.rows import ChoiceShown, ResumenVista
from clientes_app.ui.clientes.pages import keep_shown, page_now
from clientes_app.ui.clientes.papelera.rows import BinRows, FilaBorrada
from clientes_app.ui.shell.caller import current_cuenta_id
from clientes_app.ui.shell.changes import own_tab
from clientes_app.ui.shell.guard import requires
from clientes_app.ui.shell.state_vars import set_changed


class PapeleraState(rx.State):
    """Rows of one page of the papelera; where it is, the address says."""

    filas: tuple[FilaBorrada, ...] = ()
    resumen: ResumenVista = ResumenVista()
    texto: str = ""
    origenes: tuple[ChoiceShown, ...] = ()
    origen: str = ""
    cargado: bool = False
    error: bool = False
    _revision: int = 0
    _shown: Consulta | None = None

    @rx.event(background=True)
    @requires(Rol.LECTOR)
    async def follow(self) -> AsyncGenerator[rx.event.EventSpec, None]:
        """Show the page and keep it true; ends when the tab leaves it."""
        cuenta_id = current_cuenta_id()
        async with own_tab(self):
            consulta, self._revision = self._consulta(), 0
        async for event in keep_shown(self, cuenta_id, consulta):
            yield event

    @rx.event
    @requires(Rol.LECTOR)
    def buscar(self, texto: str) -> rx.event.EventSpec | None:
        """Lead to the address of a search."""
        return to_search(self._consulta(), texto)

    @rx.event
    @requires(Rol.EDITOR)
    async def restaurar(self, cliente_id: int) -> rx.event.EventSpec:
        """Bring a client back into the list."""
        said = await restored(cliente_id)
        self._show(await page_now(current_cuenta_id(), self._consulta()))
        return said

    def _consulta(self) -> Consulta:
        return consulta_de(self.router.url.query_parameters, papelera=True)

    def _show(self, rows: BinRows) -> None:
        if rows.revision < self._revision:
            # Read before what this tab has done meanwhile: that would come and go on the page.
            return
        self._revision = rows.revision
        set_changed(
            self,
            filas=rows.filas,
            resumen=rows.resumen,
            texto=rows.texto,
            origenes=rows.origenes,
            origen=rows.origen,
            cargado=True,
        )
