"""Managing the etiquetas of an account: making, renaming, colouring, deleting, bringing back."""

from collections.abc import AsyncGenerator

import reflex as rx

from clientes_app.domain.etiquetas import COLORES
from clientes_app.domain.roles import Rol
from clientes_app.live.threads import in_thread
from clientes_app.services.clientes import etiquetas
from clientes_app.services.errors import DatosInvalidos, NoEncontrado
from clientes_app.services.resources import shared_engine
from clientes_app.ui.clientes.etiquetas.shown import EtiquetaEnLista, en_lista, quienes_pierden
from clientes_app.ui.clientes.pages import readings
from clientes_app.ui.shell.announcements import announce, focus_on
from clientes_app.ui.shell.caller import current_actor, current_cuenta_id
from clientes_app.ui.shell.changes import own_tab, show_anew
from clientes_app.ui.shell.guard import requires
from clientes_app.ui.shell.messages import say_done, say_undoable

ETIQUETAS_DE_CUENTA = "etiquetas-de-cuenta"
NOMBRE_DE_ETIQUETA = "nombre-de-etiqueta"
_GONE = "Esa etiqueta ya no existe."
_Answer = list[rx.event.EventSpec]


class EtiquetasState(rx.State):
    """The etiquetas of the account, while they are managed.

    The form holds `nombre` and `color` of the one that is changed (`editando`, 0 for a new one),
    and is another form for each `vez`. `borrando` is the one of which it is asked if it should go.
    """

    abierto: bool = False
    filas: list[EtiquetaEnLista] = []
    editando: int = 0
    borrando: int = 0
    nombre: str = ""
    color: str = ""
    error: str = ""
    vez: int = 0
    _apertura: int = 0

    @rx.event
    @requires(Rol.EDITOR)
    def abrir(self) -> rx.event.EventCallback:
        """Show them, and keep them true to what anybody changes."""
        self.abierto, self.filas = True, []
        self._apertura += 1
        self._empty_form()
        return EtiquetasState.seguir

    @rx.event
    @requires(Rol.LECTOR)
    def cerrar(self) -> None:
        """Show them no more; also what the tab has left behind with another page."""
        self.abierto, self.filas = False, []

    @rx.event(background=True)
    @requires(Rol.EDITOR)
    async def seguir(self) -> AsyncGenerator[rx.event.EventSpec, None]:
        """Read them now, and again whenever something of the account changes, until closed.

        Whoever opens them once more is followed anew: what waits since an earlier time ends.
        """
        cuenta_id = current_cuenta_id()
        async with own_tab(self):
            apertura = self._apertura

        async def read(_revision: int) -> list[EtiquetaEnLista]:
            return en_lista(await in_thread(etiquetas.contadas, shared_engine(), cuenta_id))

        async for filas in readings(cuenta_id, read):
            async with own_tab(self):
                if not self.abierto or apertura != self._apertura:
                    return
                self.filas = self.filas if filas is None else filas
        yield await show_anew(self)

    @rx.event
    @requires(Rol.EDITOR)
    def editar(self, etiqueta_id: int) -> rx.event.EventSpec:
        """Put one into the form, or nothing any more (0)."""
        self._empty_form()
        for fila in self.filas:
            if fila.id == etiqueta_id:
                self.editando, self.nombre, self.color = fila.id, fila.nombre, fila.color
        return focus_on(NOMBRE_DE_ETIQUETA)

    @rx.event
    @requires(Rol.EDITOR)
    async def guardar(self, datos: dict[str, str]) -> _Answer:
        """Make a new one, or change the one in the form."""
        nombre, color = datos.get("nombre", ""), datos.get("color", "")
        editando, actor = self.editando, current_actor()
        try:
            if editando:
                una = await in_thread(
                    etiquetas.cambiar, shared_engine(), actor, editando, nombre=nombre, color=color
                )
            else:
                una = await in_thread(etiquetas.crear, shared_engine(), actor, nombre, color)
        except DatosInvalidos as error:
            self.error = error.problemas[0].frase
            return [focus_on(NOMBRE_DE_ETIQUETA)]
        except NoEncontrado:
            self.error = _GONE
            return [focus_on(NOMBRE_DE_ETIQUETA)]
        self._empty_form()
        hecho = "Se cambió" if editando else "Se creó"
        return [announce(f"{hecho} la etiqueta {una.nombre}."), focus_on(NOMBRE_DE_ETIQUETA)]

    @rx.event
    @requires(Rol.EDITOR)
    def preguntar(self, etiqueta_id: int) -> None:
        """Ask whether one should go, or forget the question (0)."""
        self.borrando = etiqueta_id

    @rx.event
    @requires(Rol.EDITOR)
    async def borrar(self, etiqueta_id: int) -> _Answer:
        """Delete the one that was asked about, and offer to bring it back."""
        self._empty_form()
        try:
            ida = await in_thread(etiquetas.borrar, shared_engine(), current_actor(), etiqueta_id)
        except NoEncontrado:
            return [rx.toast.info(_GONE), focus_on(ETIQUETAS_DE_CUENTA)]
        return [
            say_undoable(
                f"Se borró la etiqueta {ida.etiqueta.nombre}. {quienes_pierden(ida.clientes)}",
                EtiquetasState.devolver(etiqueta_id),
                id=f"etiqueta-{etiqueta_id}",
            ),
            focus_on(ETIQUETAS_DE_CUENTA),
        ]

    @rx.event
    @requires(Rol.EDITOR)
    async def devolver(self, etiqueta_id: int) -> rx.event.EventSpec:
        """Bring one back that was deleted, with its clients."""
        try:
            vuelta = await in_thread(
                etiquetas.devolver, shared_engine(), current_actor(), etiqueta_id
            )
        except NoEncontrado:
            return rx.toast.info(_GONE)
        except DatosInvalidos as error:
            return rx.toast.error(error.problemas[0].frase)
        return say_done(f"La etiqueta {vuelta.nombre} está de nuevo, con sus clientes.")

    def _empty_form(self) -> None:
        self.editando = self.borrando = 0
        self.nombre = self.error = ""
        self.color = next(iter(COLORES))
        self.vez += 1
