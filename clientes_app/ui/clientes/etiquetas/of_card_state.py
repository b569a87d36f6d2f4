"""Putting etiquetas on the client whose card is open, and taking them off."""

import reflex as rx

from clientes_app.domain.roles import Rol
from clientes_app.live.threads import in_thread
from clientes_app.services.clientes import etiquetas
from clientes_app.services.errors import ClienteBorrado, DatosInvalidos, NoEncontrado
from clientes_app.services.resources import shared_engine
from clientes_app.ui.clientes.address import ficha_de
from clientes_app.ui.shell.announcements import announce, focus_on
from clientes_app.ui.shell.caller import current_actor
from clientes_app.ui.shell.guard import requires

NUEVA_ETIQUETA = "nueva-etiqueta"
_GONE = "Esa etiqueta, o este cliente, ya no está."
_IN_THE_BIN = "El cliente está en la papelera. Restáurelo primero."


class EtiquetasDeFichaState(rx.State):
    """What is wrong with the name of a new one; the form is another one for each `vez`.

    Which etiquetas the client has is told by the card.
    """

    error: str = ""
    vez: int = 0

    @rx.event
    @requires(Rol.EDITOR)
    async def poner(self, etiqueta_id: int, si: bool) -> rx.event.EventSpec | None:
        """Put one on, or take it off; the card shows it as soon as it is stored."""
        unas = (etiqueta_id,)
        try:
            await in_thread(
                etiquetas.poner,
                shared_engine(),
                current_actor(),
                self._cliente_id(),
                puestas=unas if si else (),
                quitadas=() if si else unas,
            )
        except NoEncontrado:
            return rx.toast.info(_GONE)
        except ClienteBorrado:
            return rx.toast.error(_IN_THE_BIN)
        return None

    @rx.event
    @requires(Rol.EDITOR)
    async def agregar(self, datos: dict[str, str]) -> list[rx.event.EventSpec]:
        """Put on the one that was named, which is made if the account has none of that name."""
        try:
            una = await in_thread(
                etiquetas.poner_nueva,
                shared_engine(),
                current_actor(),
                self._cliente_id(),
                datos.get("nombre", ""),
            )
        except DatosInvalidos as error:
            self.error = error.problemas[0].frase
            return [focus_on(NUEVA_ETIQUETA)]
        except NoEncontrado:
            return [rx.toast.info(_GONE)]
        except ClienteBorrado:
            return [rx.toast.error(_IN_THE_BIN)]
        self._empty_form()
        return [announce(f"Se puso la etiqueta {una.nombre}."), focus_on(NUEVA_ETIQUETA)]

    @rx.event
    @requires(Rol.EDITOR)
    def abrir(self, _abre: bool) -> None:
        """Begin with an empty form."""
        self._empty_form()

    def _cliente_id(self) -> int:
        return ficha_de(self.router.url.path) or 0

    def _empty_form(self) -> None:
        self.error = ""
        self.vez += 1
