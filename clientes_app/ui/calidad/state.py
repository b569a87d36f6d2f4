"""The quality of the catalogue that a tab is looking at."""

import reflex as rx

from clientes_app.domain.roles import Rol
from clientes_app.live.calidad_watch import calidad_watch
from clientes_app.live.threads import in_thread
from clientes_app.services.calidad import duplicados
from clientes_app.services.calidad.panorama import Panorama
from clientes_app.services.errors import NoEncontrado
from clientes_app.services.resources import shared_engine
from clientes_app.ui.calidad import texts
from clientes_app.ui.calidad.texts import (
    BarraVista,
    CrecimientoVisto,
    DuplicadoVisto,
    FaltaVista,
    ResumenVisto,
)
from clientes_app.ui.shell.caller import current_actor, current_cuenta_id
from clientes_app.ui.shell.changes import changes_of, own_tab, show_anew
from clientes_app.ui.shell.guard import requires
from clientes_app.ui.shell.messages import say_done
from clientes_app.ui.shell.state_vars import set_changed


class CalidadState(rx.State):
    """The figures of the account; they follow by themselves."""

    cargado: bool = False
    resumen: ResumenVisto = ResumenVisto()
    faltas: list[FaltaVista] = []
    regimenes: list[BarraVista] = []
    estados: list[BarraVista] = []
    parejas: str = ""
    revisar: str = ""
    duplicados: list[DuplicadoVisto] = []
    crecimiento: CrecimientoVisto = CrecimientoVisto()

    @rx.event(background=True)
    @requires(Rol.LECTOR)
    async def follow(self) -> rx.event.EventSpec:
        """Show the figures and keep them true, whoever changes a client.

        Reflex ends this by itself when the tab goes to another page or is closed.
        """
        async for visto in changes_of(calidad_watch, current_cuenta_id()):
            async with own_tab(self):
                self._show(visto)
        return await show_anew(self)

    @rx.event
    @requires(Rol.EDITOR)
    async def no_son_el_mismo(self, uno: int, otro: int) -> rx.event.EventSpec:
        """Tell of two clients no more that they may be the same; the page follows."""
        pareja = (shared_engine(), current_actor(), uno, otro)
        try:
            await in_thread(duplicados.no_son_el_mismo, *pareja)
        except NoEncontrado:
            return rx.toast.info("Uno de los dos ya no estaba en la lista.")
        return say_done("No se volverán a mencionar juntos.")

    def _show(self, visto: Panorama) -> None:
        """Put on the page what is new; what has not changed is not sent again."""
        cifras = visto.cifras
        set_changed(
            self,
            cargado=True,
            resumen=texts.resumen(cifras),
            faltas=texts.faltas(cifras),
            regimenes=texts.barras(cifras.por_regimen, "regimen", con_clave=True),
            estados=texts.barras(cifras.por_estado, "estado", con_clave=False),
            parejas=texts.parejas(visto.duplicados),
            revisar=texts.revisar(visto.duplicados),
            duplicados=texts.duplicados(visto.duplicados),
            crecimiento=texts.crecimiento(cifras.crecimiento),
        )
