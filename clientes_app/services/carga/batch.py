"""One batch of a running process, and its end: what happens in one transaction each."""

import time
from dataclasses import dataclass
from typing import Literal, cast

from clientes_app.judging.plan import Opciones
from clientes_app.services.carga.pace import Pace
from clientes_app.services.carga.runs import Run, fenced
from clientes_app.services.carga.storing import Load, PendingRows, store_next
from clientes_app.services.carga.values import Estado
from clientes_app.storage.carga.problemas import HallazgoRepository
from clientes_app.storage.carga.procesos import EN_MARCHA, CicloRepository
from clientes_app.storage.clientes.cambios import CambioRepository
from clientes_app.storage.clientes.clientes import ClienteRepository
from clientes_app.storage.db.base import Engine, Session
from clientes_app.storage.db.column_types import ahora
from clientes_app.storage.db.tables import Proceso


@dataclass(slots=True, kw_only=True)
class Toma:
    """A load in the hands of a run; the numbers follow what is stored.

    `revision` is the account's newest one when all of its clients are of this run, else None.
    """

    run: Run
    load: Load
    linea_hecha: int
    filas_hechas: int
    filas: int
    intentos: int
    revisado: bool
    revision: int | None = None

    @property
    def cuenta_id(self) -> int:
        """The account of the process."""
        return self.run.cuenta_id

    @property
    def proceso_id(self) -> int:
        """The process."""
        return self.run.proceso_id


def opciones_de(proceso: Proceso) -> Opciones:
    """Return the two choices under which a process was started."""
    return Opciones(
        existentes=cast("Literal['actualizar', 'omitir', 'rechazar']", proceso.existentes),
        blancos=cast("Literal['conservar', 'borrar']", proceso.blancos),
    )


def aplicar(engine: Engine, toma: Toma, pending: PendingRows, pace: Pace) -> bool:
    """Store some rows and their progress in one transaction; False when the process is over.

    It is when nothing is left behind these rows, or when it was cancelled and none is stored.
    It goes on for as long as `pace` allows and nobody waits.
    Raises TakenOver.
    """
    with fenced(engine, toma.run) as tx:
        ciclo = CicloRepository(tx, toma.cuenta_id)
        if ciclo.esta_cancelado(toma.proceso_id):
            _cerrar(tx, toma, estado=Estado.CANCELADO)
            return False
        solos = _son_todos_suyos(tx, toma)
        hallazgos = HallazgoRepository(tx, toma.cuenta_id)
        hallazgos.borrar_rechazos(toma.proceso_id, desde=toma.linea_hecha + 1)
        dichos_antes = hallazgos.ultimo_dicho()
        linea, sumas, es_el_fin = store_next(tx, toma.load, pending, pace, only_ours=solos)
        linea = linea or toma.linea_hecha
        # What the run found takes the place of what the preview found on these lines.
        hallazgos.borrar_problemas(
            toma.proceso_id, desde=toma.linea_hecha + 1, hasta=linea, dichos_hasta=dichos_antes
        )
        # Once and not for each part stored: on PostgreSQL every new row that names the account goes
        # through all versions of the account's row that its transaction made.
        if sumas.creados:
            ClienteRepository(tx, toma.cuenta_id).contar(clientes=sumas.creados)
        ciclo.avanzar(toma.proceso_id, linea=linea, sumas=sumas)
        revision = CambioRepository(tx, toma.cuenta_id).revision() if solos else None
        if es_el_fin:
            _terminar(tx, toma, desde=linea + 1)
        fin = time.monotonic()
    pace.committed(time.monotonic() - fin)
    toma.linea_hecha = linea
    toma.filas_hechas += sumas.filas
    toma.revision = revision
    return not es_el_fin


def _son_todos_suyos(tx: Session, toma: Toma) -> bool:
    """Whether every client of the account is of this run, so that no row can mean one of them.

    A client whom the file says twice is told by whoever reads it. The account is locked.
    """
    if not ClienteRepository(tx, toma.cuenta_id).hay():
        return True
    return toma.revision == CambioRepository(tx, toma.cuenta_id).revision()


def cerrar(engine: Engine, toma: Toma, *, motivo: tuple[str, str] | None = None) -> None:
    """End a process that ran through, or that cannot go on for a reason (code, sentence).

    Raises TakenOver.
    """
    with fenced(engine, toma.run) as tx:
        if motivo is not None:
            # What is stored stays and can be undone: «No cargado» would be a lie about it.
            estado = Estado.CANCELADO if toma.filas_hechas else Estado.NO_CARGADO
            _cerrar(tx, toma, estado=estado, motivo=motivo)
        else:
            _terminar(tx, toma, desde=toma.linea_hecha + 1)


def _terminar(tx: Session, toma: Toma, *, desde: int) -> None:
    """End a process whose rows are all stored; nothing is said of lines from `desde` on."""
    HallazgoRepository(tx, toma.cuenta_id).borrar(toma.proceso_id, desde=desde)
    proceso = CicloRepository(tx, toma.cuenta_id).obtener(toma.proceso_id)
    con_rechazos = proceso is not None and proceso.rechazados > 0
    estado = Estado.TERMINADO_CON_RECHAZOS if con_rechazos else Estado.TERMINADO
    _cerrar(tx, toma, estado=estado)


def _cerrar(tx: Session, toma: Toma, *, estado: Estado, motivo: tuple[str, str] = ("", "")) -> None:
    CicloRepository(tx, toma.cuenta_id).cambiar(
        toma.proceso_id,
        de=EN_MARCHA,
        estado=estado,
        motivo_codigo=motivo[0],
        motivo_mensaje=motivo[1],
        terminado_en=ahora(),
    )
