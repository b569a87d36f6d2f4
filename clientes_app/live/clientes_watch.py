"""The watch on the clients of an account: the database is the bus."""

from clientes_app.live.watcher import Watcher
from clientes_app.services.clientes.clientes import revision
from clientes_app.services.resources import shared_engine

_PAUSE_S = 0.1


def _revision(cuenta_id: int) -> int:
    return revision(shared_engine(), cuenta_id)


revision_watch: Watcher[int, int] = Watcher(_revision, pause=_PAUSE_S)
"""The revision of an account's clients, by the account's id."""
