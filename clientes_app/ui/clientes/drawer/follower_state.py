"""The open drawer follows what others store."""

import reflex as rx

from clientes_app.domain.roles import Rol
from clientes_app.live.clientes_watch import revision_watch
from clientes_app.services.errors import NoEncontrado
from clientes_app.ui.clientes.drawer import steps
from clientes_app.ui.clientes.drawer.state import DrawerState, wanted_subject
from clientes_app.ui.clientes.historial.state import HistorialState, refresh_historial
from clientes_app.ui.shell.caller import current_cuenta_id
from clientes_app.ui.shell.changes import changes_of, own_tab, show_anew
from clientes_app.ui.shell.guard import requires


class DrawerFollowerState(rx.State):
    """Keeps the drawer true to what is stored, as long as the address names a client or a row."""

    @rx.event(background=True)
    @requires(Rol.LECTOR)
    async def follow(self) -> rx.event.EventSpec | None:
        """Look at the client again whenever anything changed in the account.

        Reflex ends this when the tab goes to another address, and starts it anew there.
        """
        if wanted_subject(self) is None:
            return None
        async for _ in changes_of(revision_watch, current_cuenta_id(), from_now=True):
            async with own_tab(self):
                await _look(self)
        return await show_anew(self)


async def _look(state: rx.State) -> None:
    drawer = await state.get_state(DrawerState)
    before = drawer.memory
    if not before.is_open:
        return
    if before.row is not None:
        drawer.memory = await steps.row_followed(before, current_cuenta_id())
        return
    if not before.client.cliente_id:
        # A new client: somebody may have added the same RFC.
        drawer.memory = await steps.judged(before, current_cuenta_id())
        return
    try:
        memory = await steps.caught_up(before, current_cuenta_id())
    except NoEncontrado:
        return
    if memory is not before:
        drawer.memory = memory
        await refresh_historial(await state.get_state(HistorialState), drawer)
