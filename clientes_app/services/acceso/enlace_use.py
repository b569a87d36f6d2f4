"""Using a one-time link: it makes or mends a user, once, and signs them in."""

from dataclasses import dataclass

from clientes_app.domain.problemas import error
from clientes_app.domain.roles import Rol
from clientes_app.domain.texto import limpiar
from clientes_app.domain.usuario import falta_clave, leer_email, leer_nombre
from clientes_app.services.acceso import credentials, cuentas, sesiones
from clientes_app.services.acceso.credentials import UNKNOWN_BROWSER, Browser
from clientes_app.services.acceso.enlace_kinds import Tipo, cuenta_sin_nombrar, pide_clave_actual
from clientes_app.services.acceso.new_password import problemas_de_clave_nueva
from clientes_app.services.acceso.usuarios import hacer_miembro, poner_clave
from clientes_app.services.errors import (
    CredencialesInvalidas,
    CuentaRepetida,
    DatosInvalidos,
    EnlaceInvalido,
)
from clientes_app.storage.acceso.authority import AutoridadRepository
from clientes_app.storage.acceso.cuentas import CuentaRepository
from clientes_app.storage.acceso.enlaces import EnlaceGuardado, EnlaceRepository
from clientes_app.storage.acceso.miembros import MiembroRepository
from clientes_app.storage.acceso.usuarios import UsuarioRepository
from clientes_app.storage.db.base import Engine, Session
from clientes_app.storage.db.column_types import utc_now
from clientes_app.storage.db.engine import read_transaction, write_transaction


@dataclass(frozen=True, slots=True)
class _Alta:
    """A user as they want to be: valid, with the password's hash.

    `cuenta` is what the first owner calls the account, "" where nobody is asked.
    """

    email: str
    nombre: str
    cuenta: str
    hashed: str


def usar(  # noqa: PLR0913 (what the page of a link asks for)
    engine: Engine,
    token: str,
    *,
    nombre: str,
    email: str,
    clave: str,
    direccion: str,
    cuenta: str = "",
    agente: str = "",
    browser: Browser = UNKNOWN_BROWSER,
) -> str:
    """Use a link up and return the token of a new session; of two at once one wins.

    `email` counts for the first owner only, so does `cuenta`, the name of the account, while it
    has none of its own; `nombre` counts for whoever is new. `clave` is the password
    that the user has if the link's page asked for it, else the one that they choose.
    Raises EnlaceInvalido, DatosInvalidos, CredencialesInvalidas and DemasiadosIntentos.
    """
    with read_transaction(engine) as tx:
        enlace = _exigir(tx, token)
        pide = pide_clave_actual(tx, enlace)
        pide_cuenta = cuenta_sin_nombrar(tx, enlace) is not None
    if pide:
        if falta := falta_clave(clave):
            raise DatosInvalidos(falta)
        proof = credentials.check_clave(
            engine, email=enlace.email, clave=clave, direccion=direccion, browser=browser
        )
        with write_transaction(engine) as tx:
            _gastar(tx, enlace)
            credentials.settle(tx, proof)
            _admitir(tx, enlace, proof.usuario.id)
            return _abrir(tx, enlace, proof.usuario.id, agente, browser)
    alta = _validar(
        enlace,
        nombre=nombre,
        email=email,
        clave=clave,
        cuenta=limpiar(cuenta) if pide_cuenta else None,
    )
    with write_transaction(engine) as tx:
        _gastar(tx, enlace)
        if pide_clave_actual(tx, enlace):
            # They got a password while this one was being chosen.
            raise CredencialesInvalidas
        usuario_id = _alta(tx, enlace, alta)
        credentials.perdonar(tx, email=alta.email, direccion=direccion)
        return _abrir(tx, enlace, usuario_id, agente, browser)


def _exigir(tx: Session, token: str) -> EnlaceGuardado:
    enlace = EnlaceRepository(tx).vigente(credentials.fingerprint(token), utc_now())
    if enlace is None:
        raise EnlaceInvalido
    if enlace.tipo == Tipo.PRIMER_PROPIETARIO and UsuarioRepository(tx).hay_con_clave():
        raise EnlaceInvalido
    return enlace


