"""The watch on the clients of an account: the database is the bus."""

from clientes_app.live.watcher import Observador
from clientes_app.services.clientes.clientes import revision
from clientes_app.services.resources import shared_engine

_PAUSA_S = 0.1


def _revision(cuenta_id: int) -> int:
    return revision(shared_engine(), cuenta_id)


vigia = Observador(_revision, pausa=_PAUSA_S)
