"""Steps that tests of actions on many clients share."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Engine

from clientes_app.domain.acciones import Accion, AccionMasiva
from clientes_app.domain.cliente import DatosCliente
from clientes_app.services.carga import procesos
from clientes_app.services.carga.acciones import acciones
from clientes_app.services.context import Actor
from clientes_app.storage.clientes.clientes import ClienteRepository
from clientes_app.storage.db.engine import write_transaction
from clientes_app.storage.values import Autoria

ACENTOS = AccionMasiva(Accion.QUITAR_ACENTOS)
BORRAR = AccionMasiva(Accion.BORRAR)
RESTAURAR = AccionMasiva(Accion.RESTAURAR)


def guardados(engine: Engine, cuenta_id: int, filas: Iterable[dict[str, str]]) -> Sequence[int]:
    """Store clients all at once; return their ids."""
    altas = [DatosCliente(**fila) for fila in filas]
    with write_transaction(engine) as tx:
        return ClienteRepository(tx, cuenta_id).aplicar(
            altas=altas, ediciones=(), autoria=Autoria("antes", "carga")
        )


def hacer(
    engine: Engine,
    actor: Actor,
    pedida: AccionMasiva,
    ids: Sequence[int],
    *,
    revision: int = 0,
) -> procesos.ProcesoGuardado:
    """Ask for an action, run it to its end, and return its process as it is then."""
    pedido = acciones.encolar(engine, actor, pedida, ids, revision=revision)
    assert procesos.ejecutar(engine, pedido.id) is procesos.Outcome.DONE
    return procesos.detalle(engine, actor.cuenta_id, pedido.id)
