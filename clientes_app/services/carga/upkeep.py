"""What the worker looks after between the processes.

Dropped leases, lost work, retention, the search index.
"""

import time
from collections.abc import Callable
from datetime import timedelta

from clientes_app.services.carga.holder import ha_muerto
from clientes_app.services.carga.pace import RESPIRO
from clientes_app.storage.carga import procesos
from clientes_app.storage.carga.archivo import ArchivoRepository
from clientes_app.storage.carga.procesos import CicloRepository, Pendiente
from clientes_app.storage.clientes import search_index
from clientes_app.storage.db.base import Engine
from clientes_app.storage.db.column_types import ahora
from clientes_app.storage.db.engine import read_transaction, write_transaction


def soltar_de_muertos(engine: Engine) -> int:
    """Give back what workers of this machine held that are gone; return how many processes."""
    with read_transaction(engine) as tx:
        arrendados = procesos.arrendados(tx)
    muertos = [arriendo for arriendo in arrendados if ha_muerto(arriendo.trabajador)]
    for arriendo in muertos:
        with write_transaction(engine) as tx:
            CicloRepository(tx, arriendo.cuenta_id).soltar(
                arriendo.proceso_id, trabajador=arriendo.trabajador
            )
    return len(muertos)


def perdidos(engine: Engine, *, paciencia: timedelta) -> dict[str, list[Pendiente]]:
    """Return what waits while nobody holds it: "vista", "carga" and "deshacer".

    A file received within `paciencia` is not lost yet. Of the loads of one account only the
    first is named, and none while another one of it is running.
    """
    with read_transaction(engine) as tx:
        return {
            "vista": procesos.vistas_pendientes(tx, antes_de=ahora() - paciencia),
            "carga": _primera_de_cada_cuenta(procesos.cargas_pendientes(tx), procesos.ocupadas(tx)),
            "deshacer": procesos.deshacer_pendientes(tx),
        }


def limpiar(engine: Engine, *, dias: int, abandono: timedelta = timedelta(days=1)) -> int:
    """Remove uploads nobody started within `abandono` and files of more than `dias` days.

    The processes stay in the list, with their counts; return how many were cleaned.
    """
    with read_transaction(engine) as tx:
        abandonados = procesos.abandonados(tx, antes_de=ahora() - abandono)
        viejos = procesos.con_archivo_viejo(tx, antes_de=ahora() - timedelta(days=dias))
    for pendiente in abandonados:
        with write_transaction(engine) as tx:
            ArchivoRepository(tx, pendiente.cuenta_id).eliminar(pendiente.proceso_id)
    for pendiente in viejos:
        with write_transaction(engine) as tx:
            ArchivoRepository(tx, pendiente.cuenta_id).vaciar(pendiente.proceso_id)
    return len(abandonados) + len(viejos)


def ordenar_indice(engine: Engine, *, parar: Callable[[], bool] = lambda: False) -> int:
    """Merge the pieces that loads left in SQLite's search index, a little at a time.

    Everything is found before, too, only more slowly. Return how many times there was something.
    """
    veces = 0
    while not parar():
        with write_transaction(engine) as tx:
            if not search_index.compactar_un_poco(tx):
                break
        veces += 1
        time.sleep(RESPIRO)
    return veces


def _primera_de_cada_cuenta(
    pendientes: list[Pendiente], ocupadas: frozenset[int]
) -> list[Pendiente]:
    primeras: dict[int, Pendiente] = {}
    for pendiente in pendientes:
        if pendiente.cuenta_id not in ocupadas:
            primeras.setdefault(pendiente.cuenta_id, pendiente)
    return list(primeras.values())
