"""The preview: what a file holds and what it would do, before anything is stored."""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from clientes_app.csv_import.dialecto import Dialecto, detectar
from clientes_app.csv_import.filas import Fila, validar_filas
from clientes_app.csv_import.motivos import NoCargableError
from clientes_app.csv_import.planning import Existente, Opciones, planear
from clientes_app.domain.cliente import Contexto, identidad
from clientes_app.domain.columnas import POR_CAMPO
from clientes_app.services.contexto import contexto_de_reglas
from clientes_app.services.errors import NoEncontrado
from clientes_app.services.procesos_archivo import abrir
from clientes_app.services.procesos_arriendo import soltar
from clientes_app.services.procesos_json import vista_a_json, vista_de_json
from clientes_app.services.procesos_lote import ArriendoPerdido, filas_de_problema
from clientes_app.services.procesos_memoria import sin_recolector
from clientes_app.services.procesos_tipos import (
    Efecto,
    Estado,
    MotivoDeRechazo,
    PrimeraFila,
    VistaPrevia,
)
from clientes_app.services.procesos_trabajador import (
    ARRIENDO,
    ESPERA_TRAS_FALLO,
    nombre_de_trabajador,
)
from clientes_app.storage.base import Engine, SinConexion
from clientes_app.storage.clientes import ClienteRepository
from clientes_app.storage.cuentas import CuentaRepository
from clientes_app.storage.engine import escritura, lectura
from clientes_app.storage.procesos_ciclo import CicloRepository
from clientes_app.storage.procesos_hallazgos import HallazgoRepository
from clientes_app.storage.renglones import Identidad
from clientes_app.storage.tables import Proceso

_log = logging.getLogger(__name__)

_PRIMERAS = 10
_MAXIMO_DE_INTENTOS = 3
_CONSERVAR = Opciones(existentes="actualizar", blancos="conservar")
_BORRAR = Opciones(existentes="actualizar", blancos="borrar")


@dataclass(slots=True)
class _Cuentas:
    """What is counted while the rows go by."""

    filas: int = 0
    validas: int = 0
    con_aviso: int = 0
    repetidas: int = 0
    conservar: Efecto = field(default_factory=Efecto)
    borrar: Efecto = field(default_factory=Efecto)
    primeras: list[PrimeraFila] = field(default_factory=list[PrimeraFila])

    def contar(self, filas: tuple[Fila, ...]) -> None:
        """Take the next rows."""
        buenas = [fila for fila in filas if fila.es_valida]
        self.filas += len(filas)
        self.validas += len(buenas)
        self.con_aviso += sum(1 for fila in buenas if fila.problemas)
        self.repetidas += sum(1 for fila in buenas if fila.repetida)
        for fila in buenas[: max(0, _PRIMERAS - len(self.primeras))]:
            if fila.datos is not None:
                datos = {POR_CAMPO[c].etiqueta: v for c, v in fila.datos.como_dict().items()}
                self.primeras.append(PrimeraFila(fila.linea, datos))


@dataclass(slots=True)
class _Encargo:
    """A file in the hands of whoever looks into it, and until when it certainly is (monotonic)."""

    engine: Engine
    cuenta_id: int
    proceso_id: int
    trabajador: str
    archivo: str
    sha256: str
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
    try:
        with (
            sin_recolector() as recoger,
            abrir(encargo.engine, encargo.cuenta_id, encargo.proceso_id) as archivo,
        ):
            dialecto = detectar(archivo, encargo.archivo)
            cuentas = _Cuentas()
            tandas = validar_filas(archivo, encargo.archivo, encargo.contexto, dialecto=dialecto)
            for tanda in tandas:
                if parar():
                    _soltar(encargo, sin_culpa=True)
                    return None
                _anotar(encargo, tanda.filas, cuentas)
                recoger(len(tanda.filas))
    except NoCargableError as error:
        return _guardar(encargo, _no_cargable(error, dialecto))
    return _guardar(encargo, _cargable(encargo, cuentas, dialecto))


