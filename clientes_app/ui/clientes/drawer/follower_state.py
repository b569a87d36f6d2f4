"""The open drawer follows what others store."""

import reflex as rx

from clientes_app.domain.roles import Rol
from clientes_app.live.clientes_watch import vigia
from clientes_app.services.errors import NoEncontrado
from clientes_app.ui.clientes.address import cliente_de
from clientes_app.ui.clientes.drawer import steps as pasos
from clientes_app.ui.clientes.drawer.save_state import GuardadoState, volver_a_elegir
from clientes_app.ui.clientes.drawer.state import FormularioState
from clientes_app.ui.clientes.historial.state import HistorialState, refrescar
from clientes_app.ui.shell.caller import cuenta_actual, recargar, sigue_dentro
from clientes_app.ui.shell.guard import puerta


class SeguidorState(rx.State):
    """Keeps the drawer true to what is stored, as long as the address names a client."""

    @rx.event(background=True)
    @puerta(Rol.LECTOR)
    async def seguir(self) -> rx.event.EventSpec | None:
        """Look at the client again whenever anything changed in the account.

        Reflex ends this when the tab goes to another address, and starts it anew there.
        """
        if cliente_de(self.router.url.query_parameters) is None:
            return None
        cuenta_id = await cuenta_actual()
        visto = await vigia.actual(cuenta_id)
        while await sigue_dentro(visto.autoridad):
            async with self:
                await _mirar(self)
            visto = await vigia.despues_de(cuenta_id, visto)
        return recargar()


async def _mirar(estado: rx.State) -> None:
    cajon = await estado.get_state(FormularioState)
    if not cajon.abierto:
        return
    if not cajon.mesa.hoja.cliente_id:
        # A new client: somebody may have added the same RFC.
        await pasos.juzgar(cajon)
        return
    try:
        if not await pasos.ponerse_al_dia(cajon):
            return
    except NoEncontrado:
        return
    volver_a_elegir(await estado.get_state(GuardadoState), cajon)
    await refrescar(await estado.get_state(HistorialState), cajon)
