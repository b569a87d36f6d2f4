"""The preview: what a file holds and what it would do, before anything is stored."""

import logging
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import BinaryIO

from clientes_app.domain.cliente import Contexto, identidad
from clientes_app.judging.plan import Existente
from clientes_app.judging.rows import Fila, Lote, validar_filas
from clientes_app.readers.csv.dialect import Dialecto, detectar
from clientes_app.readers.motivos import NoCargableError
from clientes_app.services.carga.archivo import abrir
from clientes_app.services.carga.batch import ArriendoPerdido, filas_de_problema
from clientes_app.services.carga.collector import sin_recolector
from clientes_app.services.carga.holder import ARRIENDO, ESPERA_TRAS_FALLO, nombre_de_trabajador
from clientes_app.services.carga.lease import soltar
from clientes_app.services.carga.preview_counts import Cuentas
from clientes_app.services.carga.preview_json import vista_a_json, vista_de_json
from clientes_app.services.carga.read_ahead import Pedido
from clientes_app.services.carga.shared_judging import juzgando
from clientes_app.services.carga.values import Estado, MotivoDeRechazo, VistaPrevia
from clientes_app.services.context import contexto_de_reglas
from clientes_app.services.errors import NoEncontrado
from clientes_app.storage.acceso.cuentas import CuentaRepository
from clientes_app.storage.carga.problemas import HallazgoRepository
from clientes_app.storage.carga.procesos import CicloRepository
from clientes_app.storage.clientes.clientes import ClienteRepository
from clientes_app.storage.clientes.derived import Identidad
from clientes_app.storage.db.base import Engine, Session, SinConexion
from clientes_app.storage.db.engine import read_transaction, write_transaction
from clientes_app.storage.db.tables import Proceso

_log = logging.getLogger(__name__)

_MAXIMO_DE_INTENTOS = 3
# The disk takes as long for one as for some thousand.
_PROBLEMAS_A_LA_VEZ = 4_000


@dataclass(slots=True)
class _Encargo:
    """A file in the hands of whoever looks into it, and until when it certainly is (monotonic)."""

    engine: Engine
    cuenta_id: int
    proceso_id: int
    trabajador: str
    archivo: str
    sha256: str
    tamano: int
    contexto: Contexto
    seguro_hasta: float = 0.0


def previsualizar(
    engine: Engine,
    cuenta_id: int,
    proceso_id: int,
    *,
    trabajador: str = "",
    parar: Callable[[], bool] = lambda: False,
) -> VistaPrevia | None:
    """Look into an uploaded file and keep what was found with its process.

    Nothing is done when that is known already. None when another worker is at it, when `parar`
    said to stop, or after an error that the log holds in full; it will be tried again.
    Raises NoEncontrado.
    """
    tomado = _tomar(engine, cuenta_id, proceso_id, trabajador or nombre_de_trabajador())
    if not isinstance(tomado, _Encargo):
        return tomado
    try:
        return _mirar(tomado, parar)
    except ArriendoPerdido:
        return None
    except Exception as error:  # noqa: BLE001 - the log has it in full; it is tried again
        _log.exception("The preview of process %s failed", proceso_id)
        # What the database did wrong is not the file's fault: it may be tried for ever.
        _soltar(tomado, espera=ESPERA_TRAS_FALLO, sin_culpa=isinstance(error, SinConexion))
        return None


def _mirar(encargo: _Encargo, parar: Callable[[], bool]) -> VistaPrevia | None:
    """Read the file to its end; None when `parar` said to stop. Raises ArriendoPerdido."""
    dialecto: Dialecto | None = None
    cuentas = Cuentas()
    try:
        with (
            sin_recolector() as recoger,
            abrir(encargo.engine, encargo.cuenta_id, encargo.proceso_id) as archivo,
        ):
            dialecto = detectar(archivo, encargo.archivo)
            with closing(_lotes(encargo, archivo, dialecto)) as lotes:
                for lote in lotes:
                    if parar():
                        _soltar(encargo, sin_culpa=True)
                        return None
                    _anotar(encargo, lote.filas, cuentas)
                    recoger(len(lote.filas))
    except NoCargableError as error:
        return _guardar(encargo, _no_cargable(error, dialecto), cuentas)
    return _guardar(encargo, _cargable(encargo, cuentas, dialecto), cuentas)


def _lotes(encargo: _Encargo, archivo: BinaryIO, dialecto: Dialecto) -> Generator[Lote]:
    """Read and judge the file, with help where it is worth it. Raises NoCargableError."""
    pedido = Pedido(encargo.cuenta_id, encargo.proceso_id, encargo.archivo, encargo.contexto)
    with juzgando(encargo.engine, pedido, dialecto, tamano=encargo.tamano) as juzgar:
        yield from validar_filas(
            archivo, encargo.archivo, encargo.contexto, dialecto=dialecto, juzgar_lote=juzgar
        )


