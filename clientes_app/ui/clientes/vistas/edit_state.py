"""Saving what the list shows as a view, and renaming, changing and deleting those there are."""

import reflex as rx

from clientes_app.domain.cruces import hoy
from clientes_app.domain.roles import Rol
from clientes_app.live.threads import in_thread
from clientes_app.services.clientes import vistas
from clientes_app.services.clientes.vistas import VistaGuardada
from clientes_app.services.errors import DatosInvalidos, NoEncontrado
from clientes_app.services.resources import shared_engine
from clientes_app.ui.clientes.aspecto.state import BOTON_DEL_TELEFONO
from clientes_app.ui.clientes.vistas.kept import escrita
from clientes_app.ui.clientes.vistas.state import VistasState, quien_mira
from clientes_app.ui.shell.announcements import announce, focus_on, recover_focus
from clientes_app.ui.shell.guard import requires
from clientes_app.ui.shell.messages import say_done, say_undoable

NOMBRE_DE_VISTA = "nombre-de-vista"
OTRO_NOMBRE = "otro-nombre-de-vista"
_GONE = "Esa vista ya no existe."
_Answer = list[rx.event.EventSpec]


class EdicionDeVistasState(rx.State):
    """The forms of the sheet: that of a new view, and that of the one that is `editando`.

    `error` is of the latter while there is one. What is typed stands in the page alone, so that
    nothing that comes from here takes it away.
    """

    editando: int = 0
    error: str = ""

    @rx.event
    @requires(Rol.LECTOR)
    def editar(self, vista_id: int) -> rx.event.EventSpec | None:
        """Open the form of one view, or none (0)."""
        self._leave_form()
        self.editando = vista_id
        return focus_on(OTRO_NOMBRE) if vista_id else None

    @rx.event
    @requires(Rol.LECTOR)
    async def guardar(self, datos: dict[str, str]) -> _Answer:
        """Save what is shown as a new view; whoever may only look saves for themselves."""
        lista = await self.get_state(VistasState)
        try:
            una = await in_thread(
                vistas.guardar,
                shared_engine(),
                quien_mira(),
                datos.get("nombre", ""),
                _mostrado(lista),
                de_la_cuenta=bool(datos.get("de_la_cuenta")),
            )
        except DatosInvalidos as error:
            self.error = error.problemas[0].frase
            return [focus_on(NOMBRE_DE_VISTA)]
        return await self._done(lista, una, f"Se guardó la vista {una.nombre}.")

    @rx.event
    @requires(Rol.LECTOR)
    async def guardar_cambios(self, vista_id: int) -> _Answer:
        """Have a view show from here on what is shown now."""
        lista = await self.get_state(VistasState)
        try:
            una = await in_thread(
                vistas.cambiar, shared_engine(), quien_mira(), vista_id, _mostrado(lista)
            )
        except NoEncontrado:
            return [rx.toast.info(_GONE)]
        return await self._done(lista, una, f"Se guardaron los cambios en {una.nombre}.")

    @rx.event
    @requires(Rol.LECTOR)
    async def renombrar(self, datos: dict[str, str]) -> _Answer:
        """Give the view whose form is open the name that stands in it."""
        nombre = datos.get("nombre", "")
        try:
            nuevo = await in_thread(
                vistas.renombrar, shared_engine(), quien_mira(), self.editando, nombre
            )
        except DatosInvalidos as error:
            self.error = error.problemas[0].frase
            return [focus_on(OTRO_NOMBRE)]
        except NoEncontrado:
            self.error = _GONE
            return [focus_on(OTRO_NOMBRE)]
        self._leave_form()
        await (await self.get_state(VistasState))._refresh()  # noqa: SLF001 (no handler, hence the underscore)
        return [announce(f"La vista se llama ahora {nuevo}."), focus_on(NOMBRE_DE_VISTA)]

    @rx.event
    @requires(Rol.LECTOR)
    async def borrar(self, vista_id: int) -> _Answer:
        """Delete a view, and offer to bring it back."""
        self._leave_form()
        try:
            ida = await in_thread(vistas.borrar, shared_engine(), quien_mira(), vista_id)
        except NoEncontrado:
            return [rx.toast.info(_GONE), focus_on(NOMBRE_DE_VISTA)]
        await (await self.get_state(VistasState))._refresh()  # noqa: SLF001 (the same)
        return [
            say_undoable(
                f"Se borró la vista {ida.nombre}.",
                EdicionDeVistasState.devolver(vista_id),
                id=f"vista-{vista_id}",
            ),
            focus_on(NOMBRE_DE_VISTA),
        ]

    @rx.event
    @requires(Rol.LECTOR)
    async def devolver(self, vista_id: int) -> rx.event.EventSpec:
        """Bring a view back that was deleted."""
        try:
            vuelta = await in_thread(vistas.devolver, shared_engine(), quien_mira(), vista_id)
        except NoEncontrado:
            return rx.toast.info(_GONE)
        except DatosInvalidos as error:
            return rx.toast.error(error.problemas[0].frase)
        await (await self.get_state(VistasState))._refresh()  # noqa: SLF001 (the same)
        return say_done(f"La vista {vuelta.nombre} está de nuevo.")

    def _leave_form(self) -> None:
        self.editando, self.error = 0, ""

    async def _done(self, lista: VistasState, una: VistaGuardada, dicho: str) -> _Answer:
        """Close the sheet on the view that was saved."""
        self._leave_form()
        lista._choose(una.id, una.columnas)  # noqa: SLF001 (the same)
        await lista._refresh()  # noqa: SLF001 (the same)
        return [say_done(dicho), recover_focus(BOTON_DEL_TELEFONO)]


def _mostrado(lista: VistasState) -> str:
    return escrita(lista._consulta(), hoy=hoy())  # noqa: SLF001 (the same)
