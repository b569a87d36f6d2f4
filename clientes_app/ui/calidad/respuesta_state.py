"""«Subir respuesta del SAT»: the upload of answers of the validator, and what came of them."""

from collections.abc import Sequence

import reflex as rx

from clientes_app.api.responses import SenderStalled
from clientes_app.domain.roles import Rol
from clientes_app.live.threads import in_thread
from clientes_app.services.clientes import revision_sat
from clientes_app.services.context import Actor
from clientes_app.services.documentos.paquete import numerados
from clientes_app.services.resources import shared_engine
from clientes_app.ui.calidad.respuesta_texts import RespuestaVista, respuesta_vista, sin_leer
from clientes_app.ui.shell.announcements import focus_on
from clientes_app.ui.shell.caller import current_actor
from clientes_app.ui.shell.changes import own_tab
from clientes_app.ui.shell.guard import requires

ID_RESPUESTA = "respuesta-del-sat"
TITULO_DE_RESPUESTA = "respuesta-leida"
MAX_ARCHIVOS = 20
_NO_ACEPTADO = (
    f"Suba hasta {MAX_ARCHIVOS} archivos .txt, de {revision_sat.MAX_BYTES >> 20} MB cada uno "
    "como máximo."
)
_CORTADO = "El archivo dejó de llegar. Revise su conexión y súbalo otra vez."


class RespuestaState(rx.State):
    """What the answers said that were uploaded last, one for each file."""

    leyendo: bool = False
    respuestas: list[RespuestaVista] = []

    @rx.event
    @requires(Rol.LECTOR)
    def olvidar(self) -> None:
        """Begin the page without what was uploaded before."""
        self.leyendo, self.respuestas = False, []

    @rx.event
    @requires(Rol.EDITOR)
    def no_aceptado(self) -> None:
        """Say why the browser did not even send it: too large, or too many at once."""
        self.respuestas = [sin_leer("", _NO_ACEPTADO)]

    @rx.event(background=True)
    @requires(Rol.EDITOR)
    async def subir(self, trozos: rx.UploadChunkIterator) -> rx.event.EventSpec | None:
        """Read the files as they came from the SAT, keep what they say of clients, and tell it.

        The browser also hands over that it sends none: what `no_aceptado` says of them stays.
        """
        async with own_tab(self):
            self.leyendo = True
        vistas: list[RespuestaVista] = []
        try:
            archivos = await _received(trozos)
            vistas = await in_thread(_applied, current_actor(), archivos)
        except SenderStalled:
            vistas = [sin_leer("", _CORTADO)]
        finally:
            async with own_tab(self):
                self.leyendo = False
                self.respuestas = vistas or self.respuestas
        return focus_on(TITULO_DE_RESPUESTA) if vistas else None


async def _received(trozos: rx.UploadChunkIterator) -> list[tuple[str, bytes]]:
    """Return names and contents; of a file that is too large as much as shows that it is.

    The SAT calls all its answers the same: of several of one name each gets a number.
    """
    llegados: list[tuple[str, bytearray]] = []
    async for trozo in trozos:
        if not llegados or trozo.offset == 0 or trozo.filename != llegados[-1][0]:
            llegados.append((trozo.filename, bytearray()))
        llegado = llegados[-1][1]
        if len(llegado) <= revision_sat.MAX_BYTES and len(llegados) <= MAX_ARCHIVOS:
            llegado += trozo.data
    return list(numerados((nombre, bytes(contenido)) for nombre, contenido in llegados))


def _applied(actor: Actor, archivos: Sequence[tuple[str, bytes]]) -> list[RespuestaVista]:
    vistas: list[RespuestaVista] = []
    for nombre, contenido in archivos:
        try:
            hecha = revision_sat.aplicar(shared_engine(), actor, contenido)
            vistas.append(respuesta_vista(nombre, hecha))
        except revision_sat.NoCargableError as error:
            vistas.append(sin_leer(nombre, error.motivo.mensaje))
    return vistas
