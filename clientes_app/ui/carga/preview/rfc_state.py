"""The account's own RFC, asked where its invoices are looked into."""

from contextlib import suppress

import reflex as rx

from clientes_app.domain.roles import Rol
from clientes_app.live.threads import in_thread
from clientes_app.services.acceso import cuentas
from clientes_app.services.carga import procesos
from clientes_app.services.errors import DatosInvalidos, NoEncontrado
from clientes_app.services.resources import shared_engine
from clientes_app.ui.shell.announcements import focus_on
from clientes_app.ui.shell.caller import current_actor
from clientes_app.ui.shell.guard import requires
from clientes_app.ui.shell.messages import say_done
from clientes_app.ui.shell.numbers import numero_de_proceso

CAMPO_RFC = "campo-rfc-propio"


class RfcPropioState(rx.State):
    """What is wrong with the RFC that was typed.

    `guardado`: it is stored, and the file is looked into anew.
    """

    error: str = ""
    guardado: bool = False

    @rx.event
    @requires(Rol.LECTOR)
    def open_page(self) -> None:
        """Begin anew, with what the address names."""
        self.error, self.guardado = "", False

    @rx.event
    @requires(Rol.PROPIETARIO)
    async def guardar(self, datos: dict[str, str]) -> list[rx.event.EventSpec]:
        """Store whom the account's invoices are from, and have the file looked into anew.

        The invoices themselves are gone by then; what was kept of them says enough.
        """
        actor, typed = current_actor(), datos.get("rfc_propio", "")
        try:
            cuenta = await in_thread(cuentas.fijar_rfc_propio, shared_engine(), actor, typed)
        except DatosInvalidos as problema:
            self.error = " ".join(cada.frase for cada in problema.problemas)
            return [focus_on(CAMPO_RFC)]
        if not cuenta.rfc_propio:
            self.error = "Falta el RFC propio. Escríbalo como está en su Constancia."
            return [focus_on(CAMPO_RFC)]
        self.error, self.guardado = "", True
        proceso_id = numero_de_proceso(self.router.url.query_parameters.get("proceso", ""))
        # Where the file is not there any more the page is told so by what it follows.
        with suppress(NoEncontrado):
            await in_thread(procesos.revisar_de_nuevo, shared_engine(), actor.cuenta_id, proceso_id)
        # Somebody else may have said another one meanwhile, which stays.
        return [say_done(f"{cuenta.rfc_propio} quedó como su RFC propio."), focus_on("contenido")]
