"""The card of a client: what is stored, what the rules say of it today, and who changed it last."""

from dataclasses import dataclass

from clientes_app.domain.cliente import validar
from clientes_app.domain.problemas import Problema
from clientes_app.services.clientes import clientes, etiquetas, historial
from clientes_app.services.clientes.clientes import ClienteGuardado
from clientes_app.services.clientes.etiquetas import EtiquetasPuestas
from clientes_app.services.clientes.historial import Historial
from clientes_app.services.context import Actor
from clientes_app.services.errors import ClienteBorrado, EdicionSimultanea, NoEncontrado
from clientes_app.storage.calidad.duplicados import DuplicadosRepository
from clientes_app.storage.clientes.uniones import UnionRepository
from clientes_app.storage.db.base import Engine
from clientes_app.storage.db.engine import read_transaction
from clientes_app.storage.values import Identificado

__all__ = ["FichaDeCliente", "Identificado", "corregir", "deshacer", "leer"]


@dataclass(frozen=True, slots=True)
class FichaDeCliente:
    """A client as somebody reads it: its history, newest first, and what is remarkable of it.

    `parecidos` are the ids of a group of possible duplicates that it is in, none if it is in none.
    Of one in the papelera `unido_a` is whom it was joined to, if it came there by that; `unidos`
    are those who were joined to it and lie there still.
    `etiquetas` are those that it has, and all that it could have.
    """

    historial: Historial
    problemas: tuple[Problema, ...]
    parecidos: tuple[int, ...]
    unido_a: Identificado | None
    unidos: tuple[Identificado, ...]
    etiquetas: EtiquetasPuestas

    @property
    def cliente(self) -> ClienteGuardado:
        """The client as it is stored, which may lie in the papelera."""
        return self.historial.actual


def leer(engine: Engine, cuenta_id: int, cliente_id: int, *, cambios: int) -> FichaDeCliente:
    """Return the card of a client with at most so many of its last changes. Raises NoEncontrado."""
    leido = historial.leer(engine, cuenta_id, cliente_id, cuantas=cambios)
    with read_transaction(engine) as tx:
        uniones = UnionRepository(tx, cuenta_id)
        parecidos = DuplicadosRepository(tx, cuenta_id).grupo_de(cliente_id)
        unido_a = uniones.con_quien([cliente_id]).get(cliente_id)
        unidos = uniones.unidos_a(cliente_id)
    problemas = _problemas(engine, cuenta_id, leido.actual)
    puestas = etiquetas.de_cliente(engine, cuenta_id, cliente_id)
    return FichaDeCliente(leido, problemas, parecidos, unido_a, unidos, puestas)


def corregir(
    engine: Engine, actor: Actor, cliente_id: int, campo: str, codigo: str
) -> ClienteGuardado | None:
    """Put into a field what the finding of that code promises, and return the client after it.

    None when nothing of the kind is found any more. Raises NoEncontrado, ClienteBorrado,
    EdicionSimultanea, ClienteRepetido, and DatosInvalidos when something else is wrong, too.
    """
    actual = clientes.obtener(engine, actor.cuenta_id, cliente_id)
    if actual.borrado:
        raise ClienteBorrado(cliente_id)
    arreglos = (
        problema.arreglo
        for problema in _problemas(engine, actor.cuenta_id, actual)
        if (problema.campo, problema.codigo) == (campo, codigo)
    )
    arreglo = next(arreglos, None)
    if arreglo is None:
        return None
    valores = {**actual.datos.como_dict(), campo: arreglo}
    return clientes.editar(engine, actor, cliente_id, actual.version, valores)


def deshacer(engine: Engine, actor: Actor, cliente_id: int, version: int) -> ClienteGuardado:
    """Take back the change that made a version. Raises what restoring a version raises.

    EdicionSimultanea when somebody changed the client since.
    """
    actual = clientes.obtener(engine, actor.cuenta_id, cliente_id)
    if actual.version != version:
        raise EdicionSimultanea(cliente_id, actual.version)
    if version <= 1:
        raise NoEncontrado(cliente_id)
    return historial.restaurar_version(engine, actor, cliente_id, version - 1, vista=version)


def _problemas(engine: Engine, cuenta_id: int, cliente: ClienteGuardado) -> tuple[Problema, ...]:
    return validar(cliente.datos.como_dict(), clientes.contexto(engine, cuenta_id)).problemas
