"""The preview: what a file holds and what it would do, before anything is stored."""

import logging
from dataclasses import dataclass
from typing import Any

from clientes_app.domain.cliente import Contexto, IdentidadDeCliente
from clientes_app.domain.edicion import Existente
from clientes_app.judging.judge import JudgedRows
from clientes_app.judging.plan import identidades
from clientes_app.readers.csv.dialect import Dialecto, detectar
from clientes_app.readers.motivos import NoCargableError
from clientes_app.services.carga.archivo import abrir
from clientes_app.services.carga.preview_counts import Cuentas
from clientes_app.services.carga.preview_json import vista_a_json
from clientes_app.services.carga.queries import vista_previa
from clientes_app.services.carga.revision import juzgar
from clientes_app.services.carga.runs import (
    MAX_ATTEMPTS,
    Outcome,
    Run,
    RunControl,
    faults_are_no_attempt,
    fenced,
    give_back,
    outcome_of,
)
from clientes_app.services.carga.storing import stored_findings
from clientes_app.services.carga.values import Estado, MotivoDeRechazo, VistaPrevia
from clientes_app.services.context import contexto_de_reglas
from clientes_app.services.errors import NoEncontrado
from clientes_app.storage.acceso.cuentas import CuentaRepository
from clientes_app.storage.carga.problemas import HallazgoRepository
from clientes_app.storage.carga.procesos import CicloRepository
from clientes_app.storage.clientes.clientes import ClienteRepository
from clientes_app.storage.db.base import Engine, Session
from clientes_app.storage.db.column_types import utc_now
from clientes_app.storage.db.engine import read_transaction, write_transaction

_log = logging.getLogger(__name__)

# The disk takes as long for one as for some thousand.
_FINDINGS_AT_ONCE = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _PreviewRun:
    """A file in the hands of the run that looks into it."""

    engine: Engine
    run: Run
    archivo: str
    sha256: str
    contexto: Contexto

    @property
    def cuenta_id(self) -> int:
        """The account of the process."""
        return self.run.cuenta_id

    @property
    def proceso_id(self) -> int:
        """The process."""
        return self.run.proceso_id


def previsualizar(engine: Engine, cuenta_id: int, proceso_id: int) -> VistaPrevia | None:
    """Look into an uploaded file here and now, and return what was found.

    Nothing is done when that is known already. None when another run took this one's place, or
    after an error that the log holds in full. Raises NoEncontrado.
    """
    revisar(engine, cuenta_id, proceso_id)
    return vista_previa(engine, cuenta_id, proceso_id)


def revisar(
    engine: Engine, cuenta_id: int, proceso_id: int, *, control: RunControl | None = None
) -> Outcome:
    """Look into an uploaded file and keep what was found with its process, unless it is known.

    Raises NoEncontrado.
    """

    def run() -> Outcome:
        own_control = control or RunControl()
        preview_run = _dispatch(engine, Run(cuenta_id=cuenta_id, proceso_id=proceso_id))
        if preview_run is None:
            return Outcome.DONE
        with faults_are_no_attempt(engine, preview_run.run, own_control):
            return _look_into(preview_run, own_control)

    return outcome_of("preview", proceso_id, run)


def _look_into(preview_run: _PreviewRun, control: RunControl) -> Outcome:
    """Read the file to its end, unless `control` says to stop. Raises TakenOver."""
    dialecto: Dialecto | None = None
    cuentas = Cuentas()
    try:
        with abrir(preview_run.engine, preview_run.cuenta_id, preview_run.proceso_id) as archivo:
            dialecto = detectar(archivo, preview_run.archivo)
            for rows in juzgar(archivo, dialecto, preview_run.contexto):
                if control.stop():
                    give_back(preview_run.engine, preview_run.run, control)
                    return Outcome.STOPPED
                _count(preview_run, rows, cuentas)
    except NoCargableError as error:
        _keep(preview_run, _not_loadable(error, dialecto), cuentas)
    else:
        _keep(preview_run, _loadable(preview_run, cuentas, dialecto), cuentas)
    return Outcome.DONE


