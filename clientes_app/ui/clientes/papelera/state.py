"""The papelera: deleted clients, which can be brought back."""

from collections.abc import Sequence

import reflex as rx

from clientes_app.domain.roles import Rol
from clientes_app.live.clientes_watch import vigia
from clientes_app.live.shared_reads import Lecturas
from clientes_app.live.threads import in_thread
from clientes_app.services.clientes import clientes
from clientes_app.services.clientes.clientes import Consulta
from clientes_app.services.errors import ClienteRepetido, NoEncontrado
from clientes_app.services.resources import shared_engine
from clientes_app.ui.clientes.address import consulta_de
from clientes_app.ui.clientes.lista.rows import FilaVista, HojaVista, ResumenVista, hoja_vista
from clientes_app.ui.shell.caller import actor_actual, cuenta_actual, recargar, sigue_dentro
from clientes_app.ui.shell.delta import poner
from clientes_app.ui.shell.guard import puerta
from clientes_app.ui.shell.prewritten_rows import Escritas


def _leer(cuenta_id: int, consulta: Consulta) -> HojaVista:
    return hoja_vista(consulta, clientes.mirar(shared_engine(), cuenta_id, consulta))


hojas = Lecturas(_leer)


class PapeleraState(rx.State):
    """Rows of one page of the papelera; where it is, the address says."""

    filas: Sequence[FilaVista] = Escritas()
    resumen: ResumenVista = ResumenVista()
    cargado: bool = False
    _revision: int = 0

    @rx.event(background=True)
    @puerta(Rol.LECTOR)
    async def seguir(self) -> rx.event.EventSpec:
        """Show the page and keep it true; ends when the tab leaves it."""
        cuenta_id = await cuenta_actual()
        async with self:
            consulta, self._revision = self._consulta(), 0
        visto, otra_vez = await vigia.actual(cuenta_id), False
        while await sigue_dentro(visto.autoridad):
            hoja = await hojas.leer(cuenta_id, consulta, desde=visto.valor, sin_prisa=otra_vez)
            async with self:
                self._mostrar(hoja)
            visto, otra_vez = await vigia.despues_de(cuenta_id, visto), True
        return recargar()

    @rx.event
    @puerta(Rol.EDITOR)
    async def restaurar(self, cliente_id: int) -> rx.event.EventSpec:
        """Bring a client back into the list."""
        try:
            vuelto = await in_thread(
                clientes.restaurar, shared_engine(), await actor_actual(), cliente_id
            )
        except NoEncontrado:
            return rx.toast.error("Ese cliente ya no existe.")
        except ClienteRepetido as error:
            return rx.toast.error(f"No se restauró: {error.nombre} tiene ahora ese RFC.")
        cuenta_id = await cuenta_actual()
        visto = await vigia.actual(cuenta_id)
        self._mostrar(await hojas.leer(cuenta_id, self._consulta(), desde=visto.valor))
        return rx.toast.success(f"{vuelto.datos.nombre} está de nuevo en la lista.")

    def _consulta(self) -> Consulta:
        return consulta_de(self.router.url.query_parameters, papelera=True)

    def _mostrar(self, hoja: HojaVista) -> None:
        if hoja.revision < self._revision:
            # Read before what this tab has done meanwhile: that would come and go on the page.
            return
        self._revision = hoja.revision
        poner(self, filas=hoja.filas, resumen=hoja.resumen, cargado=True)
