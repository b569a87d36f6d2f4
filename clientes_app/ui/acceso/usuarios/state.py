"""«Usuarios»: who belongs to the account, and the links that owners make."""

from collections.abc import Callable
from dataclasses import dataclass

import reflex as rx

from clientes_app import routes
from clientes_app.config import settings
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
from clientes_app.ui.acceso.saving import sentences
from clientes_app.ui.shell.announcements import focus_on
from clientes_app.ui.shell.caller import current_actor, current_caller, current_cuenta_id
from clientes_app.ui.shell.guard import requires
from clientes_app.ui.shell.messages import say_done
from clientes_app.ui.shell.reflex_internals import ClientStateVar
from clientes_app.ui.shell.tab import iniciales

ENLACE_HECHO = ClientStateVar.create("enlaceHecho", "")
"""The link just made, in the page alone: a lost connection leaves it there, a reload does not."""

_ROLES = {rol.value for rol in Rol}
_PUEDE = {
    Rol.PROPIETARIO: "Podrá todo, también cambiar la cuenta y sus usuarios.",
    Rol.EDITOR: "Podrá agregar, cambiar y borrar clientes, y hacer cargas.",
    Rol.LECTOR: "Solo podrá consultar, buscar y descargar.",
}


@dataclass(frozen=True)
class MiembroVisto:
    """A user of the account as a line shows it."""

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


@dataclass(frozen=True)
class PreguntaVista:
    """What is asked before it is done to a member: another role, or with "" to be removed."""

    usuario_id: int = 0
    nombre: str = ""
    rol: str = ""
    titulo: str = ""
    texto: str = ""
    si: str = ""


