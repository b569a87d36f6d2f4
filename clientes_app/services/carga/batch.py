"""One batch of a running process, and its end: what happens in one transaction each."""

import time
from dataclasses import dataclass
from typing import Literal, cast

from clientes_app.judging.plan import Opciones
from clientes_app.services.carga.pace import Pace
from clientes_app.services.carga.reading import forget_unread
from clientes_app.services.carga.runs import RunningProcess, fenced
from clientes_app.services.carga.storing import Load, PendingRows, store_next
from clientes_app.services.carga.values import Estado
from clientes_app.storage.carga.problemas import HallazgoRepository
from clientes_app.storage.carga.procesos import EN_MARCHA, LifecycleRepository
from clientes_app.storage.clientes.cambios import CambioRepository
from clientes_app.storage.clientes.clientes import ClienteRepository
from clientes_app.storage.db.base import Engine, Session
from clientes_app.storage.db.column_types import utc_now
from clientes_app.storage.db.tables import Proceso


@dataclass(slots=True, kw_only=True)
class RunningLoad(RunningProcess):
    """A load in the hands of a run.

    `revision` is the account's newest one when all of its clients are of this run, else None.
    """

    load: Load
    revisado: bool
    revision: int | None = None


def choices_of(proceso: Proceso) -> Opciones:
    """Return the two choices under which a process was started."""
    return Opciones(
        existentes=cast("Literal['actualizar', 'omitir', 'rechazar']", proceso.existentes),
        blancos=cast("Literal['conservar', 'borrar']", proceso.blancos),
    )


def store_batch(engine: Engine, load_run: RunningLoad, pending: PendingRows, pace: Pace) -> bool:
    """Store some rows and their progress in one transaction; False when the process is over.

    It is when nothing is left behind these rows, or when it was cancelled and none is stored.
    It goes on for as long as `pace` allows and nobody waits.
    Raises TakenOver.
    """
    with fenced(engine, load_run.run) as tx:
        lifecycle = LifecycleRepository(tx, load_run.cuenta_id)
        if lifecycle.esta_cancelado(load_run.proceso_id):
            end(tx, load_run, estado=Estado.CANCELADO)
            return False
        only_ours = _are_all_of_this_run(tx, load_run)
        hallazgos = HallazgoRepository(tx, load_run.cuenta_id)
        hallazgos.borrar_rechazos(load_run.proceso_id, desde=load_run.linea_hecha + 1)
        said_before = hallazgos.ultimo_dicho()
        linea, sums, at_the_end = store_next(tx, load_run.load, pending, pace, only_ours=only_ours)
        linea = linea or load_run.linea_hecha
        # What the run found takes the place of what the preview found on these lines.
        hallazgos.borrar_problemas(
            load_run.proceso_id,
            desde=load_run.linea_hecha + 1,
            hasta=linea,
            dichos_hasta=said_before,
        )
        # Once and not for each part stored: on PostgreSQL every new row that names the account goes
        # through all versions of the account's row that its transaction made.
        if sums.creados:
            ClienteRepository(tx, load_run.cuenta_id).contar(clientes=sums.creados)
        lifecycle.avanzar(load_run.proceso_id, linea=linea, sumas=sums)
        revision = CambioRepository(tx, load_run.cuenta_id).revision() if only_ours else None
        if at_the_end:
            _end_after_all_rows(tx, load_run, desde=linea + 1)
        committing = time.monotonic()
    pace.committed(time.monotonic() - committing)
    load_run.linea_hecha = linea
    load_run.filas_hechas += sums.filas
    load_run.revision = revision
    return not at_the_end


def _are_all_of_this_run(tx: Session, load_run: RunningLoad) -> bool:
    """Whether every client of the account is of this run, so that no row can mean one of them.

    A client whom the file says twice is told by whoever reads it. The account is locked.
    """
    if not ClienteRepository(tx, load_run.cuenta_id).hay():
        return True
    return load_run.revision == CambioRepository(tx, load_run.cuenta_id).revision()


def end_process(
    engine: Engine, running: RunningProcess, *, motivo: tuple[str, str] | None = None
) -> None:
    """End a process that ran through, or that cannot go on for a reason (code, sentence).

    Raises TakenOver.
    """
    with fenced(engine, running.run) as tx:
        if motivo is not None:
            # What is stored stays and can be undone: «No cargado» would be a lie about it.
            estado = Estado.CANCELADO if running.filas_hechas else Estado.NO_CARGADO
            end(tx, running, estado=estado, motivo=motivo)
            if isinstance(running, RunningLoad) and not running.load.documento:
                forget_unread(tx, running.cuenta_id, running.proceso_id, running.load.archivo)
        else:
            _end_after_all_rows(tx, running, desde=running.linea_hecha + 1)


def _end_after_all_rows(tx: Session, running: RunningProcess, *, desde: int) -> None:
    """End a process whose rows are all stored; nothing is said of lines from `desde` on."""
    HallazgoRepository(tx, running.cuenta_id).borrar(running.proceso_id, desde=desde)
    proceso = LifecycleRepository(tx, running.cuenta_id).obtener(running.proceso_id)
    con_rechazos = proceso is not None and proceso.rechazados > 0
    estado = Estado.TERMINADO_CON_RECHAZOS if con_rechazos else Estado.TERMINADO
    end(tx, running, estado=estado)


def end(
    tx: Session, running: RunningProcess, *, estado: Estado, motivo: tuple[str, str] = ("", "")
) -> None:
    """End a process within a transaction of its run."""
    LifecycleRepository(tx, running.cuenta_id).cambiar(
        running.proceso_id,
        de=EN_MARCHA,
        estado=estado,
        motivo_codigo=motivo[0],
        motivo_mensaje=motivo[1],
        terminado_en=utc_now(),
    )
