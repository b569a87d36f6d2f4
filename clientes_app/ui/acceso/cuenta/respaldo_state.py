"""Whether there is a backup to fall back on: for the owners of an account."""

from datetime import UTC, datetime

import reflex as rx

from clientes_app.config import settings
from clientes_app.domain.roles import Rol
from clientes_app.live.threads import in_thread
from clientes_app.services.respaldo import respaldos
from clientes_app.services.respaldo.respaldos import EstadoDeRespaldos
from clientes_app.ui.shell.caller import current_caller
from clientes_app.ui.shell.guard import requires

APAGADOS = (
    "Los respaldos programados están apagados en este servidor. Pida que alguien los encienda o "
    "los haga a mano."
)
NINGUNO = "Todavía no hay ninguno. El primero se hace dentro de una hora."
VIEJO = (
    "El último respaldo es más viejo de lo que debería. Avise a quien administra el sistema: el "
    "programa que los hace puede estar detenido."
)


class RespaldoState(rx.State):
    """When the last backup was made (ISO 8601, "" for never), and what is wrong."""

    ultimo_en: str = ""
    nota: str = ""
    falta: str = ""

    @rx.event
    @requires(Rol.LECTOR)
    async def open_page(self) -> None:
        """Look at the backups; who does not own the account is told nothing of them."""
        self.reset()
        if current_caller().cuenta.rol is not Rol.PROPIETARIO:
            return
        estado = await in_thread(respaldos.estado, settings())
        if estado.ultimo is not None:
            self.ultimo_en = estado.ultimo.creado_en.isoformat()
        self.nota, self.falta = nota_de(estado), falta_de(estado)


def nota_de(estado: EstadoDeRespaldos) -> str:
    """Say what is to be known though nothing is wrong, "" for nothing."""
    if not estado.programados:
        return APAGADOS
    return NINGUNO if estado.ultimo is None and not estado.fallo else ""


def falta_de(estado: EstadoDeRespaldos) -> str:
    """Say what is wrong with the backups, "" for nothing."""
    if estado.fallo:
        cuando = estado.fallo_en or datetime.now(UTC)
        return f"El respaldo programado del {cuando:%Y-%m-%d} no se pudo hacer. {estado.fallo}"
    return VIEJO if estado.viejo else ""
