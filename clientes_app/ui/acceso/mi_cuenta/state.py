"""«Mi cuenta»: the person's name and password; for owners the account's name and CP."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import reflex as rx

from clientes_app.domain.roles import Rol
from clientes_app.live.threads import in_thread
from clientes_app.services.acceso import cuentas, usuarios
from clientes_app.services.errors import CredencialesInvalidas, CuentaRepetida, DatosInvalidos
from clientes_app.services.resources import shared_engine
from clientes_app.ui.shell.caller import current_actor, current_caller, current_cuenta_id
from clientes_app.ui.shell.guard import requires


class MiCuentaState(rx.State):
    """What stands in the forms, and what is wrong with it: field to sentence."""

    nombre: str = ""
    cuenta: str = ""
    cp: str = ""
    errores: dict[str, str] = {}
    cargado: bool = False

    @rx.event
    @requires(Rol.LECTOR)
    async def open_page(self) -> None:
        """Show what is stored."""
        guardada = await in_thread(cuentas.obtener, shared_engine(), current_cuenta_id())
        self.nombre = current_caller().identity.nombre
        self.cuenta, self.cp, self.errores = guardada.nombre, guardada.cp_expedicion, {}
        self.cargado = True

    @rx.event
    @requires(Rol.LECTOR)
    async def guardar_nombre(self, datos: dict[str, str]) -> rx.event.EventSpec | None:
        """Store the person's name, as changes are signed from now on."""
        nombre = datos.get("nombre", "")
        return await self._guardar(
            lambda: usuarios.renombrar(
                shared_engine(), current_caller().identity.usuario_id, nombre
            )
        )

    @rx.event
    @requires(Rol.LECTOR)
    async def guardar_clave(self, datos: dict[str, str]) -> rx.event.EventSpec | None:
        """Change the password; whoever changes it must know the one before."""
        actual, nueva = datos.get("actual", ""), datos.get("nueva", "")
        quien = current_caller()
        return await self._guardar(
            lambda: usuarios.cambiar_clave(
                shared_engine(),
                quien.identity.usuario_id,
                actual=actual,
                nueva=nueva,
                # The other sessions end; this one is of somebody who knows both passwords.
                salvo=quien.token,
            ),
            {"clave": "nueva"},
        )

    @rx.event
    @requires(Rol.PROPIETARIO)
    async def guardar_cuenta(self, datos: dict[str, str]) -> rx.event.EventSpec | None:
        """Store the account's name and the CP from which it issues its invoices."""
        actor = current_actor()
        nombre, cp = datos.get("cuenta", ""), datos.get("cp", "")
        return await self._guardar(
            lambda: cuentas.editar(shared_engine(), actor, nombre=nombre, cp_expedicion=cp),
            {"nombre": "cuenta", "cp_expedicion": "cp"},
        )

    async def _guardar(
        self, accion: Callable[[], object], lugares: Mapping[str, str] = MappingProxyType({})
    ) -> rx.event.EventSpec | None:
        """Do it, or tell what is wrong; `lugares` has the fields that the form names otherwise."""
        self.errores = {}
        try:
            await in_thread(accion)
        except DatosInvalidos as error:
            self.errores = {
                lugares.get(
                    problema.campo or "", problema.campo or ""
                ): f"{problema.mensaje} {problema.sugerencia}".strip()
                for problema in error.problemas
            }
            return None
        except CuentaRepetida:
            self.errores = {"cuenta": "Ya hay una cuenta con ese nombre. Escriba otro."}
            return None
        except CredencialesInvalidas:
            self.errores = {"actual": "Esa no es su contraseña actual."}
            return None
        return rx.toast.success("Se guardó.")
