"""The clients that «Ir a…» finds, in the account of the tab's address."""

import logging

import reflex as rx

from clientes_app.domain.roles import Rol
from clientes_app.live.threads import in_thread
from clientes_app.services.clientes import clientes
from clientes_app.services.resources import is_database_fault, shared_engine
from clientes_app.ui.clientes.address import consulta_de
from clientes_app.ui.clientes.paleta.shown import Hallado, hallado
from clientes_app.ui.shell.caller import current_cuenta_id
from clientes_app.ui.shell.guard import requires

_log = logging.getLogger(__name__)


class PaletaState(rx.State):
    """The last answer; pages and commands the page finds by itself."""

    hallado: Hallado = Hallado()

    @rx.event
    @requires(Rol.LECTOR)
    async def buscar(self, texto: str, vez: int) -> None:
        """Find clients as the search of the list does. `vez` is the page's number of this asking.

        The page shows the answer to what it asked last, and no other.
        """
        consulta = consulta_de({"q": texto})
        try:
            pagina = await in_thread(
                clientes.buscar, shared_engine(), current_cuenta_id(), consulta
            )
        except Exception as error:
            if not is_database_fault(error):
                raise
            _log.exception("The clients to go to could not be read")
            self.hallado = Hallado(vez=vez, fallo=True)
        else:
            self.hallado = hallado(vez, consulta, pagina)
