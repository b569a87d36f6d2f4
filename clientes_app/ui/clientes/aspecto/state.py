"""How the person of a tab sees the list: kept for the person, so another browser has it too."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import reflex as rx

from clientes_app.domain.aspecto import INICIAL, Aspecto
from clientes_app.domain.roles import Rol
from clientes_app.live.threads import in_thread
from clientes_app.services.clientes import aspecto as aspectos
from clientes_app.services.resources import shared_engine
from clientes_app.ui.clientes.aspecto.shown import (
    AspectoVisto,
    EntradaDeColumna,
    aspecto_visto,
    entradas,
    lugar_dicho,
)
from clientes_app.ui.shell.announcements import announce, focus_on, recover_focus
from clientes_app.ui.shell.caller import current_caller
from clientes_app.ui.shell.guard import requires
from clientes_app.ui.shell.reflex_internals import overrides, told_as_a_whole
from clientes_app.ui.shell.state_vars import set_all, set_changed

BOTON_DEL_TELEFONO = "mas-acciones"


class AspectoState(rx.State):
    """What the table shows (`visto`), and the sheet where that is chosen."""

    visto: AspectoVisto = aspecto_visto(INICIAL)
    entradas: list[EntradaDeColumna] = entradas(INICIAL)
    abierto: bool = False
    _aspecto: Aspecto = INICIAL
    _conocido: bool = False

    @rx.event
    @requires(Rol.LECTOR)
    async def open_page(self) -> None:
        """Show the list as the person sees it, whichever browser they chose that in.

        A sheet that was left open with the address is not open at the next one.
        """
        self.abierto = False
        self._show(await in_thread(aspectos.leer, shared_engine(), _usuario_id()))

    @rx.event
    @requires(Rol.LECTOR)
    def cambiar(self, abre: bool) -> rx.event.EventSpec | None:
        """Open the sheet, or close it: then the focus goes back to where it was opened."""
        self.abierto = abre
        return None if abre else recover_focus(BOTON_DEL_TELEFONO)

    @rx.event
    @requires(Rol.LECTOR)
    async def poner(self, columna: str, puesta: bool) -> None:
        """Show a column, or do not."""
        await self._change(lambda aspecto: aspecto.con(columna, puesta=puesta))

    @rx.event
    @requires(Rol.LECTOR)
    async def subir(self, columna: str) -> list[rx.event.EventSpec]:
        """Put a column before the one before it."""
        await self._change(lambda aspecto: aspecto.subida(columna))
        return self._moved(columna, f"subir-{columna}")

    @rx.event
    @requires(Rol.LECTOR)
    async def bajar(self, columna: str) -> list[rx.event.EventSpec]:
        """Put a column behind the one behind it."""
        await self._change(lambda aspecto: aspecto.bajada(columna))
        return self._moved(columna, f"bajar-{columna}")

    @rx.event
    @requires(Rol.LECTOR)
    async def poner_altura(self, compacta: bool) -> None:
        """Have low rows, or such as in the beginning."""
        await self._change(lambda aspecto: replace(aspecto, compacta=compacta))

    @rx.event
    @requires(Rol.LECTOR)
    async def volver_al_principio(self) -> rx.event.EventSpec:
        """Leave it as everybody has it in the beginning."""
        await self._change(lambda _: INICIAL)
        return announce("Columnas y altura como al principio")

    async def _change(self, cambio: Callable[[Aspecto], Aspecto]) -> None:
        # What is shown is what is kept: a change that could not be stored is not seen either.
        self._show(await in_thread(aspectos.cambiar, shared_engine(), _usuario_id(), cambio))

    def _moved(self, columna: str, boton: str) -> list[rx.event.EventSpec]:
        if columna not in self._aspecto.columnas:
            return []
        # The line that moves takes the focus along; the browser forgets it on the way.
        return [announce(lugar_dicho(self._aspecto, columna)), focus_on(boton)]

    def _show(self, aspecto: Aspecto) -> None:
        set_vars = set_changed if self._conocido else set_all
        self._aspecto, self._conocido = aspecto, True
        set_vars(
            self, visto=aspecto_visto(aspecto), entradas=entradas(aspecto), abierto=self.abierto
        )

    @overrides
    def dict(self, *args: Any, initial: bool = False, **kwargs: Any) -> dict[str, Any]:
        """Say nothing to a page that may show a list before it is known how."""
        everything = super().dict(*args, initial=initial, **kwargs)
        return told_as_a_whole(self, everything, knows=self._conocido, initial=initial)


def _usuario_id() -> int:
    return current_caller().identity.usuario_id
