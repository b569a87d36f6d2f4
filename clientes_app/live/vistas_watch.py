"""The watch on the views of an account: a colleague's new one shows while they are looked at."""

from clientes_app.live.watcher import Watcher
from clientes_app.services.clientes.vistas import cambios
from clientes_app.services.resources import shared_engine

_PAUSE_S = 0.1


def _changes(cuenta_id: int) -> int:
    return cambios(shared_engine(), cuenta_id)


vistas_watch: Watcher[int, int] = Watcher(_changes, pause=_PAUSE_S)
"""How often views of an account changed, by the account's id."""