def _dispatch(engine: Engine, run: Run) -> _PreviewRun | None:
    """Dispatch a run; None when there is nothing to look into (any more)."""
    with write_transaction(engine) as tx:
        ciclo = CicloRepository(tx, run.cuenta_id)
        dispatched = ciclo.dispatch(
            run.proceso_id, de=[Estado.RECIBIDO], token=run.token, sin_vista=True
        )
        proceso = ciclo.obtener(run.proceso_id)
        cuenta = CuentaRepository(tx).obtener(run.cuenta_id)
        if proceso is None or cuenta is None:
            raise NoEncontrado(run.proceso_id)
        if not dispatched:
            return None
        HallazgoRepository(tx, run.cuenta_id).borrar(run.proceso_id)
        if proceso.intentos > MAX_ATTEMPTS:
            _give_up(ciclo, run.proceso_id)
            return None
        return _PreviewRun(
            engine=engine,
            run=run,
            archivo=proceso.archivo,
            sha256=proceso.sha256,
            contexto=contexto_de_reglas(cuenta.cp_expedicion),
        )


def _give_up(ciclo: CicloRepository, proceso_id: int) -> None:
    """Refuse a file whose preview never came to its end."""
    _log.error("The preview of process %s is given up", proceso_id)
    mensaje = (
        f"El archivo no se pudo revisar en {MAX_ATTEMPTS} intentos. Divídalo en archivos "
        "más pequeños o pida ayuda a quien administra el sistema."
    )
    vista = VistaPrevia(
        resultado="no_cargable", motivo=MotivoDeRechazo("demasiados_intentos", mensaje)
    )
    ciclo.cambiar(
        proceso_id,
        de=[Estado.RECIBIDO],
        vista_previa=vista_a_json(vista),
        **_not_loaded("demasiados_intentos", mensaje),
    )


def _not_loaded(codigo: str, mensaje: str) -> dict[str, Any]:
    """Return what ends a process whose file does not load, so that it is listed as such."""
    return {
        "estado": Estado.NO_CARGADO,
        "motivo_codigo": codigo,
        "motivo_mensaje": mensaje,
        "terminado_en": utc_now(),
    }


def _count(preview_run: _PreviewRun, rows: JudgedRows, cuentas: Cuentas) -> None:
    """Count the next rows, and what they would do, and now and then keep what was found."""
    existentes: dict[IdentidadDeCliente, Existente] = {}
    with read_transaction(preview_run.engine) as tx:
        clientes = ClienteRepository(tx, preview_run.cuenta_id)
        if clientes.hay():
            existentes = clientes.existentes(identidades(rows))
    cuentas.contar(rows, existentes, preview_run.contexto)
    if cuentas.por_guardar >= _FINDINGS_AT_ONCE:
        with fenced(preview_run.engine, preview_run.run, stores=False) as tx:
            _store_findings(tx, preview_run, cuentas)


def _store_findings(tx: Session, preview_run: _PreviewRun, cuentas: Cuentas) -> None:
    """Store what was found since the last time."""
    HallazgoRepository(tx, preview_run.cuenta_id).agregar_problemas(
        preview_run.proceso_id, stored_findings(cuentas.sacar_problemas())
    )


def _loadable(preview_run: _PreviewRun, cuentas: Cuentas, dialecto: Dialecto) -> VistaPrevia:
    with read_transaction(preview_run.engine) as tx:
        antes = CicloRepository(tx, preview_run.cuenta_id).mismo_archivo(
            preview_run.proceso_id, preview_run.sha256
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


def _not_loadable(error: NoCargableError, dialecto: Dialecto | None) -> VistaPrevia:
    motivo = error.motivo
    return VistaPrevia(
        resultado="no_cargable",
        motivo=MotivoDeRechazo(
            motivo.codigo, motivo.mensaje, motivo.linea, motivo.esperado, motivo.encontrado
        ),
        codificacion=dialecto.codificacion if dialecto else None,
        delimitador=dialecto.delimitador if dialecto else None,
    )


def _keep(preview_run: _PreviewRun, vista: VistaPrevia, cuentas: Cuentas) -> None:
    """Keep what was found. Raises TakenOver."""
    end: dict[str, Any] = {}
    with fenced(preview_run.engine, preview_run.run, stores=False) as tx:
        _store_findings(tx, preview_run, cuentas)
        if vista.motivo is not None:
            # Findings of rows say nothing once the file as such is refused.
            HallazgoRepository(tx, preview_run.cuenta_id).borrar(preview_run.proceso_id)
            end = _not_loaded(vista.motivo.codigo, vista.motivo.mensaje)
        CicloRepository(tx, preview_run.cuenta_id).cambiar(
            preview_run.proceso_id,
            de=[Estado.RECIBIDO],
            vista_previa=vista_a_json(vista),
            codificacion=vista.codificacion or "",
            delimitador=vista.delimitador or "",
            filas=vista.filas,
            intentos=0,
            **end,
        )
