"""The history of the client in the drawer, and the way back to one of its versions."""

import reflex as rx

from clientes_app.domain.roles import Rol
from clientes_app.live.threads import in_thread
from clientes_app.services.clientes import historial
from clientes_app.services.clientes.historial import VERSIONES_POR_PAGINA
from clientes_app.services.errors import (
    ClienteBorrado,
    ClienteRepetido,
    DatosInvalidos,
    EdicionSimultanea,
    NoEncontrado,
)
from clientes_app.services.resources import shared_engine
from clientes_app.ui.clientes.drawer import steps as pasos
from clientes_app.ui.clientes.drawer.state import FormularioState, Respuesta
from clientes_app.ui.clientes.historial.rows import VersionVista, versiones_vistas
from clientes_app.ui.shell.caller import actor_actual, cuenta_actual
from clientes_app.ui.shell.guard import puerta

# The drawer stays open, and its buttons are where messages otherwise appear.
_LEJOS_DE_LOS_BOTONES = "bottom-left"
_YA_NO_EXISTE = "Ese cliente ya no existe."


class HistorialState(rx.State):
    """The changes shown; `de` is the opening of the drawer they are shown in, 0 if they are not.

    `por_restaurar` is a version that would be restored over something typed: it is asked first.
    """

    de: int = 0
    versiones: list[VersionVista] = []
    hay_mas: bool = False
    por_restaurar: int = 0

    @rx.event
    @puerta(Rol.LECTOR)
    async def alternar(self) -> Respuesta:
        """Show the history instead of the fields, or the fields again."""
        cajon = await self.get_state(FormularioState)
        if self.de == cajon.ficha.numero or not cajon.mesa.hoja.cliente_id:
            self.de = 0
            return rx.set_focus("boton-historial")
        self.de, self.versiones = cajon.ficha.numero, []
        try:
            await refrescar(self, cajon)
        except NoEncontrado:
            self.de = 0
            return rx.toast.error(_YA_NO_EXISTE)
        return rx.set_focus("historial")

    @rx.event
    @puerta(Rol.LECTOR)
    async def mas(self) -> None:
        """Show older changes too."""
        cajon = await self.get_state(FormularioState)
        if not self.versiones or self.de != cajon.ficha.numero:
            return
        orden = (shared_engine(), await cuenta_actual(), cajon.mesa.hoja.cliente_id)
        hasta = self.versiones[-1].version - 1
        pagina = await in_thread(historial.leer, *orden, hasta=hasta)
        self.versiones = [*self.versiones, *versiones_vistas(pagina, desde_la_actual=False)]
        self.hay_mas = pagina.hay_mas

    @rx.event
    @puerta(Rol.EDITOR)
    async def pedir(self, version: int) -> Respuesta:
        """Restore a version; first ask when something typed would be lost."""
        cajon = await self.get_state(FormularioState)
        if not cajon.abierto or not cajon.mesa.hoja.cliente_id:
            return None
        if cajon.mesa.hoja.cambiados:
            self.por_restaurar = version
            return None
        return await self._restaurar(cajon, version)

    @rx.event
    @puerta(Rol.EDITOR)
    async def responder(self, descartar: bool) -> Respuesta:
        """Answer whether what was typed may be lost for the version."""
        version, self.por_restaurar = self.por_restaurar, 0
        if not (descartar and version):
            return None
        return await self._restaurar(await self.get_state(FormularioState), version)

    async def _restaurar(self, cajon: FormularioState, version: int) -> Respuesta:
        hoja = cajon.mesa.hoja
        orden = (shared_engine(), await actor_actual(), hoja.cliente_id, version)
        try:
            await in_thread(historial.restaurar_version, *orden, vista=hoja.leido.version)
        except EdicionSimultanea:
            await pasos.ponerse_al_dia(cajon)
            await refrescar(self, cajon)
            return _no("alguien acaba de cambiar este cliente. Mire qué cambió e intente de nuevo.")
        except ClienteBorrado:
            return _no("el cliente está en la papelera. Restáurelo primero.")
        except ClienteRepetido as error:
            return _no(f"{error.nombre} tiene ahora ese RFC.")
        except DatosInvalidos as error:
            graves = [problema.mensaje for problema in error.problemas if problema.es_error]
            return _no(f"las reglas de hoy no admiten esa versión. {graves[0]}")
        except NoEncontrado:
            return rx.toast.error(_YA_NO_EXISTE)
        reabierto = await pasos.reabrir(cajon)
        dicho = "El cliente volvió a los valores de esa versión."
        return [rx.toast.success(dicho, position=_LEJOS_DE_LOS_BOTONES), *reabierto]


def _no(porque: str) -> rx.event.EventSpec:
    return rx.toast.error(f"No se restauró: {porque}", position=_LEJOS_DE_LOS_BOTONES)


async def refrescar(estado: HistorialState, cajon: FormularioState) -> None:
    """Read what is shown again, if it is shown. Raises NoEncontrado."""
    if estado.de != cajon.ficha.numero:
        return
    orden = (shared_engine(), await cuenta_actual(), cajon.mesa.hoja.cliente_id)
    cuantas = max(VERSIONES_POR_PAGINA, len(estado.versiones))
    pagina = await in_thread(historial.leer, *orden, cuantas=cuantas)
    estado.versiones = versiones_vistas(pagina, desde_la_actual=True)
    estado.hay_mas = pagina.hay_mas