def _tomar(
    engine: Engine, cuenta_id: int, proceso_id: int, trabajador: str
) -> _Encargo | VistaPrevia | None:
    """Take the file in hand, or return what is known of it; None when another one has it."""
    with escritura(engine) as sesion:
        ciclo = CicloRepository(sesion, cuenta_id)
        tomado = ciclo.arrendar_vista(proceso_id, trabajador=trabajador, segundos=ARRIENDO)
        proceso = ciclo.obtener(proceso_id)
        cuenta = CuentaRepository(sesion).obtener(cuenta_id)
        if proceso is None or cuenta is None:
            raise NoEncontrado(proceso_id)
        if not tomado:
            return None if proceso.vista_previa is None else vista_de_json(proceso.vista_previa)
        HallazgoRepository(sesion, cuenta_id).borrar(proceso_id)
        if proceso.intentos > _MAXIMO_DE_INTENTOS:
            return _rendirse(ciclo, proceso, proceso_id)
        return _Encargo(
            engine=engine,
            cuenta_id=cuenta_id,
            proceso_id=proceso_id,
            trabajador=trabajador,
            archivo=proceso.archivo,
            sha256=proceso.sha256,
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


def _anotar(encargo: _Encargo, filas: tuple[Fila, ...], cuentas: _Cuentas) -> None:
    """Count the next rows, and what they would do, and keep their findings."""
    cuentas.contar(filas)
    existentes: dict[Identidad, Existente] = {}
    with lectura(encargo.engine) as sesion:
        clientes = ClienteRepository(sesion, encargo.cuenta_id)
        if clientes.hay():
            suyas = [identidad(fila.datos) for fila in filas if fila.datos is not None]
            existentes = clientes.existentes(suyas, Existente)
    # What the choice means is only asked of rows that say a client who exists.
    conocidas, otras = _repartidas(filas, existentes)
    comun = _efecto(otras, {}, _CONSERVAR, encargo.contexto)
    conservar = _efecto(conocidas, existentes, _CONSERVAR, encargo.contexto)
    borrar = _efecto(conocidas, existentes, _BORRAR, encargo.contexto)
    cuentas.conservar = _suma(cuentas.conservar, comun, conservar)
    cuentas.borrar = _suma(cuentas.borrar, comun, borrar)
    problemas = [problema for fila in filas for problema in fila.problemas]
    if not problemas and time.monotonic() < encargo.seguro_hasta:
        return
    with escritura(encargo.engine) as sesion:
        if not CicloRepository(sesion, encargo.cuenta_id).renovar(
            encargo.proceso_id, trabajador=encargo.trabajador, segundos=ARRIENDO
        ):
            raise ArriendoPerdido
        HallazgoRepository(sesion, encargo.cuenta_id).agregar_problemas(
            encargo.proceso_id, filas_de_problema(problemas)
        )
    encargo.seguro_hasta = time.monotonic() + ARRIENDO / 6


def _repartidas(
    filas: Sequence[Fila], existentes: Mapping[tuple[str, str], Existente]
) -> tuple[Sequence[Fila], Sequence[Fila]]:
    """Part the rows: those that say a client who exists, and the others."""
    if not existentes:
        return (), filas
    conocidas: list[Fila] = []
    otras: list[Fila] = []
    for fila in filas:
        existe = fila.datos is not None and identidad(fila.datos) in existentes
        (conocidas if existe else otras).append(fila)
    return conocidas, otras


def _efecto(
    filas: Sequence[Fila],
    existentes: Mapping[tuple[str, str], Existente],
    opciones: Opciones,
    contexto: Contexto,
) -> Efecto:
    plan = planear(filas, existentes, opciones=opciones, contexto=contexto)
    return Efecto(len(plan.altas), len(plan.ediciones), len(plan.iguales))


def _suma(*efectos: Efecto) -> Efecto:
    return Efecto(
        nuevas=sum(efecto.nuevas for efecto in efectos),
        se_actualizarian=sum(efecto.se_actualizarian for efecto in efectos),
        iguales=sum(efecto.iguales for efecto in efectos),
    )


def _cargable(encargo: _Encargo, cuentas: _Cuentas, dialecto: Dialecto) -> VistaPrevia:
    with lectura(encargo.engine) as sesion:
        antes = CicloRepository(sesion, encargo.cuenta_id).mismo_archivo(
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


def _guardar(encargo: _Encargo, vista: VistaPrevia) -> VistaPrevia | None:
    """Keep what was found; None when another worker took the file meanwhile."""
    with escritura(encargo.engine) as sesion:
        ciclo = CicloRepository(sesion, encargo.cuenta_id)
        if not ciclo.renovar(encargo.proceso_id, trabajador=encargo.trabajador, segundos=ARRIENDO):
            return None
        if not vista.es_cargable:
            # Findings of rows say nothing once the file as such is refused.
            HallazgoRepository(sesion, encargo.cuenta_id).borrar(encargo.proceso_id)
        ciclo.cambiar(
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
