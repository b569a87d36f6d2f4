"""What an owner settles once so that an account is ready, and how far that has come."""

from dataclasses import dataclass

from clientes_app.config import Settings
from clientes_app.services.acceso import cuentas, enlaces, usuarios
from clientes_app.services.acceso.cuentas import PRIMERA_CUENTA
from clientes_app.services.acceso.enlace_kinds import Tipo
from clientes_app.services.respaldo import respaldos
from clientes_app.services.respaldo.respaldos import EstadoDeRespaldos
from clientes_app.storage.db.base import Engine


@dataclass(frozen=True, slots=True, kw_only=True)
class Preparacion:
    """What is settled of an account: texts are "" where nothing was said yet.

    `personas` belong to it, `invitadas` have a link that they have not used.
    """

    nombre: str
    cp_expedicion: str
    rfc_propio: str
    personas: int
    invitadas: int
    respaldos: EstadoDeRespaldos

    @property
    def con_nombre(self) -> bool:
        """Whether somebody named the account after the business."""
        return self.nombre != PRIMERA_CUENTA

    @property
    def con_equipo(self) -> bool:
        """Whether there is anybody beside the owner, or on the way."""
        return self.personas + self.invitadas > 1


def preparacion(engine: Engine, settings: Settings, cuenta_id: int) -> Preparacion:
    """Return how far an account is ready. Raises NoEncontrado."""
    cuenta = cuentas.obtener(engine, cuenta_id)
    pendientes = enlaces.pendientes(engine, cuenta_id)
    return Preparacion(
        nombre=cuenta.nombre,
        cp_expedicion=cuenta.cp_expedicion,
        rfc_propio=cuenta.rfc_propio,
        personas=len(usuarios.lista(engine, cuenta_id)),
        invitadas=sum(1 for uno in pendientes if uno.tipo == Tipo.INVITACION),
        respaldos=respaldos.estado(settings),
    )
