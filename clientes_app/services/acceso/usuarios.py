"""The members of an account and what they may do in it; a user's own name and password.

Whether the caller may ask for it is the guard's affair; that the account keeps an owner is ours.
"""

from clientes_app.domain.roles import Rol
from clientes_app.domain.usuario import falta_clave, leer_email, leer_nombre
from clientes_app.services.acceso import credentials
from clientes_app.services.acceso.new_password import problemas_de_clave_nueva
from clientes_app.services.context import Actor
from clientes_app.services.errors import DatosInvalidos, NoEncontrado, UltimoPropietario
from clientes_app.storage.acceso.authority import AutoridadRepository
from clientes_app.storage.acceso.enlaces import EnlaceDeCuentaRepository, EnlaceRepository
from clientes_app.storage.acceso.miembros import Miembro, MiembroRepository
from clientes_app.storage.acceso.sesiones import SesionRepository
from clientes_app.storage.acceso.usuarios import UsuarioGuardado, UsuarioRepository
from clientes_app.storage.db.base import Engine, Session
from clientes_app.storage.db.column_types import is_id
from clientes_app.storage.db.engine import read_transaction, write_transaction

__all__ = [
    "Miembro",
    "cambiar_clave",
    "cambiar_rol",
    "crear",
    "hacer_miembro",
    "hay",
    "lista",
    "poner_clave",
    "por_email",
    "quitar",
    "renombrar",
]


def hay(engine: Engine) -> bool:
    """Whether anybody can sign in."""
    with read_transaction(engine) as tx:
        return UsuarioRepository(tx).hay_con_clave()


def lista(engine: Engine, cuenta_id: int) -> tuple[Miembro, ...]:
    """Return the members of an account, by name."""
    with read_transaction(engine) as tx:
        return MiembroRepository(tx, cuenta_id).lista()


def por_email(engine: Engine, email: str) -> UsuarioGuardado:
    """Return a user. Raises NoEncontrado."""
    normal, _ = leer_email(email)
    with read_transaction(engine) as tx:
        usuario = UsuarioRepository(tx).por_email(normal)
    if usuario is None:
        raise NoEncontrado(email)
    return usuario


def crear(  # noqa: PLR0913 (a user has this many parts)
    engine: Engine, *, cuenta_id: int, email: str, nombre: str, rol: Rol, clave: str = ""
) -> int:
    """Make a user a member of an account and return the user's id.

    Somebody with that address keeps the name, gets the role, and the password if one is given;
    another password than before closes their sessions.
    Raises DatosInvalidos and, when an owner is made less than that, UltimoPropietario.
    """
    normal, problemas = leer_email(email)
    limpio, del_nombre = leer_nombre(nombre)
    problemas += del_nombre
    if clave:
        problemas += problemas_de_clave_nueva(clave, email=normal, otras=(limpio,))
    if problemas:
        raise DatosInvalidos(problemas)
    with read_transaction(engine) as tx:
        existente = UsuarioRepository(tx).por_email(normal)
    es_otra = clave and not (existente and credentials.has_clave(existente, clave))
    hashed = credentials.hash_clave(clave) if es_otra else ""
    with write_transaction(engine) as tx:
        AutoridadRepository(tx).subir()
        usuarios = UsuarioRepository(tx)
        existente = usuarios.por_email(normal)
        usuario_id = usuarios.crear(email=normal, nombre=limpio) if not existente else existente.id
        if hashed:
            poner_clave(tx, usuario_id, hashed)
        if MiembroRepository(tx, cuenta_id).rol(usuario_id) is None:
            hacer_miembro(tx, cuenta_id, usuario_id, rol)
        else:
            _dar_rol(tx, cuenta_id, usuario_id, rol)
    return usuario_id


def cambiar_rol(engine: Engine, actor: Actor, usuario_id: int, rol: Rol) -> None:
    """Give a member of the actor's account a role. Raises NoEncontrado, UltimoPropietario."""
    with write_transaction(engine) as tx:
        AutoridadRepository(tx).subir()
        _dar_rol(tx, actor.cuenta_id, usuario_id, rol)


def quitar(engine: Engine, actor: Actor, usuario_id: int) -> None:
    """Make a member of the actor's account one no more. Raises NoEncontrado, UltimoPropietario."""
    with write_transaction(engine) as tx:
        AutoridadRepository(tx).subir()
        miembros = MiembroRepository(tx, actor.cuenta_id)
        if _rol(miembros, usuario_id) is Rol.PROPIETARIO:
            _exigir_otro_propietario(miembros)
        miembros.quitar(usuario_id)
        _anular_enlaces_de(tx, actor.cuenta_id, usuario_id)
        EnlaceDeCuentaRepository(tx, actor.cuenta_id).anular_de(usuario_id)


