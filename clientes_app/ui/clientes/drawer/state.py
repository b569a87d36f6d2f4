"""The drawer: one client being added or edited in one tab."""

from typing import Any

import reflex as rx

from clientes_app.domain.roles import Rol
from clientes_app.live.presence_board import presence_board, tab_id
from clientes_app.services.errors import NoEncontrado
from clientes_app.services.rechazos.refusals import FilaNoSeCorrige
from clientes_app.ui.clientes.address import (
    NUEVO,
    FilaDeCarga,
    buscado_para,
    cliente_de,
    consulta_de,
    direccion,
    en_su_pagina,
    fila_de,
    se_abre_en,
)
from clientes_app.ui.clientes.drawer import steps
from clientes_app.ui.clientes.drawer.draft import (
    LONGEST_TEXT,
    draft_owner,
    forget_draft,
    look_for_draft,
)
from clientes_app.ui.clientes.drawer.edited import BLANK, TypedField
from clientes_app.ui.clientes.drawer.fields_order import EMAILS
from clientes_app.ui.clientes.drawer.filling import NOT_FILLED
from clientes_app.ui.clientes.drawer.memory import (
    Cleared,
    Closed,
    DiscardAsked,
    EmailRemoved,
    Event,
    FirstErrorShown,
    FixTaken,
    Memory,
    Unfolded,
    reduce,
)
from clientes_app.ui.clientes.drawer.sentences import SIN_MENSAJE, Mensaje
from clientes_app.ui.clientes.drawer.shown import (
    AyudasVista,
    CampoVisto,
    ChoqueVisto,
    FichaVista,
    HallazgoVisto,
    PreguntasVistas,
    fields_shown,
    shown,
)
from clientes_app.ui.shell.announcements import recover_focus
from clientes_app.ui.shell.caller import current_actor, current_caller, current_cuenta_id
from clientes_app.ui.shell.guard import requires
from clientes_app.ui.shell.links import lead_to
from clientes_app.ui.shell.reflex_internals import overrides, told_as_a_whole
from clientes_app.ui.shell.state_vars import set_all, set_changed
from clientes_app.ui.shell.tab import TabState

Answer = rx.event.EventSpec | list[rx.event.EventSpec] | None


class DrawerState(rx.State):
    """What the page shows of the client in the drawer; the address says which client.

    All but `fuera` is made from `memory`: a handler makes another memory and sets it. `fuera` says
    that it is open on what another page shows; here it waits unseen.
    """

    abierto: bool = False
    fuera: bool = False
    preguntas: PreguntasVistas = PreguntasVistas()
    ficha: FichaVista = FichaVista()
    campos: dict[str, CampoVisto] = fields_shown(Memory().client, {}, (), NOT_FILLED)
    hallazgos: dict[str, list[HallazgoVisto]] = {}
    ayudas: AyudasVista = AyudasVista()
    choques: list[ChoqueVisto] = []
    mensaje: Mensaje = SIN_MENSAJE
    _memory: Memory = Memory()

    @property
    def memory(self) -> Memory:
        """What the server remembers of the drawer; to set it shows it."""
        return self._memory

    @memory.setter
    def memory(self, memory: Memory) -> None:
        set_vars = set_changed if self._memory.started else set_all
        self._memory = memory
        set_vars(self, **shown(memory))

    @rx.event
    @requires(Rol.LECTOR)
    async def open_address(self) -> Answer:
        """Show the client, or the refused row, that the address names, or close."""
        memory, wanted = self._memory, wanted_subject(self)
        actor = current_actor()
        is_form = wanted == 0 or isinstance(wanted, FilaDeCarga)
        if is_form and not current_caller().cuenta.rol.alcanza(Rol.EDITOR):
            # Whoever may only look is shown no form that would only refuse them.
            return rx.redirect(address(self), replace=True)
        look = look_for_draft(draft_owner(actor.cuenta_id, actor.usuario_id))
        self.fuera = memory.is_open and not se_abre_en(self.router.url.path, memory.subject)
        if wanted is None and (self.fuera or not memory.is_open):
            if not memory.started:
                happens(self, Cleared())
            return rx.call_script(look)
        if not memory.started or (memory.is_open and wanted == memory.subject):
            # A reload, the connection or the server is back: the page may know more.
            return rx.call_script(look, callback=DrawerState.receive_draft)
        if memory.is_open and memory.has_typed:
            # Somebody went back in the browser: ask before what was typed is lost.
            happens(self, DiscardAsked())
            back = address(self, memory.subject)
            return lead_to(en_su_pagina(memory.subject)) if self.fuera else rx.redirect(back)
        if wanted is None:
            happens(self, Closed())
            return rx.call_script(forget_draft(memory.owner))
        return await open_on(self, wanted)

    @rx.event
    @requires(Rol.LECTOR)
    async def receive_draft(self, borrador: dict[str, Any] | None) -> Answer:
        """Open with what the page kept of this client or row, or go on with it."""
        try:
            memory = await steps.received(
                self._memory, current_actor(), wanted_subject(self), borrador
            )
        except (NoEncontrado, FilaNoSeCorrige) as error:
            return await not_there(self, error)
        if memory is not None:
            self.memory = await steps.judged(memory, current_cuenta_id())
        self._note_editing()
        return None

    @rx.event
    @requires(Rol.LECTOR)
    async def type_field(self, campo: str, valor: str, sale: bool, serie: int, vista: int) -> None:
        """Take over a field; once it was left (`sale`) its findings are shown.

        `serie` is the field's own number of this telling: with it the field knows what is
        answered. `vista` is the version of the client that the field was based on.
        """
        if campo in BLANK and self._memory.is_open:
            text = TypedField(valor[:LONGEST_TEXT], vista, serie)
            self.memory = await steps.typed(
                self._memory, current_cuenta_id(), campo, text, left=sale
            )
            self._note_editing()

    @rx.event
    @requires(Rol.LECTOR)
    async def take_fix(self, campo: str, codigo: str) -> Answer:
        """Put into a field what a finding's button promised; with it the button goes away."""
        if not self._memory.is_open or campo not in BLANK:
            return None
        memory = reduce(self._memory, FixTaken(campo, codigo))
        self.memory = await steps.judged(memory, current_cuenta_id(), adopt=campo)
        return recover_focus(f"campo-{campo}")

    @rx.event
    @requires(Rol.LECTOR)
    def unfold(self, que: str) -> Answer:
        """Open another e-mail field, and lead to it; or the optional part (and close it again)."""
        if not self._memory.is_open:
            return None
        happens(self, Unfolded(que))
        return lead_to_field(EMAILS[self._memory.emails - 1]) if que == "correo" else None

    @rx.event
    @requires(Rol.EDITOR)
    async def remove_email(self, campo: str) -> Answer:
        """Take a further e-mail away, and lead to the one before it."""
        if not self._memory.is_open or campo not in EMAILS[1:]:
            return None
        memory = reduce(self._memory, EmailRemoved(campo))
        self.memory = await steps.judged(memory, current_cuenta_id())
        return lead_to_field(EMAILS[EMAILS.index(campo) - 1])

    def _note_editing(self) -> None:
        client = self._memory.client
        if self._memory.has_typed:
            presence_board.note_editing(tab_id(self.router.session.client_token), client.cliente_id)

    @overrides
    def dict(self, *args: Any, initial: bool = False, **kwargs: Any) -> dict[str, Any]:
        """Say nothing to a page that may have a drawer open before anything is known of it."""
        everything = super().dict(*args, initial=initial, **kwargs)
        return told_as_a_whole(self, everything, knows=self._memory.started, initial=initial)


