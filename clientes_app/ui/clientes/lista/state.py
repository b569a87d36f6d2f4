"""The page of the list that a tab is looking at."""

from collections.abc import AsyncGenerator
from typing import Any

import reflex as rx

from clientes_app.domain.roles import Rol
from clientes_app.live.threads import in_thread
from clientes_app.services.clientes import clientes
from clientes_app.services.clientes.clientes import Consulta
from clientes_app.services.errors import NoEncontrado
from clientes_app.services.resources import shared_engine
from clientes_app.ui.clientes.address import consulta_de, to_search
from clientes_app.ui.clientes.bringing_back import restored
from clientes_app.ui.clientes.lista.rows import (
    CabeceraVista,
    FilaVista,
    PageRows,
    ResumenVista,
    cabeceras,
)
from clientes_app.ui.clientes.pages import keep_shown, page_now
from clientes_app.ui.shell.caller import current_actor, current_cuenta_id
from clientes_app.ui.shell.changes import own_tab
from clientes_app.ui.shell.guard import requires
from clientes_app.ui.shell.messages import say_undoable
from clientes_app.ui.shell.notices import shortened
from clientes_app.ui.shell.reflex_internals import overrides, told_as_a_whole
from clientes_app.ui.shell.state_vars import set_all, set_changed


class ListaState(rx.State):
    """Rows and counts of one page; where it is, the address says."""

    filas: tuple[FilaVista, ...] = ()
    cabeceras: dict[str, CabeceraVista] = cabeceras(Consulta())
    resumen: ResumenVista = ResumenVista()
    texto: str = ""
    cargado: bool = False
    error: bool = False
    borrando: int = 0
    borrando_nombre: str = ""
    _revision: int = 0
    _shown: Consulta | None = None

    @rx.event(background=True)
    @requires(Rol.LECTOR)
    async def follow(self) -> AsyncGenerator[rx.event.EventSpec, None]:
        """Show what the address says and keep it true to what anybody changes.

        Reflex ends this when the tab goes to another address, and starts it anew there.
        """
        cuenta_id = current_cuenta_id()
        async with own_tab(self):
            # A question that was left with the address is not asked again.
            consulta, self._revision, self.borrando = self._consulta(), 0, 0
        async for event in keep_shown(self, cuenta_id, consulta):
            yield event

    @rx.event
    @requires(Rol.LECTOR)
    def buscar(self, texto: str) -> rx.event.EventSpec | None:
        """Lead to the address of a search."""
        return to_search(self._consulta(), texto)

    @rx.event
    @requires(Rol.EDITOR)
    def preguntar(self, cliente_id: int) -> None:
        """Ask whether this client should be deleted."""
        self.borrando_nombre = next(
            (fila.nombre for fila in self.filas if fila.id == cliente_id), ""
        )
        self.borrando = cliente_id if self.borrando_nombre else 0

    @rx.event
    @requires(Rol.LECTOR)
    def olvidar(self) -> None:
        """Do not delete."""
        self.borrando = 0

    @rx.event
    @requires(Rol.EDITOR)
    async def borrar(self, cliente_id: int) -> rx.event.EventSpec:
        """Delete the client that was asked about, and offer to undo it.

        The page says which: a server that was away meanwhile does not remember its question.
        """
        self.borrando = 0
        try:
            ido = await in_thread(clientes.borrar, shared_engine(), current_actor(), cliente_id)
        except NoEncontrado:
            return rx.toast.info("Ese cliente ya no estaba en la lista.")
        await self._refresh()
        return say_undoable(
            f"Se borró {shortened(ido.datos.nombre)}.",
            ListaState.deshacer(cliente_id),
            id=f"borrado-{cliente_id}",
        )

    @rx.event
    @requires(Rol.EDITOR)
    async def deshacer(self, cliente_id: int) -> rx.event.EventSpec:
        """Bring a client back from the papelera."""
        said = await restored(cliente_id)
        await self._refresh()
        return said

    def _consulta(self) -> Consulta:
        return consulta_de(self.router.url.query_parameters)

    async def _refresh(self) -> None:
        """Show at once what this tab has just done."""
        self._show(await page_now(current_cuenta_id(), self._consulta()))

    def _show(self, rows: PageRows) -> None:
        if rows.revision < self._revision:
            # Read before what this tab has done meanwhile: that would come and go on the page.
            return
        self._revision = rows.revision
        if not self.cargado:
            self.borrando, self.borrando_nombre = 0, ""
        set_vars = set_changed if self.cargado else set_all
        set_vars(
            self,
            filas=rows.filas,
            cabeceras=rows.cabeceras,
            resumen=rows.resumen,
            texto=rows.texto,
            cargado=True,
        )

    @overrides
    def dict(self, *args: Any, initial: bool = False, **kwargs: Any) -> dict[str, Any]:
        """Say nothing to a page that may show rows before any were read."""
        everything = super().dict(*args, initial=initial, **kwargs)
        return told_as_a_whole(self, everything, knows=self.cargado, initial=initial)
