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
from clientes_app.services.resources import shared_engine
from clientes_app.ui.clientes.bringing_back import CLIENT_IS_GONE, brought_back, place_is_taken
from clientes_app.ui.clientes.drawer import calls, steps
from clientes_app.ui.clientes.drawer.memory import (
    ChoiceAsked,
    ChoicePostponed,
    ChoicesMade,
    DiscardAnswered,
    DiscardAsked,
    MessageShown,
    SideChosen,
    SideTaken,
    reduce,
)
from clientes_app.ui.clientes.drawer.sentences import (
    EN_PAPELERA,
    NO_SE_GUARDO,
    SIN_MENSAJE,
    Mensaje,
    cambiaron,
    no_van_juntos,
    se_quitaron,
)
from clientes_app.ui.clientes.drawer.state import (
    Answer,
    DrawerState,
    closed,
    happens,
    lead_to_field,
    reopened,
    wanted_cliente,
)
from clientes_app.ui.shell.caller import current_actor, current_cuenta_id
from clientes_app.ui.shell.guard import requires
from clientes_app.ui.shell.messages import say_done
from clientes_app.ui.shell.notices import shortened


class GuardadoState(rx.State):
    """What leads out of the drawer: saving, choosing between two people's values, closing."""

    @rx.event
    @requires(Rol.EDITOR)
    async def guardar(self, borrador: dict[str, Any] | None) -> Answer:
        """Store the client; a refusal is told beside its field, with the focus on the first."""
        drawer = await self.get_state(DrawerState)
        actor = current_actor()
        try:
            memory = await steps.received(drawer.memory, actor, wanted_cliente(drawer), borrador)
        except NoEncontrado:
            return CLIENT_IS_GONE
        if memory is None:
            return None
        drawer.memory = memory
        return await _save(drawer)

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
        return await _save(drawer) if drawer.abierto else None

    @rx.event
    @requires(Rol.EDITOR)
    async def posponer(self) -> None:
        """Go back to the drawer without having chosen."""
        happens(await self.get_state(DrawerState), ChoicePostponed())

    @rx.event
    @requires(Rol.EDITOR)
    async def quedarse(self, campo: str, lado: str) -> None:
        """Choose beside the field, without saving yet."""
        drawer = await self.get_state(DrawerState)
        if campo in drawer.memory.client.in_conflict:
            memory = reduce(drawer.memory, SideTaken(campo, lado))
            drawer.memory = await steps.judged(memory, current_cuenta_id())

    @rx.event
    @requires(Rol.LECTOR)
    async def cerrar(self, borrador: dict[str, Any] | None) -> Answer:
        """Close, unless something typed would be lost: then ask first."""
        drawer = await self.get_state(DrawerState)
        wanted = wanted_cliente(drawer)
        try:
            memory = await steps.received(drawer.memory, current_actor(), wanted, borrador)
        except NoEncontrado:
            return closed(drawer)
        if memory is None:
            return None
        if not memory.client.changed:
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
        return brought_back(memory.client.stored.values["nombre"])


async def _save(drawer: DrawerState) -> Answer:
    client, actor = drawer.memory.client, current_actor()
    try:
        done = await in_thread(calls.store, actor, client.cliente_id, client.base, client.values)
    except (DatosInvalidos, ClienteRepetido):
        return await _refused(drawer)
    except MezclaInvalida as error:
        drawer.memory = await steps.caught_up(drawer.memory, actor.cuenta_id)
        return await _refused(drawer, no_van_juntos(_authors(error.ajenos)))
    except CamposEnChoque as error:
        own = {choque.campo: choque.propio for choque in error.choques}
        memory = await steps.caught_up(drawer.memory, actor.cuenta_id)
        drawer.memory = reduce(memory, ChoiceAsked(own))
        return None
    except ClienteBorrado:
        memory = await steps.caught_up(drawer.memory, actor.cuenta_id)
        if memory is drawer.memory:
            memory = reduce(memory, MessageShown(EN_PAPELERA))
        drawer.memory = memory
        return None
    except NoEncontrado:
        return CLIENT_IS_GONE
    said = f"Se guardó {shortened(done.cliente.datos.nombre)}."
    more = [_authors(done.ajenos), se_quitaron(drawer.memory.dropped).texto]
    return [say_done(" ".join([said, *filter(None, more)])), *closed(drawer)]


async def _refused(drawer: DrawerState, message: Mensaje | None = None) -> rx.event.EventSpec:
    """Show every finding, and lead to the first error: a refusal that says nothing there is not."""
    memory = await steps.refused(drawer.memory, current_cuenta_id(), message)
    if not memory.first_error and memory.message == SIN_MENSAJE:
        memory = reduce(memory, MessageShown(NO_SE_GUARDO))
    drawer.memory = memory
    return lead_to_field(memory.first_error or "mensaje")


def _authors(ajenos: Iterable[Ajeno]) -> str:
    return cambiaron({ajeno.campo: ajeno.quien for ajeno in ajenos})
