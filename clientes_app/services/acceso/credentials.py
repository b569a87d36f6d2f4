"""Passwords, tokens, and the growing delay for who does not know them.

Passwords are kept as argon2id hashes with the library's current parameters; tokens are random
and kept as SHA-256, which suffices for what cannot be guessed.
"""

import hashlib
import ipaddress
import math
import os
import secrets
import threading
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from clientes_app.domain.usuario import clave_normal, email_para_buscar
from clientes_app.services.errors import CredencialesInvalidas, DemasiadosIntentos
from clientes_app.storage.acceso.attempts import IntentoRepository
from clientes_app.storage.acceso.usuarios import UsuarioGuardado, UsuarioRepository
from clientes_app.storage.db.base import Engine, Session
from clientes_app.storage.db.column_types import ahora
from clientes_app.storage.db.engine import read_transaction, write_transaction

OLVIDO = timedelta(hours=24)
"""After so long without a try the failures are forgotten."""

_LIBRES = 3
_PRIMERA_DEMORA = timedelta(seconds=5)
_DEMORA_MAXIMA = timedelta(minutes=15)
_DUPLICACIONES = 10
_RED_DE_CASA = 64

_cifrador = PasswordHasher()
# Each hash takes 64 MiB for a moment: a flood of them must not take the machine's memory.
_turnos = threading.BoundedSemaphore(max(2, os.cpu_count() or 1))


@dataclass(frozen=True, slots=True)
class PasswordProof:
    """Somebody proved who they are; `asentar` must follow in the transaction that relies on it."""

    usuario: UsuarioGuardado
    intento: str
    cifra_nueva: str


def nueva_ficha() -> str:
    """Return a token for a session or a link: 256 random bits, fit for an address."""
    return secrets.token_urlsafe(32)


def huella(ficha: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(ficha.encode("utf-8", "surrogatepass")).hexdigest()


def cifrar(clave: str) -> str:
    """Return the hash of a password that `problemas_de_clave` admits."""
    with _turnos:
        return _cifrador.hash(clave_normal(clave) or "")


def es_la_suya(usuario: UsuarioGuardado, clave: str) -> bool:
    """Whether a user has that password already. For who is trusted: nothing slows it down."""
    return bool(usuario.clave) and _coincide(usuario.clave, clave_normal(clave) or "")


def comprobar(engine: Engine, *, email: str, clave: str, direccion: str) -> PasswordProof:
    """Check the password of a user, in the same time and words for users that do not exist.

    Raises CredencialesInvalidas and, before anything is checked, DemasiadosIntentos.
    """
    normal = email_para_buscar(email)
    intento = _clave_de_intento(normal or email.casefold(), direccion)
    _exigir_turno(engine, intento)
    senuelo = _senuelo()
    with read_transaction(engine) as tx:
        usuario = UsuarioRepository(tx).por_email(normal)
    tecleada = clave_normal(clave)
    guardada = usuario.clave if usuario is not None else ""
    coincide = _coincide(guardada or senuelo, tecleada or "")
    if usuario is None or not guardada or tecleada is None or not coincide:
        raise CredencialesInvalidas
    vieja = _cifrador.check_needs_rehash(guardada)
    return PasswordProof(usuario, intento, cifrar(clave) if vieja else "")


def asentar(tx: Session, prueba: PasswordProof) -> None:
    """Clear the failures and renew an old hash; raises CredencialesInvalidas.

    The latter when the password was changed since it was checked: a reset that closes all
    sessions must not miss one that is being opened.
    """
    usuarios = UsuarioRepository(tx)
    actual = usuarios.bloquear(prueba.usuario.id)
    if actual is None or actual.clave != prueba.usuario.clave:
        raise CredencialesInvalidas
    if prueba.cifra_nueva:
        usuarios.cambiar(actual.id, clave=prueba.cifra_nueva)
    IntentoRepository(tx).perdonar(prueba.intento)


def perdonar(tx: Session, *, email: str, direccion: str) -> None:
    """Forget the failures of who has just set a new password, in the caller's transaction."""
    IntentoRepository(tx).perdonar(_clave_de_intento(email, direccion))


def demora(fallos: int) -> timedelta:
    """Return how long to wait after so many failures: nothing, then 5 s, 10 s … 15 minutes."""
    if fallos < _LIBRES:
        return timedelta()
    return min(_DEMORA_MAXIMA, _PRIMERA_DEMORA * 2 ** min(fallos - _LIBRES, _DUPLICACIONES))


def _exigir_turno(engine: Engine, intento: str) -> None:
    # Counted as failed before it is known: a hundred tries at once are a hundred tries.
    with write_transaction(engine) as tx:
        espera = IntentoRepository(tx).contar(
            intento, momento=ahora(), olvido=OLVIDO, demora=demora
        )
    if espera:
        raise DemasiadosIntentos(math.ceil(espera.total_seconds()))


def _clave_de_intento(email: str, direccion: str) -> str:
    return huella(f"{email}\0{_red(direccion)}")


def _red(direccion: str) -> str:
    """Return the address, or of IPv6 its network: a single machine has 2**64 of those."""
    try:
        ip = ipaddress.ip_address(direccion.strip().partition("%")[0])
    except ValueError:
        return direccion
    if isinstance(ip, ipaddress.IPv4Address):
        return str(ip)
    if ip.ipv4_mapped is not None:
        return str(ip.ipv4_mapped)
    return str(ipaddress.ip_network((ip, _RED_DE_CASA), strict=False))


@cache
def _senuelo() -> str:
    """Return the hash that the passwords of users who do not exist are checked against."""
    return cifrar(nueva_ficha())


def _coincide(cifra: str, clave: str) -> bool:
    with _turnos:
        try:
            return _cifrador.verify(cifra, clave)
        except (VerificationError, InvalidHashError):
            return False
