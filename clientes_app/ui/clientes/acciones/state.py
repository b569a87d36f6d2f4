"""The question before an action on the chosen clients, and what comes of the answer."""

from collections.abc import AsyncGenerator, Sequence

import reflex as rx

from clientes_app.domain.acciones import DE_ETIQUETA
from clientes_app.domain.roles import Rol
from clientes_app.live.presence_board import tab_id
from clientes_app.live.procesos_watch import proceso_watch
from clientes_app.live.threads import in_thread
from clientes_app.services.carga import procesos
from clientes_app.services.carga.acciones import acciones
from clientes_app.services.carga.acciones.acciones import Accion, AccionMasiva
from clientes_app.services.carga.procesos import ProcesoGuardado
from clientes_app.services.carga.refusals import ErrorDeProceso
from clientes_app.services.clientes import clientes, etiquetas, presencia
from clientes_app.services.context import Actor
from clientes_app.services.errors import NoEncontrado
from clientes_app.services.resources import shared_engine
from clientes_app.ui.clientes.acciones.texts import (
    TITULOS,
    ClaveOfrecida,
    PreviaVista,
    claves_ofrecidas,
    de_quienes,
    etiquetas_ofrecidas,
    lo_hecho,
    previa_vista,
    quien_los_tiene,
)
from clientes_app.ui.clientes.etiquetas.state import EtiquetasState
from clientes_app.ui.clientes.seleccion.state import SeleccionState
from clientes_app.ui.shell.caller import current_actor, current_caller, current_cuenta_id
from clientes_app.ui.shell.changes import changes_of, own_tab, show_anew
from clientes_app.ui.shell.guard import requires
from clientes_app.ui.shell.messages import say_done

_MESSAGE_MS = 10_000


class AccionState(rx.State):
    """What is asked about the chosen clients; `accion` is "" while nothing is.

    `mirando` says that the answer is being looked for. `claves` are those that can be chosen, of
    which `clave` is the one.
    """

    accion: str = ""
    titulo: str = ""
    quienes: str = ""
    claves: list[ClaveOfrecida] = []
    clave: str = ""
    mirando: bool = False
    previa: PreviaVista = PreviaVista()
    _revision: int = 0

    @rx.event
    @requires(Rol.EDITOR)
    async def abrir(
        self, accion: str
    ) -> AsyncGenerator[rx.event.EventSpec | rx.event.EventCallback | None, None]:
        """Ask about an action; nothing for one that there is not."""
        if accion not in set(Accion):
            return
        pedida = AccionMasiva(Accion(accion))
        self.claves = await in_thread(_claves, pedida.accion, current_cuenta_id())
        if pedida.accion in DE_ETIQUETA and not self.claves:
            yield EtiquetasState.abrir
            return
        self.titulo = TITULOS.get(pedida.accion, pedida.titulo)
        self.accion, self.clave, self.previa = accion, "", PreviaVista()
        self.mirando = not self.claves
        yield
        yield await self._look()

    @rx.event
    @requires(Rol.EDITOR)
    async def elegir_clave(self, clave: str) -> AsyncGenerator[rx.event.EventSpec | None, None]:
        """Say what the key would do."""
        self.clave = clave if clave in {una.clave for una in self.claves} else ""
        self.mirando, self.previa = bool(self.clave), PreviaVista()
        yield
        yield await self._look()

    @rx.event
    @requires(Rol.LECTOR)
    def cerrar(self) -> None:
        """Leave everything as it is; also what was asked on a page that the tab has left."""
        self.accion, self.mirando = "", False

    @rx.event
    @requires(Rol.EDITOR)
    async def confirmar(self) -> list[rx.event.EventSpec | rx.event.EventCallback]:
        """Ask for the process, and follow it to its end."""
        pedida = self._pedida()
        self.accion = ""
        if pedida is None or not self.previa.puede:
            return []
        seleccion = await self.get_state(SeleccionState)
        ids = await seleccion._chosen()  # noqa: SLF001 (no handler, hence the underscore)
        if not ids:
            return []
        try:
            proceso = await in_thread(
                acciones.encolar,
                shared_engine(),
                current_actor(),
                pedida,
                ids,
                revision=self._revision,
            )
        except ErrorDeProceso as error:
            return [rx.toast.error(str(error))]
        seleccion._empty()  # noqa: SLF001 (the same)
        empieza = rx.toast.info(f"{self.previa.boton}…", id=_message_of(proceso.id))
        return [empieza, AccionState.seguir(proceso.id)]

    @rx.event(background=True)
    @requires(Rol.EDITOR)
    async def seguir(self, proceso_id: int) -> AsyncGenerator[rx.event.EventSpec, None]:
        """Wait for the end of a process, and say how it ended; offer to undo it."""
        # From now: what was known before it was asked for may say that it has ended.
        key = (current_cuenta_id(), proceso_id)
        async for seen in changes_of(proceso_watch, key, from_now=True):
            if seen is None:
                return
            if seen.proceso.ha_terminado and not seen.proceso.deshaciendo:
                async with own_tab(self):
                    message = _message(seen.proceso)
                yield message
                return
        yield await show_anew(self)

    @rx.event
    @requires(Rol.EDITOR)
    async def deshacer(self, proceso_id: int) -> rx.event.EventSpec | rx.event.EventCallback | None:
        """Take back what a process did, and say so when that is through."""
        try:
            await in_thread(procesos.pedir_deshacer, shared_engine(), current_actor(), proceso_id)
        except NoEncontrado:
            return None
        except ErrorDeProceso as error:
            return rx.toast.info(str(error))
        return AccionState.seguir(proceso_id)

    def _pedida(self) -> AccionMasiva | None:
        """Return what is asked about, None as long as a key has to be chosen."""
        if not self.accion or (self.claves and not self.clave):
            return None
        return AccionMasiva(Accion(self.accion), self.clave)

    async def _look(self) -> rx.event.EventSpec | None:
        """Find out what would be done, and whom it is about; say so when it cannot be done."""
        seleccion = await self.get_state(SeleccionState)
        ids = await seleccion._chosen()  # noqa: SLF001 (no handler, hence the underscore)
        cuenta = current_caller().cuenta
        self.quienes = de_quienes(len(ids), encontrados=seleccion.todos, cuenta=cuenta.nombre)
        pedida, self.mirando = self._pedida(), False
        if pedida is None:
            return None
        tab = tab_id(self.router.session.client_token)
        try:
            self._revision, self.previa = await in_thread(
                _previa, current_actor(), pedida, ids, tab
            )
        except ErrorDeProceso as error:
            self.accion = ""
            return rx.toast.error(str(error))
        return None


