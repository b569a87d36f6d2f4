"""The possible duplicates that a tab looks at, and what was chosen of each field."""

import re
from collections.abc import AsyncGenerator

import reflex as rx

from clientes_app import routes
from clientes_app.domain.columnas import CAMPOS
from clientes_app.domain.roles import Rol
from clientes_app.live.calidad_watch import marca_watch
from clientes_app.live.threads import in_thread
from clientes_app.services.calidad import duplicados, parejas, union
from clientes_app.services.calidad.parejas import Parejas
from clientes_app.services.errors import (
    ClienteBorrado,
    ClienteRepetido,
    DatosInvalidos,
    EdicionSimultanea,
    NoEncontrado,
)
from clientes_app.services.resources import shared_engine
from clientes_app.ui.calidad.duplicados.shown import (
    ComparacionVista,
    IdaVista,
    ListaDeParejas,
    comparacion_vista,
    ida_vista,
    lista_de_parejas,
    que_cambio,
)
from clientes_app.ui.calidad.duplicados.uniones_state import UnionesState
from clientes_app.ui.shell.announcements import focus_on
from clientes_app.ui.shell.caller import current_actor, current_caller, current_cuenta_id
from clientes_app.ui.shell.changes import changes_of, own_tab, show_anew
from clientes_app.ui.shell.guard import requires
from clientes_app.ui.shell.links import lead_to
from clientes_app.ui.shell.messages import say_done
from clientes_app.ui.shell.notices import shortened
from clientes_app.ui.shell.state_vars import set_changed

TITULO_DE_PAREJA = "titulo-de-pareja"
_ID = r"[1-9][0-9]{0,17}"
_VISTO = rf"{_ID}:[0-9]{{1,9}}"
_OTROS = f"{{1,{routes.MAS_JUNTOS - 1}}}"
_PAREJA = re.compile(f"{_ID}(?:-{_ID}){_OTROS}")
_VERSIONES = re.compile(f"{_VISTO}(?:,{_VISTO}){_OTROS}")
_MAS_LEJOS = 200
"""So many groups are remembered as left for later."""

Seguir = list[rx.event.EventSpec]


