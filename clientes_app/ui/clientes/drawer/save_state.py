"""Saving the drawer, the choice between two people's values, and leaving it."""

from collections.abc import Iterable
from typing import Any

import reflex as rx

from clientes_app.domain.roles import Rol
from clientes_app.live.threads import in_thread
from clientes_app.services.clientes import clientes
from clientes_app.services.errors import (
    Ajeno,
    CamposEnChoque,
    ClienteBorrado,
    ClienteRepetido,
    DatosInvalidos,
    MezclaInvalida,
    NoEncontrado,
)
from clientes_app.services.rechazos.refusals import FilaNoSeCorrige
from clientes_app.services.resources import shared_engine
from clientes_app.ui.clientes.address import FilaDeCarga
from clientes_app.ui.clientes.bringing_back import CLIENT_IS_GONE, brought_back, place_is_taken
from clientes_app.ui.clientes.drawer import calls, steps
from clientes_app.ui.clientes.drawer.draft import forget_draft
from clientes_app.ui.clientes.drawer.memory import (
    ChoiceAsked,
    ChoicePostponed,
    ChoicesMade,
    Closed,
    DiscardAnswered,
    DiscardAsked,
    MessageShown,
    SideChosen,
    SideTaken,
    reduce,
)
from clientes_app.ui.clientes.drawer.panel import GOES_ON
from clientes_app.ui.clientes.drawer.sentences import (
    NO_SE_GUARDO,
    NO_SE_GUARDO_BORRADO,
    SIN_MENSAJE,
    YA_ESTA,
    Mensaje,
    cambiaron,
    no_se_corrige,
    no_van_juntos,
    se_quitaron,
)
from clientes_app.ui.clientes.drawer.state import (
    Answer,
    DrawerState,
    address,
    closed,
    happens,
    lead_to_field,
    not_there,
    reopened,
    wanted_subject,
)
from clientes_app.ui.shell.announcements import recover_focus
from clientes_app.ui.shell.caller import current_actor, current_cuenta_id
from clientes_app.ui.shell.guard import requires
from clientes_app.ui.shell.messages import say_done
from clientes_app.ui.shell.notices import shortened


class GuardadoState(rx.State):
    """What leads out of the drawer: saving, choosing between two people's values, closing."""

    _sigue: bool = False

    @rx.event
    @requires(Rol.EDITOR)
    async def guardar(self, borrador: dict[str, Any] | None, luego: str = "") -> Answer:
        """Store the client; a refusal is told beside its field, with the focus on the first.

        What comes of a refused row mends it; `luego` GOES_ON opens the next one.
        """
        drawer = await self.get_state(DrawerState)
        actor = current_actor()
        try:
            memory = await steps.received(drawer.memory, actor, wanted_subject(drawer), borrador)
        except NoEncontrado:
            return CLIENT_IS_GONE
        except FilaNoSeCorrige as error:
            return await not_there(drawer, error)
        if memory is None:
            return None
        drawer.memory, self._sigue = memory, luego == GOES_ON
        return await _save(drawer, sigue=self._sigue)

    @rx.event
    @requires(Rol.EDITOR)
    async def elegir(self, campo: str, lado: str) -> None:
        """Choose between the two values of a field: «propio» or «guardado»."""
        happens(await self.get_state(DrawerState), SideChosen(campo, lado))

    @rx.event
    @requires(Rol.EDITOR)
    async def decidir(self) -> Answer:
        """Save with what was chosen; what was not is asked again."""
        drawer = await self.get_state(DrawerState)
        happens(drawer, ChoicesMade())
        return await _save(drawer, sigue=self._sigue) if drawer.abierto else None

    @rx.event
    @requires(Rol.EDITOR)
    async def posponer(self) -> None:
        """Go back to the drawer without having chosen."""
        happens(await self.get_state(DrawerState), ChoicePostponed())

    @rx.event
    @requires(Rol.EDITOR)
    async def quedarse(self, campo: str, lado: str) -> Answer:
        """Choose beside the field, without saving yet; the question goes away, the focus stays."""
        drawer = await self.get_state(DrawerState)
        if campo not in drawer.memory.client.in_conflict:
            return None
        memory = reduce(drawer.memory, SideTaken(campo, lado))
        drawer.memory = await steps.judged(memory, current_cuenta_id())
        return recover_focus(f"campo-{campo}")

    @rx.event
    @requires(Rol.LECTOR)
    async def cerrar(self, borrador: dict[str, Any] | None) -> Answer:
        """Close, unless something typed would be lost: then ask first."""
        drawer = await self.get_state(DrawerState)
        wanted = wanted_subject(drawer)
        try:
            memory = await steps.received(drawer.memory, current_actor(), wanted, borrador)
        except (NoEncontrado, FilaNoSeCorrige):
            return closed(drawer)
        if memory is None:
            return None
        if not memory.has_typed:
            return closed(drawer)
        memory = await steps.judged(memory, current_cuenta_id())
        drawer.memory = reduce(memory, DiscardAsked())
        return None

    @rx.event
    @requires(Rol.LECTOR)
    async def responder(self, descartar: bool) -> Answer:
        """Answer whether what was typed may be lost."""
        drawer = await self.get_state(DrawerState)
        happens(drawer, DiscardAnswered())
        return closed(drawer) if descartar and drawer.abierto else None

    @rx.event
    @requires(Rol.EDITOR)
    async def resolver(self, accion: str) -> Answer:
        """Do what the message over the fields offers: bring the client back, or start over."""
        drawer = await self.get_state(DrawerState)
        if not drawer.abierto:
            return None
        if accion == "descartar":
            return await reopened(drawer)
        cliente_id = drawer.memory.client.cliente_id
        try:
            await in_thread(clientes.restaurar, shared_engine(), current_actor(), cliente_id)
            memory = await steps.caught_up(drawer.memory, current_cuenta_id())
        except ClienteRepetido as error:
            return place_is_taken(error)
        except NoEncontrado:
            return [CLIENT_IS_GONE, *closed(drawer)]
        drawer.memory = reduce(memory, MessageShown(SIN_MENSAJE))
        return [
            brought_back(memory.client.stored.values["nombre"]),
            recover_focus("campo-nombre"),
        ]