class UsuariosState(rx.State):
    """Members and invitations; `enlace_de` is whom the link just made is for."""

    filas: list[MiembroVisto] = []
    pendientes: list[PendienteVisto] = []
    cargado: bool = False
    enlace_de: str = ""
    errores: dict[str, str] = {}
    pregunta: PreguntaVista = PreguntaVista()
    _cuenta_id: int = 0

    @rx.event
    @requires(Rol.LECTOR)
    async def open_page(self) -> rx.event.EventSpec | None:
        """Show who belongs to the account; who does not own it is told so by the page."""
        before, self._cuenta_id = self._cuenta_id, current_cuenta_id()
        self.errores, self.pregunta, self.cargado = {}, PreguntaVista(), True
        if current_caller().cuenta.rol is not Rol.PROPIETARIO:
            self.filas, self.pendientes = [], []
            return None
        await self._leer()
        return None if before == self._cuenta_id else ENLACE_HECHO.push("")

    @rx.event
    @requires(Rol.PROPIETARIO)
    async def invitar(self, datos: dict[str, str]) -> list[rx.event.EventSpec]:
        """Make an invitation for an e-mail and a role."""
        email, rol = datos.get("email", ""), datos.get("rol", "")
        if rol not in _ROLES:
            return []
        actor = current_actor()
        hecho = await self._hacer(
            lambda: enlaces.invitar(shared_engine(), actor, email=email, rol=Rol(rol)), de=email
        )
        return hecho if self.errores else [rx.set_value("campo-email", ""), *hecho]

    @rx.event
    @requires(Rol.PROPIETARIO)
    async def hacer_enlace(self, usuario_id: int, email: str) -> list[rx.event.EventSpec]:
        """Make a link with which a member sets a new password."""
        actor = current_actor()
        return await self._hacer(
            lambda: enlaces.de_clave(shared_engine(), actor, usuario_id), de=email
        )

    @rx.event
    @requires(Rol.PROPIETARIO)
    async def anular(self, enlace_id: int) -> list[rx.event.EventSpec]:
        """Take an invitation back."""
        actor = current_actor()
        hecho = await self._hacer(
            lambda: enlaces.anular(shared_engine(), actor, enlace_id), dicho="Se anuló el enlace."
        )
        return [*hecho, rx.set_focus("campo-email")]

    @rx.event
    @requires(Rol.PROPIETARIO)
    def preguntar(self, usuario_id: int, rol: str) -> None:
        """Ask whether this member should get a role, or with "" be removed; 0 forgets it."""
        fila = next((fila for fila in self.filas if fila.id == usuario_id), None)
        self.pregunta = PreguntaVista() if fila is None else _pregunta(fila, rol)

    @rx.event
    @requires(Rol.PROPIETARIO)
    async def responder(self, usuario_id: int, nombre: str, rol: str) -> list[rx.event.EventSpec]:
        """Do what was asked about.

        The page says what: a server that was away meanwhile does not remember its question.
        """
        self.pregunta = PreguntaVista()
        actor = current_actor()
        if not rol:
            hecho = await self._hacer(
                lambda: usuarios.quitar(shared_engine(), actor, usuario_id),
                dicho=f"{nombre} ya no está en la cuenta.",
            )
            return [*hecho, focus_on("usuarios")]
        if rol not in _ROLES:
            return []
        return await self._hacer(
            lambda: usuarios.cambiar_rol(shared_engine(), actor, usuario_id, Rol(rol)),
            dicho=f"{nombre} ahora es {Rol(rol).etiqueta}.",
        )

    async def _hacer(
        self, accion: Callable[[], str | None], *, dicho: str = "", de: str = ""
    ) -> list[rx.event.EventSpec]:
        """Do it and say so; a link that comes of it is shown to be sent to `de`."""
        enlace = ""
        self.errores = {}
        try:
            hecho = await in_thread(accion)
        except UltimoPropietario:
            aviso = rx.toast.error(
                "La cuenta se quedaría sin propietario.",
                description="Haga antes propietario a alguien más.",
            )
        except ClaveDeOtraCuenta:
            aviso = rx.toast.error(
                "Esa persona también pertenece a una cuenta de la que usted no es propietario.",
                description="Pida el enlace a quien administra el sistema.",
            )
        except NoEncontrado:
            aviso = rx.toast.error("Ya no está en esta cuenta.")
        except DatosInvalidos as error:
            self.errores = sentences(error.problemas)
            aviso = rx.set_focus("campo-email")
        else:
            if hecho:
                # The field with the link takes the focus, which says it.
                aqui = settings().url or self.router.url.origin
                enlace, self.enlace_de = f"{aqui}{routes.enlace(hecho)}", de
            aviso = rx.noop() if hecho else say_done(dicho)
        await self._leer()
        return [ENLACE_HECHO.push(enlace), aviso]

    async def _leer(self) -> None:
        cuenta_id, yo = current_cuenta_id(), current_caller().identity.usuario_id
        miembros = await in_thread(usuarios.lista, shared_engine(), cuenta_id)
        pendientes = await in_thread(enlaces.pendientes, shared_engine(), cuenta_id)
        self.filas = [_miembro(miembro, yo) for miembro in miembros]
        self.pendientes = [_pendiente(pendiente) for pendiente in pendientes]


def _pregunta(fila: MiembroVisto, rol: str) -> PreguntaVista:
    if not rol:
        return PreguntaVista(
            fila.id,
            fila.nombre,
            titulo=f"¿Quitar a {fila.nombre} de la cuenta?",
            texto=f"{fila.email} dejará de ver esta cuenta, también en las páginas que tenga "
            "abiertas. Lo que cambió se conserva.",
            si="Quitar",
        )
    if rol not in _ROLES:
        return PreguntaVista()
    etiqueta = Rol(rol).etiqueta
    de_uno_mismo = " Usted dejará de administrar esta cuenta." if fila.es_yo else ""
    return PreguntaVista(
        fila.id,
        fila.nombre,
        rol,
        titulo=f"¿Cambiar el rol de {fila.nombre} a {etiqueta}?",
        texto=_PUEDE[Rol(rol)] + de_uno_mismo,
        si=f"Cambiar a {etiqueta}",
    )


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
