"""One process that a tab is looking at in detail."""

import asyncio
from collections.abc import AsyncIterator

import reflex as rx

from clientes_app.domain.roles import Rol
from clientes_app.live.following import mirar
from clientes_app.services.carga import procesos
from clientes_app.services.errors import NoEncontrado
from clientes_app.services.resources import shared_engine
from clientes_app.ui.carga.preview.texts import VistaCarga, vista_carga
from clientes_app.ui.carga.problemas.state import ProblemasState
from clientes_app.ui.carga.procesos.texts import ProcesoVisto, proceso_visto
from clientes_app.ui.shell.caller import cuenta_actual, recargar, sigue_dentro
from clientes_app.ui.shell.guard import puerta
from clientes_app.ui.shell.numbers import numero_de_proceso

_PAUSA = 0.6


class DetalleState(rx.State):
    """The process of the address. `fase` is "cargando", "lista" or "no_encontrado"."""

    fase: str = "cargando"
    visto: ProcesoVisto = ProcesoVisto()
    vista: VistaCarga = VistaCarga()
    _proceso_id: int = 0

    def _abrir(self) -> None:
        """Take the process from the address, and forget the one before."""
        ultima = self.router.url.path.rstrip("/").rpartition("/")[2]
        self._proceso_id = numero_de_proceso(ultima)
        self.fase = "cargando" if self._proceso_id else "no_encontrado"
        self.visto, self.vista = ProcesoVisto(), VistaCarga()

    @rx.event(background=True)
    @puerta(Rol.LECTOR)
    async def seguir(self) -> AsyncIterator[rx.event.EventCallback | rx.event.EventSpec]:
        """Show the process and follow it until nothing more happens to it by itself.

        Reflex ends this by itself when the tab goes to another page or is closed.
        """
        async with self:
            self._abrir()
            proceso_id = self._proceso_id
        mostrado: ProcesoVisto | None = None
        while proceso_id:
            if not await sigue_dentro():
                yield recargar()
                return
            visto, vista = await mirar(_mirar, await cuenta_actual(), proceso_id)
            if visto is None:
                async with self:
                    self.fase = "no_encontrado"
                return
            if visto != mostrado:
                async with self:
                    self.fase, self.visto, self.vista = "lista", visto, vista
                if mostrado is None or not visto.activo:
                    yield ProblemasState.abrir(proceso_id)
                mostrado = visto
            await asyncio.sleep(_PAUSA)


def _mirar(cuenta_id: int, proceso_id: int) -> tuple[ProcesoVisto | None, VistaCarga]:
    try:
        proceso = procesos.detalle(shared_engine(), cuenta_id, proceso_id)
        previa = procesos.vista_previa(shared_engine(), cuenta_id, proceso_id)
    except NoEncontrado:
        return None, VistaCarga()
    return proceso_visto(proceso), VistaCarga() if previa is None else vista_carga(previa)
