"""The mends that all names of an uploaded file can be given, as a tab sees and chooses them."""

from dataclasses import replace
from functools import partial

import reflex as rx

from clientes_app.domain.acciones import ARREGLOS_DE_ARCHIVO, Accion
from clientes_app.domain.roles import Rol
from clientes_app.live.procesos_watch import proceso_watch
from clientes_app.live.threads import in_thread
from clientes_app.services.carga import procesos
from clientes_app.services.errors import NoEncontrado
from clientes_app.services.resources import shared_engine
from clientes_app.ui.carga.preview.texts import ArregloVisto, arreglos_vistos
from clientes_app.ui.shell.caller import current_cuenta_id
from clientes_app.ui.shell.changes import changes_of, own_tab, show_anew
from clientes_app.ui.shell.guard import requires
from clientes_app.ui.shell.numbers import numero_de_proceso


class ArreglosState(rx.State):
    """Which mends there are for the file of the address, and which are chosen.

    `contando`: the file is looked into anew, with what was chosen; the figures are those of before.
    """

    arreglos: list[ArregloVisto] = []
    contando: bool = False

    @rx.event(background=True)
    @requires(Rol.LECTOR)
    async def follow(self) -> rx.event.EventSpec | None:
        """Show what anybody of the team chooses.

        Reflex ends this by itself when the tab goes to another page or is closed.
        """
        async with own_tab(self):
            proceso_id, self.arreglos, self.contando = self._proceso_id(), [], False
        if not proceso_id:
            return None
        async for seen in changes_of(proceso_watch, (current_cuenta_id(), proceso_id)):
            if seen is None:
                return None
            async with own_tab(self):
                self.contando = seen.previa is None
                if seen.previa is not None:
                    self.arreglos = arreglos_vistos(seen.previa, seen.proceso.arreglos)
        return await show_anew(self)

    @rx.event
    @requires(Rol.EDITOR)
    async def arreglar(self, accion: str, elegido: bool) -> None:
        """Mend all names of the file, or do not; the figures follow when the worker has counted."""
        if accion not in ARREGLOS_DE_ARCHIVO:
            return
        try:
            self.contando = await in_thread(
                partial(
                    procesos.elegir_arreglo,
                    shared_engine(),
                    current_cuenta_id(),
                    self._proceso_id(),
                    Accion(accion),
                    elegido=elegido,
                )
            )
        except NoEncontrado:
            # The page is told by what it follows.
            return
        self.arreglos = [
            replace(cada, elegido=elegido) if cada.accion == accion else cada
            for cada in self.arreglos
        ]

    def _proceso_id(self) -> int:
        return numero_de_proceso(self.router.url.query_parameters.get("proceso", ""))
