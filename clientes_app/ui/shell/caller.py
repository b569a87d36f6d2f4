"""For whom a handler acts: `gate` says it before the handler runs, never the page."""

from contextvars import ContextVar

import reflex as rx

from clientes_app import routes
from clientes_app.live.threads import in_thread
from clientes_app.services.acceso.identity import (
    Caller,
    NotSignedIn,
    SignedIn,
    callers,
    enter,
)
from clientes_app.services.context import Actor, Origen
from clientes_app.services.errors import NoEncontrado

_current: ContextVar[Caller | None] = ContextVar("caller", default=None)


def set_caller(caller: Caller | None) -> None:
    """Say for whom this task acts from here on."""
    _current.set(caller)


def current_caller() -> Caller:
    """Return for whom this task acts. Raises NotSignedIn."""
    caller = _current.get()
    if caller is None:
        raise NotSignedIn
    return caller


def current_cuenta_id() -> int:
    """Return the id of the account whose data this tab may see. Raises NotSignedIn."""
    return current_caller().cuenta.id


def current_actor(origen: Origen = "formulario") -> Actor:
    """Return who answers for what this tab changes. Raises NotSignedIn."""
    return current_caller().actor(origen)


async def find_signed_in(token: str) -> SignedIn | None:
    """Return whose token it is, None when it is nobody's."""
    return callers.remembered(token) or await in_thread(callers.find, token)


async def caller_at(signed_in: SignedIn | None, address: str) -> Caller | None:
    """Return somebody as a caller in the account of an address; None where they have none."""
    named = routes.cuenta_en(address)
    if signed_in is None or named is None:
        return None
    return signed_in.named(named[0]) or await in_thread(_enter_anew, signed_in.token, named[0])


def _enter_anew(token: str, nombre_corto: str) -> Caller | None:
    # What is remembered of somebody may not know an account yet that they were let into just now.
    try:
        return enter(callers.find(token), nombre_corto)
    except (NotSignedIn, NoEncontrado):
        return None


async def is_unchanged(authority: int = -1) -> bool:
    """Whether whoever this task acts for may do what they could: session, account, role.

    For handlers that go on for as long as a page is open; when it is no longer so they return
    `reload_page()`. `authority` is the revision of everybody's authority, if that was just read.
    """
    current = current_caller()
    callers.saw_authority(authority)
    signed_in = await find_signed_in(current.token)
    now = None if signed_in is None else signed_in.numbered(current.cuenta.id)
    return now is not None and now.authority == current.authority


def reload_page() -> rx.event.EventSpec:
    """Load the page anew: what may be seen now is decided there from the start."""
    return rx.call_script("location.reload()")
