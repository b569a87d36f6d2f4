"""Whose this tab is: what the frame of every page shows of the person, and what it may do."""

from dataclasses import dataclass

import reflex as rx

from clientes_app.domain.roles import Rol
from clientes_app.services.acceso.identity import Caller
from clientes_app.ui.shell.state_vars import set_changed


@dataclass(frozen=True)
class CuentaVista:
    """An account that the person may switch to; its id as text, since a form sends texts."""

    id: str
    nombre: str
    rol: str


class TabState(rx.State):
    """The person and the account of this tab; `gate` sets them, no handler does.

    Before it is known who it is the page is drawn for an editor, as most people see it.
    """

    nombre: str = ""
    email: str = ""
    iniciales: str = ""
    cuenta: str = ""
    rol: str = ""
    cuentas: list[CuentaVista] = []
    edita: bool = True
    administra: bool = False
    _sesion_id: int = 0
    _cuenta_id: int = 0

    def _belongs_to(self, caller: Caller | None) -> bool:
        """Whether this tab may go on for that person: nobody had it, or the same one did."""
        if not self._sesion_id:
            return True
        return caller is not None and self._is_of(caller)

    def _is_of(self, caller: Caller) -> bool:
        """Whether this tab is that person's now, in that session and account."""
        identity = caller.identity
        return (self._sesion_id, self._cuenta_id) == (identity.sesion_id, identity.cuenta_id)

    def _show(self, caller: Caller | None) -> None:
        """Put on the frame who it is; nothing of it is sent again when it is known."""
        if caller is None:
            return
        identity = caller.identity
        self._sesion_id, self._cuenta_id = identity.sesion_id, identity.cuenta_id
        set_changed(
            self,
            nombre=identity.nombre,
            email=identity.email,
            iniciales=iniciales(identity.nombre),
            cuenta=identity.cuenta,
            rol=identity.rol.etiqueta,
            cuentas=[
                CuentaVista(str(cuenta.id), cuenta.nombre, cuenta.rol.etiqueta)
                for cuenta in identity.cuentas
            ],
            edita=identity.rol.alcanza(Rol.EDITOR),
            administra=identity.rol.alcanza(Rol.PROPIETARIO),
        )


def iniciales(nombre: str) -> str:
    """Return the first letters of the first two words of a name, in upper case."""
    return "".join(palabra[0] for palabra in nombre.split()[:2]).upper()
