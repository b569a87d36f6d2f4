"""The page of the list that a tab is looking at."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import reflex as rx

from clientes_app.domain.roles import Rol
from clientes_app.live.clientes_watch import vigia
from clientes_app.live.shared_reads import Lecturas
from clientes_app.live.threads import in_thread
from clientes_app.services.clientes import clientes
from clientes_app.services.clientes.clientes import Consulta
from clientes_app.services.errors import ClienteRepetido, NoEncontrado
from clientes_app.services.resources import shared_engine
from clientes_app.ui.clientes.address import consulta_de, direccion
from clientes_app.ui.clientes.lista.rows import (
    CabeceraVista,
    FilaVista,
    HojaVista,
    ResumenVista,
    cabeceras,
    hoja_vista,
)
from clientes_app.ui.shell.caller import actor_actual, cuenta_actual, recargar, sigue_dentro
from clientes_app.ui.shell.delta import poner
from clientes_app.ui.shell.guard import puerta
from clientes_app.ui.shell.keep_shown import al_reconectar, decir, reemplaza
from clientes_app.ui.shell.prewritten_rows import Escritas


def _leer(cuenta_id: int, consulta: Consulta) -> HojaVista:
    return hoja_vista(consulta, clientes.mirar(shared_engine(), cuenta_id, consulta))


hojas = Lecturas(_leer)


class ListaState(rx.State):
    """Rows and counts of one page; where it is, the address says."""

    filas: Sequence[FilaVista] = Escritas()
    cabeceras: tuple[CabeceraVista, ...] = cabeceras(Consulta())
    resumen: ResumenVista = ResumenVista()
    texto: str = ""
    cargado: bool = False
    borrando: int = 0
    borrando_nombre: str = ""
    _revision: int = 0

    @rx.event(background=True)
    @puerta(Rol.LECTOR)
    async def seguir(self) -> rx.event.EventSpec:
        """Show what the address says and keep it true to what anybody changes.

        Reflex ends this when the tab goes to another address, and starts it anew there.
        """
        cuenta_id = await cuenta_actual()
        async with self:
            consulta, self._revision = self._consulta(), 0
        visto, otra_vez = await vigia.actual(cuenta_id), False
        while await sigue_dentro(visto.autoridad):
            hoja = await hojas.leer(cuenta_id, consulta, desde=visto.valor, sin_prisa=otra_vez)
            async with self:
                self._mostrar(hoja)
            visto, otra_vez = await vigia.despues_de(cuenta_id, visto), True
        return recargar()

    @rx.event
    @puerta(Rol.LECTOR)
    def buscar(self, texto: str) -> rx.event.EventSpec | None:
        """Lead to the address of a search."""
        actual = self._consulta()
        nueva = consulta_de({"q": texto, "orden": actual.orden})
        nueva = replace(nueva, descendente=actual.descendente)
        if nueva.texto == actual.texto:
            return None
        return rx.redirect(direccion(nueva), replace=bool(actual.texto and nueva.texto))

    @rx.event
    @puerta(Rol.EDITOR)
    def preguntar(self, cliente_id: int) -> None:
        """Ask whether this client should be deleted."""
        self.borrando_nombre = next(
            (fila.nombre for fila in self.filas if fila.id == cliente_id), ""
        )
        self.borrando = cliente_id if self.borrando_nombre else 0

    @rx.event
    @puerta(Rol.LECTOR)
    def olvidar(self) -> None:
        """Do not delete."""
        self.borrando = 0

    @rx.event
    @puerta(Rol.EDITOR)
    async def borrar(self) -> rx.event.EventSpec:
        """Delete the client that was asked about, and offer to undo it."""
        cliente_id, nombre, self.borrando = self.borrando, self.borrando_nombre, 0
        try:
            await in_thread(clientes.borrar, shared_engine(), await actor_actual(), cliente_id)
        except NoEncontrado:
            return rx.toast.info("Ese cliente ya no estaba en la lista.")
        await self._actualizar()
        return rx.toast.success(
            f"Se borró {nombre}.",
            id=f"borrado-{cliente_id}",
            duration=10_000,
            action={"label": "Deshacer", "on_click": ListaState.deshacer(cliente_id)},
        )

    @rx.event
    @puerta(Rol.EDITOR)
    async def deshacer(self, cliente_id: int) -> rx.event.EventSpec:
        """Bring a client back from the papelera."""
        try:
            vuelto = await in_thread(
                clientes.restaurar, shared_engine(), await actor_actual(), cliente_id
            )
        except NoEncontrado:
            return rx.toast.error("Ese cliente ya no existe.")
        except ClienteRepetido as error:
            return rx.toast.error(f"No se restauró: {error.nombre} tiene ahora ese RFC.")
        await self._actualizar()
        return rx.toast.success(f"{vuelto.datos.nombre} está de nuevo en la lista.")

    def _consulta(self) -> Consulta:
        return consulta_de(self.router.url.query_parameters)

    async def _actualizar(self) -> None:
        """Show at once what this tab has just done."""
        cuenta_id = await cuenta_actual()
        visto = await vigia.actual(cuenta_id)
        self._mostrar(await hojas.leer(cuenta_id, self._consulta(), desde=visto.valor))

    def _mostrar(self, hoja: HojaVista) -> None:
        if hoja.revision < self._revision:
            # Read before what this tab has done meanwhile: that would come and go on the page.
            return
        self._revision = hoja.revision
        if not self.cargado:
            self.borrando, self.borrando_nombre = 0, ""
        ponen = poner if self.cargado else decir
        ponen(
            self,
            filas=hoja.filas,
            cabeceras=hoja.cabeceras,
            resumen=hoja.resumen,
            texto=hoja.texto,
            cargado=True,
        )

    @reemplaza
    def dict(self, *args: Any, initial: bool = False, **kwargs: Any) -> dict[str, Any]:
        """Say nothing to a page that may show rows before any were read."""
        todo = super().dict(*args, initial=initial, **kwargs)
        return al_reconectar(self, todo, sabe=self.cargado, initial=initial)
