"""Whose this tab is: what the frame of every page shows of the person, and what it may do."""

from dataclasses import dataclass

import reflex as rx

from clientes_app import routes
from clientes_app.domain.roles import Rol
from clientes_app.services.acceso.identity import Caller, SignedIn
from clientes_app.services.acceso.sesiones import CuentaDeUsuario
from clientes_app.ui.shell.state_vars import set_changed


@dataclass(frozen=True)
class CuentaVista:
    """An account of the person's, and the address of its clients.

    `de_ejemplo`: it holds invented clients and may be removed.
    """

    nombre: str = ""
    rol: str = ""
    destino: str = ""
    de_ejemplo: bool = False


class TabState(rx.State):
    """The person and the account of this tab, which its address names; `gate` sets them.

    Before it is known who it is the page is drawn for an editor, as most people see it. `falta`
    says what the address names and is not there for this person: "cuenta", "cliente", or "".
    """

    nombre: str = ""
    email: str = ""
    iniciales: str = ""
    aqui: CuentaVista = CuentaVista()
    cuentas: list[CuentaVista] = []
    edita: bool = True
    administra: bool = False
    falta: str = ""
    _sesion_id: int = 0
    _cuenta_id: int = 0

    def _belongs_to(self, signed_in: SignedIn | None, caller: Caller | None) -> bool:
        """Whether this tab may go on for that person: nobody had it, or the same one did.

        `caller` is None where the address names no account of theirs.
        """
        if not self._sesion_id:
            return True
        if signed_in is None or signed_in.identity.sesion_id != self._sesion_id:
            return False
        return self._cuenta_id == (caller.cuenta.id if caller else 0)

    def _is_of(self, caller: Caller) -> bool:
        """Whether this tab is that person's now, in that session and account."""
        return (self._sesion_id, self._cuenta_id) == (caller.identity.sesion_id, caller.cuenta.id)

    def _give_up_account(self) -> None:
        """Be in no account until the tab gets to the next one: what follows the old one ends."""
        self._cuenta_id = 0

    def _show(self, signed_in: SignedIn | None, caller: Caller | None) -> None:
        """Put on the frame who it is; nothing of it is sent again when it is known."""
        if signed_in is None:
            return
        identity = (caller or signed_in).identity
        self._sesion_id, self._cuenta_id = identity.sesion_id, caller.cuenta.id if caller else 0
        set_changed(
            self,
            nombre=identity.nombre,
            email=identity.email,
            iniciales=iniciales(identity.nombre),
            aqui=_vista(caller.cuenta) if caller else CuentaVista(),
            cuentas=[_vista(cuenta) for cuenta in identity.cuentas],
            edita=caller is None or caller.cuenta.rol.alcanza(Rol.EDITOR),
            administra=caller is not None and caller.cuenta.rol.alcanza(Rol.PROPIETARIO),
        )


def _vista(cuenta: CuentaDeUsuario) -> CuentaVista:
    destino = routes.de_cuenta(cuenta.nombre_corto, routes.CLIENTES)
    return CuentaVista(cuenta.nombre, cuenta.rol.etiqueta, destino, cuenta.de_ejemplo)


def iniciales(nombre: str) -> str:
    """Return the first letters of the first two words of a name, in upper case."""
    return "".join(palabra[0] for palabra in nombre.split()[:2]).upper()
