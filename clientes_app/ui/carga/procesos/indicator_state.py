"""The small sign in the frame of every page: whether a process is running."""

import reflex as rx

from clientes_app.domain.roles import Rol
from clientes_app.live.procesos_watch import observador
from clientes_app.services.carga.procesos import Estado, PaginaDeProcesos
from clientes_app.ui.shell.caller import cuenta_actual, recargar, sigue_dentro
from clientes_app.ui.shell.guard import puerta


def resumir(pagina: PaginaDeProcesos) -> tuple[str, int]:
    """What the sign says, and how far it is in percent; ("", 0) while nothing runs."""
    activos = [proceso for proceso in pagina.filas if not proceso.ha_terminado]
    if not activos:
        return "", 0
    actual = next((p for p in activos if p.estado is Estado.PROCESANDO), activos[-1])
    if len(activos) > 1:
        return f"{len(activos)} procesos en marcha", int(actual.avance * 100)
    return f"{actual.etiqueta}: {actual.archivo}", int(actual.avance * 100)


class IndicadorState(rx.State):
    """The sign of a running process: its words ("" for none), its bar."""

    texto: str = ""
    porcentaje: int = 0

    @rx.event(background=True)
    @puerta(Rol.LECTOR)
    async def seguir(self) -> rx.event.EventSpec:
        """Keep the sign true; ends when the tab goes to another page or is closed."""
        cuenta_id = await cuenta_actual()
        visto = await observador.despues_de(cuenta_id, None)
        while await sigue_dentro(visto.autoridad):
            texto, porcentaje = resumir(visto.valor)
            async with self:
                if (texto, porcentaje) != (self.texto, self.porcentaje):
                    self.texto, self.porcentaje = texto, porcentaje
            visto = await observador.despues_de(cuenta_id, visto)
        return recargar()
