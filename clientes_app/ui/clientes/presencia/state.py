"""Who else is at which client, as the rows and the drawer of a tab show it."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import lru_cache

import reflex as rx

from clientes_app.domain.roles import Rol
from clientes_app.live.presence_board import presence_board, tab_id
from clientes_app.live.watcher import Watcher
from clientes_app.services.clientes import clientes, presencia
from clientes_app.services.clientes.presencia import Presente
from clientes_app.services.resources import shared_engine
from clientes_app.ui.clientes.address import cliente_de, consulta_de, ficha_de
from clientes_app.ui.clientes.drawer.state import DrawerState
from clientes_app.ui.clientes.pages import pages
from clientes_app.ui.shell.caller import current_actor
from clientes_app.ui.shell.changes import changes_of, own_tab, show_anew
from clientes_app.ui.shell.guard import requires
from clientes_app.ui.shell.state_vars import set_changed
from clientes_app.ui.shell.tab import iniciales

_PAUSE_S = 0.3
_A_LA_VISTA = 3


@dataclass(frozen=True)
class PresenteVisto:
    """Somebody at a client: initials, and in words what they do there."""

    iniciales: str
    titulo: str
    editando: bool


@dataclass(frozen=True, slots=True)
class Presencias:
    """Who is where in an account; `revision` is the account's, 0 while nobody is anywhere.

    It says when other clients may stand on a page than before.
    """

    quienes: tuple[Presente, ...]
    revision: int


def _look(cuenta_id: int) -> Presencias:
    quienes = presencia.quienes(shared_engine(), cuenta_id)
    return Presencias(quienes, clientes.revision(shared_engine(), cuenta_id) if quienes else 0)


presence_watch: Watcher[int, Presencias] = Watcher(_look, pause=_PAUSE_S)


class PresenciaState(rx.State):
    """The others by the client of the page that they have open, and those at the drawer's client.

    A state of its own, so that somebody who comes or goes sends no row again.
    """

    en_filas: dict[int, list[PresenteVisto]] = {}
    aqui: list[PresenteVisto] = []

    @rx.event(background=True)
    @requires(Rol.LECTOR)
    async def follow(self) -> rx.event.EventSpec:
        """Be where the address says, and show who else is where.

        Reflex ends this when the tab goes to another address and when its socket is closed, and
        with it the stay.
        """
        actor = current_actor()
        async with own_tab(self):
            parametros = self.router.url.query_parameters
            tab = tab_id(self.router.session.client_token)
            pedido = cliente_de(parametros)
            cliente_id = pedido if isinstance(pedido, int) else 0
            # Whoever reads a card has nothing open that another person's change could cross.
            leido = ficha_de(self.router.url.path)
            drawer = await self.get_state(DrawerState)
            escrito = drawer.abierto and bool(drawer.memory.client.changed)
        with ExitStack() as stack:
            if cliente_id:
                yo = Presente(
                    uuid.uuid4().hex, cliente_id, tab, actor.usuario_id, actor.quien, escrito
                )
                stack.enter_context(presence_board.stay(actor.cuenta_id, yo))
            en_filas: dict[int, list[PresenteVisto]] | None = None
            async for presencias in changes_of(presence_watch, actor.cuenta_id):
                otros = [uno for uno in presencias.quienes if uno.pestana != tab]
                ids: frozenset[int] = frozenset()
                if otros and leido is None:
                    rows = await pages.read(
                        actor.cuenta_id,
                        consulta_de(parametros),
                        since=presencias.revision,
                        unhurried=en_filas is not None,
                    )
                    ids = rows.ids
                otros = [uno for uno in otros if uno.cliente_id in ids | {cliente_id, leido}]
                shown, en_filas = en_filas, vistos(otros, usuario_id=actor.usuario_id)
                if en_filas != shown:
                    aqui = en_filas.get(cliente_id or leido or 0, [])
                    async with own_tab(self):
                        set_changed(self, en_filas=en_filas, aqui=aqui)
        return await show_anew(self)


def vistos(
    presentes: Sequence[Presente], *, usuario_id: int | None
) -> dict[int, list[PresenteVisto]]:
    """Return who is at which client, each person once; `usuario_id` is who looks at it."""
    personas: dict[int, dict[tuple[int | None, str], bool]] = defaultdict(dict)
    for uno in presentes:
        persona = (uno.usuario_id, uno.nombre)
        ahi = personas[uno.cliente_id]
        ahi[persona] = ahi.get(persona, False) or uno.editando
    return {
        cliente_id: _a_la_vista(
            [
                _visto(nombre, editando=editando, propio=quien is not None and quien == usuario_id)
                for (quien, nombre), editando in ahi.items()
            ]
        )
        for cliente_id, ahi in personas.items()
    }


@lru_cache(maxsize=1024)
def _visto(nombre: str, *, editando: bool, propio: bool) -> PresenteVisto:
    quien, donde = ("Usted", " en otra pestaña") if propio else (nombre, "")
    que = "lo está editando" if editando else "lo tiene abierto"
    return PresenteVisto(iniciales(nombre), f"{quien} {que}{donde}", editando)


def _a_la_vista(todos: list[PresenteVisto]) -> list[PresenteVisto]:
    """Leave room for three: of more people the last place says how many more there are."""
    if len(todos) <= _A_LA_VISTA:
        return todos
    primeros, resto = todos[: _A_LA_VISTA - 1], todos[_A_LA_VISTA - 1 :]
    mas = PresenteVisto(
        f"+{len(resto)}",
        "; ".join(uno.titulo for uno in resto),
        any(uno.editando for uno in resto),
    )
    return [*primeros, mas]
