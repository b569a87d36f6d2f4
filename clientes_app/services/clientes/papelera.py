"""The papelera of an account: what was deleted, by whom, when and by what."""

from collections.abc import Mapping
from dataclasses import dataclass

from clientes_app.services.clientes.clientes import Consulta, PaginaMirada, pagina_mirada
from clientes_app.storage.clientes.papelera import PapeleraRepository
from clientes_app.storage.clientes.search_dialect import BY_HAND
from clientes_app.storage.clientes.uniones import UnionRepository
from clientes_app.storage.db.base import Engine
from clientes_app.storage.db.engine import read_transaction
from clientes_app.storage.values import Borrado, Identificado, OrigenDeBorrados

__all__ = ["BY_HAND", "Borrado", "OrigenDeBorrados", "VistaDePapelera", "mirar"]

_LOADS = 50
"""Of so many undone loads the papelera can be filtered by each."""


@dataclass(frozen=True, slots=True)
class VistaDePapelera:
    """A page of the papelera; `borrados` says by id who deleted each client.

    `unidos` says to whom those were joined who came there by that.
    """

    vista: PaginaMirada
    borrados: Mapping[int, Borrado]
    origenes: tuple[OrigenDeBorrados, ...]
    unidos: Mapping[int, Identificado]


def mirar(engine: Engine, cuenta_id: int, consulta: Consulta) -> VistaDePapelera:
    """Return a page of the papelera, the newest first, and what it can be filtered by."""
    with read_transaction(engine) as tx:
        vista = pagina_mirada(tx, cuenta_id, consulta)
        papelera = PapeleraRepository(tx, cuenta_id)
        ids = [cliente.id for cliente in vista.pagina.filas]
        return VistaDePapelera(
            vista,
            papelera.borrados(ids),
            papelera.origenes(limite=_LOADS),
            UnionRepository(tx, cuenta_id).con_quien(ids),
        )
