"""What the drawer asks of the services: read, judge, store. Runs in threads."""

from collections.abc import Mapping
from dataclasses import dataclass

from clientes_app.domain.cliente import DatosCliente, Validacion, validar
from clientes_app.domain.rfc_estructura import GENERICOS
from clientes_app.services import clientes
from clientes_app.services.clientes import ClienteGuardado
from clientes_app.services.contexto import Actor
from clientes_app.services.recursos import motor

BLANCO = DatosCliente().como_dict()


@dataclass(frozen=True, slots=True)
class Leido:
    """A client as the drawer starts from it; `cliente_id` is 0 for a new one."""

    cliente_id: int
    version: int
    valores: dict[str, str]
    borrado: bool


@dataclass(frozen=True, slots=True)
class Juicio:
    """What the rules say of values, and another client that has their RFC."""

    validacion: Validacion
    otro: ClienteGuardado | None


def leer(cuenta_id: int, cliente_id: int) -> Leido:
    """Read a client. Raises NoEncontrado."""
    if not cliente_id:
        return Leido(0, 0, dict(BLANCO), borrado=False)
    guardado = clientes.obtener(motor(), cuenta_id, cliente_id)
    return Leido(cliente_id, guardado.version, guardado.datos.como_dict(), guardado.borrado)


def juzgar(cuenta_id: int, valores: Mapping[str, str], cliente_id: int) -> Juicio:
    """Judge values as saving them would."""
    validacion = validar(valores, clientes.contexto(motor(), cuenta_id))
    rfc = validacion.datos.rfc
    otro = None if not rfc or rfc in GENERICOS else clientes.por_rfc(motor(), cuenta_id, rfc)
    return Juicio(validacion, None if otro is None or otro.id == cliente_id else otro)


def juzgar_adoptando(
    cuenta_id: int, valores: Mapping[str, str], cliente_id: int, campo: str
) -> tuple[dict[str, str], Juicio]:
    """Judge values of which one field takes over its normalised form, and return them so."""
    juicio = juzgar(cuenta_id, valores, cliente_id)
    normal = getattr(juicio.validacion.datos, campo, "") if campo else ""
    if not normal or normal == valores[campo]:
        return dict(valores), juicio
    adoptados = {**valores, campo: normal}
    return adoptados, juzgar(cuenta_id, adoptados, cliente_id)


def guardar(
    actor: Actor, cliente_id: int, version: int, valores: Mapping[str, str]
) -> ClienteGuardado:
    """Store a new client (`cliente_id` 0) or an edited one. Raises what the services raise."""
    if cliente_id:
        return clientes.editar(motor(), actor, cliente_id, version, valores)
    return clientes.alta(motor(), actor, valores)
