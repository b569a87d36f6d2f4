"""Running a process: batch by batch, each one transaction, from wherever it was left.

A batch stores rows, history, search index, findings and progress together. Whoever dies
between two batches therefore leaves nothing half done: the next run reads the file again
from the start, which restores what the in-file rules remember, and stores from the first
line that is not stored yet.
"""

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from enum import StrEnum

from clientes_app.readers.csv.dialect import detectar
from clientes_app.readers.csv.records import leer
from clientes_app.readers.motivos import NoCargableError
from clientes_app.services.carga.archivo import abrir
from clientes_app.services.carga.batch import ArriendoPerdido, Toma, aplicar, cerrar, opciones_de
from clientes_app.services.carga.chunk import Tanda
from clientes_app.services.carga.collector import sin_recolector
from clientes_app.services.carga.holder import ARRIENDO, ESPERA_TRAS_FALLO
from clientes_app.services.carga.lease import soltar
from clientes_app.services.carga.pace import RESPIRO, Ritmo
from clientes_app.services.carga.parts import Partes
from clientes_app.services.carga.read_ahead import Pedido, leyendo
from clientes_app.services.carga.values import Estado
from clientes_app.services.context import contexto_de_reglas
from clientes_app.services.errors import NoEncontrado
from clientes_app.storage.acceso.cuentas import CuentaRepository
from clientes_app.storage.carga.page_cache import de_carga
from clientes_app.storage.carga.planner_statistics import Estadisticas
from clientes_app.storage.carga.procesos import EN_MARCHA, CicloRepository, cuenta_de
from clientes_app.storage.clientes.clientes import ClienteRepository
from clientes_app.storage.db.base import Engine, SinConexion
from clientes_app.storage.db.column_types import ahora
from clientes_app.storage.db.engine import write_transaction
from clientes_app.storage.values import Autoria

_log = logging.getLogger(__name__)

MAXIMO_DE_INTENTOS = 3
_FILAS_ENTRE_RENOVACIONES = 50_000

AlAvanzar = Callable[[int, int], None]
"""Told after each batch: rows done, rows in the file."""


class Desenlace(StrEnum):
    """How one run of a process ended, which says less than the state of the process.

    OCUPADO: another process of the account, or another worker, has to end first.
    INTERRUMPIDO: it was asked to stop; it waits for the next run. SIN_BASE: the database
    cannot be used now; it goes on when that is over. FALLIDO: an error that the log holds in
    full; it will be tried again.
    """

    TERMINADO = "terminado"
    OCUPADO = "ocupado"
    INTERRUMPIDO = "interrumpido"
    SIN_BASE = "sin_base"
    FALLIDO = "fallido"


def _nunca() -> bool:
    return False


def ejecutar(
    engine: Engine,
    proceso_id: int,
    *,
    trabajador: str,
    al_avanzar: AlAvanzar | None = None,
    parar: Callable[[], bool] = _nunca,
) -> Desenlace:
    """Run a process until it ends or `parar` says so. Safe to call again at any time.

    Raises NoEncontrado when there is no such process.
    """
    try:
        toma = _tomar(engine, proceso_id, trabajador)
    except SinConexion:
        _log.exception("Process %s could not be taken", proceso_id)
        return Desenlace.SIN_BASE
    if isinstance(toma, Desenlace):
        return toma
    try:
        return _intentar(engine, toma, al_avanzar, parar)
    except ArriendoPerdido:
        return Desenlace.OCUPADO
    except Exception as error:  # noqa: BLE001 - the log has it in full; it is tried again
        _log.exception("Process %s failed (attempt %s)", proceso_id, toma.intentos)
        # What the database did wrong is not the file's fault: it may be tried for ever.
        sin_culpa = isinstance(error, SinConexion)
        _soltar(engine, toma, espera=ESPERA_TRAS_FALLO, sin_culpa=sin_culpa)
        return Desenlace.SIN_BASE if sin_culpa else Desenlace.FALLIDO


def _intentar(
    engine: Engine, toma: Toma, al_avanzar: AlAvanzar | None, parar: Callable[[], bool]
) -> Desenlace:
    if toma.intentos > MAXIMO_DE_INTENTOS:
        _rendirse(engine, toma)
        return Desenlace.TERMINADO
    try:
        _revisar_estructura(engine, toma)
        return _correr(engine, toma, al_avanzar, parar)
    except NoCargableError as error:
        cerrar(engine, toma, motivo=(error.motivo.codigo, error.motivo.mensaje))
        return Desenlace.TERMINADO


