"""Everything that reaches into Reflex's insides, which a new version may change.

Whatever is not offered by `import reflex as rx` is named here and nowhere else; a test holds it.
"""

from typing import Any, Final

import reflex as rx
from reflex.app import App
from reflex.experimental.client_state import ClientStateVar
from reflex.istate.manager.token import BaseStateToken
from reflex.middleware.middleware import Middleware
from reflex.state import BaseState, StateUpdate, _override_base_method
from reflex_base.event import Event, EventHandler
from reflex_base.registry import RegistrationContext
from reflex_base.style import color_mode, set_color_mode
from reflex_base.utils.form import form_data_as_dict
from reflex_base.utils.format import format_event_handler
from reflex_components_core.base.error_boundary import error_boundary
from reflex_components_core.core.banner import has_connection_errors
from reflex_components_core.el.elements.inline import A as PlainLink

__all__ = [
    "HANDLERS_OF_REFLEX",
    "HANDLERS_THAT_OPEN_A_PAGE",
    "App",
    "BaseState",
    "ClientStateVar",
    "Event",
    "EventHandler",
    "Middleware",
    "PlainLink",
    "StateUpdate",
    "accept_own_origin_only",
    "color_mode",
    "error_boundary",
    "form_data_as_dict",
    "full_name",
    "has_connection_errors",
    "instead_of",
    "overrides",
    "registered_handler",
    "root_of",
    "set_color_mode",
    "tab_whereabouts",
    "told_as_a_whole",
]

_ROOT: Final = "reflex___state____state"

HANDLERS_THAT_OPEN_A_PAGE: Final = frozenset(
    {
        f"{_ROOT}.hydrate",
        f"{_ROOT}.hydrate_and_load",
        f"{_ROOT}.reflex___state____on_load_internal_state.on_load_internal",
    }
)
"""Those of Reflex that run first when a page is loaded, led to, or connected again."""

HANDLERS_OF_REFLEX: Final = HANDLERS_THAT_OPEN_A_PAGE | frozenset(
    {
        f"{_ROOT}.set_is_hydrated",
        f"{_ROOT}.reflex___state____on_load_internal_state.set_is_hydrated",
        f"{_ROOT}.reflex___state____frontend_event_exception_state.handle_frontend_exception",
    }
)
"""Handlers of Reflex itself that every page needs; they touch nothing of ours."""

overrides = _override_base_method
"""What Reflex asks of a method that replaces one of its own."""


def root_of(state: BaseState) -> BaseState:
    """Return the root of the states of a tab."""
    return state._get_root_state()  # noqa: SLF001 (Reflex has no public name for it)


def registered_handler(name: str) -> EventHandler | None:
    """Return the handler that the page calls by this name, None when there is none."""
    registered = RegistrationContext.get().event_handlers.get(name)
    return None if registered is None else registered.handler


def full_name(handler: EventHandler) -> str:
    """Return the name by which the page calls a handler."""
    return format_event_handler(handler)


def instead_of(event: rx.event.EventSpec) -> StateUpdate:
    """Return what a middleware answers with to have this event run in place of the handler."""
    return StateUpdate(events=Event.from_event_type(event))


async def tab_whereabouts(app: rx.App, tab: str) -> tuple[str, str]:
    """Return the cookies that a tab's socket was opened with, and the path of its address.

    Both are "" when there is no such tab.
    """
    state = await app.state_manager.get_state(BaseStateToken(ident=tab, cls=rx.State))
    return state.router.headers.cookie, state.router.url.path


def accept_own_origin_only(app: rx.App) -> None:
    """Refuse sockets that are opened by a page of somebody else's."""
    if app.sio is not None:
        # An empty list would let any page of the web open our socket: None allows the own origin.
        app.sio.eio.cors_allowed_origins = None


def told_as_a_whole(
    state: rx.State, everything: dict[str, Any], *, knows: bool, initial: bool
) -> dict[str, Any]:
    """Return what a state says of itself when a page connects: nothing while it knows nothing.

    When a connection comes back, Reflex first sends the whole state. After a restart of the server
    that is a state in which nothing was ever opened or read: a page with rows and an open drawer
    would go blank, and lose focus, scroll and typed text, a moment before the handlers of the page
    fill it again. A state that overrides `dict` by this says nothing until its handlers have
    spoken; they must then set every var, also one that has its default (`set_all`).

    `everything` is what Reflex would tell; `initial` is the telling that is built into the page.
    """
    if knows or initial:
        return everything
    return {name: vars_ for name, vars_ in everything.items() if name != state.get_full_name()}
