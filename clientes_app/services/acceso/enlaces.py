"""One-time links: for the first owner, for who is invited, for a forgotten password.

Functions that make one return its token, the only copy of it.
"""

from datetime import timedelta

from clientes_app.domain.problemas import error
from clientes_app.domain.roles import Rol
from clientes_app.domain.usuario import leer_email
from clientes_app.services.acceso import cuentas
from clientes_app.services.acceso.credentials import fingerprint, new_token
from clientes_app.services.acceso.enlace_kinds import (
    EnlaceVigente,
    Tipo,
    cuenta_sin_nombrar,
    pide_clave_actual,
)
from clientes_app.services.acceso.enlace_use import usar
from clientes_app.services.context import Actor
from clientes_app.services.errors import ClaveDeOtraCuenta, DatosInvalidos, NoEncontrado
from clientes_app.storage.acceso.authority import AutoridadRepository
from clientes_app.storage.acceso.cuentas import CuentaRepository
from clientes_app.storage.acceso.enlaces import (
    EnlaceDeCuentaRepository,
    EnlaceGuardado,
    EnlacePendiente,
    EnlaceRepository,
)
from clientes_app.storage.acceso.miembros import MiembroRepository
from clientes_app.storage.acceso.usuarios import UsuarioRepository
from clientes_app.storage.db.base import Engine, Session
from clientes_app.storage.db.column_types import is_id, utc_now
from clientes_app.storage.db.engine import read_transaction, write_transaction

__all__ = [
    "EnlacePendiente",
    "EnlaceVigente",
    "Tipo",
    "anular",
    "de_clave",
    "de_clave_por_email",
    "invitar",
    "pendientes",
    "primer_propietario",
    "usar",
    "ver",
]

VALIDEZ_DE_INVITACION = timedelta(days=7)
"""How long an invitation can be used, and the link of the first owner."""

VALIDEZ_DE_CLAVE = timedelta(hours=24)
"""How long a link for a new password can be used."""


def primer_propietario(engine: Engine) -> str | None:
    """Make the link for the first owner, while nobody can sign in; earlier ones are void."""
    cuentas.asegurar_cuenta(engine)
    with write_transaction(engine) as tx:
        if UsuarioRepository(tx).hay_con_clave():
            return None
        enlaces = EnlaceRepository(tx)
        enlaces.anular_tipo(Tipo.PRIMER_PROPIETARIO)
        token = new_token()
        enlaces.crear(
            fingerprint(token),
            tipo=Tipo.PRIMER_PROPIETARIO,
            vence_en=utc_now() + VALIDEZ_DE_INVITACION,
            rol=Rol.PROPIETARIO,
        )
        return token


def ver(engine: Engine, token: str) -> EnlaceVigente | None:
    """Return what a link is for while it can be used, else None. Looking uses nothing up."""
    with read_transaction(engine) as tx:
        guardado = EnlaceRepository(tx).vigente(fingerprint(token), utc_now())
        if guardado is None:
            return None
        if guardado.tipo == Tipo.PRIMER_PROPIETARIO and UsuarioRepository(tx).hay_con_clave():
            return None
        return _enlace(tx, guardado)


def invitar(engine: Engine, actor: Actor, *, email: str, rol: Rol) -> str:
    """Make a link that makes its user a member of the actor's account; earlier ones are void.

    Raises DatosInvalidos, also for an address whose user is a member already, and NoEncontrado
    when the actor owns the account no more.
    """
    normal, problemas = leer_email(email)
    if problemas:
        raise DatosInvalidos(problemas)
    with write_transaction(engine) as tx:
        _propias(tx, actor)
        usuario = UsuarioRepository(tx).por_email(normal)
        miembros = MiembroRepository(tx, actor.cuenta_id)
        if usuario is not None and miembros.rol(usuario.id) is not None:
            mensaje = "Ese usuario ya está en la cuenta."
            remedio = "Si necesita otro rol, cámbielo en la lista."
            repetido = error("email", "usuario_repetido", mensaje, sugerencia=remedio)
            raise DatosInvalidos((repetido,))
        EnlaceDeCuentaRepository(tx, actor.cuenta_id).anular_invitacion(normal)
        token = new_token()
        EnlaceRepository(tx).crear(
            fingerprint(token),
            tipo=Tipo.INVITACION,
            vence_en=utc_now() + VALIDEZ_DE_INVITACION,
            cuenta_id=actor.cuenta_id,
            email=normal,
            rol=rol,
            creado_por=actor.usuario_id,
        )
        return token


