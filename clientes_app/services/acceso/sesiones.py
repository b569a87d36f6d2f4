"""Who is at the other end: sign in, be recognised, sign out; the account used last.

Whatever `identificar` says of a token changes only together with `autoridad`, but for time that
runs out: who remembers an answer together with that number, for minutes at most, may rely on it.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from clientes_app.domain.roles import Rol
from clientes_app.domain.texto import limpiar as texto_limpio
from clientes_app.domain.texto import visible
from clientes_app.services.acceso import credentials
from clientes_app.services.acceso.credentials import (
    UNKNOWN_BROWSER,
    Browser,
    fingerprint,
    new_token,
)
from clientes_app.services.errors import NoEncontrado, SinCuentas
from clientes_app.storage.acceso.attempts import IntentoRepository
from clientes_app.storage.acceso.authority import AutoridadRepository
from clientes_app.storage.acceso.enlaces import EnlaceRepository
from clientes_app.storage.acceso.miembros import MiembroRepository
from clientes_app.storage.acceso.navegadores import NavegadorRepository
from clientes_app.storage.acceso.sesiones import SesionAbierta, SesionRepository
from clientes_app.storage.acceso.usuarios import CuentaDeUsuario, UsuarioRepository, por_nombre
from clientes_app.storage.db.base import DatabaseFault, Engine, Session
from clientes_app.storage.db.column_types import is_id, utc_now
from clientes_app.storage.db.engine import (
    read_transaction,
    write_transaction,
    write_transaction_without_waiting,
)

__all__ = [
    "CuentaDeUsuario",
    "Identity",
    "SesionAbierta",
    "abiertas",
    "abrir",
    "apuntar_uso",
    "autoridad",
    "cerrar",
    "entrar",
    "identificar",
    "limpiar",
    "salir",
    "salir_de_todas",
    "ultima_cuenta",
]

OCIO = timedelta(days=14)
"""A session ends when it is not used for so long."""

DURACION = timedelta(days=90)
"""A session ends after so long, however much it is used."""

ENTRE_APUNTES = timedelta(minutes=10)
"""How seldom it is written down that a session, or an account, is used."""

_AGENTE_MAXIMO = 200


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a session belongs to, and all accounts of that user, by name; there is at least one."""

    sesion_id: int
    usuario_id: int
    nombre: str
    email: str
    cuentas: tuple[CuentaDeUsuario, ...]


def entrar(  # noqa: PLR0913 (who comes, and from where)
    engine: Engine,
    *,
    email: str,
    clave: str,
    direccion: str,
    agente: str = "",
    browser: Browser = UNKNOWN_BROWSER,
) -> str:
    """Open a session and return its token, the only copy of it.

    `direccion` is where the request comes from, `agente` what the browser says that it is; the
    session that it had until now ends.
    Raises CredencialesInvalidas, SinCuentas (which is one, too) and DemasiadosIntentos.
    """
    proof = credentials.check_clave(
        engine, email=email, clave=clave, direccion=direccion, browser=browser
    )
    with write_transaction(engine) as tx:
        if browser.session:
            AutoridadRepository(tx).subir()
        credentials.settle(tx, proof)
        if UsuarioRepository(tx).cuentas(proof.usuario.id):
            return abrir(tx, proof.usuario.id, agente=agente, browser=browser)
    raise SinCuentas


def abrir(
    tx: Session,
    usuario_id: int,
    *,
    agente: str,
    cuenta_id: int | None = None,
    browser: Browser = UNKNOWN_BROWSER,
) -> str:
    """Open a session of a user who has proved who they are, in the caller's transaction.

    It leads to `cuenta_id`, else to the account that the user used last. The session that the
    browser had ends: for that the caller has raised authority.
    """
    token, momento = new_token(), utc_now()
    if browser.session:
        SesionRepository(tx).cerrar(fingerprint(browser.session))
    if browser.next:
        NavegadorRepository(tx).reconocer(
            fingerprint(browser.token),
            usuario_id=usuario_id,
            nueva=fingerprint(browser.next),
            momento=momento,
        )
    SesionRepository(tx).crear(
        fingerprint(token),
        usuario_id=usuario_id,
        momento=momento,
        vence_en=momento + OCIO,
        agente=_agente(agente),
    )
    if cuenta_id is not None:
        MiembroRepository(tx, cuenta_id).visto(usuario_id, momento)
    return token


def identificar(engine: Engine, token: str) -> Identity | None:
    """Return whose token it is, or None: unknown, closed, run out, or of nobody's account.

    One query. Every ten minutes it also writes down that the session is used; while somebody
    else writes that is left for the next time.
    """
    momento = utc_now()
    with read_transaction(engine) as tx:
        filas = SesionRepository(tx).por_huella(fingerprint(token), momento)
    if not filas:
        return None
    identidad = _identidad(filas)
    if momento - filas[0]["usada_en"] >= ENTRE_APUNTES:
        with suppress(*DatabaseFault):
            _apuntar(engine, identidad, momento, creada_en=filas[0]["creada_en"])
    return identidad


