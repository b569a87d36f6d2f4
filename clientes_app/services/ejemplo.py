"""An account with invented clients, to look around in: made in one step, removed in one step."""

from clientes_app.domain.roles import Rol
from clientes_app.services.acceso import cuentas
from clientes_app.services.clientes.demo import filas_inventadas
from clientes_app.services.context import Actor, autoria
from clientes_app.services.errors import CuentaTrabajando, NoEncontrado, NoEsDeEjemplo
from clientes_app.storage.acceso.authority import AutoridadRepository
from clientes_app.storage.acceso.cuentas import CuentaRepository
from clientes_app.storage.acceso.miembros import MiembroRepository
from clientes_app.storage.acceso.usuarios import UsuarioRepository
from clientes_app.storage.carga.procesos import LifecycleRepository
from clientes_app.storage.clientes.clientes import ClienteRepository
from clientes_app.storage.clientes.removal import quitar_clientes
from clientes_app.storage.db.base import Engine, Session
from clientes_app.storage.db.engine import write_transaction
from clientes_app.storage.values import CuentaGuardada

NOMBRE = "Demostración"
"""What such an account is called; a second one gets a number."""

CUANTOS = 50
"""How many clients the account of a person has at first."""


def abrir(engine: Engine, actor: Actor, usuario_id: int) -> CuentaGuardada:
    """Return the example account that a user owns; without one it is made, with CUANTOS clients."""
    with write_transaction(engine) as tx:
        AutoridadRepository(tx).esperar()
        suyas = UsuarioRepository(tx).cuentas(usuario_id)
        propias = (una.id for una in suyas if una.de_ejemplo and una.rol is Rol.PROPIETARIO)
        cuenta_id = next(propias, None)
        if cuenta_id is None:
            cuenta_id = _crear(tx, actor, usuario_id)
    return cuentas.obtener(engine, cuenta_id)


def vacia(engine: Engine) -> CuentaGuardada:
    """Return the example account of the command line, that of the plain name, made if need be.

    An account of that name that is somebody's own is returned as well: it has always been the one
    that `clientes demo` fills.
    """
    with write_transaction(engine) as tx:
        AutoridadRepository(tx).esperar()
        cuenta = CuentaRepository(tx).por_nombre(NOMBRE)
        cuenta_id = cuentas.crear_de_ejemplo(tx, NOMBRE) if cuenta is None else cuenta.id
    return cuentas.obtener(engine, cuenta_id)


def quitar(engine: Engine, cuenta_id: int) -> None:
    """Remove an example account for good, with all that is in it.

    Raises NoEncontrado, NoEsDeEjemplo, and CuentaTrabajando while a process has not ended.
    """
    with write_transaction(engine) as tx:
        AutoridadRepository(tx).subir()
        cuenta = CuentaRepository(tx).obtener(cuenta_id)
        if cuenta is None:
            raise NoEncontrado(cuenta_id)
        if not cuenta.de_ejemplo:
            raise NoEsDeEjemplo
        procesos = LifecycleRepository(tx, cuenta_id)
        if procesos.trabajando():
            raise CuentaTrabajando
        quitar_clientes(tx, cuenta_id)
        procesos.quitar_todos()
        CuentaRepository(tx).quitar(cuenta_id)


def _crear(tx: Session, actor: Actor, usuario_id: int) -> int:
    cuenta_id = cuentas.crear_de_ejemplo(tx, NOMBRE)
    MiembroRepository(tx, cuenta_id).agregar(usuario_id, Rol.PROPIETARIO)
    clientes = ClienteRepository(tx, cuenta_id)
    for datos in filas_inventadas(CUANTOS):
        clientes.alta(datos, autoria(actor))
    return cuenta_id
