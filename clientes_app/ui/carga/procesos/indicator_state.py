"""The small sign in the frame of every page: whether a process is running."""

import reflex as rx

from clientes_app.domain.roles import Rol
from clientes_app.live.procesos_watch import procesos_watch
from clientes_app.services.carga.procesos import Estado, PaginaDeProcesos
from clientes_app.ui.shell.caller import current_cuenta_id, reload_page
from clientes_app.ui.shell.changes import changes_of, own_tab
from clientes_app.ui.shell.guard import requires
from clientes_app.ui.shell.state_vars import set_changed


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
    @requires(Rol.LECTOR)
    async def follow(self) -> rx.event.EventSpec:
        """Keep the sign true; ends when the tab goes to another page or is closed."""
        async for pagina in changes_of(procesos_watch, (current_cuenta_id(), 1)):
            texto, porcentaje = resumir(pagina)
            async with own_tab(self):
                set_changed(self, texto=texto, porcentaje=porcentaje)
        return reload_page()