async def _save(drawer: DrawerState, *, sigue: bool) -> Answer:  # noqa: PLR0911 - one refusal each
    client, actor, subject = drawer.memory.client, current_actor(), drawer.memory.subject
    fila = subject if isinstance(subject, FilaDeCarga) else None
    try:
        done = await in_thread(calls.store, actor, client, fila)
    except FilaNoSeCorrige as error:
        happens(drawer, MessageShown(no_se_corrige(str(error))))
        return lead_to_field("mensaje")
    except (DatosInvalidos, ClienteRepetido) as error:
        comes_in_between = fila is not None and isinstance(error, ClienteRepetido)
        return await _refused(drawer, YA_ESTA if comes_in_between else None)
    except MezclaInvalida as error:
        drawer.memory = await steps.caught_up(drawer.memory, actor.cuenta_id)
        return await _refused(drawer, no_van_juntos(_authors(error.ajenos)))
    except CamposEnChoque as error:
        own = {choque.campo: choque.propio for choque in error.choques}
        memory = await steps.caught_up(drawer.memory, actor.cuenta_id)
        drawer.memory = reduce(memory, ChoiceAsked(own))
        return None
    except ClienteBorrado:
        before = drawer.memory
        memory = await steps.caught_up(before, actor.cuenta_id)
        if memory is before:
            memory = reduce(memory, MessageShown(NO_SE_GUARDO_BORRADO))
        drawer.memory = memory
        return lead_to_field("mensaje")
    except NoEncontrado:
        return CLIENT_IS_GONE
    said = f"Se guardó {shortened(done.cliente.datos.nombre)}."
    more = [_authors(done.ajenos), se_quitaron(drawer.memory.dropped).texto]
    saved = say_done(" ".join([said, *filter(None, more)]))
    if fila is None or not sigue:
        return [saved, *closed(drawer)]
    return [saved, *await _next_row(drawer, fila)]


async def _next_row(drawer: DrawerState, fila: FilaDeCarga) -> list[rx.event.EventSpec]:
    """Go to the next refused row of the load, or say that there is none left.

    Somebody may have undone the load since this row was stored: then its rows are mended no more.
    """
    try:
        linea = await in_thread(calls.next_row, current_cuenta_id(), fila)
    except FilaNoSeCorrige as error:
        return [rx.toast.info(str(error)), *closed(drawer)]
    if linea is None:
        return [rx.toast.info("No queda ninguna fila por corregir aquí."), *closed(drawer)]
    happens(drawer, Closed())
    onwards = address(drawer, FilaDeCarga(fila.proceso_id, linea))
    return [rx.call_script(forget_draft(drawer.memory.owner)), rx.redirect(onwards)]


async def _refused(drawer: DrawerState, message: Mensaje | None = None) -> rx.event.EventSpec:
    """Show every finding, and lead to the first error: a refusal that says nothing there is not."""
    memory = await steps.refused(drawer.memory, current_cuenta_id(), message)
    if not memory.first_error and memory.message == SIN_MENSAJE:
        memory = reduce(memory, MessageShown(NO_SE_GUARDO))
    drawer.memory = memory
    return lead_to_field(memory.first_error or "mensaje")


def _authors(ajenos: Iterable[Ajeno]) -> str:
    return cambiaron({ajeno.campo: ajeno.quien for ajeno in ajenos})