def _tomar(
    engine: Engine, cuenta_id: int, proceso_id: int, trabajador: str
) -> _Encargo | VistaPrevia | None:
    """Take the file in hand, or return what is known of it; None when another one has it."""
    with write_transaction(engine) as tx:
        ciclo = CicloRepository(tx, cuenta_id)
        tomado = ciclo.arrendar_vista(proceso_id, trabajador=trabajador, segundos=ARRIENDO)
        proceso = ciclo.obtener(proceso_id)
        cuenta = CuentaRepository(tx).obtener(cuenta_id)
        if proceso is None or cuenta is None:
            raise NoEncontrado(proceso_id)
        if not tomado:
            return None if proceso.vista_previa is None else vista_de_json(proceso.vista_previa)
        HallazgoRepository(tx, cuenta_id).borrar(proceso_id)
        if proceso.intentos > _MAXIMO_DE_INTENTOS:
            return _rendirse(ciclo, proceso, proceso_id)
        return _Encargo(
            engine=engine,
            cuenta_id=cuenta_id,
            proceso_id=proceso_id,
            trabajador=trabajador,
            archivo=proceso.archivo,
            sha256=proceso.sha256,
            tamano=proceso.tamano,
            contexto=contexto_de_reglas(cuenta.cp_expedicion),
        )


def _rendirse(ciclo: CicloRepository, proceso: Proceso, proceso_id: int) -> VistaPrevia:
    """Refuse a file whose preview never came to its end."""
    _log.error("The preview of process %s is given up", proceso_id)
    mensaje = (
        f"El archivo no se pudo revisar en {_MAXIMO_DE_INTENTOS} intentos. Divídalo en archivos "
        "más pequeños o pida ayuda a quien administra el sistema."
    )
    vista = VistaPrevia(
        resultado="no_cargable", motivo=MotivoDeRechazo("demasiados_intentos", mensaje)
    )
    ciclo.cambiar(
        proceso_id,
        de=[proceso.estado],
        vista_previa=vista_a_json(vista),
        arrendado_por=None,
        arrendado_hasta=None,
    )
    return vista


def _anotar(encargo: _Encargo, filas: Sequence[Fila], cuentas: Cuentas) -> None:
    """Count the next rows, and what they would do, and now and then keep what was found."""
    existentes: dict[Identidad, Existente] = {}
    with read_transaction(encargo.engine) as tx:
        clientes = ClienteRepository(tx, encargo.cuenta_id)
        if clientes.hay():
            suyas = [identidad(fila.datos) for fila in filas if fila.datos is not None]
            existentes = clientes.existentes(suyas, Existente)
    cuentas.contar(filas, existentes, encargo.contexto)
    ya = len(cuentas.problemas) >= _PROBLEMAS_A_LA_VEZ
    if ya or time.monotonic() >= encargo.seguro_hasta:
        with write_transaction(encargo.engine) as tx:
            _guardar_problemas(tx, encargo, cuentas)
        encargo.seguro_hasta = time.monotonic() + ARRIENDO / 6


def _guardar_problemas(tx: Session, encargo: _Encargo, cuentas: Cuentas) -> None:
    """Keep the file in hand, and store what was found since the last time."""
    if not CicloRepository(tx, encargo.cuenta_id).renovar(
        encargo.proceso_id, trabajador=encargo.trabajador, segundos=ARRIENDO
    ):
        raise ArriendoPerdido
    HallazgoRepository(tx, encargo.cuenta_id).agregar_problemas(
        encargo.proceso_id, filas_de_problema(cuentas.problemas)
    )
    cuentas.problemas.clear()


def _cargable(encargo: _Encargo, cuentas: Cuentas, dialecto: Dialecto) -> VistaPrevia:
    with read_transaction(encargo.engine) as tx:
        antes = CicloRepository(tx, encargo.cuenta_id).mismo_archivo(
            encargo.proceso_id, encargo.sha256
        )
    return VistaPrevia(
        resultado="cargable",
        codificacion=dialecto.codificacion,
        delimitador=dialecto.delimitador,
        filas=cuentas.filas,
        validas=cuentas.validas,
        rechazadas=cuentas.filas - cuentas.validas,
        con_aviso=cuentas.con_aviso,
        repetidas=cuentas.repetidas,
        conservar=cuentas.conservar,
        borrar=cuentas.borrar,
        primeras=tuple(cuentas.primeras),
        mismo_archivo=antes,
    )


def _no_cargable(error: NoCargableError, dialecto: Dialecto | None) -> VistaPrevia:
    motivo = error.motivo
    return VistaPrevia(
        resultado="no_cargable",
        motivo=MotivoDeRechazo(
            motivo.codigo, motivo.mensaje, motivo.linea, motivo.esperado, motivo.encontrado
        ),
        codificacion=dialecto.codificacion if dialecto else None,
        delimitador=dialecto.delimitador if dialecto else None,
    )


def _guardar(encargo: _Encargo, vista: VistaPrevia, cuentas: Cuentas) -> VistaPrevia:
    """Keep what was found. Raises ArriendoPerdido when another worker took the file meanwhile."""
    with write_transaction(encargo.engine) as tx:
        _guardar_problemas(tx, encargo, cuentas)
        if not vista.es_cargable:
            # Findings of rows say nothing once the file as such is refused.
            HallazgoRepository(tx, encargo.cuenta_id).borrar(encargo.proceso_id)
        CicloRepository(tx, encargo.cuenta_id).cambiar(
            encargo.proceso_id,
            de=[Estado.RECIBIDO],
            vista_previa=vista_a_json(vista),
            codificacion=vista.codificacion or "",
            delimitador=vista.delimitador or "",
            filas=vista.filas,
            intentos=0,
            arrendado_por=None,
            arrendado_hasta=None,
        )
        return vista


def _soltar(encargo: _Encargo, *, espera: float = 0, sin_culpa: bool) -> None:
    soltar(
        encargo.engine,
        encargo.cuenta_id,
        encargo.proceso_id,
        trabajador=encargo.trabajador,
        espera=espera,
        sin_culpa=sin_culpa,
    )
