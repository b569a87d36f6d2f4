"""Opening the account with invented clients, and removing it."""

from dataclasses import replace

import reflex as rx

from clientes_app import routes
from clientes_app.domain.roles import Rol
from clientes_app.live.threads import in_thread
from clientes_app.services import ejemplo
from clientes_app.services.acceso import sesiones
from clientes_app.services.acceso.identity import Caller
from clientes_app.services.errors import CuentaTrabajando, NoEncontrado, NoEsDeEjemplo
from clientes_app.services.resources import shared_engine
from clientes_app.ui.shell.caller import current_actor, current_caller
from clientes_app.ui.shell.guard import requires
from clientes_app.ui.shell.tab import TabState


class EjemploState(rx.State):
    """Whether it was asked if the account should be removed."""

    preguntando: bool = False

    @rx.event
    @requires(Rol.EDITOR)
    async def abrir(self) -> list[rx.event.EventSpec]:
        """Lead to the example account of this person, which is made if need be."""
        usuario_id = current_caller().identity.usuario_id
        cuenta = await in_thread(ejemplo.abrir, shared_engine(), current_actor(), usuario_id)
        return [
            rx.redirect(routes.de_cuenta(cuenta.nombre_corto, routes.CLIENTES)),
            rx.toast.success(f"Está en la cuenta «{cuenta.nombre}»: sus clientes son inventados."),
        ]

    @rx.event
    @requires(Rol.PROPIETARIO)
    def preguntar(self) -> None:
        """Ask whether the account should be removed."""
        self.preguntando = True

    @rx.event
    @requires(Rol.LECTOR)
    def olvidar(self) -> None:
        """Leave it."""
        self.preguntando = False

    @rx.event
    @requires(Rol.PROPIETARIO)
    async def quitar(self) -> list[rx.event.EventSpec]:
        """Remove the account of this tab, if it is an example, and lead to another one."""
        self.preguntando = False
        caller = current_caller()
        try:
            await in_thread(ejemplo.quitar, shared_engine(), caller.cuenta.id)
        except CuentaTrabajando:
            aviso = "Hay un proceso en marcha. Espere a que termine y quítela entonces."
            return [rx.toast.error(aviso)]
        except NoEsDeEjemplo:
            return [rx.toast.error("Esta cuenta no es de ejemplo: no se quita.")]
        except NoEncontrado:
            return [rx.redirect(routes.INICIO)]
        # Else what followed the account in this tab would load its page anew, which is no more.
        (await self.get_state(TabState))._give_up_account()  # noqa: SLF001 (no handler, hence the underscore)
        return [
            rx.redirect(await in_thread(_next_address, caller)),
            rx.toast.success(f"Se quitó la cuenta «{caller.cuenta.nombre}» con todo lo que tenía."),
        ]


def _next_address(caller: Caller) -> str:
    """Return the list of the account that somebody used last, but for the one they are in.

    Not the address that leads there: the page would be loaded anew and the message lost.
    """
    others = tuple(una for una in caller.identity.cuentas if una.id != caller.cuenta.id)
    if not others:
        return routes.INICIO
    last = sesiones.ultima_cuenta(shared_engine(), replace(caller.identity, cuentas=others))
    return routes.de_cuenta(last.nombre_corto, routes.CLIENTES)
