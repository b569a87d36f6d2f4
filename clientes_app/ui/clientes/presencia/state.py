"""Who else is at which client, as the rows and the drawer of a tab show it."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import lru_cache

import reflex as rx

from clientes_app.domain.roles import Rol
from clientes_app.live.presence_board import mesa, pestana_de
from clientes_app.live.watcher import Observador
from clientes_app.services.clientes import clientes, presencia
from clientes_app.services.clientes.presencia import Presente
from clientes_app.services.resources import shared_engine
from clientes_app.ui.clientes.address import cliente_de, consulta_de
from clientes_app.ui.clientes.drawer.state import FormularioState
from clientes_app.ui.clientes.lista.state import hojas
from clientes_app.ui.shell.caller import actor_actual, recargar, sigue_dentro
from clientes_app.ui.shell.delta import poner
from clientes_app.ui.shell.guard import puerta
from clientes_app.ui.shell.tab import iniciales

_PAUSA_S = 0.3
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


def _mirar(cuenta_id: int) -> Presencias:
    quienes = presencia.quienes(shared_engine(), cuenta_id)
    return Presencias(quienes, clientes.revision(shared_engine(), cuenta_id) if quienes else 0)


presencias = Observador(_mirar, pausa=_PAUSA_S)


class PresenciaState(rx.State):
    """The others by the client of the page that they have open, and those at the drawer's client.

    A state of its own, so that somebody who comes or goes sends no row again.
    """

    en_filas: dict[int, list[PresenteVisto]] = {}
    aqui: list[PresenteVisto] = []

    @rx.event(background=True)
    @puerta(Rol.LECTOR)
    async def seguir(self) -> rx.event.EventSpec:
        """Be where the address says, and show who else is where.

        Reflex ends this when the tab goes to another address and when its socket is closed, and
        with it the stay.
        """
        actor = await actor_actual()
        async with self:
            parametros = self.router.url.query_parameters
            pestana, consulta = (
                pestana_de(self.router.session.client_token),
                consulta_de(parametros),
            )
            pedido = cliente_de(parametros)
            cliente_id = pedido if isinstance(pedido, int) else 0
            cajon = await self.get_state(FormularioState)
            escrito = cajon.abierto and bool(cajon.mesa.hoja.cambiados)
        with ExitStack() as pila:
            if cliente_id:
                yo = Presente(
                    uuid.uuid4().hex, cliente_id, pestana, actor.usuario_id, actor.quien, escrito
                )
                pila.enter_context(mesa.estancia(actor.cuenta_id, yo))
            visto, en_filas = await presencias.despues_de(actor.cuenta_id, None), None
            while await sigue_dentro(visto.autoridad):
                otros = [uno for uno in visto.valor.quienes if uno.pestana != pestana]
                if otros:
                    desde, otra_vez = visto.valor.revision, en_filas is not None
                    hoja = await hojas.leer(
                        actor.cuenta_id, consulta, desde=desde, sin_prisa=otra_vez
                    )
                    aqui = hoja.ids | {cliente_id}
                    otros = [uno for uno in otros if uno.cliente_id in aqui]
                mostradas, en_filas = en_filas, vistos(otros, usuario_id=actor.usuario_id)
                if en_filas != mostradas:
                    async with self:
                        poner(self, en_filas=en_filas, aqui=en_filas.get(cliente_id, []))
                visto = await presencias.despues_de(actor.cuenta_id, visto)
        return recargar()


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
