"""«Llenar desde Constancia»: a PDF read for the client of the drawer, and never kept."""

from collections.abc import Iterable

import reflex as rx

from clientes_app.api.responses import SenderStalled
from clientes_app.config import settings
from clientes_app.domain.roles import Rol
from clientes_app.live.threads import in_thread, in_upload_thread
from clientes_app.services.documentos import llenado
from clientes_app.services.documentos.llenado import LIMITE_BYTES, DatosDeConstancia
from clientes_app.services.errors import NoEncontrado
from clientes_app.services.resources import shared_engine
from clientes_app.ui.clientes.address import FilaDeCarga, ficha_de
from clientes_app.ui.clientes.drawer import filled, steps
from clientes_app.ui.clientes.drawer.document_shown import ABRIR, AGREGAR, COMPARAR
from clientes_app.ui.clientes.drawer.document_view import ID_BOTON
from clientes_app.ui.clientes.drawer.draft import forget_draft, note_draft
from clientes_app.ui.clientes.drawer.edited import TypedField
from clientes_app.ui.clientes.drawer.memory import Memory
from clientes_app.ui.clientes.drawer.state import (
    Answer,
    DrawerState,
    address,
    lead_to_field,
    not_there,
    wanted_subject,
)
from clientes_app.ui.shell.announcements import announce, recover_focus
from clientes_app.ui.shell.caller import current_actor, current_cuenta_id
from clientes_app.ui.shell.changes import own_tab
from clientes_app.ui.shell.guard import requires
from clientes_app.ui.shell.notices import shortened

NO_SE_USO = rx.toast.info(
    "La constancia no se usó: el panel se cerró antes de terminar de leerla.", id="constancia"
)

NO_ES_PARA_FILAS = rx.toast.info(
    "La constancia no se usó: una fila de una carga se corrige a mano.", id="constancia"
)


class LlenadoState(rx.State):
    """A document on its way, and what a person does with it; `leyendo` is its name meanwhile."""

    leyendo: str = ""

    @rx.event(background=True)
    @requires(Rol.EDITOR)
    async def subir(self, trozos: rx.UploadChunkIterator) -> Answer:
        """Read a PDF while the page goes on, and fill the drawer with it, opened if need be."""
        primero = await anext(trozos, None)
        if primero is None:
            return None
        nombre = shortened(primero.filename)
        async with own_tab(self):
            self.leyendo = nombre
            opening = _opening(await self.get_state(DrawerState))
        try:
            contenido = await _whole(trozos, primero.data)
            documento = await in_upload_thread(
                llenado.leer_para_llenar,
                shared_engine(),
                current_cuenta_id(),
                nombre,
                contenido,
            )
        except SenderStalled:
            motivo = (
                f"El archivo dejó de llegar durante {settings().espera_s} segundos. Revise su "
                "conexión y elíjalo de nuevo."
            )
            documento = DatosDeConstancia(archivo=nombre, motivo=motivo)
        finally:
            async with own_tab(self):
                self.leyendo = ""
        async with own_tab(self):
            drawer = await self.get_state(DrawerState)
            if _opening(drawer) != opening:
                return NO_SE_USO
            if isinstance(wanted_subject(drawer), FilaDeCarga):
                return NO_ES_PARA_FILAS
            return await _arrived(drawer, documento)

    @rx.event
    @requires(Rol.EDITOR)
    async def no_aceptado(self) -> Answer:
        """Say why the browser did not even send it: too large, or several at once."""
        drawer = await self.get_state(DrawerState)
        motivo = (
            f"Suelte o elija un solo PDF, de {LIMITE_BYTES >> 20} MB como máximo. Varias "
            "constancias juntas se cargan en «Carga Masiva de Clientes»."
        )
        if not drawer.abierto:
            return rx.toast.error(motivo, id="constancia")
        documento = DatosDeConstancia(archivo="No se pudo tomar el archivo", motivo=motivo)
        drawer.memory = filled.told(drawer.memory, documento)
        return lead_to_field("rechazo")

    @rx.event
    @requires(Rol.EDITOR)
    async def quitar(self) -> Answer:
        """Put back what was there before a document filled it."""
        drawer = await self.get_state(DrawerState)
        if not drawer.abierto:
            return None
        campos = drawer.memory.filling.before
        memory = filled.taken_back(drawer.memory)
        drawer.memory = await steps.judged(memory, current_cuenta_id())
        return [
            _note(drawer, campos),
            recover_focus(ID_BOTON),
            announce("Se quitó lo llenado."),
        ]

    @rx.event
    @requires(Rol.EDITOR)
    async def mirar(self, campo: str) -> None:
        """Take the mark from a field that got the focus."""
        drawer = await self.get_state(DrawerState)
        drawer.memory = filled.looked_at(drawer.memory, campo)

    @rx.event
    @requires(Rol.EDITOR)
    async def elegir(self, campo: str, lado: str) -> Answer:
        """Choose a side of a difference, or one of several régimenes."""
        drawer = await self.get_state(DrawerState)
        memory = filled.side_chosen(drawer.memory, campo, lado)
        if memory is drawer.memory:
            return None
        drawer.memory = await steps.judged(memory, current_cuenta_id())
        return _note(drawer, [campo])

    @rx.event
    @requires(Rol.EDITOR)
    async def ver_todo(self) -> Answer:
        """Show the fields beside the differences."""
        drawer = await self.get_state(DrawerState)
        drawer.memory = filled.unfolded(drawer.memory)
        return lead_to_field("nombre")

    @rx.event
    @requires(Rol.EDITOR)
    async def resolver(self, accion: str) -> Answer:
        """Use a document that was not filled in by itself, in the way that the person wants."""
        drawer = await self.get_state(DrawerState)
        documento = drawer.memory.filling.refused
        if not drawer.abierto or documento is None or documento.motivo:
            return None
        if accion == COMPARAR:
            return await _fill(drawer, drawer.memory, documento)
        cuenta_id = current_cuenta_id()
        documento = await in_thread(llenado.con_el_guardado, shared_engine(), cuenta_id, documento)
        suyo = documento.guardado
        if accion not in {ABRIR, AGREGAR}:
            return None
        return await _fill_another(drawer, documento, suyo.cliente_id if suyo else 0)


