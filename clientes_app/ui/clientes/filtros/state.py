"""The choice of filters that is open over the list; those in use stand in the address."""

from collections.abc import AsyncGenerator
from dataclasses import replace

import reflex as rx

from clientes_app.domain.cruces import hoy
from clientes_app.domain.filtros import leer
from clientes_app.domain.roles import Rol
from clientes_app.live.threads import in_thread
from clientes_app.services.clientes import filtros
from clientes_app.services.clientes.clientes import Consulta
from clientes_app.services.resources import shared_engine
from clientes_app.ui.clientes.address import consulta_de, direccion, with_filter
from clientes_app.ui.clientes.filtros.shown import (
    ETIQUETAS,
    OpcionVisible,
    keys_of,
    opciones_visibles,
    toggled,
)
from clientes_app.ui.shell.caller import current_cuenta_id
from clientes_app.ui.shell.guard import requires
from clientes_app.ui.shell.state_vars import set_changed


class FiltrosState(rx.State):
    """What can be chosen of the filter `elegido` ("" before one is); `dia` is that of «desde»."""

    abierto: bool = False
    elegido: str = ""
    opciones: list[OpcionVisible] = []
    dia: str = ""

    @rx.event
    @requires(Rol.LECTOR)
    async def follow_address(self) -> None:
        """Count anew what an open choice would leave: the address says another search now."""
        if self.abierto and self.elegido:
            await self._read()

    @rx.event
    @requires(Rol.LECTOR)
    def cambiar(self, abre: bool) -> None:
        """Open the choice where no filter is chosen yet, or close it."""
        self.abierto, self.elegido, self.opciones = abre, "", []

    @rx.event
    @requires(Rol.LECTOR)
    async def mostrar(self, filtro: str) -> AsyncGenerator[None, None]:
        """Open the choice of a filter: at once, with how many each would leave as soon as known."""
        if filtro not in ETIQUETAS:
            return
        self.abierto, self.elegido, self.opciones = True, filtro, []
        yield
        await self._read()

    @rx.event
    @requires(Rol.LECTOR)
    def poner(self, clave: str) -> rx.event.EventSpec | None:
        """Put a choice on, or take it off: it shows at once, and what that leaves comes after."""
        if clave not in {opcion.clave for opcion in self.opciones}:
            return None
        consulta = toggled(self._consulta(), self.elegido, clave)
        puestas = keys_of(consulta.filtros, self.elegido)
        self.opciones = [replace(uno, puesta=uno.clave in puestas) for uno in self.opciones]
        return rx.redirect(direccion(consulta))

    @rx.event
    @requires(Rol.LECTOR)
    def poner_desde(self, dia: str) -> rx.event.EventSpec:
        """Lead to the clients that were changed on a day or later; "" takes the filter off."""
        desde = leer({"desde": dia}).desde
        return rx.redirect(direccion(with_filter(self._consulta(), desde=desde)))

    def _consulta(self) -> Consulta:
        return consulta_de(self.router.url.query_parameters)

    async def _read(self) -> None:
        consulta, filtro = self._consulta(), self.elegido
        contadas = await in_thread(
            filtros.opciones, shared_engine(), current_cuenta_id(), consulta, filtro
        )
        vistas = opciones_visibles(consulta, filtro, contadas, hoy=hoy())
        desde = consulta.filtros.desde
        set_changed(self, opciones=vistas, dia=desde.isoformat() if desde else "")
