"""Everything that reaches into Reflex's insides, which a new version may change.

Whatever is not offered by `import reflex as rx` is named here and nowhere else; a test holds it.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Final

import reflex as rx
from reflex.app import App
from reflex.experimental.client_state import ClientStateVar
from reflex.istate.manager.memory import StateManagerMemory
from reflex.istate.manager.redis import StateManagerRedis
from reflex.istate.manager.token import BaseStateToken
from reflex.middleware.middleware import Middleware
from reflex.state import BaseState, StateUpdate, _override_base_method
from reflex_base.event import Event, EventHandler, parse_args_spec
from reflex_base.event.context import EventContext
from reflex_base.registry import RegistrationContext
from reflex_base.style import color_mode, resolved_color_mode, set_color_mode
from reflex_base.utils.form import form_data_as_dict
from reflex_base.utils.format import format_event_handler, json_dumps
from reflex_components_core.base.error_boundary import error_boundary
from reflex_components_core.core.banner import has_connection_errors
from reflex_components_core.core.upload import _on_drop_spec
from reflex_components_core.el.elements.inline import A as PlainLink
from reflex_components_sonner.toast import toast_ref

from clientes_app.api.gate import is_own_origin

__all__ = [
    "FAILURE_OF_A_PAGE",
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
    "dropped_files",
    "error_boundary",
    "event_number",
    "forget_tab",
    "form_data_as_dict",
    "frame_of",
    "full_name",
    "has_connection_errors",
    "instead_of",
    "overrides",
    "registered_handler",
    "resolved_color_mode",
    "root_of",
    "set_color_mode",
    "tab_whereabouts",
    "tell_tab",
    "toast_ref",
    "told_as_a_whole",
    "when_a_socket_closes",
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

FAILURE_OF_A_PAGE: Final = (
    f"{_ROOT}.reflex___state____frontend_event_exception_state.handle_frontend_exception"
)
"""The one by which a page tells that a script of it failed."""

HANDLERS_OF_REFLEX: Final = HANDLERS_THAT_OPEN_A_PAGE | frozenset(
    {
        f"{_ROOT}.set_is_hydrated",
        f"{_ROOT}.reflex___state____on_load_internal_state.set_is_hydrated",
        FAILURE_OF_A_PAGE,
    }
)
"""Handlers of Reflex itself that every page needs; they touch nothing of ours."""

overrides = _override_base_method
"""What Reflex asks of a method that replaces one of its own."""


def event_number() -> str:
    """Return the number of the event that this task works on, "" when it works on none.

    It is also known to the handler of exceptions, which runs in a task of its own.
    """
    try:
        return EventContext.get().txid
    except LookupError:
        return ""


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

    Both are "" when there is no such tab, and none is made by asking.
    """
    manager, token = app.state_manager, _token_of(tab)
    if isinstance(manager, StateManagerMemory) and token.cache_key not in manager.states:
        return "", ""
    state = await manager.get_state(token)
    return state.router.headers.cookie, state.router.url.path


def frame_of(app: rx.App, event: rx.event.EventSpec) -> str:
    """Return what goes over the socket when a page is asked to do something."""
    namespace = "" if app.event_namespace is None else app.event_namespace.namespace
    return f"42{namespace},{json_dumps(['event', instead_of(event)])}"


async def tell_tab(app: rx.App, tab: str, event: rx.event.EventSpec) -> None:
    """Have the page of a tab do something that none of its handlers returned."""
    if app.event_namespace is not None:
        await app.event_namespace.emit_update(instead_of(event), tab)


def when_a_socket_closes(app: rx.App, then: Callable[[str], Awaitable[None]]) -> None:
    """Have `then` called with the name of a tab whenever the socket of one has closed."""
    namespace = app.event_namespace
    if namespace is None:
        return
    disconnect = namespace.on_disconnect
    running = set[asyncio.Task[None]]()

    async def call(tab: str) -> None:
        await then(tab)

    def on_disconnect(sid: str, _reason: object = None) -> asyncio.Task | None:
        tab = namespace.sid_to_token.get(sid)
        result = disconnect(sid)
        if tab is not None:
            # The loop itself holds a task only weakly.
            task = asyncio.create_task(call(tab))
            running.add(task)
            task.add_done_callback(running.discard)
        return result

    namespace.on_disconnect = on_disconnect


async def forget_tab(app: rx.App, tab: str, *, unless: Callable[[BaseState], bool]) -> bool:
    """Drop all that is kept of a tab whose socket has closed, and return whether nothing is left.

    It stays while it has a socket again, while something is still done for it, and where `unless`
    says so of the root of its states.
    """
    namespace, processor = app.event_namespace, app.event_processor
    if namespace is None or await namespace._token_manager.is_token_connected(tab):  # noqa: SLF001 (no public name)
        return True
    token, manager = _token_of(tab), app.state_manager
    if isinstance(manager, StateManagerMemory):
        state = manager.states.get(token.cache_key)
        if state is None or unless(state):
            return True
        lock = manager._states_locks.get(token.lock_key)  # noqa: SLF001 (no public name)
        if tab in processor._token_queues or (lock is not None and lock.locked()):  # noqa: SLF001 (no public name)
            return False
        manager._purge_token(token)  # noqa: SLF001 (no public name)
    elif isinstance(manager, StateManagerRedis):
        state = await manager.get_state(token)
        if not unless(state):
            await manager.redis.delete(*(token._state_key(cls) for cls in _classes(type(state))))  # noqa: SLF001 (no public name)
    return True


def _token_of(tab: str) -> BaseStateToken:
    return BaseStateToken(ident=tab, cls=rx.State)


def _classes(cls: type[BaseState]) -> list[type[BaseState]]:
    """Return a class of states and all that stand below it."""
    return [cls, *(one for below in cls.get_substates() for one in _classes(below))]


def accept_own_origin_only(app: rx.App) -> None:
    """Refuse sockets that are opened by a page of somebody else's."""
    if app.sio is not None:
        # Its own check believes whatever `X-Forwarded-Host` and `-Proto` say.
        app.sio.eio.cors_allowed_origins = lambda origin, environ: is_own_origin(
            origin or "", environ.get("HTTP_HOST", "")
        )


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


def dropped_files() -> rx.vars.ArrayVar:
    """Return the files of `on_drop`, for what it calls: of functions of them it takes none."""
    (files, *_), _ = parse_args_spec(_on_drop_spec)
    return files.to(list)
