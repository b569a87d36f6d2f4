"""One look at the processes for all tabs of an account, while somebody follows them."""

from clientes_app.live.watcher import Observador
from clientes_app.services.carga import procesos
from clientes_app.services.carga.procesos import PaginaDeProcesos
from clientes_app.services.resources import shared_engine

_PAUSA_S = 0.4


def _primera_pagina(cuenta_id: int) -> PaginaDeProcesos:
    return procesos.lista(shared_engine(), cuenta_id)


observador = Observador(_primera_pagina, pausa=_PAUSA_S)
