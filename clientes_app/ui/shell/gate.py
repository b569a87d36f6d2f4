"""The gate before every handler: who calls, may they, and with what.

Reflex asks this middleware before it runs any handler, with the state of the tab locked. What
comes from the socket is trusted in nothing: the session is looked up by the cookie with which the
socket was opened, and a tab that was somebody else's is emptied before anybody sees it.
"""

import logging

import reflex as rx

from clientes_app import routes
from clientes_app.services.acceso.cookie import session_token
from clientes_app.services.acceso.identity import Caller, NotAllowed, NotSignedIn, allow
from clientes_app.ui.shell.arguments import ForeignArguments, check_arguments
from clientes_app.ui.shell.caller import find_caller, reload_page, set_caller
from clientes_app.ui.shell.guard import permission_of
from clientes_app.ui.shell.reflex_internals import (
    HANDLERS_OF_REFLEX,
    App,
    BaseState,
    Event,
    Middleware,
    StateUpdate,
    instead_of,
    registered_handler,
    root_of,
)
from clientes_app.ui.shell.tab import TabState

_log = logging.getLogger(__name__)


class Gate(Middleware):
    """Refuses what is not declared, not signed in, not allowed or not understood."""

    async def preprocess(self, app: App, state: BaseState, event: Event) -> StateUpdate | None:
        """Return None to let a handler run, else what the tab is told instead."""
        del app
        set_caller(None)
        root = root_of(state)
        tab = await state.get_state(TabState)
        token = session_token(root.router.headers.cookie)
        caller = await find_caller(token) if token else None
        is_theirs = tab._belongs_to(caller)  # noqa: SLF001 (not a handler, hence the underscore)
        if not is_theirs:
            root.reset()
        tab._show(caller)  # noqa: SLF001 (the same)
        if event.name in HANDLERS_OF_REFLEX:
            return None
        refusal = reload_page() if not is_theirs else _refusal(root, event, caller)
        if refusal is not None:
            return instead_of(refusal)
        set_caller(caller)
        return None


def _refusal(root: BaseState, event: Event, caller: Caller | None) -> rx.event.EventSpec | None:
    """Return what somebody is told whose event is refused, None when it may run."""
    handler = registered_handler(event.name)
    permission = None if handler is None else permission_of(handler.fn)
    if handler is None or permission is None:
        _log.warning("Refused: the handler %.200r declares no permission", event.name)
        return _NOT_UNDERSTOOD
    try:
        if permission.rol is not None:
            allow(caller, permission.rol)
        check_arguments(handler, event.payload)
    except NotSignedIn:
        return rx.redirect(_sign_in(root))
    except NotAllowed as error:
        return _not_allowed(error)
    except ForeignArguments:
        _log.warning("Refused: arguments that %.200r does not take", event.name)
        return _NOT_UNDERSTOOD
    return None


_NOT_UNDERSTOOD = rx.toast.error(
    "No se entendió lo que pidió la página.",
    description="Actualice la página e intente de nuevo.",
    id="gate",
)


def _not_allowed(error: NotAllowed) -> rx.event.EventSpec:
    return rx.toast.error(
        f"Su rol en esta cuenta ({error.identity.rol.etiqueta}) no permite hacer eso.",
        description="Pida a un propietario de la cuenta que lo cambie.",
        id="gate",
    )


def _sign_in(root: BaseState) -> str:
    """Return the address of the sign-in that leads back to where the tab is."""
    url = root.router.url
    here = url.path + (f"?{url.query}" if url.query else "")
    return routes.entrar(destino=here)
