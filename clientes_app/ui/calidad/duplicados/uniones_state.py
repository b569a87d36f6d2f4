"""What was joined lately, and the way to separate it."""

import reflex as rx

from clientes_app.domain.roles import Rol
from clientes_app.live.threads import in_thread
from clientes_app.services.calidad import union
from clientes_app.services.calidad.parejas import UnionReciente
from clientes_app.services.calidad.union import UnidoDespues, Union, YaSeparados
from clientes_app.services.errors import ClienteRepetido, NoEncontrado
from clientes_app.services.resources import shared_engine
from clientes_app.ui.calidad.duplicados.uniones_shown import (
    MensajeDeUnion,
    UnionVista,
    lo_que_se_separo,
    lo_que_se_unio,
    uniones_vistas,
)
from clientes_app.ui.shell.announcements import recover_focus
from clientes_app.ui.shell.caller import current_actor
from clientes_app.ui.shell.guard import requires
from clientes_app.ui.shell.notices import shortened
from clientes_app.ui.shell.state_vars import set_changed

TITULO_DE_UNIDOS = "unidos-hace-poco"


class UnionesState(rx.State):
    """«Unidos hace poco», and what this tab has just joined or separated."""

    recientes: list[UnionVista] = []
    mensaje: MensajeDeUnion = MensajeDeUnion()

    @rx.event
    @requires(Rol.EDITOR)
    async def separar(self, union_id: int) -> rx.event.EventSpec | None:
        """Bring back whom a union put into the papelera, and say what was left as it is."""
        try:
            hecha = await in_thread(union.separar, shared_engine(), current_actor(), union_id)
        except (NoEncontrado, YaSeparados):
            return rx.toast.info("Alguien ya los había separado.")
        except UnidoDespues as error:
            con = shortened(error.con)
            return rx.toast.error(f"No se separó: después se unió con {con}. Separe eso primero.")
        except ClienteRepetido as error:
            return rx.toast.error(
                f"No se separó: {shortened(error.nombre)} ya está con ese RFC en la lista."
            )
        self.mensaje = lo_que_se_separo(hecha, en=self.router.url.path)
        return recover_focus(TITULO_DE_UNIDOS)

    def _joined(self, hecha: Union, *, said_at: str) -> None:
        """Say what was joined, on the page that comes next."""
        self.mensaje = lo_que_se_unio(hecha, en=said_at)

    def _opened(self, path: str) -> None:
        """Forget what was said of another page."""
        if self.mensaje.en != path:
            self.mensaje = MensajeDeUnion()

    def _show(self, recientes: tuple[UnionReciente, ...]) -> None:
        set_changed(self, recientes=uniones_vistas(recientes))
