"""The clients that undoing a process left alone, a page at a time."""

import reflex as rx

from clientes_app.domain.roles import Rol
from clientes_app.live.threads import in_thread
from clientes_app.services.carga import procesos
from clientes_app.services.resources import shared_engine
from clientes_app.ui.carga.procesos.texts import DejadoVisto, dejado_visto
from clientes_app.ui.shell.caller import current_cuenta_id
from clientes_app.ui.shell.guard import requires
from clientes_app.ui.shell.numbers import numero


class DejadosState(rx.State):
    """One page of them, as they were when it was read."""

    filas: list[DejadoVisto] = []
    pagina: int = 1
    paginas: int = 1
    total: str = "0"
    _proceso_id: int = 0

    @rx.event
    @requires(Rol.LECTOR)
    async def open_proceso(self, proceso_id: int) -> None:
        """Show the first ones of a process."""
        self._proceso_id = proceso_id
        await self._leer(1)

    @rx.event
    @requires(Rol.LECTOR)
    async def anterior(self) -> None:
        """Go one page back."""
        await self._leer(self.pagina - 1)

    @rx.event
    @requires(Rol.LECTOR)
    async def siguiente(self) -> None:
        """Go one page on."""
        await self._leer(self.pagina + 1)

    async def _leer(self, numero_de_pagina: int) -> None:
        pagina = await in_thread(
            procesos.dejados,
            shared_engine(),
            current_cuenta_id(),
            self._proceso_id,
            pagina=numero_de_pagina,
        )
        self.filas = [dejado_visto(dejado) for dejado in pagina.filas]
        self.pagina, self.paginas = pagina.pagina, pagina.paginas
        self.total = numero(pagina.total)