def cambiar_clave(
    engine: Engine, usuario_id: int, *, actual: str, nueva: str, salvo: str = ""
) -> None:
    """Give oneself another password; closes all one's sessions but the one with token `salvo`.

    Raises CredencialesInvalidas and DemasiadosIntentos for `actual`, DatosInvalidos (fields
    «actual» and «nueva»), NoEncontrado.
    """
    usuario = _obtener(engine, usuario_id)
    problemas = (
        *(falta._replace(campo="actual") for falta in falta_clave(actual)),
        *(
            p._replace(campo="nueva")
            for p in problemas_de_clave_nueva(nueva, email=usuario.email, otras=(usuario.nombre,))
        ),
    )
    if problemas:
        raise DatosInvalidos(problemas)
    # Who sits at a browser that somebody left open guesses as slowly as who signs in.
    proof = credentials.check_clave(
        engine, email=usuario.email, clave=actual, direccion=f"sesión de {usuario_id}"
    )
    hashed = credentials.hash_clave(nueva)
    with write_transaction(engine) as tx:
        AutoridadRepository(tx).subir()
        credentials.settle(tx, proof)
        poner_clave(tx, usuario_id, hashed, salvo=salvo)


def renombrar(engine: Engine, usuario_id: int, nombre: str) -> None:
    """Give a user another name. Raises DatosInvalidos and NoEncontrado."""
    limpio, problemas = leer_nombre(nombre)
    if problemas:
        raise DatosInvalidos(problemas)
    with write_transaction(engine) as tx:
        AutoridadRepository(tx).subir()
        if not is_id(usuario_id) or not UsuarioRepository(tx).cambiar(usuario_id, nombre=limpio):
            raise NoEncontrado(usuario_id)


def poner_clave(tx: Session, usuario_id: int, hashed: str, *, salvo: str = "") -> None:
    """Set a password's hash in the caller's transaction, which raises authority.

    Sessions that the old one opened end (but for the token `salvo`), and unused reset links die.
    """
    UsuarioRepository(tx).cambiar(usuario_id, clave=hashed)
    SesionRepository(tx).cerrar_de(usuario_id, salvo=credentials.fingerprint(salvo))
    EnlaceRepository(tx).anular_de_usuario(usuario_id)


def hacer_miembro(tx: Session, cuenta_id: int, usuario_id: int, rol: Rol) -> None:
    """Add a user to an account in the caller's transaction, which raises authority.

    A reset link that an owner of another account has in hand would now open this one, too.
    """
    MiembroRepository(tx, cuenta_id).agregar(usuario_id, rol)
    EnlaceRepository(tx).anular_de_usuario(usuario_id, solo_de_personas=True)


def _dar_rol(tx: Session, cuenta_id: int, usuario_id: int, rol: Rol) -> None:
    miembros = MiembroRepository(tx, cuenta_id)
    anterior = _rol(miembros, usuario_id)
    if anterior is Rol.PROPIETARIO and rol is not Rol.PROPIETARIO:
        _exigir_otro_propietario(miembros)
        _anular_enlaces_de(tx, cuenta_id, usuario_id)
    miembros.cambiar_rol(usuario_id, rol)


def _anular_enlaces_de(tx: Session, cuenta_id: int, usuario_id: int) -> None:
    """Take from who owns an account no more the links that would lead back into it.

    A reset link is for a user of several accounts, whichever it was made in.
    """
    EnlaceDeCuentaRepository(tx, cuenta_id).anular_hechos_por(usuario_id)
    EnlaceRepository(tx).anular_claves_hechas_por(usuario_id)


def _rol(miembros: MiembroRepository, usuario_id: int) -> Rol:
    rol = miembros.rol(usuario_id) if is_id(usuario_id) else None
    if rol is None:
        raise NoEncontrado(usuario_id)
    return rol


def _exigir_otro_propietario(miembros: MiembroRepository) -> None:
    if miembros.propietarios() <= 1:
        raise UltimoPropietario


def _obtener(engine: Engine, usuario_id: int) -> UsuarioGuardado:
    with read_transaction(engine) as tx:
        usuario = UsuarioRepository(tx).obtener(usuario_id) if is_id(usuario_id) else None
    if usuario is None:
        raise NoEncontrado(usuario_id)
    return usuario
