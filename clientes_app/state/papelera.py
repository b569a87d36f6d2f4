"""The papelera: deleted clients, which can be brought back."""

from dataclasses import replace

import reflex as rx

from clientes_app.domain.roles import Rol
from clientes_app.services import clientes, cuentas
from clientes_app.services.clientes import Consulta, Pagina
from clientes_app.services.errors import ClienteRepetido, NoEncontrado
from clientes_app.services.recursos import motor
from clientes_app.state.diferencia import poner
from clientes_app.state.direccion import consulta_de
from clientes_app.state.guarda import puerta
from clientes_app.state.hilo import en_hilo
from clientes_app.state.lista_vistas import FilaVista, ResumenVista, fila_vista, resumen_visto
from clientes_app.state.sesion import actor_actual, cuenta_actual, recargar, sigue_dentro
from clientes_app.state.vigia import vigia


def _leer(cuenta_id: int, consulta: Consulta) -> tuple[Pagina, int]:
    pagina = clientes.buscar(motor(), cuenta_id, consulta)
    return pagina, cuentas.obtener(motor(), cuenta_id).borrados


class PapeleraState(rx.State):
    """Rows of one page of the papelera; where it is, the address says."""

    filas: list[FilaVista] = []
    resumen: ResumenVista = ResumenVista()
    cargado: bool = False

    @rx.event(background=True)
    @puerta(Rol.LECTOR)
    async def seguir(self) -> rx.event.EventSpec:
        """Show the page and keep it true; ends when the tab leaves it."""
        cuenta_id = await cuenta_actual()
        vista = await vigia.actual(cuenta_id)
        while await sigue_dentro():
            async with self:
                await self._mostrar()
            vista = await vigia.despues_de(cuenta_id, vista)
        return recargar()

    @rx.event
    @puerta(Rol.EDITOR)
    async def restaurar(self, cliente_id: int) -> rx.event.EventSpec:
        """Bring a client back into the list."""
        try:
            vuelto = await en_hilo(clientes.restaurar, motor(), await actor_actual(), cliente_id)
        except NoEncontrado:
            return rx.toast.error("Ese cliente ya no existe.")
        except ClienteRepetido as error:
            return rx.toast.error(f"No se restauró: {error.nombre} tiene ahora ese RFC.")
        await self._mostrar()
        return rx.toast.success(f"{vuelto.datos.nombre} está de nuevo en la lista.")

    async def _mostrar(self) -> None:
        consulta = consulta_de(self.router.url.query_parameters, papelera=True)
        pagina, total = await en_hilo(_leer, await cuenta_actual(), consulta)
        vista = replace(consulta, pagina=pagina.pagina)
        poner(
            self,
            filas=[fila_vista(cliente, vista) for cliente in pagina.filas],
            resumen=resumen_visto(consulta, pagina, total=total),
            cargado=True,
        )
