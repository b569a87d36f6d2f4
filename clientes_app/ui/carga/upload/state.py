"""The upload of a file for a bulk load, while it is on its way."""

import reflex as rx

from clientes_app import routes
from clientes_app.api.responses import SenderStalled
from clientes_app.config import settings
from clientes_app.domain.roles import Rol
from clientes_app.live.threads import in_upload_thread
from clientes_app.services.carga import procesos
from clientes_app.services.carga.refusals import ErrorDeProceso
from clientes_app.services.resources import shared_engine
from clientes_app.ui.carga.upload.chunks import ReceivedChunks
from clientes_app.ui.shell.announcements import focus_on
from clientes_app.ui.shell.caller import current_actor
from clientes_app.ui.shell.changes import own_tab
from clientes_app.ui.shell.guard import requires
from clientes_app.ui.shell.links import lead_to

ID_SUBIDA = "archivo-csv"
_MEGA = 1024 * 1024


class SubidaState(rx.State):
    """How much of the file has arrived, or why it was not taken."""

    subiendo: bool = False
    porcentaje: int = 0
    error: str = ""

    @rx.var
    def limite_bytes(self) -> int:
        """What the browser refuses to send, in bytes."""
        return settings().max_archivo_mb * _MEGA

    @rx.var
    def limite(self) -> str:
        """The same limit in words."""
        return f"{settings().max_archivo_mb} MB"

    @rx.event
    @requires(Rol.EDITOR)
    def avanzar(self, avance: dict[str, int | float | bool]) -> None:
        """Keep how much the browser has sent, as it says: `progress` goes from 0 to 1."""
        self.porcentaje = min(100, max(0, int(avance.get("progress", 0) * 100)))

    @rx.event
    @requires(Rol.EDITOR)
    def no_aceptado(self) -> None:
        """Say why the browser did not even send it: too large, or several at once."""
        self.error = (
            "No se pudo tomar el archivo. Suba un solo archivo, "
            f"de {settings().max_archivo_mb} MB como máximo."
        )

    @rx.event
    @requires(Rol.EDITOR)
    def cancelado(self) -> None:
        """Forget an upload that the browser has just stopped; nothing stays of it."""
        self.subiendo = False

    @rx.event(background=True)
    @requires(Rol.EDITOR)
    async def subir(self, trozos: rx.UploadChunkIterator) -> list[rx.event.EventSpec] | None:
        """Store the file while it arrives, and lead to what was found in it."""
        primero = await anext(trozos, None)
        if primero is None:
            return None
        async with own_tab(self):
            self.subiendo, self.porcentaje, self.error = True, 0, ""
        actor = current_actor("carga")
        received = ReceivedChunks(trozos, primero.data)
        proceso_id, error = 0, ""
        try:
            proceso_id = await in_upload_thread(
                procesos.recibir, shared_engine(), actor, primero.filename, received
            )
        except ErrorDeProceso as problema:
            error = str(problema)
        except SenderStalled:
            error = (
                f"El archivo dejó de llegar durante {settings().espera_s} segundos y no se guardó "
                "nada. Revise su conexión y súbalo de nuevo."
            )
        finally:
            received.abandon()
            async with own_tab(self):
                self.subiendo, self.error = False, error
                _, ruta = routes.cuenta_en(self.router.url.path) or ("", "")
        if proceso_id and ruta.rstrip("/") == routes.CARGA_MASIVA:
            # The button that had the focus gives way to what is in the file.
            return [lead_to(routes.proceso_en_carga(proceso_id)), focus_on("contenido")]
        return None
