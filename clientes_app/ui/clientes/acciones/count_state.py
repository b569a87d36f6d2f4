"""How many of the chosen clients each mend would change, for the entries of the menu."""

from collections.abc import AsyncGenerator

import reflex as rx

from clientes_app.domain.roles import Rol
from clientes_app.live.threads import in_thread
from clientes_app.services.carga.acciones import acciones
from clientes_app.services.carga.acciones.acciones import AccionMasiva
from clientes_app.services.clientes.elegidos import MAXIMO
from clientes_app.services.resources import shared_engine
from clientes_app.ui.clientes.acciones.texts import CORREGIR, cuantos_lo_llevan
from clientes_app.ui.clientes.seleccion.state import SeleccionState
from clientes_app.ui.shell.caller import current_cuenta_id
from clientes_app.ui.shell.guard import requires


class ConteoState(rx.State):
    """What the menu says of each mend: «5 de los 14 los llevan»; of very many clients nothing."""

    notas: dict[str, str] = {}

    @rx.event
    @requires(Rol.EDITOR)
    async def contar(self) -> AsyncGenerator[None, None]:
        """Count for the menu that was opened."""
        self.notas = {}
        yield
        seleccion = await self.get_state(SeleccionState)
        ids = await seleccion._chosen()  # noqa: SLF001 (no handler, hence the underscore)
        if len(ids) > MAXIMO:
            return
        for accion in CORREGIR:
            previa = await in_thread(
                acciones.previsualizar,
                shared_engine(),
                current_cuenta_id(),
                AccionMasiva(accion),
                ids,
                muestra=0,
            )
            self.notas[accion] = cuantos_lo_llevan(accion, previa.cambian, len(ids))
