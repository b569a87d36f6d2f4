"""The kinds of trouble of clients that are about to be stored, by the rules of this moment.

Whoever writes a client stores them beside it; what makes them stale later (other rules, another
postal code of the account) is looked after by `storage.calidad.reglas`.
"""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from clientes_app.domain.cliente import Contexto, DatosCliente
from clientes_app.domain.cruces import contexto_en
from clientes_app.domain.observaciones import observaciones
from clientes_app.storage.db.column_types import utc_now
from clientes_app.storage.db.tables import CUENTA


def observadas(tx: Session, cuenta_id: int, clientes: Iterable[DatosCliente]) -> list[int]:
    """Return the bit mask of each client (`domain.observaciones`), in their order.

    The transaction holds the account, so that its postal code stays what it is.
    """
    contexto = _contexto(tx, cuenta_id)
    return [observaciones(datos, contexto) for datos in clientes]


def _contexto(tx: Session, cuenta_id: int) -> Contexto:
    consulta = select(CUENTA.c.cp_expedicion).where(CUENTA.c.id == cuenta_id)
    return contexto_en(utc_now(), tx.execute(consulta).scalar_one())
