"""«Mi perfil»: the person's name and password, and where they are signed in."""

from dataclasses import dataclass

import reflex as rx

from clientes_app.domain.navegador import navegador
from clientes_app.domain.roles import Rol
from clientes_app.live.threads import in_thread
from clientes_app.services.acceso import sesiones, usuarios
from clientes_app.services.errors import NoEncontrado
from clientes_app.services.resources import shared_engine
from clientes_app.ui.acceso.saving import save
from clientes_app.ui.shell.caller import current_caller
from clientes_app.ui.shell.guard import requires


@dataclass(frozen=True)
class SesionVista:
    """A browser in which the person is signed in, as a line shows it."""

    id: int
    navegador: str
    usada: str
    es_esta: bool


class PerfilState(rx.State):
    """What stands in the forms, what is wrong with it (field to sentence), and the sessions.

    `cerrando` is the question whether all of them should end.
    """

    nombre: str = ""
    errores: dict[str, str] = {}
    sesiones: list[SesionVista] = []
    cerrando: bool = False
    cargado: bool = False

    @rx.event
    @requires(Rol.LECTOR)
    async def open_page(self) -> None:
        """Show what is stored."""
        self.nombre = current_caller().identity.nombre
        self.errores, self.cerrando = {}, False
        await self._leer_sesiones()
        self.cargado = True

    @rx.event
    @requires(Rol.LECTOR)
    async def guardar_nombre(self, datos: dict[str, str]) -> rx.event.EventSpec:
        """Store the person's name, as changes are signed from now on."""
        nombre, usuario_id = datos.get("nombre", ""), current_caller().identity.usuario_id
        return await save(
            self,
            lambda: usuarios.renombrar(shared_engine(), usuario_id, nombre),
            hecho="Se guardó su nombre.",
            say=rx.toast.success,
        )

    @rx.event
    @requires(Rol.LECTOR)
    async def guardar_clave(self, datos: dict[str, str]) -> list[rx.event.EventSpec]:
        """Change the password; whoever changes it must know the one before."""
        actual, nueva = datos.get("actual", ""), datos.get("nueva", "")
        quien = current_caller()
        dicho = await save(
            self,
            lambda: usuarios.cambiar_clave(
                shared_engine(),
                quien.identity.usuario_id,
                actual=actual,
                nueva=nueva,
                # The other sessions end; this one is of somebody who knows both passwords.
                salvo=quien.token,
            ),
            hecho="Se cambió su contraseña. Sus demás sesiones se cerraron.",
            say=rx.toast.success,
        )
        if self.errores:
            return [dicho]
        await self._leer_sesiones()
        return [rx.set_value("campo-actual", ""), rx.set_value("campo-nueva", ""), dicho]

    @rx.event
    @requires(Rol.LECTOR)
    async def cerrar_sesion(self, sesion_id: int) -> list[rx.event.EventSpec]:
        """End one session of the person, in another browser."""
        usuario_id = current_caller().identity.usuario_id
        try:
            await in_thread(sesiones.cerrar, shared_engine(), usuario_id, sesion_id)
        except NoEncontrado:
            dicho = "Esa sesión ya estaba cerrada."
        else:
            dicho = "Se cerró esa sesión."
        await self._leer_sesiones()
        return [rx.toast.success(dicho), rx.set_focus("cerrar-todas")]

    @rx.event
    @requires(Rol.LECTOR)
    def preguntar(self, abre: bool) -> None:
        """Ask whether every session should end, or forget the question."""
        self.cerrando = abre

    async def _leer_sesiones(self) -> None:
        identity = current_caller().identity
        abiertas = await in_thread(sesiones.abiertas, shared_engine(), identity.usuario_id)
        self.sesiones = [
            SesionVista(
                id=abierta.id,
                navegador=navegador(abierta.agente),
                usada=abierta.usada_en.isoformat(),
                es_esta=abierta.id == identity.sesion_id,
            )
            for abierta in abiertas
        ]