async def _whole(trozos: rx.UploadChunkIterator, first: bytes) -> bytes:
    """Return a file as far as it may be read: what is longer is refused by its reader."""
    contenido = bytearray(first)
    async for trozo in trozos:
        if len(contenido) <= LIMITE_BYTES:
            contenido += trozo.data
    return bytes(contenido)


def _opening(drawer: DrawerState) -> tuple[bool, int, str]:
    """Tell one opening of the drawer, or one page without it, from another."""
    return drawer.abierto, drawer.memory.number, drawer.router.url.path


async def _arrived(drawer: DrawerState, documento: DatosDeConstancia) -> Answer:
    """Fill in a document, or say why it is not filled in by itself."""
    memory = drawer.memory
    if not memory.is_open:
        cliente_id = wanted_subject(drawer) or ficha_de(drawer.router.url.path) or 0
        try:
            memory = await steps.opened(memory, current_actor(), cliente_id)
        except NoEncontrado as error:
            return await not_there(drawer, error)
    client, suyo = memory.client, documento.guardado
    if not documento.rfc or (client.cliente_id and documento.motivo):
        return await _tell(drawer, memory, documento)
    if client.cliente_id and documento.rfc != client.stored.values["rfc"]:
        return await _tell(drawer, memory, documento)
    if not client.cliente_id and suyo is not None:
        if client.changed:
            return await _tell(drawer, memory, documento)
        return await _fill_another(drawer, documento, suyo.cliente_id)
    return await _fill(drawer, memory, documento)


async def _fill_another(
    drawer: DrawerState, documento: DatosDeConstancia, cliente_id: int
) -> Answer:
    """Open the drawer anew on a client, 0 for a new one, and fill in a document."""
    forget = rx.call_script(forget_draft(drawer.memory.owner))
    try:
        memory = await steps.opened(drawer.memory, current_actor(), cliente_id)
    except NoEncontrado as error:
        return await not_there(drawer, error)
    return [forget, *await _fill(drawer, memory, documento)]


async def _fill(
    drawer: DrawerState, memory: Memory, documento: DatosDeConstancia
) -> list[rx.event.EventSpec]:
    memory = filled.filled(memory, documento)
    drawer.memory = await steps.judged(memory, current_cuenta_id())
    drawer._note_editing()  # noqa: SLF001 (no handler, hence the underscore)
    note = _note(drawer, memory.filling.before)
    return [note, *_to_address(drawer), lead_to_field("documento")]


async def _tell(
    drawer: DrawerState, memory: Memory, documento: DatosDeConstancia
) -> list[rx.event.EventSpec]:
    memory = filled.told(memory, documento)
    drawer.memory = await steps.judged(memory, current_cuenta_id())
    return [*_to_address(drawer), lead_to_field("rechazo")]


def _note(drawer: DrawerState, campos: Iterable[str]) -> rx.event.EventSpec:
    """Have the page keep what was put into fields, as it keeps what is typed there."""
    memory = drawer.memory
    client = memory.client
    put = {
        campo: TypedField(client.values[campo], client.versions[campo], memory.told.get(campo, 0))
        for campo in campos
    }
    return rx.call_script(note_draft(memory.number, put))


def _to_address(drawer: DrawerState) -> list[rx.event.EventSpec]:
    """Lead to the address of the client in the drawer, unless the tab is there."""
    cliente_id = drawer.memory.client.cliente_id
    if wanted_subject(drawer) == cliente_id:
        return []
    return [rx.redirect(address(drawer, cliente_id))]
