"""The upload of files for a bulk load, while they are on their way."""

from collections.abc import AsyncIterator, Iterator
from contextlib import suppress

import reflex as rx

from clientes_app import routes
from clientes_app.api.responses import SenderStalled
from clientes_app.config import settings
from clientes_app.domain.roles import Rol
from clientes_app.live.threads import in_upload_thread
from clientes_app.services.carga import procesos
from clientes_app.services.carga.refusals import ArchivoDemasiadoGrande, ErrorDeProceso
from clientes_app.services.documentos.paquete import (
    MAX_ARCHIVOS,
    NoVanJuntos,
    empacar,
    nombre_de_varios,
    solo_documentos,
)
from clientes_app.services.resources import shared_engine
from clientes_app.ui.carga.upload.chunks import ReceivedChunks, files_in
from clientes_app.ui.shell.announcements import focus_on
from clientes_app.ui.shell.caller import current_actor
from clientes_app.ui.shell.changes import own_tab
from clientes_app.ui.shell.guard import requires
from clientes_app.ui.shell.links import lead_to

ID_SUBIDA = "archivo-csv"
WAYS_IN = {"facturas": "traer-facturas", "constancias": "subir-constancias"}
"""What `routes.carga_de` names, and which button of the page is meant by it."""

_MEGA = 1024 * 1024
_SON_MUCHO = (
    "Los archivos juntos pasan de {}, que es el límite. Súbalos en varias tandas. No se guardó "
    "nada."
)


class SubidaState(rx.State):
    """How much of the files has arrived, or why they were not taken.

    `que` says which, `pedido` which of WAYS_IN the address leads to.
    """

    subiendo: bool = False
    que: str = ""
    porcentaje: int = 0
    error: str = ""
    pedido: str = ""

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
    @requires(Rol.LECTOR)
    def open_page(self) -> rx.event.EventSpec | None:
        """Lead to the way in that the address asks for, and forget what went wrong before."""
        pedido = self.router.url.query_parameters
        self.pedido = pedido.get("documentos", "")
        if pedido.get("proceso"):
            # What was said of a file that was left out still concerns the others.
            return None
        self.error = ""
        return focus_on(WAYS_IN[self.pedido]) if self.pedido in WAYS_IN else None

    @rx.event
    @requires(Rol.EDITOR)
    def empezar(self) -> None:
        """Forget what was said of other files: some were chosen or dropped."""
        self.error = ""

    @rx.event
    @requires(Rol.EDITOR)
    def no_aceptado(self, cuantos: int, nombres: list[str]) -> None:
        """Say why the browser did not even send some: too many at once, or too large."""
        if cuantos > MAX_ARCHIVOS:
            self.error = (
                f"Eligió {cuantos:,} archivos y se toman hasta {MAX_ARCHIVOS:,} a la vez. "
                "Póngalos en un .zip, o súbalos en varias tandas. No se subió nada."
            )
            return
        no_tomados = ", ".join(f"«{nombre}»" for nombre in nombres)
        mas = f" y {cuantos - len(nombres):,} más" if cuantos > len(nombres) else ""
        self.error = (
            f"No se tomó {no_tomados}{mas}: un archivo es de {self.limite} como máximo. Divídalo "
            "en varios."
        )

    @rx.event
    @requires(Rol.EDITOR)
    def cancelado(self) -> None:
        """Forget an upload that the browser has just stopped; nothing stays of it."""
        self.subiendo = False

    @rx.event(background=True)
    @requires(Rol.EDITOR)
    async def subir(
        self, trozos: rx.UploadChunkIterator, cuantos: int = 1
    ) -> AsyncIterator[rx.event.EventSpec]:
        """Store the files while they arrive, and lead to what was found in them.

        Several are one file for all that follows; one alone is kept as it is. The browser also
        hands over that it sends none.
        """
        primero = await anext(trozos, None)
        if primero is None:
            return
        async with own_tab(self):
            self.subiendo, self.porcentaje = True, 0
            self.que = f"{cuantos:,} archivos" if cuantos > 1 else "el archivo"
        received = ReceivedChunks(trozos, primero)
        nombre, pieces = _as_one(files_in(received), primero.filename, cuantos)
        actor = current_actor("carga")
        proceso_id, error = 0, ""
        try:
            proceso_id = await in_upload_thread(
                procesos.recibir, shared_engine(), actor, nombre, pieces
            )
        except ArchivoDemasiadoGrande as problema:
            error = _SON_MUCHO.format(self.limite) if cuantos > 1 else str(problema)
        except (ErrorDeProceso, NoVanJuntos) as problema:
            error = str(problema)
        except SenderStalled:
            error = (
                f"El archivo dejó de llegar durante {settings().espera_s} segundos y no se guardó "
                "nada. Revise su conexión y súbalo de nuevo."
            )
        finally:
            received.abandon()
            async with own_tab(self):
                self.subiendo, self.error = False, error or self.error
                _, ruta = routes.cuenta_en(self.router.url.path) or ("", "")
        if proceso_id and ruta.rstrip("/") == routes.CARGA_MASIVA:
            # The button that had the focus gives way to what is in the file.
            yield lead_to(routes.proceso_en_carga(proceso_id))
            yield focus_on("contenido")
        elif error:
            # Nobody waits for the rest of what is not taken.
            yield rx.cancel_upload(ID_SUBIDA)
            with suppress(SenderStalled):
                async for _ in trozos:
                    pass


def _as_one(
    archivos: Iterator[tuple[str, Iterator[bytes]]], primero: str, cuantos: int
) -> tuple[str, Iterator[bytes]]:
    """Return what is stored of some files, and how that is called: one file as it is."""
    if cuantos > 1:
        nombre = nombre_de_varios(primero.rpartition("/")[2], cuantos)
        return nombre, empacar(solo_documentos(archivos))
    return next(archivos)