def _tomar(engine: Engine, proceso_id: int, trabajador: str) -> Toma | Desenlace:
    """Take the lease, and read what the run needs to know."""
    with write_transaction(engine) as tx:
        cuenta_id = cuenta_de(tx, proceso_id)
        cuenta = None if cuenta_id is None else CuentaRepository(tx).obtener(cuenta_id)
        if cuenta is None:
            raise NoEncontrado
        # On PostgreSQL two workers could otherwise both see that nothing is running.
        ClienteRepository(tx, cuenta.id).bloquear()
        ciclo = CicloRepository(tx, cuenta.id)
        tomado = ciclo.arrendar_a_solas(
            proceso_id, de=EN_MARCHA, trabajador=trabajador, segundos=ARRIENDO
        )
        if tomado:
            ciclo.cambiar(proceso_id, de=[Estado.EN_ESPERA], iniciado_en=ahora())
            ciclo.cambiar(proceso_id, de=EN_MARCHA, estado=Estado.PROCESANDO)
        proceso = ciclo.obtener(proceso_id)
        if proceso is None:
            raise NoEncontrado
        if not tomado:
            return Desenlace.OCUPADO if proceso.estado in EN_MARCHA else Desenlace.TERMINADO
        return Toma(
            cuenta_id=cuenta.id,
            proceso_id=proceso_id,
            trabajador=trabajador,
            archivo=proceso.archivo,
            opciones=opciones_de(proceso),
            contexto=contexto_de_reglas(cuenta.cp_expedicion),
            autoria=Autoria(proceso.quien, proceso.origen, proceso.usuario_id, proceso_id),
            linea_hecha=proceso.linea_hecha,
            filas_hechas=proceso.filas_hechas,
            filas=proceso.filas,
            intentos=proceso.intentos,
            revisado=proceso.filas > 0,
        )


def _revisar_estructura(engine: Engine, toma: Toma) -> None:
    """Read the whole file once before anything of it is stored.

    A byte or a quote that spoils the file may stand in its last line, and then nothing of it
    may be in the database. A file that was previewed has passed this already.
    Raises NoCargableError.
    """
    if toma.revisado:
        return
    with sin_recolector(), abrir(engine, toma.cuenta_id, toma.proceso_id) as archivo:
        dialecto = detectar(archivo, toma.archivo)
        filas = 0
        for filas, _ in enumerate(leer(archivo, dialecto), start=1):
            if not filas % _FILAS_ENTRE_RENOVACIONES:
                _renovar(engine, toma)
    with write_transaction(engine) as tx:
        CicloRepository(tx, toma.cuenta_id).cambiar(
            toma.proceso_id,
            de=[Estado.PROCESANDO],
            filas=filas,
            codificacion=dialecto.codificacion,
            delimitador=dialecto.delimitador,
        )
    toma.filas = filas


def _correr(
    engine: Engine, toma: Toma, al_avanzar: AlAvanzar | None, parar: Callable[[], bool]
) -> Desenlace:
    ritmo, estadisticas = Ritmo(), Estadisticas(engine)
    pedido = Pedido(toma.cuenta_id, toma.proceso_id, toma.archivo, toma.contexto)
    with (
        sin_recolector() as recoger,
        leyendo(engine, pedido, filas=toma.filas) as tandas,
        closing(
            Partes(
                _por_guardar(engine, toma, tandas),
                ritmo,
                desde=toma.linea_hecha,
                para_copiar=engine.dialect.name != "sqlite",
            )
        ) as partes,
        de_carga(engine) as bind,
    ):
        while partes.hay():
            if parar():
                _soltar(engine, toma, sin_culpa=True)
                return Desenlace.INTERRUMPIDO
            antes = toma.filas_hechas
            sigue = aplicar(bind, toma, partes, ritmo)
            nuevas = toma.filas_hechas - antes
            if al_avanzar is not None and nuevas:
                al_avanzar(toma.filas_hechas, toma.filas)
            estadisticas.tras(nuevas)
            if not sigue:
                return Desenlace.TERMINADO
            recoger(nuevas)
            time.sleep(RESPIRO)
    cerrar(engine, toma)
    return Desenlace.TERMINADO


def _por_guardar(engine: Engine, toma: Toma, tandas: Iterable[Tanda]) -> Iterator[Tanda]:
    """Pass over what is stored already, which may take longer than the lease.

    All of it comes before the first part, so that no transaction of ours is open meanwhile: on
    PostgreSQL this runs in a thread, whose renewing would wait for that one for ever.
    """
    for tanda in tandas:
        if tanda.ultima_linea > toma.linea_hecha:
            yield tanda
        else:
            _renovar(engine, toma)


def _rendirse(engine: Engine, toma: Toma) -> None:
    """Stop a process that never gets any further, and say what is stored of it."""
    _log.error(
        "Process %s is stopped: %s attempts without progress", toma.proceso_id, MAXIMO_DE_INTENTOS
    )
    hecho = (
        f"Quedaron guardadas las primeras {toma.filas_hechas:,} filas; puede deshacer la carga."
        if toma.filas_hechas
        else "No se guardó nada."
    )
    mensaje = (
        f"El proceso se detuvo después de {MAXIMO_DE_INTENTOS} intentos que no avanzaron. {hecho} "
        "Revise el archivo a partir de la línea "
        f"{toma.linea_hecha + 1:,} o pida ayuda a quien administra el sistema."
    )
    cerrar(engine, toma, motivo=("demasiados_intentos", mensaje))


def _renovar(engine: Engine, toma: Toma) -> None:
    with write_transaction(engine) as tx:
        if not CicloRepository(tx, toma.cuenta_id).renovar(
            toma.proceso_id, trabajador=toma.trabajador, segundos=ARRIENDO
        ):
            raise ArriendoPerdido


def _soltar(engine: Engine, toma: Toma, *, espera: float = 0, sin_culpa: bool = False) -> None:
    soltar(
        engine,
        toma.cuenta_id,
        toma.proceso_id,
        trabajador=toma.trabajador,
        espera=espera,
        sin_culpa=sin_culpa,
    )
