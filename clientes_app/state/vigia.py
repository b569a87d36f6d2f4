"""The watch on the clients of an account: the database is the bus."""

from clientes_app.services.clientes import revision
from clientes_app.services.recursos import motor
from clientes_app.state.observador import Observador

_PAUSA_S = 0.1


def _revision(cuenta_id: int) -> int:
    return revision(motor(), cuenta_id)


vigia = Observador(_revision, pausa=_PAUSA_S)
