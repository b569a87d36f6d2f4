"""Who calls: the one place where every door learns whose token it is and whether they may.

A door (a socket event, a request, an upload) takes the token out of its own protocol, asks here,
and puts a refusal into its own words. Nothing here knows a protocol.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from clientes_app.domain.roles import Rol
from clientes_app.domain.usuario import nombre_visible
from clientes_app.services.acceso import cuentas, sesiones
from clientes_app.services.acceso.sesiones import CuentaDeUsuario, Identity
from clientes_app.services.context import Actor, Origen
from clientes_app.services.errors import ErrorDeServicio, NoEncontrado
from clientes_app.services.resources import shared_engine

# A session may also just run out, which changes nobody's authority.
_KEPT_S = 60.0
_BETWEEN_CHECKS_S = 0.5


class NotSignedIn(ErrorDeServicio):
    """Nobody is signed in, and what was asked for needs somebody."""


class NotAllowed(ErrorDeServicio):
    """The role of the caller in the account does not suffice."""

    def __init__(self, caller: "Caller") -> None:
        super().__init__(caller.cuenta.rol.value)
        self.caller = caller


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who is signed in and calls in one of their accounts."""

    token: str
    identity: Identity
    cuenta: CuentaDeUsuario

    @property
    def authority(self) -> tuple[int, int, Rol]:
        """What says what they may do here; how they and the account are called does not."""
        return self.identity.sesion_id, self.cuenta.id, self.cuenta.rol

    @property
    def nombre(self) -> str:
        """How the others in the account are told of them."""
        yo = self.identity
        return nombre_visible(yo.nombre, yo.email, hay_tocayo=self.cuenta.hay_tocayo)

    def actor(self, origen: Origen) -> Actor:
        """Return who answers for what is changed through the door `origen`."""
        return Actor(
            cuenta_id=self.cuenta.id,
            quien=self.nombre,
            origen=origen,
            usuario_id=self.identity.usuario_id,
        )


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody who is signed in: the token they came with, and who they are.

    In which account they call is said by the address alone: see `enter`.
    """

    token: str
    identity: Identity

    def named(self, nombre_corto: str) -> Caller | None:
        """Return them as a caller in their account that has this short name now, else None."""
        return self._in(lambda cuenta: cuenta.nombre_corto == nombre_corto)

    def numbered(self, cuenta_id: int) -> Caller | None:
        """Return them as a caller in their account of this id, else None."""
        return self._in(lambda cuenta: cuenta.id == cuenta_id)

    def _in(self, is_meant: Callable[[CuentaDeUsuario], bool]) -> Caller | None:
        own = next(filter(is_meant, self.identity.cuentas), None)
        return None if own is None else Caller(self.token, self.identity, own)


def enter(signed_in: SignedIn | None, nombre_corto: str) -> Caller:
    """Return the caller in the account that has this short name, or had it before.

    Asks the database only for a name that none of their accounts has now. Raises NotSignedIn, and
    NoEncontrado for an account that is not theirs, exactly as for one that does not exist.
    """
    if signed_in is None:
        raise NotSignedIn
    caller = signed_in.named(nombre_corto)
    if caller is None:
        cuenta_id = cuentas.de_nombre_corto(shared_engine(), nombre_corto).id
        caller = signed_in.numbered(cuenta_id)
    if caller is None:
        raise NoEncontrado(nombre_corto)
    return caller


def allow(caller: Caller, rol: Rol) -> Caller:
    """Return the caller if they have at least this role in the account. Raises NotAllowed."""
    if not caller.cuenta.rol.alcanza(rol):
        raise NotAllowed(caller)
    return caller


@dataclass(frozen=True, slots=True)
class _Entry:
    authority: int
    since: float
    signed_in: SignedIn


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

    def remembered(self, token: str) -> SignedIn | None:
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

    def find(self, token: str) -> SignedIn | None:
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
            signed_in = SignedIn(token, identity)
            self._entries[token] = _Entry(authority, now, signed_in)
            return signed_in

    def saw_authority(self, revision: int) -> None:
        """Note the revision of authority that somebody has just read."""
        with self._lock:
            if revision > self._authority:
                self._authority, self._checked = revision, self._clock()

    def _known(self, token: str, now: float) -> SignedIn | None:
        entry = self._entries.get(token)
        fresh = entry and entry.authority == self._authority and now - entry.since <= _KEPT_S
        return entry.signed_in if entry and fresh else None


callers = CallerMemory(
    lambda: sesiones.autoridad(shared_engine()),
    lambda token: sesiones.identificar(shared_engine(), token),
)
"""Those who call this process."""
