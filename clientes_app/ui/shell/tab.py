"""Whose this tab is: what the frame of every page shows of the person, and what it may do."""

from dataclasses import dataclass

import reflex as rx

from clientes_app.domain.roles import Rol
from clientes_app.services.acceso.sesiones import Identidad
from clientes_app.ui.shell.delta import poner


@dataclass(frozen=True)
class CuentaVista:
    """An account that the person may switch to; its id as text, since a form sends texts."""

    id: str
    nombre: str
    rol: str


class PestanaState(rx.State):
    """The person and the account of this tab; `porteria` sets them, no handler does.

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

    def _es_de(self, persona: Identidad | None) -> bool:
        """Whether this tab may go on for that person: nobody had it, or the same one did."""
        if not self._sesion_id:
            return True
        return persona is not None and (persona.sesion_id, persona.cuenta_id) == (
            self._sesion_id,
            self._cuenta_id,
        )

    def _mostrar(self, persona: Identidad | None) -> None:
        """Put on the frame who it is; nothing of it is sent again when it is known."""
        if persona is None:
            return
        self._sesion_id, self._cuenta_id = persona.sesion_id, persona.cuenta_id
        poner(
            self,
            nombre=persona.nombre,
            email=persona.email,
            iniciales=iniciales(persona.nombre),
            cuenta=persona.cuenta,
            rol=persona.rol.etiqueta,
            cuentas=[
                CuentaVista(str(cuenta.id), cuenta.nombre, cuenta.rol.etiqueta)
                for cuenta in persona.cuentas
            ],
            edita=persona.rol.alcanza(Rol.EDITOR),
            administra=persona.rol.alcanza(Rol.PROPIETARIO),
        )


def iniciales(nombre: str) -> str:
    """Return the first letters of the first two words of a name, in upper case."""
    return "".join(palabra[0] for palabra in nombre.split()[:2]).upper()
