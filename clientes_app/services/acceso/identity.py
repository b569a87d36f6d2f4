"""Who calls: the one place where every door learns whose token it is and whether they may.

A door (a socket event, a request, an upload) takes the token out of its own protocol, asks here,
and puts a refusal into its own words. Nothing here knows a protocol.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from clientes_app.domain.roles import Rol
from clientes_app.services.acceso import sesiones
from clientes_app.services.acceso.sesiones import Identity
from clientes_app.services.context import Actor, Origen
from clientes_app.services.errors import ErrorDeServicio, NoEncontrado
from clientes_app.services.resources import shared_engine

# A session may also just run out, which changes nobody's authority.
_KEPT_S = 60.0
_BETWEEN_CHECKS_S = 0.5


class NotSignedIn(ErrorDeServicio):
    """Nobody is signed in, and what was asked for needs somebody."""


class NotAllowed(ErrorDeServicio):
    """The role of `identity` in the account does not suffice."""

    def __init__(self, identity: Identity) -> None:
        super().__init__(identity.rol.value)
        self.identity = identity


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who is signed in: the token they came with, who they are, in which account."""

    token: str
    identity: Identity

    def actor(self, origen: Origen) -> Actor:
        """Return who answers for what is changed through the door `origen`."""
        return Actor(
            cuenta_id=self.identity.cuenta_id,
            quien=self.identity.nombre,
            origen=origen,
            usuario_id=self.identity.usuario_id,
        )


def allow(caller: Caller | None, rol: Rol, *, cuenta_id: int | None = None) -> Caller:
    """Return the caller if they have at least this role in the account.

    The account is `cuenta_id`, and the returned caller works in it; None means the one in which
    the session works. Raises NotSignedIn; NoEncontrado for an account that is not the caller's,
    exactly as for one that does not exist; NotAllowed.
    """
    if caller is None:
        raise NotSignedIn
    identity = caller.identity
    if cuenta_id is not None:
        own = next((cuenta for cuenta in identity.cuentas if cuenta.id == cuenta_id), None)
        if own is None:
            raise NoEncontrado(cuenta_id)
        identity = replace(identity, cuenta_id=own.id, cuenta=own.nombre, rol=own.rol)
    if not identity.rol.alcanza(rol):
        raise NotAllowed(identity)
    return Caller(caller.token, identity)


@dataclass(frozen=True, slots=True)
class _Entry:
    authority: int
    since: float
    caller: Caller


class CallerMemory:
    """Whose the tokens are, remembered for as long as nobody's authority changes.

    Authority has a revision that rises with every change of anybody's session, role, name or
    accounts, so an answer remembered together with it holds while the revision is the same.
    Safe for threads.
    """

    def __init__(
        self,
        read_authority: Callable[[], int],
        read_identity: Callable[[str], Identity | None],
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take the two questions to the database, and a clock in seconds."""
        self._read_authority = read_authority
        self._read_identity = read_identity
        self._clock = clock
        self._lock = threading.Lock()
        self._authority = -1
        self._checked = float("-inf")
        self._entries: dict[str, _Entry] = {}

    def remembered(self, token: str) -> Caller | None:
        """Return whose token it is without asking the database; None when it must be asked.

        An answer may be half a second older than the last change of somebody's authority.
        """
        now = self._clock()
        with self._lock:
            if now - self._checked > _BETWEEN_CHECKS_S:
                # Whoever is told None asks; the others go on with what is known meanwhile.
                self._checked = now
                return None
            return self._known(token, now)

    def find(self, token: str) -> Caller | None:
        """Return whose token it is now, None when it is nobody's. Asks the database."""
        if not token:
            return None
        now = self._clock()
        # The revision first: an identity remembered with one too old is only asked for again.
        self.saw_authority(self._read_authority())
        with self._lock:
            self._checked = now
            authority = self._authority
            known = self._known(token, now)
        if known is not None:
            return known
        identity = self._read_identity(token)
        with self._lock:
            self._entries = {t: e for t, e in self._entries.items() if now - e.since <= _KEPT_S}
            self._entries.pop(token, None)
            if identity is None:
                # Invented tokens are not kept: there is no end of them.
                return None
            caller = Caller(token, identity)
            self._entries[token] = _Entry(authority, now, caller)
            return caller

    def saw_authority(self, revision: int) -> None:
        """Note the revision of authority that somebody has just read."""
        with self._lock:
            if revision > self._authority:
                self._authority, self._checked = revision, self._clock()

    def _known(self, token: str, now: float) -> Caller | None:
        entry = self._entries.get(token)
        fresh = entry and entry.authority == self._authority and now - entry.since <= _KEPT_S
        return entry.caller if entry and fresh else None


callers = CallerMemory(
    lambda: sesiones.autoridad(shared_engine()),
    lambda token: sesiones.identificar(shared_engine(), token),
)
"""Those who call this process."""
