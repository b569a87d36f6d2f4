"""What whoever is to sign in should know first: why they are here, and whether anybody could."""

import reflex as rx

from clientes_app.live.threads import in_thread
from clientes_app.services.acceso import usuarios
from clientes_app.services.resources import shared_engine
from clientes_app.ui.shell.guard import PUBLIC, requires


class EntrarState(rx.State):
    """`vuelve`: signing in leads back to where the tab was, which was shut to them.

    `sin_propietario`: nobody has a password yet, so that the one-time link is the way in.
    """

    vuelve: bool = False
    sin_propietario: bool = False

    @rx.event
    @requires(PUBLIC)
    async def open_page(self) -> None:
        """Read from the address whether it leads back somewhere, and ask whether anybody could."""
        self.vuelve = bool(self.router.url.query_parameters.get("destino"))
        self.sin_propietario = not await in_thread(usuarios.hay, shared_engine())
