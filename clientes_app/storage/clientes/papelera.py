"""The papelera of one account: who deleted what, and by which load undone or action."""

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from clientes_app.domain.acciones import Accion
from clientes_app.storage.clientes.search_dialect import BY_HAND, SearchScope
from clientes_app.storage.db.tables import CAMBIO, CLIENTE, PROCESO
from clientes_app.storage.values import Borrado, OrigenDeBorrados

# Only this one deletes; another action may do so by being undone.
_POR_ACCION = func.coalesce(PROCESO.c.accion, "") == Accion.BORRAR


class PapeleraRepository:
    """Reads what the papelera of one account says beside its clients."""

    def __init__(self, tx: Session, cuenta_id: int) -> None:
        self._tx = tx
        self._cuenta_id = cuenta_id

    def borrados(self, ids: Iterable[int]) -> dict[int, Borrado]:
        """Return of clients in the papelera who deleted each: the last change that they have."""
        filas = self._tx.execute(
            select(
                CAMBIO.c.cliente_id,
                CAMBIO.c.quien,
                CAMBIO.c.origen,
                CLIENTE.c.borrado_proceso_id,
                func.coalesce(PROCESO.c.archivo, ""),
                _POR_ACCION,
            )
            .join(
                CLIENTE,
                (CLIENTE.c.id == CAMBIO.c.cliente_id) & (CLIENTE.c.version == CAMBIO.c.version),
            )
            .outerjoin(PROCESO, PROCESO.c.id == CLIENTE.c.borrado_proceso_id)
            .where(CAMBIO.c.cuenta_id == self._cuenta_id, CAMBIO.c.cliente_id.in_(tuple(ids)))
        )
        return {
            cliente_id: Borrado(quien, origen, proceso_id, archivo, bool(por_accion))
            for cliente_id, quien, origen, proceso_id, archivo, por_accion in filas
        }

    def origenes(self, *, limite: int) -> tuple[OrigenDeBorrados, ...]:
        """Return what the papelera was filled by, the newest load first, at most `limite` loads."""
        scope = SearchScope(self._cuenta_id, papelera=True)
        por_proceso = (
            select(CLIENTE.c.borrado_proceso_id, func.count().label("cuantos"))
            .where(scope.condition())
            .group_by(CLIENTE.c.borrado_proceso_id)
            .subquery()
        )
        proceso_id = func.coalesce(por_proceso.c.borrado_proceso_id, BY_HAND)
        filas = self._tx.execute(
            select(
                proceso_id,
                func.coalesce(PROCESO.c.archivo, ""),
                _POR_ACCION,
                por_proceso.c.cuantos,
            )
            .outerjoin(PROCESO, PROCESO.c.id == por_proceso.c.borrado_proceso_id)
            .order_by(proceso_id != BY_HAND, proceso_id.desc())
            .limit(limite + 1)
        )
        return tuple(OrigenDeBorrados(*fila) for fila in filas)
