"""The views of the list that a person sees, and which of them the address shows."""

from collections.abc import AsyncGenerator
from contextlib import suppress

import reflex as rx

from clientes_app.domain.cruces import hoy
from clientes_app.domain.roles import Rol
from clientes_app.live.threads import in_thread
from clientes_app.live.vistas_watch import vistas_watch
from clientes_app.services.clientes import vistas
from clientes_app.services.clientes.clientes import Consulta
from clientes_app.services.clientes.vistas import QuienMira, VistasDeLista
from clientes_app.services.errors import NoEncontrado
from clientes_app.services.resources import shared_engine
from clientes_app.ui.clientes.address import consulta_de
from clientes_app.ui.clientes.aspecto.state import BOTON_DEL_TELEFONO, AspectoState
from clientes_app.ui.clientes.pages import readings
from clientes_app.ui.clientes.vistas.shown import NINGUNA, Elegida, VistaEnLista, vistas_visibles
from clientes_app.ui.shell.announcements import recover_focus
from clientes_app.ui.shell.caller import current_caller, current_cuenta_id
from clientes_app.ui.shell.changes import own_tab, show_anew
from clientes_app.ui.shell.guard import requires
from clientes_app.ui.shell.state_vars import set_changed


def quien_mira() -> QuienMira:
    """Return for whom this task looks at views. Raises NotSignedIn."""
    caller = current_caller()
    edita = caller.cuenta.rol.alcanza(Rol.EDITOR)
    return QuienMira(caller.cuenta.id, caller.identity.usuario_id, edita)


class VistasState(rx.State):
    """The account's views and the person's own, and the one shown (`VistasVisibles` says more).

    `sugerido` is a name for what is shown, `todos` says that it is the whole list; the sheet with
    all of it is `abierto`.
    """

    abierto: bool = False
    de_la_cuenta: tuple[VistaEnLista, ...] = ()
    mias: tuple[VistaEnLista, ...] = ()
    actual: VistaEnLista = NINGUNA
    cambiada: VistaEnLista = NINGUNA
    sugerido: str = ""
    todos: bool = True
    _elegida: Elegida = Elegida()
    _apertura: int = 0

    @rx.event
    @requires(Rol.LECTOR)
    async def follow_address(self) -> None:
        """Find which view the address shows, if it is one; the sheet was of another address."""
        self._close()
        await self._refresh()

    @rx.event
    @requires(Rol.LECTOR)
    def mostrar(self, abre: bool) -> rx.event.EventSpec | rx.event.EventCallback:
        """Open the sheet, and keep it true to what anybody changes; or close it."""
        self._close()
        self.abierto = abre
        return VistasState.seguir if abre else recover_focus(BOTON_DEL_TELEFONO)

    @rx.event(background=True)
    @requires(Rol.LECTOR)
    async def seguir(self) -> AsyncGenerator[rx.event.EventSpec, None]:
        """Read them now, and again whenever one changes, until the sheet is closed."""
        cuenta_id, quien = current_cuenta_id(), quien_mira()
        async with own_tab(self):
            apertura = self._apertura

        async def read(_changes: int) -> VistasDeLista:
            return await in_thread(vistas.lista, shared_engine(), quien)

        async for hay in readings(cuenta_id, read, watch=vistas_watch):
            async with own_tab(self):
                if not self.abierto or apertura != self._apertura:
                    return
                if hay is not None:
                    self._show(hay, quien)
        yield await show_anew(self)

    @rx.event
    @requires(Rol.LECTOR)
    async def elegir(self, vista_id: int) -> list[rx.event.EventSpec | rx.event.EventCallback]:
        """Show the columns of a view, remember which it is, and say what of it is gone.

        Its address is a link, which the page follows by itself.
        """
        columnas = ""
        with suppress(NoEncontrado):
            columnas = await in_thread(vistas.elegir, shared_engine(), quien_mira(), vista_id)
        self._choose(vista_id, columnas)
        una = next((u for u in (*self.de_la_cuenta, *self.mias) if u.id == vista_id), NINGUNA)
        dicho = [rx.toast.info(una.falta)] if una.falta else []
        return [AspectoState.open_page, recover_focus(BOTON_DEL_TELEFONO), *dicho]

    def _choose(self, vista_id: int, columnas: str) -> None:
        self._elegida = Elegida(vista_id, columnas)
        self._close()

    def _close(self) -> None:
        self.abierto = False
        self._apertura += 1

    def _consulta(self) -> Consulta:
        return consulta_de(self.router.url.query_parameters)

    def _show(self, hay: VistasDeLista, quien: QuienMira) -> None:
        son = vistas_visibles(hay, quien, self._consulta(), elegida=self._elegida, hoy=hoy())
        self._elegida = son.elegida
        set_changed(
            self,
            de_la_cuenta=son.de_la_cuenta,
            mias=son.mias,
            actual=son.actual,
            cambiada=son.cambiada,
            sugerido=son.sugerido,
            todos=son.todos,
        )

    async def _refresh(self) -> None:
        quien = quien_mira()
        self._show(await in_thread(vistas.lista, shared_engine(), quien), quien)
