"""What a tab sees of an uploaded file: what was found in it, and what becomes of it."""

import asyncio
from collections.abc import AsyncIterator
from typing import cast

import reflex as rx

from clientes_app import routes
from clientes_app.domain.roles import Rol
from clientes_app.judging.plan import Opciones, SiExiste, SiFalta
from clientes_app.live.procesos_watch import ProcesoWithPreview, proceso_watch
from clientes_app.live.threads import in_thread
from clientes_app.services.carga import procesos
from clientes_app.services.carga.procesos import Estado, VistaPrevia
from clientes_app.services.carga.refusals import ErrorDeProceso
from clientes_app.services.errors import NoEncontrado
from clientes_app.services.resources import shared_engine
from clientes_app.ui.carga.preview.texts import (
    Cifras,
    VistaCarga,
    cifras,
    existentes_al_abrir,
    lo_revisado,
    vista_carga,
)
from clientes_app.ui.carga.problemas.state import ProblemasState
from clientes_app.ui.carga.procesos.texts import ProcesoVisto, proceso_visto
from clientes_app.ui.shell.announcements import announce, focus_on
from clientes_app.ui.shell.caller import current_actor, current_cuenta_id
from clientes_app.ui.shell.changes import changes_of, own_tab, show_anew
from clientes_app.ui.shell.guard import requires
from clientes_app.ui.shell.links import lead_to
from clientes_app.ui.shell.numbers import numero_de_proceso
from clientes_app.ui.shell.state_vars import set_changed

_EXISTENTES = frozenset({"actualizar", "omitir", "rechazar"})
_BLANCOS = frozenset({"conservar", "borrar"})
_PATIENCE_S = 15.0
"""After so many seconds the page says that this takes longer than usual."""

_OVER = frozenset({"no_encontrado", "no_cargable"})


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

    def _open(self) -> None:
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
    @requires(Rol.EDITOR)
    def elegir_existentes(self, opcion: str | list[str]) -> None:
        """Choose what happens to clients that already exist; the figures follow."""
        if isinstance(opcion, str) and opcion in _EXISTENTES:
            self.existentes = opcion
            self._contar()

    @rx.event
    @requires(Rol.EDITOR)
    def elegir_blancos(self, opcion: str | list[str]) -> None:
        """Choose what a blank cell means; the figures follow."""
        if isinstance(opcion, str) and opcion in _BLANCOS:
            self.blancos = opcion
            self._contar()

    @rx.event
    @requires(Rol.EDITOR)
    async def procesar(self) -> rx.event.EventSpec | None:
        """Start the process. Pressing it again, here or elsewhere, starts nothing more."""
        opciones = Opciones(
            existentes=cast("SiExiste", self.existentes), blancos=cast("SiFalta", self.blancos)
        )
        actor = current_actor("carga")
        try:
            enviado = await in_thread(
                procesos.encolar, shared_engine(), actor, self._proceso_id, opciones
            )
        except NoEncontrado:
            self.fase = "no_encontrado"
        except ErrorDeProceso as problema:
            self.error = str(problema)
        else:
            self.fase, self.proceso = "enviado", proceso_visto(enviado)
            return focus_on(f"proceso-{self._proceso_id}")
        return None

    @rx.event
    @requires(Rol.EDITOR)
    async def descartar(self) -> list[rx.event.EventSpec]:
        """Throw the file away and begin anew; one that was started meanwhile stays."""
        cuenta_id = current_cuenta_id()
        await in_thread(procesos.descartar, shared_engine(), cuenta_id, self._proceso_id)
        return [lead_to(routes.CARGA_MASIVA), focus_on("contenido")]

    @rx.event(background=True)
    @requires(Rol.LECTOR)
    async def follow(self) -> AsyncIterator[rx.event.EventCallback | rx.event.EventSpec]:
        """Follow the file of the address, also once it is loaded: it may be undone.

        Reflex ends this by itself when the tab goes to another page or is closed.
        """
        async with own_tab(self):
            self._open()
            proceso_id = self._proceso_id
        if not proceso_id:
            return
        async for seen in changes_of(proceso_watch, (current_cuenta_id(), proceso_id)):
            async with own_tab(self):
                previa = self._show(seen)
                is_over = self.fase in _OVER
            if previa is not None:
                yield ProblemasState.open_proceso(proceso_id)
                yield announce(lo_revisado(previa))
            if is_over:
                return
        yield await show_anew(self)

    @rx.event(background=True)
    @requires(Rol.LECTOR)
    async def say_if_slow(self) -> None:
        """Say after a while that looking into the file takes longer than usual."""
        await asyncio.sleep(_PATIENCE_S)
        async with own_tab(self):
            if self.fase == "revisando":
                self.fase = "lento"

    def _show(self, seen: ProcesoWithPreview | None) -> VistaPrevia | None:
        """Put on the page what is new; return the preview if that is."""
        if seen is None:
            self.fase = "no_encontrado"
            return None
        news = seen.previa if seen.previa != self._previa else None
        if news is not None:
            self.existentes = self.existentes if self._previa else existentes_al_abrir(news)
            self._previa, self.vista = news, vista_carga(news)
            self._contar()
        fase = _fase(seen)
        if (self.fase, fase) in {("lista", "revisando"), ("enviado", "lista")}:
            # It is looked into anew, with other mends; or was read before this tab started it.
            return news
        if (self.fase, fase) == ("lento", "revisando"):
            fase = "lento"
        set_changed(self, proceso=proceso_visto(seen.proceso), fase=fase)
        return news

    def _contar(self) -> None:
        if self._previa is not None:
            self.efecto = cifras(self._previa, existentes=self.existentes, blancos=self.blancos)


def _fase(seen: ProcesoWithPreview) -> str:
    if seen.previa is not None and not seen.previa.es_cargable:
        return "no_cargable"
    if seen.proceso.estado is not Estado.RECIBIDO:
        return "enviado"
    return "revisando" if seen.previa is None else "lista"
