"""«Cuenta»: what the business is called, also in addresses, and who issues its invoices."""

import reflex as rx

from clientes_app import routes
from clientes_app.domain.catalogos import estado_de_cp, nombre_estado
from clientes_app.domain.roles import Rol
from clientes_app.live.threads import in_thread
from clientes_app.services.acceso import cuentas
from clientes_app.services.resources import shared_engine
from clientes_app.ui.acceso.saving import save
from clientes_app.ui.shell.caller import current_actor, current_cuenta_id
from clientes_app.ui.shell.guard import requires
from clientes_app.ui.shell.links import lead_to


class CuentaState(rx.State):
    """What stands in the forms, and what is wrong with it: field to sentence.

    `estado` is the state in which the stored postal code lies.
    """

    nombre: str = ""
    nombre_corto: str = ""
    cp: str = ""
    rfc_propio: str = ""
    estado: str = ""
    errores: dict[str, str] = {}
    cargado: bool = False

    @rx.event
    @requires(Rol.LECTOR)
    async def open_page(self) -> None:
        """Show what is stored."""
        self.errores = {}
        await self._leer()

    @rx.event
    @requires(Rol.PROPIETARIO)
    async def guardar(self, datos: dict[str, str]) -> rx.event.EventSpec:
        """Store the account's name, postal code and RFC."""
        actor = current_actor()
        dicho = await save(
            self,
            lambda: cuentas.editar(
                shared_engine(),
                actor,
                nombre=datos.get("cuenta", ""),
                cp_expedicion=datos.get("cp", ""),
                rfc_propio=datos.get("rfc_propio", ""),
            ),
            hecho="Se guardaron los datos de la cuenta.",
            lugares={"nombre": "cuenta", "cp_expedicion": "cp"},
        )
        await self._leer()
        return dicho

    @rx.event
    @requires(Rol.PROPIETARIO)
    async def guardar_nombre_corto(self, datos: dict[str, str]) -> list[rx.event.EventSpec]:
        """Give the account another name in addresses."""
        actor, nuevo = current_actor(), datos.get("nombre_corto", "")
        dicho = await save(
            self,
            lambda: cuentas.cambiar_nombre_corto(shared_engine(), actor, nuevo),
            hecho="Se cambió el nombre corto. Las direcciones de antes siguen sirviendo.",
        )
        await self._leer()
        if self.errores:
            return [dicho]
        return [lead_to(routes.CUENTA_DATOS), dicho]

    async def _leer(self) -> None:
        guardada = await in_thread(cuentas.obtener, shared_engine(), current_cuenta_id())
        self.nombre, self.cp = guardada.nombre, guardada.cp_expedicion
        self.nombre_corto, self.rfc_propio = guardada.nombre_corto, guardada.rfc_propio
        estado = estado_de_cp(self.cp)
        self.estado = nombre_estado(estado) if estado else ""
        self.cargado = True
