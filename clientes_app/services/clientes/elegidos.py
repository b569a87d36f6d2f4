"""Clients that somebody chose one by one, to be handed out."""

from collections.abc import Iterator, Sequence

from clientes_app.domain.texto import clave_orden
from clientes_app.storage.clientes.elegidos import ElegidosRepository
from clientes_app.storage.db.base import Engine
from clientes_app.storage.db.engine import read_transaction

MAXIMO = 5_000
"""So many can be chosen one by one; more than that by what finds them."""


def exportar(engine: Engine, cuenta_id: int, ids: Sequence[int]) -> Iterator[Sequence[str]]:
    """Give the chosen clients of the list by name, twenty texts each in the template's order.

    Those of another account, and of the papelera, are passed over; so is what is beyond MAXIMO.
    """
    with read_transaction(engine) as tx:
        elegidos = ElegidosRepository(tx, cuenta_id).leer(ids[:MAXIMO]).values()
    vivos = (elegido for elegido in elegidos if not elegido.borrado)
    for elegido in sorted(vivos, key=lambda e: (clave_orden(e.datos.nombre), e.id)):
        yield tuple(elegido.datos)