def happens(drawer: DrawerState, event: Event) -> None:
    """Have the drawer remember something that happened, and show it."""
    drawer.memory = reduce(drawer.memory, event)


async def open_on(drawer: DrawerState, wanted: int | FilaDeCarga) -> Answer:
    """Open on a client or a row, or on a new one with what was searched for, as the address says.

    A row opens at its first error.
    """
    drawer.fuera = False
    actor = current_actor()
    try:
        memory = await steps.opened(drawer.memory, actor, wanted)
    except (NoEncontrado, FilaNoSeCorrige) as error:
        return await not_there(drawer, error)
    if memory.row is not None:
        memory = reduce(await steps.judged(memory, actor.cuenta_id), FirstErrorShown())
        drawer.memory = memory
        return lead_to_field(memory.first_error) if memory.first_error else None
    campo, texto = buscado_para(drawer.router.url.query_parameters)
    if wanted == 0 and campo:
        searched = TypedField(texto, 0, 0)
        drawer.memory = await steps.typed(memory, actor.cuenta_id, campo, searched, left=True)
    else:
        drawer.memory = await steps.judged(memory, actor.cuenta_id)
    return None


async def not_there(drawer: DrawerState, error: Exception) -> Answer:
    """Have the page say that the client of its address is not there; the address stays.

    Why a refused row is not mended is said over the page of its load.
    """
    happens(drawer, Cleared())
    if isinstance(error, FilaNoSeCorrige):
        return [rx.toast.info(str(error)), rx.redirect(address(drawer), replace=True)]
    if isinstance(wanted_subject(drawer), FilaDeCarga):
        # That there is no such load is said by the page itself.
        return None
    (await drawer.get_state(TabState)).falta = "cliente"
    return None


def wanted_subject(state: rx.State) -> int | FilaDeCarga | None:
    """What the address names: a client, 0 for a new one, a refused row, or None for nothing."""
    fila = fila_de(state.router.url.path, state.router.url.query_parameters)
    if fila is not None:
        return fila
    named = cliente_de(state.router.url.query_parameters)
    return None if named is None else 0 if named == NUEVO else int(named)


def address(drawer: DrawerState, subject: int | FilaDeCarga | None = None) -> str:
    """The address of the page as it is now, with the drawer open on something or closed."""
    if isinstance(subject, FilaDeCarga):
        return f"?linea={subject.linea}"
    consulta = consulta_de(drawer.router.url.query_parameters)
    return direccion(consulta, cliente=NUEVO if subject == 0 else subject)


def lead_to_field(campo: str) -> rx.event.EventSpec:
    """Have the page lead to a field, or to the message over them («mensaje»); assets/cajon.js."""
    return rx.call_script(f"window.llevarA('campo-{campo}')")


def closed(drawer: DrawerState) -> list[rx.event.EventSpec]:
    """Close, and let the page forget what was typed."""
    happens(drawer, Closed())
    return [rx.call_script(forget_draft(drawer.memory.owner)), rx.redirect(address(drawer))]


async def reopened(drawer: DrawerState) -> list[rx.event.EventSpec]:
    """Open anew on the same client or row as it is stored now, without what was typed."""
    memory = drawer.memory
    try:
        memory = await steps.opened(memory, current_actor(), memory.subject)
    except (NoEncontrado, FilaNoSeCorrige):
        return closed(drawer)
    drawer.memory = await steps.judged(memory, current_cuenta_id())
    return [rx.call_script(forget_draft(memory.owner)), recover_focus("campo-nombre")]