def de_clave(engine: Engine, actor: Actor, usuario_id: int) -> str:
    """Make a link with which a member of the actor's account chooses a new password.

    Raises NoEncontrado for who is no member (or when the actor owns the account no more), and
    ClaveDeOtraCuenta for a member of an account that the actor does not own.
    """
    with write_transaction(engine) as tx:
        propias = _propias(tx, actor)
        usuarios = UsuarioRepository(tx)
        suyas = {cuenta.id for cuenta in usuarios.cuentas(usuario_id)} if is_id(usuario_id) else ()
        if actor.cuenta_id not in suyas:
            raise NoEncontrado(usuario_id)
        if not propias.issuperset(suyas):
            raise ClaveDeOtraCuenta
        return _para_clave(tx, usuario_id, cuenta_id=actor.cuenta_id, creado_por=actor.usuario_id)


def de_clave_por_email(engine: Engine, email: str) -> str:
    """Make such a link for the command line, which is trusted. Raises NoEncontrado."""
    normal, _ = leer_email(email)
    with write_transaction(engine) as tx:
        usuario = UsuarioRepository(tx).por_email(normal)
        if usuario is None:
            raise NoEncontrado(email)
        return _para_clave(tx, usuario.id, cuenta_id=None, creado_por=None)


def pendientes(engine: Engine, cuenta_id: int) -> tuple[EnlacePendiente, ...]:
    """Return the invitations and reset links of an account that can be used, newest first."""
    with read_transaction(engine) as tx:
        return EnlaceDeCuentaRepository(tx, cuenta_id).pendientes(utc_now())


def anular(engine: Engine, actor: Actor, enlace_id: int) -> None:
    """Withdraw a link of the actor's account. Raises NoEncontrado."""
    with write_transaction(engine) as tx:
        enlaces = EnlaceDeCuentaRepository(tx, actor.cuenta_id)
        if not is_id(enlace_id) or not enlaces.anular(enlace_id):
            raise NoEncontrado(enlace_id)


def _propias(tx: Session, actor: Actor) -> set[int]:
    """Return the accounts that the actor owns, and have nobody change that meanwhile.

    The guard has asked already. But a link outlives the answer: made in the moment in which its
    maker is removed, it would be the way back in.
    """
    AutoridadRepository(tx).esperar()
    if actor.usuario_id is None:
        return {actor.cuenta_id}
    suyas = UsuarioRepository(tx).cuentas(actor.usuario_id)
    propias = {cuenta.id for cuenta in suyas if cuenta.rol is Rol.PROPIETARIO}
    if actor.cuenta_id not in propias:
        raise NoEncontrado(actor.cuenta_id)
    return propias


def _para_clave(
    tx: Session, usuario_id: int, *, cuenta_id: int | None, creado_por: int | None
) -> str:
    usuario = UsuarioRepository(tx).obtener(usuario_id)
    if usuario is None:
        raise NoEncontrado(usuario_id)
    enlaces = EnlaceRepository(tx)
    enlaces.anular_de_usuario(usuario_id)
    token = new_token()
    enlaces.crear(
        fingerprint(token),
        tipo=Tipo.CLAVE,
        vence_en=utc_now() + VALIDEZ_DE_CLAVE,
        usuario_id=usuario_id,
        cuenta_id=cuenta_id,
        email=usuario.email,
        creado_por=creado_por,
    )
    return token


def _enlace(tx: Session, guardado: EnlaceGuardado) -> EnlaceVigente:
    cuenta = usuario = None
    if guardado.tipo == Tipo.PRIMER_PROPIETARIO:
        cuenta = min(CuentaRepository(tx).lista(), key=lambda una: una.id, default=None)
    elif guardado.tipo == Tipo.INVITACION and guardado.cuenta_id is not None:
        cuenta = CuentaRepository(tx).obtener(guardado.cuenta_id)
    elif guardado.usuario_id is not None:
        usuario = UsuarioRepository(tx).obtener(guardado.usuario_id)
    return EnlaceVigente(
        tipo=Tipo(guardado.tipo),
        email=guardado.email,
        nombre="" if usuario is None else usuario.nombre,
        cuenta="" if cuenta is None else cuenta.nombre,
        rol=guardado.rol,
        tiene_clave=pide_clave_actual(tx, guardado),
        pide_cuenta=cuenta_sin_nombrar(tx, guardado) is not None,
    )