def ultima_cuenta(engine: Engine, identidad: Identity) -> CuentaDeUsuario:
    """Return the account that somebody used last, the first by name when they used none yet."""
    with read_transaction(engine) as tx:
        ultima = UsuarioRepository(tx).ultima_cuenta(identidad.usuario_id)
    cuenta_id = None if ultima is None else ultima[0]
    return next((una for una in identidad.cuentas if una.id == cuenta_id), identidad.cuentas[0])


def apuntar_uso(engine: Engine, usuario_id: int, cuenta_id: int) -> None:
    """Write down that somebody uses an account: when it is another one, else every ten minutes.

    Another one waits for its turn, since it decides where the next sign-in leads; the same one is
    left for the next time while somebody else writes.
    """
    momento = utc_now()
    with read_transaction(engine) as tx:
        ultima = UsuarioRepository(tx).ultima_cuenta(usuario_id)
    is_another = ultima is None or ultima[0] != cuenta_id
    if ultima is not None and not is_another and momento - ultima[1] < ENTRE_APUNTES:
        return
    begin = write_transaction if is_another else write_transaction_without_waiting
    with suppress(*DatabaseFault), begin(engine) as tx:
        MiembroRepository(tx, cuenta_id).visto(usuario_id, momento)


def salir(engine: Engine, token: str) -> None:
    """Close a session; one that is closed stays closed."""
    with read_transaction(engine) as tx:
        if SesionRepository(tx).usuario(fingerprint(token), utc_now()) is None:
            return
    with write_transaction(engine) as tx:
        AutoridadRepository(tx).subir()
        SesionRepository(tx).cerrar(fingerprint(token))


def abiertas(engine: Engine, usuario_id: int) -> tuple[SesionAbierta, ...]:
    """Return where a user is signed in, the session used last first."""
    with read_transaction(engine) as tx:
        return SesionRepository(tx).abiertas(usuario_id, utc_now())


def cerrar(engine: Engine, usuario_id: int, sesion_id: int) -> None:
    """Close one session of a user. Raises NoEncontrado."""
    with write_transaction(engine) as tx:
        AutoridadRepository(tx).subir()
        if not is_id(sesion_id) or not SesionRepository(tx).cerrar_una(usuario_id, sesion_id):
            raise NoEncontrado(sesion_id)


def salir_de_todas(engine: Engine, usuario_id: int, *, salvo: str = "") -> int:
    """Close the sessions of a user, but for the one with the token `salvo`; return how many."""
    with write_transaction(engine) as tx:
        AutoridadRepository(tx).subir()
        return SesionRepository(tx).cerrar_de(usuario_id, salvo=fingerprint(salvo))


def autoridad(engine: Engine) -> int:
    """Return the number that rises whenever somebody's identity or authority changes."""
    with read_transaction(engine) as tx:
        return AutoridadRepository(tx).revision()


def limpiar(engine: Engine) -> None:
    """Drop what has run out: sessions, links, failed tries."""
    momento = utc_now()
    with write_transaction(engine) as tx:
        SesionRepository(tx).limpiar(momento)
        NavegadorRepository(tx).limpiar(momento - credentials.KNOWN_FOR)
        EnlaceRepository(tx).limpiar(momento)
        IntentoRepository(tx).limpiar(momento - credentials.FORGET_AFTER)


def _identidad(filas: Sequence[Any]) -> Identity:
    suyas = por_nombre(
        CuentaDeUsuario(
            fila["cuenta_id"],
            fila["cuenta"],
            fila["nombre_corto"],
            Rol(fila["rol"]),
            de_ejemplo=bool(fila["de_ejemplo"]),
            hay_tocayo=bool(fila["hay_tocayo"]),
        )
        for fila in filas
    )
    comun = filas[0]
    return Identity(
        sesion_id=comun["sesion_id"],
        usuario_id=comun["usuario_id"],
        nombre=comun["nombre"],
        email=comun["email"],
        cuentas=suyas,
    )


def _apuntar(
    engine: Engine, identidad: Identity, momento: datetime, *, creada_en: datetime
) -> None:
    vence_en = min(momento + OCIO, creada_en + DURACION)
    with write_transaction_without_waiting(engine) as tx:
        SesionRepository(tx).tocar(identidad.sesion_id, momento=momento, vence_en=vence_en)


def _agente(texto: str) -> str:
    legible = texto[: 2 * _AGENTE_MAXIMO].encode("utf-8", "replace").decode("utf-8")
    return visible(texto_limpio(legible))[:_AGENTE_MAXIMO]
