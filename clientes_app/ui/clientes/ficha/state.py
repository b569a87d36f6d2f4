"""The client whose card a tab shows; the path of its address says which."""

from collections.abc import AsyncGenerator
from typing import Any

import reflex as rx

from clientes_app import routes
from clientes_app.domain.roles import Rol
from clientes_app.live.threads import in_thread
from clientes_app.services.clientes import ficha
from clientes_app.services.clientes.clientes import Consulta
from clientes_app.services.errors import (
    ClienteBorrado,
    ClienteRepetido,
    DatosInvalidos,
    EdicionSimultanea,
    NoEncontrado,
)
from clientes_app.services.resources import shared_engine
from clientes_app.ui.clientes.address import direccion, ficha_de
from clientes_app.ui.clientes.bringing_back import CLIENT_IS_GONE, restored
from clientes_app.ui.clientes.drawer.state import Answer
from clientes_app.ui.clientes.ficha.shown import FichaEnPantalla, ficha_en_pantalla
from clientes_app.ui.clientes.lista.state import ListaState
from clientes_app.ui.clientes.pages import readings
from clientes_app.ui.shell.announcements import recover_focus
from clientes_app.ui.shell.caller import current_actor, current_cuenta_id
from clientes_app.ui.shell.changes import own_tab, show_anew
from clientes_app.ui.shell.guard import requires
from clientes_app.ui.shell.messages import say_done, say_undoable
from clientes_app.ui.shell.notices import shortened
from clientes_app.ui.shell.reflex_internals import overrides, told_as_a_whole
from clientes_app.ui.shell.state_vars import set_all, set_changed
from clientes_app.ui.shell.tab import TabState

TITULO_DE_FICHA = "titulo-de-ficha"
_PRIMEROS_CAMBIOS = 4
_TODO_EL_HISTORIAL = 1_000


class FichaState(rx.State):
    """One client as it is stored now; `regreso` is the list as this tab left it."""

    vista: FichaEnPantalla = FichaEnPantalla()
    regreso: str = routes.CLIENTES
    error: bool = False
    _cambios: int = _PRIMEROS_CAMBIOS

    @rx.event(background=True)
    @requires(Rol.LECTOR)
    async def follow(self) -> AsyncGenerator[rx.event.EventSpec, None]:
        """Show the client of the address and keep it true to what anybody changes.

        Reflex ends this when the tab goes to another address, and starts it anew there.
        """
        cuenta_id = current_cuenta_id()
        async with own_tab(self):
            cliente_id = ficha_de(self.router.url.path) or 0
            if self.vista.numero != str(cliente_id):
                self._cambios = _PRIMEROS_CAMBIOS
            shown_list = (await self.get_state(ListaState))._shown  # noqa: SLF001 (no var, hence the underscore)

        async def read(_revision: int) -> FichaEnPantalla:
            async with own_tab(self):
                cambios = self._cambios
            return await in_thread(_read, cuenta_id, cliente_id, cambios)

        try:
            async for vista in readings(cuenta_id, read):
                async with own_tab(self):
                    self._show(vista, routes.CLIENTES + direccion(shown_list or Consulta()))
        except NoEncontrado:
            async with own_tab(self):
                (await self.get_state(TabState)).falta = "cliente"
            return
        yield await show_anew(self)

    @rx.event
    @requires(Rol.LECTOR)
    async def ver_mas_historial(self) -> None:
        """Show the whole history; of one longer than a thousand changes, a thousand more."""
        cliente_id = ficha_de(self.router.url.path)
        if cliente_id and self.vista.numero == str(cliente_id):
            self._cambios += _TODO_EL_HISTORIAL
            self.vista = await in_thread(_read, current_cuenta_id(), cliente_id, self._cambios)

    @rx.event
    @requires(Rol.EDITOR)
    async def corregir(self, campo: str, codigo: str) -> Answer:
        """Mend what a notice offers to, and offer to undo it."""
        cliente_id = ficha_de(self.router.url.path) or 0
        try:
            hecho = await in_thread(
                ficha.corregir, shared_engine(), current_actor(), cliente_id, campo, codigo
            )
        except (*_REFUSALS, NoEncontrado) as error:
            return _refused("No se corrigió", error)
        if hecho is None:
            return None
        said = say_undoable(
            f"Se corrigió {shortened(hecho.datos.nombre)}.",
            FichaState.deshacer(cliente_id, hecho.version),
            id=f"corregido-{cliente_id}",
        )
        return [said, recover_focus(TITULO_DE_FICHA)]

    @rx.event
    @requires(Rol.EDITOR)
    async def deshacer(self, cliente_id: int, version: int) -> rx.event.EventSpec:
        """Take a mend back, unless somebody changed the client since."""
        try:
            vuelto = await in_thread(
                ficha.deshacer, shared_engine(), current_actor(), cliente_id, version
            )
        except (*_REFUSALS, NoEncontrado) as error:
            return _refused("No se deshizo", error)
        return say_done(f"{shortened(vuelto.datos.nombre)} volvió a como estaba.")

    @rx.event
    @requires(Rol.EDITOR)
    async def restaurar(self) -> list[rx.event.EventSpec]:
        """Bring the client back from the papelera."""
        said = await restored(ficha_de(self.router.url.path) or 0)
        return [said, recover_focus(TITULO_DE_FICHA)]

    def _show(self, vista: FichaEnPantalla | None, regreso: str) -> None:
        set_vars = set_changed if self.vista.numero else set_all
        set_vars(self, vista=vista or self.vista, regreso=regreso, error=vista is None)

    @overrides
    def dict(self, *args: Any, initial: bool = False, **kwargs: Any) -> dict[str, Any]:
        """Say nothing to a page that may show a client before any was read."""
        everything = super().dict(*args, initial=initial, **kwargs)
        knows = bool(self.vista.numero)
        return told_as_a_whole(self, everything, knows=knows, initial=initial)


def _read(cuenta_id: int, cliente_id: int, cambios: int) -> FichaEnPantalla:
    return ficha_en_pantalla(ficha.leer(shared_engine(), cuenta_id, cliente_id, cambios=cambios))


_REFUSALS = (ClienteBorrado, ClienteRepetido, DatosInvalidos, EdicionSimultanea)


def _refused(what: str, error: Exception) -> rx.event.EventSpec:
    """Say why a client was left as it is."""
    match error:
        case ClienteBorrado():
            why = "el cliente está en la papelera. Restáurelo primero."
        case ClienteRepetido(nombre=nombre):
            why = f"{shortened(nombre)} ya está con ese RFC y ese nombre."
        case DatosInvalidos(problemas=problemas):
            graves = [problema.mensaje for problema in problemas if problema.es_error]
            why = f"antes hay que corregir otra cosa. {graves[0]} Use «Editar»."
        case EdicionSimultanea():
            why = "alguien acaba de cambiar este cliente. Mire qué cambió e intente de nuevo."
        case _:
            return CLIENT_IS_GONE
    return rx.toast.error(f"{what}: {why}")
