"""The kinds of one-time links, what one is shown as, and who may use it by what proof."""

from dataclasses import dataclass
from enum import StrEnum

from clientes_app.domain.roles import Rol
from clientes_app.services.acceso.cuentas import PRIMERA_CUENTA
from clientes_app.storage.acceso.cuentas import CuentaRepository
from clientes_app.storage.acceso.enlaces import EnlaceGuardado
from clientes_app.storage.acceso.usuarios import UsuarioRepository
from clientes_app.storage.db.base import Session
from clientes_app.storage.values import CuentaGuardada


class Tipo(StrEnum):
    """What a link is for."""

    PRIMER_PROPIETARIO = "primer_propietario"
    INVITACION = "invitacion"
    CLAVE = "clave"


@dataclass(frozen=True, slots=True)
class EnlaceVigente:
    """What the page of a link shows.

    `email` is "" when it is still to be chosen (the first owner), `nombre` is known for a reset
    only, `cuenta` and `rol` are what one gets into (None for a reset). With `tiene_clave` it asks
    for the password that the user has, else for a new one; with `pide_cuenta` also for the name
    of the account, which nobody has given it yet.
    """

    tipo: Tipo
    email: str
    nombre: str
    cuenta: str
    rol: Rol | None
    tiene_clave: bool
    pide_cuenta: bool = False


def pide_clave_actual(tx: Session, enlace: EnlaceGuardado) -> bool:
    """Whether who uses an invitation must prove to be a user that exists already.

    So it is for whoever has a password, and for a user of other accounts that has none yet:
    an owner who invites that address must not get into those by choosing the password.
    """
    if enlace.tipo != Tipo.INVITACION:
        return False
    usuarios = UsuarioRepository(tx)
    usuario = usuarios.por_email(enlace.email)
    if usuario is None:
        return False
    otras = (cuenta for cuenta in usuarios.cuentas(usuario.id) if cuenta.id != enlace.cuenta_id)
    return bool(usuario.clave) or any(otras)


def cuenta_sin_nombrar(tx: Session, enlace: EnlaceGuardado) -> CuentaGuardada | None:
    """Return the account that the first owner is to name, None when it was named before."""
    if enlace.tipo != Tipo.PRIMER_PROPIETARIO:
        return None
    return CuentaRepository(tx).por_nombre(PRIMERA_CUENTA)
