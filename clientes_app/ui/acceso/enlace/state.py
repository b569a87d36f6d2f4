"""What a one-time link is for, shown to whoever opened it."""

import reflex as rx

from clientes_app.config import settings
from clientes_app.live.threads import in_thread
from clientes_app.services.acceso import enlaces
from clientes_app.services.resources import shared_engine
from clientes_app.services.respaldo import encargo
from clientes_app.ui.shell.guard import PUBLIC, requires
from clientes_app.ui.shell.state_vars import set_changed


class EnlaceState(rx.State):
    """The link of the address: `tipo` is "" until it was read, "ninguno" when it is no good.

    With `tiene_clave` it asks for the password that the person has, else for a new one; with
    `pide_cuenta` for the name of the account, too. With `restaurable` a backup can be restored
    instead.
    """

    tipo: str = ""
    email: str = ""
    tiene_clave: bool = False
    pide_cuenta: bool = False
    cuenta: str = ""
    rol: str = ""
    restaurable: bool = False

    @rx.event
    @requires(PUBLIC)
    async def open_page(self) -> None:
        """Read what the link of the address is for; it is not used up by that."""
        token = self.router.url.query_parameters.get("t", "")
        enlace = await in_thread(enlaces.ver, shared_engine(), token)
        if enlace is None:
            self.reset()
            self.tipo = "ninguno"
            return
        set_changed(
            self,
            tipo=enlace.tipo.value,
            email=enlace.email,
            cuenta=enlace.cuenta,
            rol=enlace.rol.etiqueta if enlace.rol else "",
            tiene_clave=enlace.tiene_clave,
            pide_cuenta=enlace.pide_cuenta,
            restaurable=enlace.tipo is enlaces.Tipo.PRIMER_PROPIETARIO
            and await in_thread(encargo.hay_vigia, settings()),
        )