def _gastar(tx: Session, enlace: EnlaceGuardado) -> None:
    AutoridadRepository(tx).subir()
    if not EnlaceRepository(tx).gastar(enlace.id, utc_now()):
        raise EnlaceInvalido
    if enlace.tipo == Tipo.PRIMER_PROPIETARIO and UsuarioRepository(tx).hay_con_clave():
        raise EnlaceInvalido


def _validar(
    enlace: EnlaceGuardado, *, nombre: str, email: str, clave: str, cuenta: str | None
) -> _Alta:
    problemas = ()
    limpio, normal = "", enlace.email
    if enlace.tipo != Tipo.CLAVE:
        limpio, problemas = leer_nombre(nombre)
    if enlace.tipo == Tipo.PRIMER_PROPIETARIO:
        normal, del_email = leer_email(email)
        problemas += del_email
    problemas += problemas_de_clave_nueva(clave, email=normal, otras=(limpio, cuenta or ""))
    if cuenta is not None:
        de_la_cuenta = cuentas.problemas_de_nombre(cuenta)
        problemas += tuple(problema._replace(campo="cuenta") for problema in de_la_cuenta)
    if problemas:
        raise DatosInvalidos(problemas)
    hashed = credentials.hash_clave(clave)
    return _Alta(email=normal, nombre=limpio, cuenta=cuenta or "", hashed=hashed)


def _alta(tx: Session, enlace: EnlaceGuardado, alta: _Alta) -> int:
    if enlace.tipo == Tipo.CLAVE and enlace.usuario_id is not None:
        poner_clave(tx, enlace.usuario_id, alta.hashed)
        return enlace.usuario_id
    usuarios = UsuarioRepository(tx)
    existente = usuarios.por_email(alta.email)
    if existente is None:
        usuario_id = usuarios.crear(email=alta.email, nombre=alta.nombre)
    else:
        usuario_id = existente.id
        usuarios.cambiar(usuario_id, nombre=alta.nombre)
    poner_clave(tx, usuario_id, alta.hashed)
    if alta.cuenta:
        _nombrar_cuenta(tx, enlace, alta.cuenta)
    _admitir(tx, enlace, usuario_id)
    return usuario_id


def _nombrar_cuenta(tx: Session, enlace: EnlaceGuardado, nombre: str) -> None:
    sin_nombrar = cuenta_sin_nombrar(tx, enlace)
    if sin_nombrar is None:
        return
    try:
        cuentas.nombrar(tx, sin_nombrar, nombre)
    except CuentaRepetida as repetida:
        mensaje, remedio = "Ya hay una cuenta con ese nombre.", "Escriba otro."
        repetido = error("cuenta", "cuenta_repetida", mensaje, sugerencia=remedio)
        raise DatosInvalidos((repetido,)) from repetida


def _admitir(tx: Session, enlace: EnlaceGuardado, usuario_id: int) -> None:
    if enlace.tipo == Tipo.PRIMER_PROPIETARIO:
        # Until now whoever came to the machine had all accounts; nobody else could get in.
        for cuenta in CuentaRepository(tx).lista():
            _al_menos(tx, cuenta.id, usuario_id, Rol.PROPIETARIO)
        EnlaceRepository(tx).anular_tipo(Tipo.PRIMER_PROPIETARIO)
    elif enlace.cuenta_id is not None and enlace.rol is not None:
        _al_menos(tx, enlace.cuenta_id, usuario_id, enlace.rol)


def _al_menos(tx: Session, cuenta_id: int, usuario_id: int, rol: Rol) -> None:
    miembros = MiembroRepository(tx, cuenta_id)
    actual = miembros.rol(usuario_id)
    if actual is None:
        hacer_miembro(tx, cuenta_id, usuario_id, rol)
    elif not actual.alcanza(rol):
        miembros.cambiar_rol(usuario_id, rol)


def _abrir(
    tx: Session, enlace: EnlaceGuardado, usuario_id: int, agente: str, browser: Browser
) -> str:
    cuenta_id = enlace.cuenta_id
    if enlace.tipo == Tipo.PRIMER_PROPIETARIO:
        cuenta_id = min((cuenta.id for cuenta in CuentaRepository(tx).lista()), default=None)
    return sesiones.abrir(tx, usuario_id, agente=agente, cuenta_id=cuenta_id, browser=browser)
