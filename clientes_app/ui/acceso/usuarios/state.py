"""«Usuarios»: who belongs to the account, and the links that owners make."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import reflex as rx

from clientes_app import routes
from clientes_app.domain.roles import Rol
from clientes_app.live.threads import in_thread
from clientes_app.services.acceso import enlaces, usuarios
from clientes_app.services.acceso.enlaces import EnlacePendiente
from clientes_app.services.acceso.usuarios import Miembro
from clientes_app.services.errors import (
    ClaveDeOtraCuenta,
    DatosInvalidos,
    NoEncontrado,
    UltimoPropietario,
)
from clientes_app.services.resources import shared_engine
from clientes_app.ui.shell.caller import current_actor, current_caller, current_cuenta_id
from clientes_app.ui.shell.guard import requires
from clientes_app.ui.shell.tab import iniciales

_ROLES = {rol.value for rol in Rol}
_SE_VE = 300.0
"""Seconds in which a link stays in sight though the page is opened anew (a connection was lost)."""


@dataclass(frozen=True)
class MiembroVisto:
    """A user of the account as a row shows it."""

    id: int
    nombre: str
    email: str
    iniciales: str
    rol: str
    es_yo: bool
    ultima_vez: str


@dataclass(frozen=True)
class PendienteVisto:
    """A link that nobody has used yet; `que` is what it is for."""

    id: int
    email: str
    que: str
    vence: str


class UsuariosState(rx.State):
    """Members and invitations; `enlace` is the link just made, shown this once."""

    filas: list[MiembroVisto] = []
    pendientes: list[PendienteVisto] = []
    cargado: bool = False
    enlace: str = ""
    enlace_de: str = ""
    error: str = ""
    quitando: int = 0
    quitando_nombre: str = ""
    _enlace_hasta: float = 0.0

    @rx.event
    @requires(Rol.PROPIETARIO)
    async def open_page(self) -> None:
        """Show who belongs to the account."""
        # Whoever is quick has asked for a link before this, and it is told only once.
        if time.time() > self._enlace_hasta:
            self.enlace = ""
        self.error = ""
        self.quitando = 0
        await self._leer()

    @rx.event
    @requires(Rol.PROPIETARIO)
    async def invitar(self, datos: dict[str, str]) -> None:
        """Make an invitation for an e-mail and a role."""
        email, rol = datos.get("email", ""), datos.get("rol", "")
        if rol not in _ROLES:
            return
        actor = current_actor()
        await self._hacer(
            lambda: enlaces.invitar(shared_engine(), actor, email=email, rol=Rol(rol)), de=email
        )

    @rx.event
    @requires(Rol.PROPIETARIO)
    async def hacer_enlace(self, usuario_id: int, email: str) -> None:
        """Make a link with which a member sets a new password."""
        actor = current_actor()
        await self._hacer(lambda: enlaces.de_clave(shared_engine(), actor, usuario_id), de=email)

    @rx.event
    @requires(Rol.PROPIETARIO)
    async def anular(self, enlace_id: int) -> None:
        """Take an invitation back."""
        actor = current_actor()
        await self._hacer(lambda: enlaces.anular(shared_engine(), actor, enlace_id))

    @rx.event
    @requires(Rol.PROPIETARIO)
    async def cambiar_rol(self, usuario_id: int, rol: str) -> None:
        """Give a member another role."""
        if rol in _ROLES:
            actor = current_actor()
            await self._hacer(
                lambda: usuarios.cambiar_rol(shared_engine(), actor, usuario_id, Rol(rol))
            )

    @rx.event
    @requires(Rol.PROPIETARIO)
    def preguntar(self, usuario_id: int) -> None:
        """Ask whether this member should be removed; 0 forgets the question."""
        self.quitando_nombre = next((f.nombre for f in self.filas if f.id == usuario_id), "")
        self.quitando = usuario_id if self.quitando_nombre else 0

    @rx.event
    @requires(Rol.PROPIETARIO)
    async def quitar(self) -> None:
        """Remove the member that was asked about from this account."""
        usuario_id, self.quitando = self.quitando, 0
        actor = current_actor()
        await self._hacer(lambda: usuarios.quitar(shared_engine(), actor, usuario_id))

    async def _hacer(self, accion: Callable[[], object], *, de: str = "") -> None:
        self.error = self.enlace = ""
        try:
            hecho = await in_thread(accion)
        except UltimoPropietario:
            self.error = "La cuenta se quedaría sin propietario. Nombre antes a otro."
        except ClaveDeOtraCuenta:
            self.error = (
                "Esa persona también pertenece a una cuenta de la que usted no es propietario: "
                "pida el enlace a quien administra el sistema."
            )
        except NoEncontrado:
            self.error = "Ya no está en esta cuenta."
        except DatosInvalidos as invalido:
            problema = invalido.problemas[0]
            self.error = f"{problema.mensaje} {problema.sugerencia}".strip()
        else:
            if isinstance(hecho, str):
                self.enlace = f"{self.router.url.origin}{routes.enlace(hecho)}"
                self.enlace_de = de
                self._enlace_hasta = time.time() + _SE_VE
        await self._leer()

    async def _leer(self) -> None:
        cuenta_id, yo = current_cuenta_id(), current_caller().identity.usuario_id
        miembros = await in_thread(usuarios.lista, shared_engine(), cuenta_id)
        pendientes = await in_thread(enlaces.pendientes, shared_engine(), cuenta_id)
        self.filas = [_miembro(miembro, yo) for miembro in miembros]
        self.pendientes = [_pendiente(pendiente) for pendiente in pendientes]
        self.cargado = True


def _miembro(miembro: Miembro, yo: int) -> MiembroVisto:
    return MiembroVisto(
        id=miembro.usuario_id,
        nombre=miembro.nombre,
        email=miembro.email,
        iniciales=iniciales(miembro.nombre),
        rol=miembro.rol.value,
        es_yo=miembro.usuario_id == yo,
        ultima_vez=miembro.ultima_vez.isoformat() if miembro.ultima_vez else "",
    )


def _pendiente(pendiente: EnlacePendiente) -> PendienteVisto:
    return PendienteVisto(
        id=pendiente.id,
        email=pendiente.email,
        que=pendiente.rol.etiqueta if pendiente.rol else "Contraseña nueva",
        vence=pendiente.vence_en.isoformat(),
    )