class DuplicadosState(rx.State):
    """The clients of the address side by side; `cambio` says what somebody changed meanwhile."""

    lista: ListaDeParejas = ListaDeParejas()
    vista: ComparacionVista = ComparacionVista()
    ida: IdaVista = IdaVista()
    cambio: str = ""
    cargado: bool = False
    _ids: tuple[int, ...] = ()
    _eleccion: dict[str, int] = {}
    _fuera: tuple[int, ...] = ()
    _despues: tuple[tuple[int, ...], ...] = ()

    @rx.event(background=True)
    @requires(Rol.LECTOR)
    async def follow(self) -> AsyncGenerator[rx.event.EventSpec, None]:
        """Show the clients of the address and keep them true to what anybody changes.

        Reflex ends this when the tab goes to another address, and starts it anew there.
        """
        cuenta_id = current_cuenta_id()
        async with own_tab(self):
            await self._open(self.router.url.path.rstrip("/"))
        async for _ in changes_of(marca_watch, cuenta_id, from_now=True):
            async with own_tab(self):
                asked = self._ids, self._despues
            leido = await in_thread(_read, cuenta_id, *asked)
            async with own_tab(self):
                if asked == (self._ids, self._despues):
                    await self._show(leido)
        yield await show_anew(self)

    @rx.event
    @requires(Rol.EDITOR)
    async def elegir(self, campo: str, cliente_id: int, versiones: str) -> None:
        """Choose whose value of a field stays; the page draws anew what was on it by then."""
        if campo in CAMPOS and cliente_id in self._ids and versiones == self.vista.versiones:
            self._eleccion = self._eleccion | {campo: cliente_id}
            await self._show_anew()

    @rx.event
    @requires(Rol.EDITOR)
    async def incluir(self, cliente_id: int) -> None:
        """Leave one of a larger group as it is, or join it after all."""
        self._fuera = tuple({*self._fuera} ^ {*self._ids} & {cliente_id})
        await self._show_anew()

    @rx.event
    @requires(Rol.EDITOR)
    async def unir(self, versiones: str) -> rx.event.EventSpec | Seguir:
        """Join the clients as the page showed them, and go on to the next ones."""
        vistos = _read_versions(versiones)
        leido = await in_thread(_read, current_cuenta_id(), self._ids, self._despues)
        comparacion = leido.comparacion and leido.comparacion.sin(self._fuera)
        if not comparacion or {lado.cliente.id for lado in comparacion.lados} != set(vistos):
            return rx.toast.info("Uno de estos clientes ya está en la papelera.")
        try:
            hecha = await in_thread(
                union.unir,
                shared_engine(),
                current_actor(),
                vistos,
                queda_id=comparacion.queda(self._eleccion),
                eleccion=comparacion.elegidos(self._eleccion),
            )
        except _REFUSALS as error:
            return _refused(error)
        (await self.get_state(UnionesState))._joined(hecha, said_at=_whole(self._next()))  # noqa: SLF001 (no handler, hence the underscore)
        return await self._go_on(self._next())

    @rx.event
    @requires(Rol.EDITOR)
    async def no_son_el_mismo(self, versiones: str) -> rx.event.EventSpec | Seguir:
        """Tell of these clients no more that they may be the same, and go on to the next ones."""
        ids = _read_versions(versiones)
        try:
            await in_thread(duplicados.no_son_el_mismo, shared_engine(), current_actor(), *ids)
        except NoEncontrado:
            return rx.toast.info("Uno de los dos ya no estaba en la lista.")
        said = say_done("No se volverán a mencionar juntos.")
        return [said, *await self._go_on(self._next())]

    @rx.event
    @requires(Rol.EDITOR)
    async def dejar(self) -> Seguir:
        """Put these clients behind all others, for this tab, and go on to the next ones."""
        destino = self._next()
        self._despues = (*self._despues, tuple(sorted(self._ids)))[-_MAS_LEJOS:]
        return await self._go_on(destino)

    def _next(self) -> str:
        """Return the address of those who come after these."""
        return self.lista.siguiente or self.lista.anterior or routes.DUPLICADOS

    async def _go_on(self, destino: str) -> Seguir:
        """Show whoever comes next and lead to their address."""
        await self._open(_whole(destino))
        await self._show_anew()
        return [lead_to(destino), focus_on(TITULO_DE_PAREJA)]

    async def _open(self, path: str) -> None:
        """Take from an address who is looked at, and choose nothing yet of others."""
        ids = _read_ids(path.rpartition("/")[2])
        (await self.get_state(UnionesState))._opened(path)  # noqa: SLF001 (no handler, hence the underscore)
        if not ids or ids != self._ids:
            self._ids, self._eleccion, self._fuera = ids, {}, ()
            set_changed(self, vista=ComparacionVista(), ida=IdaVista(), cambio="", cargado=False)

    async def _show_anew(self) -> None:
        await self._show(await in_thread(_read, current_cuenta_id(), self._ids, self._despues))

    async def _show(self, leido: Parejas) -> None:
        (await self.get_state(UnionesState))._show(leido.recientes)  # noqa: SLF001 (no handler, hence the underscore)
        vista = ComparacionVista()
        if leido.comparacion is not None:
            # Whoever came by no pair's address stays with the first one, whatever others join.
            self._ids = self._ids or tuple(lado.cliente.id for lado in leido.comparacion.lados)
            vista = comparacion_vista(leido.comparacion, self._eleccion, self._fuera)
        set_changed(
            self,
            lista=lista_de_parejas(leido),
            cambio=que_cambio(self.vista, vista) or self.cambio,
            vista=vista,
            ida=ida_vista(leido),
            cargado=True,
        )


def _read(cuenta_id: int, ids: tuple[int, ...], despues: tuple[tuple[int, ...], ...]) -> Parejas:
    return parejas.mirar(shared_engine(), cuenta_id, ids, despues=despues)


def _whole(ruta: str) -> str:
    """Return the whole address of something of the account for which a handler acts."""
    return routes.de_cuenta(current_caller().cuenta.nombre_corto, ruta)


def _read_ids(dicho: str) -> tuple[int, ...]:
    """Read which clients an address names; none when it names none."""
    return tuple(map(int, dicho.split("-"))) if _PAREJA.fullmatch(dicho) else ()


def _read_versions(dicho: str) -> dict[int, int]:
    """Read which version of each client the page showed; none when it says nothing of the kind."""
    if not _VERSIONES.fullmatch(dicho):
        return {}
    pares = (uno.split(":") for uno in dicho.split(","))
    return {int(cliente_id): int(version) for cliente_id, version in pares}


_REFUSALS = (ClienteBorrado, ClienteRepetido, DatosInvalidos, EdicionSimultanea, NoEncontrado)


def _refused(error: Exception) -> rx.event.EventSpec:
    """Say why clients were not joined."""
    match error:
        case EdicionSimultanea():
            why = "alguien acaba de cambiar uno de ellos. Revise lo que cambió y vuelva a unir."
        case ClienteBorrado():
            why = "uno de ellos ya está en la papelera."
        case ClienteRepetido(nombre=nombre):
            why = f"{shortened(nombre)} ya está con ese RFC y ese nombre."
        case DatosInvalidos(problemas=problemas):
            graves = [problema.mensaje for problema in problemas if problema.es_error]
            why = f"{graves[0]} Elija otro valor, o corríjalo antes en la ficha."
        case _:
            why = "uno de ellos ya no existe."
    return rx.toast.error(f"No se unieron: {why}")
