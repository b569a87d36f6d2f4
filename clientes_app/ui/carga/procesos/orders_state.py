"""The question before a process is cancelled or undone, and what comes of the answer."""

import reflex as rx

from clientes_app.domain.roles import Rol
from clientes_app.live.threads import in_thread
from clientes_app.services.carga import procesos
from clientes_app.services.carga.refusals import ErrorDeProceso
from clientes_app.services.errors import NoEncontrado
from clientes_app.services.resources import shared_engine
from clientes_app.ui.carga.procesos.texts import lo_que_deshace
from clientes_app.ui.shell.announcements import focus_on
from clientes_app.ui.shell.caller import current_actor, current_cuenta_id
from clientes_app.ui.shell.guard import requires
from clientes_app.ui.shell.numbers import numero_de_proceso

_ORDENES = {"cancelar": procesos.cancelar, "deshacer": procesos.pedir_deshacer}
_YA_NO_EXISTE = "Ese proceso ya no existe."


class OrdenesState(rx.State):
    """What is asked about which process; `orden` is "" while nothing is."""

    orden: str = ""
    proceso: str = ""
    titulo: str = ""
    texto: str = ""
    si: str = ""

    @rx.event
    @requires(Rol.EDITOR)
    async def preguntar(self, orden: str, proceso: str) -> rx.event.EventSpec | None:
        """Ask whether a process is to be cancelled or undone, in words that fit it now."""
        if orden not in _ORDENES:
            return None
        try:
            visto = await in_thread(
                procesos.detalle, shared_engine(), current_cuenta_id(), numero_de_proceso(proceso)
            )
        except NoEncontrado:
            return rx.toast.error(_YA_NO_EXISTE)
        if orden == "cancelar":
            self.titulo, self.si = "¿Cancelar el proceso?", "Sí, cancelar"
            que = "la carga de " if visto.pedida is None else ""
            self.texto = (
                f"Se detiene {que}«{visto.nombre}». "
                "Lo que ya se guardó se queda guardado; puede deshacerlo después."
            )
        else:
            que = "la carga" if visto.pedida is None else "la acción"
            self.titulo, self.si = f"¿Deshacer {que}?", "Sí, deshacer"
            self.texto = lo_que_deshace(visto)
        self.orden, self.proceso = orden, str(visto.id)
        return None

    @rx.event
    @requires(Rol.EDITOR)
    def dejar(self) -> None:
        """Leave everything as it is."""
        self.orden = ""

    @rx.event
    @requires(Rol.EDITOR)
    async def confirmar(self, orden: str, proceso: str) -> rx.event.EventSpec | None:
        """Do what was asked, or say why that is no longer possible.

        The page says what: a server that was away meanwhile does not remember its question.
        """
        order = _ORDENES.get(orden)
        self.orden = ""
        if order is None:
            return None
        proceso_id = numero_de_proceso(proceso)
        try:
            await in_thread(order, shared_engine(), current_actor(), proceso_id)
        except NoEncontrado:
            return rx.toast.error(_YA_NO_EXISTE)
        except ErrorDeProceso as problema:
            return rx.toast.info(str(problema))
        # The button that was pressed goes away by itself.
        return focus_on(f"proceso-{proceso_id}")
