"""The gate before every handler: who calls, may they, and with what.

Reflex asks this middleware before it runs any handler, with the state of the tab locked. What
comes from the socket is trusted in nothing: the session is looked up by the cookie with which the
socket was opened, and a tab that was somebody else's is emptied before anybody sees it.

The account is that of the tab's address, if it is one of theirs. It is taken here, once, from
`router.url.path` and from nothing else that the page says of its address, and carried by `caller`:
a background handler would read where the tab is by then.
"""

import logging

import reflex as rx

from clientes_app import routes
from clientes_app.services.acceso.cookie import session_token
from clientes_app.services.acceso.identity import (
    Caller,
    NotAllowed,
    SignedIn,
    allow,
)
from clientes_app.ui.shell.arguments import ForeignArguments, check_arguments
from clientes_app.ui.shell.caller import caller_at, find_signed_in, reload_page, set_caller
from clientes_app.ui.shell.guard import permission_of
from clientes_app.ui.shell.measured_handlers import count_refusal
from clientes_app.ui.shell.reflex_internals import (
    FAILURE_OF_A_PAGE,
    HANDLERS_OF_REFLEX,
    HANDLERS_THAT_OPEN_A_PAGE,
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

# Reflex looks for patterns in what a page tells of its failure, at a cost that grows with the
# square of its length.
_LONGEST_FAILURE = 2_000


class Gate(Middleware):
    """Refuses what is not declared, not signed in, not allowed or not understood."""

    async def preprocess(self, app: App, state: BaseState, event: Event) -> StateUpdate | None:
        """Return None to let a handler run, else what the tab is told instead."""
        del app
        set_caller(None)
        root = root_of(state)
        tab = await state.get_state(TabState)
        token = session_token(root.router.headers.cookie)
        signed_in = await find_signed_in(token) if token else None
        path = root.router.url.path
        caller = await caller_at(signed_in, path)
        is_theirs = tab._belongs_to(signed_in, caller)  # noqa: SLF001 (no handler, hence the underscore)
        if not is_theirs:
            root.reset()
        tab._show(signed_in, caller)  # noqa: SLF001 (the same)
        if event.name in HANDLERS_THAT_OPEN_A_PAGE:
            is_lost = (
                signed_in is not None and caller is None and routes.cuenta_en(path) is not None
            )
            tab.falta = "cuenta" if is_lost else ""
        if event.name in HANDLERS_OF_REFLEX:
            return _refusal_of_reflex(event)
        if not is_theirs:
            count_refusal(event.name)
            return instead_of(reload_page())
        refusal = _refusal(root, event, signed_in, caller)
        if refusal is None:
            set_caller(caller)
        else:
            count_refusal(event.name)
        return refusal


def _refusal_of_reflex(event: Event) -> StateUpdate | None:
    """Return what a page is told that calls a handler of Reflex in a way that ours never do."""
    handler = registered_handler(event.name)
    try:
        if handler is not None:
            check_arguments(handler, event.payload)
    except ForeignArguments:
        _log.warning("Refused: arguments that %.200r does not take", event.name)
        return StateUpdate()
    if event.name == FAILURE_OF_A_PAGE:
        event.payload.update(
            {name: str(told)[:_LONGEST_FAILURE] for name, told in event.payload.items()}
        )
    return None


def _refusal(
    root: BaseState, event: Event, signed_in: SignedIn | None, caller: Caller | None
) -> StateUpdate | None:
    """Return what somebody is told whose event is refused, None when it may run."""
    handler = registered_handler(event.name)
    permission = None if handler is None else permission_of(handler.fn)
    if handler is None or permission is None:
        _log.warning("Refused: the handler %.200r declares no permission", event.name)
        return instead_of(NOT_UNDERSTOOD)
    try:
        if permission.rol is not None:
            if signed_in is None:
                return instead_of(rx.redirect(_sign_in(root)))
            if caller is None:
                # The page says already that the account is not there.
                return StateUpdate()
            allow(caller, permission.rol)
        check_arguments(handler, event.payload)
    except NotAllowed as error:
        return instead_of(_not_allowed(error))
    except ForeignArguments:
        _log.warning("Refused: arguments that %.200r does not take", event.name)
        return instead_of(NOT_UNDERSTOOD)
    return None


NOT_UNDERSTOOD = rx.toast.error(
    "No se entendió lo que pidió la página.",
    description="Actualice la página e intente de nuevo.",
    id="gate",
)


def _not_allowed(error: NotAllowed) -> rx.event.EventSpec:
    return rx.toast.error(
        f"Su rol en esta cuenta ({error.caller.cuenta.rol.etiqueta}) no permite hacer eso.",
        description="Pida a un propietario de la cuenta que lo cambie.",
        id="gate",
    )


def _sign_in(root: BaseState) -> str:
    """Return the address of the sign-in that leads back to where the tab is."""
    url = root.router.url
    here = url.path + (f"?{url.query}" if url.query else "")
    return routes.entrar(destino=here)
