"""Which clients a tab has chosen, of the list or of the papelera of its account."""

from dataclasses import replace

import reflex as rx

from clientes_app.domain.filtros import leer
from clientes_app.domain.plurales import cuantos
from clientes_app.domain.roles import Rol
from clientes_app.live.threads import in_thread
from clientes_app.routes import PAPELERA
from clientes_app.services.clientes import clientes
from clientes_app.services.clientes.clientes import Consulta
from clientes_app.services.clientes.elegidos import MAXIMO
from clientes_app.services.resources import shared_engine
from clientes_app.ui.clientes.address import consulta_de
from clientes_app.ui.clientes.lista.state import ListaState
from clientes_app.ui.clientes.papelera.state import PapeleraState
from clientes_app.ui.shell.caller import current_cuenta_id
from clientes_app.ui.shell.guard import requires
from clientes_app.ui.shell.numbers import numero

_TOO_MANY = (
    f"De uno en uno se eligen hasta {numero(MAXIMO)} clientes. "
    "Para más, búsquelos y elija los encontrados."
)


class SeleccionState(rx.State):
    """The chosen clients: by their ids, or with `todos` all that the address finds.

    `eligiendo` says that a telephone shows the boxes. It is of one account, and of the list or the
    papelera: on another one it is empty. All that was found belongs to the search that found it.
    """

    ids: list[int] = []
    todos: bool = False
    eligiendo: bool = False
    dicho: str = ""
    _de: tuple[int, bool] = (0, False)
    _consulta: Consulta = Consulta()

    @rx.event
    @requires(Rol.LECTOR)
    def open_page(self) -> None:
        """Keep what was chosen while the tab stays in one list of one account."""
        consulta = self._here()
        de = (current_cuenta_id(), consulta.papelera)
        if de != self._de or (self.todos and consulta != self._consulta):
            self._empty()
        self._de, self._consulta = de, consulta

    @rx.event
    @requires(Rol.LECTOR)
    async def elegir(self, cliente_id: int, si: bool) -> rx.event.EventSpec | None:
        """Choose a client, or not any more."""
        if self.todos:
            self.ids = [una for una in await self._page() if una != cliente_id]
        elif si:
            return self._add([cliente_id])
        else:
            self.ids = [una for una in self.ids if una != cliente_id]
        self._say(todos=False)
        return None

    @rx.event
    @requires(Rol.LECTOR)
    async def elegir_pagina(self, si: bool) -> rx.event.EventSpec | None:
        """Choose all clients of the page that is shown, or none of them any more."""
        page = await self._page()
        if self.todos:
            self.ids = page if si else []
        elif si:
            return self._add(page)
        else:
            gone = frozenset(page)
            self.ids = [una for una in self.ids if una not in gone]
        self._say(todos=False)
        return None

    @rx.event
    @requires(Rol.LECTOR)
    def elegir_encontrados(self) -> None:
        """Choose all that the address finds, on every page."""
        self.ids, self._consulta = [], self._here()
        self._say(todos=True)

    @rx.event
    @requires(Rol.EDITOR)
    def elegir_con_aviso(self, codigo: str) -> None:
        """Choose all clients that have a kind of trouble, wherever the tab is."""
        filtros = leer({"avisos": codigo})
        if not filtros:
            # No kind that there is: without a filter it would be everybody.
            self._empty()
            return
        consulta = Consulta(filtros=filtros)
        self.ids, self._de, self._consulta = [], (current_cuenta_id(), False), consulta
        self._say(todos=True)

    @rx.event
    @requires(Rol.LECTOR)
    def empezar(self) -> None:
        """Show the boxes on a telephone."""
        self.eligiendo = True
        self._say(todos=self.todos)

    @rx.event
    @requires(Rol.LECTOR)
    def quitar(self) -> None:
        """Choose nobody."""
        self._empty()

    async def _chosen(self) -> tuple[int, ...]:
        """Return the ids of the chosen clients, as they are at this moment."""
        if not self.todos:
            return tuple(self.ids)
        cuenta_id = current_cuenta_id()
        return tuple(
            await in_thread(clientes.encontrados, shared_engine(), cuenta_id, self._consulta)
        )

    def _add(self, ids: list[int]) -> rx.event.EventSpec | None:
        """Choose some more. The tab's list of them has an end."""
        chosen = list(dict.fromkeys([*self.ids, *ids]))
        if len(chosen) > MAXIMO:
            return rx.toast.info(_TOO_MANY)
        self.ids = chosen
        self._say(todos=False)
        return None

    def _say(self, *, todos: bool) -> None:
        self.todos = todos
        self.dicho = cuantos(len(self.ids), "seleccionado", "seleccionados")

    def _empty(self) -> None:
        self.ids, self.todos, self.eligiendo, self.dicho = [], False, False, ""

    async def _page(self) -> list[int]:
        """Return the ids of the clients on the page that the tab shows."""
        shown = await self.get_state(PapeleraState if self._de[1] else ListaState)
        return [fila.id for fila in shown.filas]

    def _here(self) -> Consulta:
        """Return what the address finds, whatever its page and order."""
        url = self.router.url
        papelera = url.path.rstrip("/").endswith(PAPELERA)
        consulta = consulta_de(url.query_parameters, papelera=papelera)
        return replace(consulta, pagina=1, orden="nombre", descendente=False)
