"""What a tab sees of an uploaded file: what was found in it, and what becomes of it."""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import cast

import reflex as rx

from clientes_app.domain.roles import Rol
from clientes_app.judging.plan import Opciones, SiExiste, SiFalta
from clientes_app.live.following import mirar
from clientes_app.live.threads import in_thread
from clientes_app.services.carga import procesos
from clientes_app.services.carga.procesos import Estado, VistaPrevia
from clientes_app.services.carga.refusals import ErrorDeProceso
from clientes_app.services.errors import NoEncontrado
from clientes_app.services.resources import shared_engine
from clientes_app.ui.carga.preview.texts import Cifras, VistaCarga, cifras, vista_carga
from clientes_app.ui.carga.problemas.state import ProblemasState
from clientes_app.ui.carga.procesos.texts import ProcesoVisto, proceso_visto
from clientes_app.ui.shell.caller import actor_actual, cuenta_actual, recargar, sigue_dentro
from clientes_app.ui.shell.guard import puerta
from clientes_app.ui.shell.numbers import numero_de_proceso

_EXISTENTES = frozenset({"actualizar", "omitir", "rechazar"})
_BLANCOS = frozenset({"conservar", "borrar"})
_PAUSA = 0.4
# After so many seconds the page says that this takes longer than usual.
_PACIENCIA = 15.0


@dataclass(frozen=True, slots=True)
class Mirada:
    """One look at a file: its process, its preview once there is one, the face to show."""

    fase: str
    proceso: ProcesoVisto | None = None
    previa: VistaPrevia | None = None
    es_la_ultima: bool = False


def _mirar(cuenta_id: int, proceso_id: int, previa: VistaPrevia | None) -> Mirada:
    try:
        proceso = procesos.detalle(shared_engine(), cuenta_id, proceso_id)
    except NoEncontrado:
        return Mirada("no_encontrado", es_la_ultima=True)
    visto = proceso_visto(proceso)
    previa = previa or procesos.vista_previa(shared_engine(), cuenta_id, proceso_id)
    if proceso.estado is not Estado.RECIBIDO:
        return Mirada("enviado", visto, previa, es_la_ultima=proceso.ha_terminado)
    if previa is None:
        return Mirada("revisando", visto)
    if previa.es_cargable:
        return Mirada("lista", visto, previa)
    return Mirada("no_cargable", visto, previa, es_la_ultima=True)


class CargaState(rx.State):
    """One uploaded file. `fase` says which of the page's faces is shown.

    It is "inicio", "revisando", "lento" (still looking, longer than usual), "lista",
    "no_cargable", "enviado" or "no_encontrado".
    """

    fase: str = "inicio"
    proceso: ProcesoVisto = ProcesoVisto()
    vista: VistaCarga = VistaCarga()
    efecto: Cifras = Cifras()
    existentes: str = "actualizar"
    blancos: str = "conservar"
    error: str = ""
    _proceso_id: int = 0
    _previa: VistaPrevia | None = None

    def _abrir(self) -> None:
        """Take the file from the address, and forget the one before."""
        pedido = self.router.url.query_parameters.get("proceso", "")
        self._proceso_id = numero_de_proceso(pedido)
        self._previa = None
        self.error = ""
        self.existentes, self.blancos = "actualizar", "conservar"
        if self._proceso_id:
            self.fase = "revisando"
        else:
            self.fase = "no_encontrado" if pedido else "inicio"
        self.proceso = ProcesoVisto()

    @rx.event
    @puerta(Rol.EDITOR)
    def elegir_existentes(self, opcion: str | list[str]) -> None:
        """Choose what happens to clients that already exist; the figures follow."""
        if isinstance(opcion, str) and opcion in _EXISTENTES:
            self.existentes = opcion
            self._contar()

    @rx.event
    @puerta(Rol.EDITOR)
    def elegir_blancos(self, opcion: str | list[str]) -> None:
        """Choose what a blank cell means; the figures follow."""
        if isinstance(opcion, str) and opcion in _BLANCOS:
            self.blancos = opcion
            self._contar()

    @rx.event
    @puerta(Rol.EDITOR)
    async def procesar(self) -> None:
        """Start the process. Pressing it again, here or elsewhere, starts nothing more."""
        opciones = Opciones(
            existentes=cast("SiExiste", self.existentes), blancos=cast("SiFalta", self.blancos)
        )
        actor = replace(await actor_actual(), origen="carga")
        try:
            await in_thread(procesos.encolar, shared_engine(), actor, self._proceso_id, opciones)
        except NoEncontrado:
            self.fase = "no_encontrado"
        except ErrorDeProceso as problema:
            self.error = str(problema)

    @rx.event(background=True)
    @puerta(Rol.LECTOR)
    async def seguir(self) -> AsyncIterator[rx.event.EventCallback | rx.event.EventSpec]:
        """Follow the file of the address until nothing more happens to it.

        Reflex ends this by itself when the tab goes to another page or is closed.
        """
        desde = time.monotonic()
        async with self:
            self._abrir()
            proceso_id, previa = self._proceso_id, self._previa
        while proceso_id:
            if not await sigue_dentro():
                yield recargar()
                return
            mirada = await mirar(_mirar, await cuenta_actual(), proceso_id, previa)
            hay_novedad = previa is None and mirada.previa is not None
            previa = mirada.previa
            async with self:
                self._mostrar(mirada, tarda=time.monotonic() - desde > _PACIENCIA)
            if hay_novedad:
                yield ProblemasState.abrir(proceso_id)
            if mirada.es_la_ultima:
                return
            await asyncio.sleep(_PAUSA)

    def _mostrar(self, mirada: Mirada, *, tarda: bool) -> None:
        """Put on the page what is new; what has not changed is not sent again."""
        fase = mirada.fase
        if fase == "revisando" and tarda:
            fase = "lento"
        if mirada.previa is not None and self._previa is None:
            self._previa = mirada.previa
            self.vista = vista_carga(mirada.previa)
            self._contar()
        if mirada.proceso is not None and mirada.proceso != self.proceso:
            self.proceso = mirada.proceso
        if fase != self.fase:
            self.fase = fase

    def _contar(self) -> None:
        if self._previa is not None:
            self.efecto = cifras(self._previa, existentes=self.existentes, blancos=self.blancos)
