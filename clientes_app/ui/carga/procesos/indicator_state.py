"""The small sign in the frame of every page: whether a process is running."""

from collections.abc import AsyncIterator

import reflex as rx

from clientes_app.domain.roles import Rol
from clientes_app.live.procesos_watch import procesos_watch
from clientes_app.services.carga.procesos import Estado, PaginaDeProcesos
from clientes_app.ui.shell.announcements import announce
from clientes_app.ui.shell.caller import current_cuenta_id
from clientes_app.ui.shell.changes import changes_of, own_tab, show_anew
from clientes_app.ui.shell.guard import requires
from clientes_app.ui.shell.state_vars import set_changed


def resumir(pagina: PaginaDeProcesos) -> tuple[str, int]:
    """What the sign says, and how far it is in percent; ("", 0) while nothing runs."""
    activos = [p for p in pagina.filas if p.deshaciendo or not p.ha_terminado]
    if not activos:
        return "", 0
    en_curso = (p for p in activos if p.deshaciendo or p.estado is Estado.PROCESANDO)
    actual = next(en_curso, activos[-1])
    if len(activos) > 1:
        return f"{len(activos)} procesos en marcha", int(actual.avance * 100)
    haciendo = "Deshaciendo" if actual.deshaciendo else actual.etiqueta
    return f"{haciendo}: {actual.nombre}", int(actual.avance * 100)


def acabados(antes: PaginaDeProcesos | None, pagina: PaginaDeProcesos) -> str:
    """Say which processes came to an end, of loading or of undoing, since a page was seen."""
    if antes is None:
        return ""
    vistos = {(p.id, p.estado, p.deshecho_en) for p in antes.filas}
    return " ".join(
        f"«{p.nombre}»: {p.etiqueta}."
        for p in pagina.filas
        if p.ha_terminado and not p.deshaciendo and (p.id, p.estado, p.deshecho_en) not in vistos
    )


class IndicadorState(rx.State):
    """The sign of a running process: its words ("" for none), its bar."""

    texto: str = ""
    porcentaje: int = 0

    @rx.event(background=True)
    @requires(Rol.LECTOR)
    async def follow(self) -> AsyncIterator[rx.event.EventSpec]:
        """Keep the sign true, and say what ends; until the tab leaves the page or is closed."""
        antes: PaginaDeProcesos | None = None
        async for pagina in changes_of(procesos_watch, (current_cuenta_id(), 1)):
            texto, porcentaje = resumir(pagina)
            async with own_tab(self):
                set_changed(self, texto=texto, porcentaje=porcentaje)
            if dicho := acabados(antes, pagina):
                yield announce(dicho)
            antes = pagina
        yield await show_anew(self)
