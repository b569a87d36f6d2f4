"""The gate before every handler: who calls, may they, and with what.

Reflex asks this middleware before it runs any handler, with the state of the tab locked. What
comes from the socket is trusted in nothing: the session is looked up by the cookie with which the
socket was opened, and a tab that was somebody else's is emptied before anybody sees it.
"""

import logging
from typing import Final

import reflex as rx
from reflex.app import App
from reflex.middleware.middleware import Middleware
from reflex.state import BaseState, StateUpdate
from reflex_base.event import Event
from reflex_base.registry import RegistrationContext

from clientes_app import routes
from clientes_app.services.acceso import sesiones
from clientes_app.services.acceso.cookie import testigo
from clientes_app.ui.shell.arguments import ArgumentosAjenos, comprobar
from clientes_app.ui.shell.caller import quien_es, recargar
from clientes_app.ui.shell.guard import Llamada, fijar, puerta_de
from clientes_app.ui.shell.tab import PestanaState

_log = logging.getLogger(__name__)

_DE_TODOS: Final = "reflex___state____state"

DE_REFLEX: Final = frozenset(
    {
        f"{_DE_TODOS}.hydrate",
        f"{_DE_TODOS}.hydrate_and_load",
        f"{_DE_TODOS}.set_is_hydrated",
        f"{_DE_TODOS}.reflex___state____on_load_internal_state.on_load_internal",
        f"{_DE_TODOS}.reflex___state____on_load_internal_state.set_is_hydrated",
        f"{_DE_TODOS}.reflex___state____frontend_event_exception_state.handle_frontend_exception",
    }
)
"""Handlers of Reflex itself that every page needs; they touch nothing of ours."""


class Porteria(Middleware):
    """Refuses what is not declared, not signed in, not allowed or not understood."""

    async def preprocess(self, app: App, state: BaseState, event: Event) -> StateUpdate | None:
        """Return None to let a handler run, else what the tab is told instead."""
        del app
        fijar(None)
        raiz = state._get_root_state()  # noqa: SLF001 (Reflex has no public name for it)
        pestana = await state.get_state(PestanaState)
        token = testigo(raiz.router.headers.cookie)
        persona = await quien_es(token) if token else None
        es_suya = pestana._es_de(persona)  # noqa: SLF001 (not a handler, hence the underscore)
        if not es_suya:
            raiz.reset()
        pestana._mostrar(persona)  # noqa: SLF001 (the same)
        if event.name in DE_REFLEX:
            return None
        negativa = recargar() if not es_suya else _negativa(raiz, event, persona)
        if negativa is not None:
            return StateUpdate(events=Event.from_event_type(negativa))
        if persona is not None:
            fijar(Llamada(token, persona))
        return None


def _negativa(
    raiz: BaseState, event: Event, persona: sesiones.Identidad | None
) -> rx.event.EventSpec | None:
    """Return what somebody is told whose event is refused, None when it may run."""
    registrado = RegistrationContext.get().event_handlers.get(event.name)
    declarada = None if registrado is None else puerta_de(registrado.handler.fn)
    if registrado is None or declarada is None:
        _log.warning("Refused: the handler %.200r declares no door", event.name)
        return _NO_SE_ENTIENDE
    if declarada.rol is not None and persona is None:
        return rx.redirect(_entrada(raiz))
    if declarada.rol is not None and persona and not persona.rol.alcanza(declarada.rol):
        return _no_alcanza(persona)
    try:
        comprobar(registrado.handler, event.payload)
    except ArgumentosAjenos:
        _log.warning("Refused: arguments that %.200r does not take", event.name)
        return _NO_SE_ENTIENDE
    return None


_NO_SE_ENTIENDE = rx.toast.error(
    "No se entendió lo que pidió la página.",
    description="Actualice la página e intente de nuevo.",
    id="porteria",
)


def _no_alcanza(persona: sesiones.Identidad) -> rx.event.EventSpec:
    return rx.toast.error(
        f"Su rol en esta cuenta ({persona.rol.etiqueta}) no permite hacer eso.",
        description="Pida a un propietario de la cuenta que lo cambie.",
        id="porteria",
    )


def _entrada(raiz: BaseState) -> str:
    """Return the address of the sign-in that leads back to where the tab is."""
    url = raiz.router.url
    aqui = url.path + (f"?{url.query}" if url.query else "")
    return routes.entrar(destino=aqui)