def _claves(accion: Accion, cuenta_id: int) -> list[ClaveOfrecida]:
    """Return what a person can choose for an action, nothing where there is nothing to choose."""
    if accion in DE_ETIQUETA:
        return etiquetas_ofrecidas(etiquetas.lista(shared_engine(), cuenta_id))
    return claves_ofrecidas(accion, clientes.contexto(shared_engine(), cuenta_id).hoy)


def _previa(
    actor: Actor, pedida: AccionMasiva, ids: Sequence[int], tab: str
) -> tuple[int, PreviaVista]:
    """Find out what an action would do, at which revision, and show it; `tab` is who asks."""
    previa = acciones.previsualizar(shared_engine(), actor.cuenta_id, pedida, ids)
    abiertos = _abiertos(actor, tab, ids) if pedida.accion is Accion.BORRAR else ""
    return previa.revision, previa_vista(previa, abiertos=abiertos)


def _abiertos(actor: Actor, tab: str, ids: Sequence[int]) -> str:
    """Say who has some of these clients open in another tab than this one."""
    elegidos = frozenset(ids)
    otros = [
        uno
        for uno in presencia.quienes(shared_engine(), actor.cuenta_id)
        if uno.pestana != tab and uno.cliente_id in elegidos
    ]
    return quien_los_tiene(otros, elegidos=len(elegidos), usuario_id=actor.usuario_id)


def _message_of(proceso_id: int) -> str:
    return f"accion-{proceso_id}"


def _message(proceso: ProcesoGuardado) -> rx.event.EventSpec:
    """Return what is said of a process that has ended, in the place of what was said before."""
    said, well = lo_hecho(proceso)
    if not well:
        return rx.toast.error(said, id=_message_of(proceso.id), duration=_MESSAGE_MS)
    if proceso.deshecho_en:
        return say_done(said, duration=_MESSAGE_MS)
    offer = (
        {"action": {"label": "Deshacer", "on_click": AccionState.deshacer(proceso.id)}}
        if proceso.puede_deshacerse
        else {}
    )
    return say_done(said, id=_message_of(proceso.id), duration=_MESSAGE_MS, **offer)
