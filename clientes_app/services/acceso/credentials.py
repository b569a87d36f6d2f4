"""Passwords, tokens, and the growing delay for who does not know them.

Passwords are kept as argon2id hashes with the library's current parameters; tokens are random
and kept as SHA-256, which suffices for what cannot be guessed.
"""

import hashlib
import ipaddress
import math
import os
import secrets
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from clientes_app.domain.usuario import clave_normal, email_para_buscar
from clientes_app.services.errors import CredencialesInvalidas, DemasiadosIntentos
from clientes_app.storage.acceso.attempts import IntentoRepository
from clientes_app.storage.acceso.navegadores import NavegadorRepository
from clientes_app.storage.acceso.usuarios import UsuarioGuardado, UsuarioRepository
from clientes_app.storage.db.base import Engine, Session
from clientes_app.storage.db.column_types import utc_now
from clientes_app.storage.db.engine import read_transaction, write_transaction

FORGET_AFTER = timedelta(hours=24)
"""After so long without a try the failures are forgotten."""

KNOWN_FOR = timedelta(days=400)
"""A browser in which nobody signed in for so long is a strange one again."""

_FREE_TRIES = 3
_FIRST_DELAY = timedelta(seconds=5)
_LONGEST_DELAY = timedelta(minutes=15)
_DOUBLINGS = 10
_HOME_NETWORK_BITS = 64

_CORES_OF_A_HASH = 4
_NICENESS = 5

_hasher = PasswordHasher()


@dataclass(frozen=True, slots=True)
class Browser:
    """What a browser brings along to sign in, each "" when it brings none.

    `token` says that it is known from before, `next` is what says so from now on, and `session`
    is the token of the session that it had until now.
    """

    token: str = ""
    next: str = ""
    session: str = ""


UNKNOWN_BROWSER = Browser()
"""One that brings nothing along, and is given nothing either."""


@dataclass(frozen=True, slots=True)
class PasswordProof:
    """Somebody proved who they are; `settle` must follow in the transaction that relies on it."""

    usuario: UsuarioGuardado
    intento: str
    new_hash: str


def new_token() -> str:
    """Return a token for a session or a link: 256 random bits, fit for an address."""
    return secrets.token_urlsafe(32)


def fingerprint(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def hash_clave(clave: str) -> str:
    """Return the hash of a password that `problemas_de_clave` admits."""
    return _hashing_threads().submit(_hasher.hash, clave_normal(clave) or "").result()


def has_clave(usuario: UsuarioGuardado, clave: str) -> bool:
    """Whether a user has that password already. For who is trusted: nothing slows it down."""
    return bool(usuario.clave) and _matches(usuario.clave, clave_normal(clave) or "")


def check_clave(
    engine: Engine,
    *,
    email: str,
    clave: str,
    direccion: str,
    browser: Browser = UNKNOWN_BROWSER,
) -> PasswordProof:
    """Check the password of a user, in the same time and words for users that do not exist.

    A browser in which that user has signed in before is counted by itself: whoever guesses from
    the same address, or pretends to, cannot make it wait.
    Raises CredencialesInvalidas and, before anything is checked, DemasiadosIntentos.
    """
    normal = email_para_buscar(email)
    intento = _try_key(normal or email.casefold(), _place(engine, normal, direccion, browser))
    _count_try(engine, intento)
    senuelo = _decoy()
    with read_transaction(engine) as tx:
        usuario = UsuarioRepository(tx).por_email(normal)
    tecleada = clave_normal(clave)
    guardada = usuario.clave if usuario is not None else ""
    coincide = _matches(guardada or senuelo, tecleada or "")
    if usuario is None or not guardada or tecleada is None or not coincide:
        raise CredencialesInvalidas
    vieja = _hasher.check_needs_rehash(guardada)
    return PasswordProof(usuario, intento, hash_clave(clave) if vieja else "")


def settle(tx: Session, proof: PasswordProof) -> None:
    """Clear the failures and renew an old hash; raises CredencialesInvalidas.

    The latter when the password was changed since it was checked: a reset that closes all
    sessions must not miss one that is being opened.
    """
    usuarios = UsuarioRepository(tx)
    actual = usuarios.bloquear(proof.usuario.id)
    if actual is None or actual.clave != proof.usuario.clave:
        raise CredencialesInvalidas
    if proof.new_hash:
        usuarios.cambiar(actual.id, clave=proof.new_hash)
    IntentoRepository(tx).perdonar(proof.intento)


def perdonar(tx: Session, *, email: str, direccion: str) -> None:
    """Forget the failures of who has just set a new password, in the caller's transaction."""
    IntentoRepository(tx).perdonar(_try_key(email, _network(direccion)))


def delay(fallos: int) -> timedelta:
    """Return how long to wait after so many failures: nothing, then 5 s, 10 s … 15 minutes."""
    if fallos < _FREE_TRIES:
        return timedelta()
    return min(_LONGEST_DELAY, _FIRST_DELAY * 2 ** min(fallos - _FREE_TRIES, _DOUBLINGS))


def _count_try(engine: Engine, intento: str) -> None:
    # Counted as failed before it is known: a hundred tries at once are a hundred tries.
    with write_transaction(engine) as tx:
        espera = IntentoRepository(tx).contar(
            intento, momento=utc_now(), forget_after=FORGET_AFTER, delay=delay
        )
    if espera:
        raise DemasiadosIntentos(math.ceil(espera.total_seconds()))


def _place(engine: Engine, email: str, direccion: str, browser: Browser) -> str:
    """Return from where somebody tries: a browser of theirs, else their network."""
    if browser.token and email:
        with read_transaction(engine) as tx:
            known = NavegadorRepository(tx).de_email(fingerprint(browser.token), email)
        if known is not None:
            return f"browser {known}"
    return _network(direccion)


def _try_key(email: str, place: str) -> str:
    return fingerprint(f"{email}\0{place}")


def _network(direccion: str) -> str:
    """Return the address, or of IPv6 its network: a single machine has 2**64 of those."""
    try:
        ip = ipaddress.ip_address(direccion.strip().partition("%")[0])
    except ValueError:
        return direccion
    if isinstance(ip, ipaddress.IPv4Address):
        return str(ip)
    if ip.ipv4_mapped is not None:
        return str(ip.ipv4_mapped)
    return str(ipaddress.ip_network((ip, _HOME_NETWORK_BITS), strict=False))


@cache
def _decoy() -> str:
    """Return the hash that the passwords of users who do not exist are checked against."""
    return hash_clave(new_token())


def _matches(hashed: str, clave: str) -> bool:
    try:
        return _hashing_threads().submit(_hasher.verify, hashed, clave).result()
    except (VerificationError, InvalidHashError):
        return False


@cache
def _hashing_threads() -> ThreadPoolExecutor:
    """Return the few threads in which passwords are hashed, whoever asks.

    A hash is at work on four cores and takes 64 MiB for a moment: a flood of them must take
    neither the memory nor the processors of the machine.
    """
    return ThreadPoolExecutor(
        max_workers=max(1, (os.cpu_count() or 1) // _CORES_OF_A_HASH),
        thread_name_prefix="hash",
        initializer=_yield_to_pages,
    )


def _yield_to_pages() -> None:
    """Let whoever serves pages have a processor before this thread, and those that it starts."""
    if sys.platform == "linux":
        # Elsewhere a thread has no niceness of its own (setpriority(2), "C library differences").
        thread = threading.get_native_id()
        with suppress(OSError):
            now = os.getpriority(os.PRIO_PROCESS, thread)
            os.setpriority(os.PRIO_PROCESS, thread, max(now, _NICENESS))
