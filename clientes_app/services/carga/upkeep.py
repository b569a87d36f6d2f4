"""What the worker looks after between the processes: waiting work, retention, the search index."""

import time
from collections.abc import Callable
from datetime import timedelta

from clientes_app.services.carga.pace import BREATHER
from clientes_app.services.carga.queue import Work, WorkKind
from clientes_app.services.carga.runs import alone_in_account
from clientes_app.storage.carga import procesos
from clientes_app.storage.carga.archivo import ArchivoRepository
from clientes_app.storage.clientes import search_index
from clientes_app.storage.db.base import Engine
from clientes_app.storage.db.column_types import utc_now
from clientes_app.storage.db.engine import read_transaction, write_transaction
from clientes_app.storage.db.room import give_back


def waiting(engine: Engine, *, patience: timedelta) -> list[Work]:
    """Return all that waits for a run, or whose run has not ended, in the order it was asked for.

    Files received within `patience` are left out: their preview is about to be asked for.
    """
    with read_transaction(engine) as tx:
        rows: dict[WorkKind, list[procesos.Pendiente]] = {
            "vista": procesos.vistas_pendientes(tx, antes_de=utc_now() - patience),
            "carga": procesos.cargas_pendientes(tx),
            "deshacer": procesos.deshacer_pendientes(tx),
        }
    return [
        Work(kind, row.cuenta_id, row.proceso_id) for kind, some in rows.items() for row in some
    ]


def is_account_free(engine: Engine, cuenta_id: int) -> bool:
    """Whether no load or undoing of the account is running anywhere at this moment."""
    with alone_in_account(engine, cuenta_id) as lock:
        return lock is not None


def limpiar(
    engine: Engine,
    *,
    dias: int,
    abandono: timedelta = timedelta(days=1),
    llegada: timedelta = timedelta(hours=1),
) -> int:
    """Remove uploads nobody started within `abandono` and files of more than `dias` days.

    What did not arrive whole within `llegada` never will: whoever received it was killed.

    The processes stay in the list, with their counts; return how many were cleaned.
    """
    with read_transaction(engine) as tx:
        abandonados = procesos.abandonados(
            tx, antes_de=utc_now() - abandono, sin_llegar=utc_now() - llegada
        )
        viejos = procesos.con_archivo_viejo(tx, antes_de=utc_now() - timedelta(days=dias))
    for pendiente in abandonados:
        with write_transaction(engine) as tx:
            ArchivoRepository(tx, pendiente.cuenta_id).eliminar(pendiente.proceso_id)
    for pendiente in viejos:
        with write_transaction(engine) as tx:
            ArchivoRepository(tx, pendiente.cuenta_id).vaciar(pendiente.proceso_id)
    return len(abandonados) + len(viejos)


def devolver_espacio(engine: Engine, *, parar: Callable[[], bool] = lambda: False) -> int:
    """Return to the system the room that deleted files had in SQLite; return how many bytes.

    While a process waits or runs, only what others need not wait for is done.
    """

    def nadie_trabaja() -> bool:
        return not waiting(engine, patience=timedelta())

    return give_back(engine, may_rebuild=nadie_trabaja, stop=parar, pause=BREATHER)


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
        time.sleep(BREATHER)
    return veces
