"""What is settled of an account, read when its first page is shown."""

import reflex as rx

from clientes_app.config import settings
from clientes_app.domain.roles import Rol
from clientes_app.live.threads import in_thread
from clientes_app.services.preparacion import preparacion
from clientes_app.services.resources import shared_engine
from clientes_app.ui.clientes.inicio.shown import PasoVisto, pasos_vistos
from clientes_app.ui.shell.caller import current_cuenta_id
from clientes_app.ui.shell.guard import requires


class InicioState(rx.State):
    """The steps «Para dejar la cuenta lista»."""

    pasos: tuple[PasoVisto, ...] = ()

    @rx.event
    @requires(Rol.PROPIETARIO)
    async def mirar(self) -> None:
        """Look how far the account is: whoever comes back from a step sees it done."""
        cuenta_id = current_cuenta_id()
        como_va = await in_thread(preparacion, shared_engine(), settings(), cuenta_id)
        self.pasos = pasos_vistos(como_va)
