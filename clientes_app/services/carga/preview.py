"""The preview: what a file holds and what it would do, before anything is stored."""

import logging
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from clientes_app.domain.acciones import Accion
from clientes_app.domain.cliente import Contexto, IdentidadDeCliente
from clientes_app.domain.edicion import Existente
from clientes_app.domain.emisor import QuienFactura
from clientes_app.judging.completing import completed
from clientes_app.judging.judge import JudgedRows
from clientes_app.judging.plan import identidades
from clientes_app.readers.documents import Document
from clientes_app.readers.motivos import NoCargableError
from clientes_app.services.carga.archivo import abrir
from clientes_app.services.carga.preview_counts import Cuentas
from clientes_app.services.carga.preview_json import vista_a_json
from clientes_app.services.carga.queries import arreglos_de, vista_previa
from clientes_app.services.carga.reading import (
    TableToKeep,
    forget_unread,
    open_upload,
    told_now_and_then,
)
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
from clientes_app.services.context import contexto_de_reglas, quien_factura
from clientes_app.services.errors import NoEncontrado
from clientes_app.storage.acceso.cuentas import CuentaRepository
from clientes_app.storage.carga.problemas import HallazgoRepository
from clientes_app.storage.carga.procesos import LifecycleRepository
from clientes_app.storage.clientes.clientes import ClienteRepository
from clientes_app.storage.db.base import Engine, Session
from clientes_app.storage.db.column_types import utc_now
from clientes_app.storage.db.engine import read_transaction, write_transaction

_log = logging.getLogger(__name__)

# The disk takes as long for one as for some thousand.
_FINDINGS_AT_ONCE = 4_000
# Among more nobody looks for himself.
_ISSUERS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class _PreviewRun:
    """A file in the hands of the run that looks into it."""

    engine: Engine
    run: Run
    archivo: str
    documento: str
    tamano: int
    sha256: str
    contexto: Contexto
    quien: QuienFactura
    arreglos: tuple[Accion, ...]

    @property
    def cuenta_id(self) -> int:
        """The account of the process."""
        return self.run.cuenta_id

    @property
    def proceso_id(self) -> int:
        """The process."""
        return self.run.proceso_id

    def is_to_be_kept(self, document: Document) -> bool:
        """Whether the table of a document is to take its place, which is done once."""
        return bool(document.documento) and not self.documento

    def tell(self, percent: int) -> None:
        """Say how much of the file was read. Raises TakenOver."""
        with fenced(self.engine, self.run, stores=False) as tx:
            LifecycleRepository(tx, self.cuenta_id).cambiar(
                self.proceso_id, de=[Estado.RECIBIDO], leido=percent
            )


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
    document: Document | None = None
    cuentas, table = Cuentas(), TableToKeep()
    told = told_now_and_then(preview_run.tamano, preview_run.tell)
    where = (preview_run.engine, preview_run.cuenta_id, preview_run.proceso_id)
    try:
        with abrir(*where, on_read=told) as archivo:
            document = open_upload(
                archivo, preview_run.archivo, preview_run.documento, preview_run.quien
            )
            keep = table.take if preview_run.is_to_be_kept(document) else None
            for rows in juzgar(document, preview_run.contexto, preview_run.arreglos, keep=keep):
                if control.stop():
                    give_back(preview_run.engine, preview_run.run, control)
                    return Outcome.STOPPED
                _count(preview_run, rows, cuentas)
    except NoCargableError as error:
        with _keeping(preview_run, _not_loadable(error, document), cuentas) as tx:
            forget_unread(tx, preview_run.cuenta_id, preview_run.proceso_id, preview_run.archivo)
    else:
        with _keeping(preview_run, _loadable(preview_run, cuentas, document), cuentas) as tx:
            if keep is not None:
                table.put(tx, preview_run.cuenta_id, preview_run.proceso_id, document)
    return Outcome.DONE


def _dispatch(engine: Engine, run: Run) -> _PreviewRun | None:
    """Dispatch a run; None when there is nothing to look into (any more)."""
    with write_transaction(engine) as tx:
        lifecycle = LifecycleRepository(tx, run.cuenta_id)
        dispatched = lifecycle.dispatch(
            run.proceso_id, de=[Estado.RECIBIDO], token=run.token, sin_vista=True
        )
        proceso = lifecycle.obtener(run.proceso_id)
        cuenta = CuentaRepository(tx).obtener(run.cuenta_id)
        if proceso is None or cuenta is None:
            raise NoEncontrado(run.proceso_id)
        if not dispatched:
            return None
        HallazgoRepository(tx, run.cuenta_id).borrar(run.proceso_id)
        if proceso.intentos > MAX_ATTEMPTS:
            _give_up(lifecycle, run.proceso_id)
            forget_unread(tx, run.cuenta_id, run.proceso_id, proceso.archivo)
            return None
        return _PreviewRun(
            engine=engine,
            run=run,
            archivo=proceso.archivo,
            documento=proceso.documento,
            tamano=proceso.tamano,
            sha256=proceso.sha256,
            contexto=contexto_de_reglas(cuenta.cp_expedicion),
            quien=quien_factura(cuenta),
            arreglos=arreglos_de(proceso),
        )


def _give_up(lifecycle: LifecycleRepository, proceso_id: int) -> None:
    """Refuse a file whose preview never came to its end."""
    _log.error("The preview of process %s is given up", proceso_id)
    mensaje = (
        f"El archivo no se pudo revisar en {MAX_ATTEMPTS} intentos. Divídalo en archivos "
        "más pequeños o pida ayuda a quien administra el sistema."
    )
    vista = VistaPrevia(
        resultado="no_cargable", motivo=MotivoDeRechazo("demasiados_intentos", mensaje)
    )
    lifecycle.cambiar(
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
    rows = completed(rows, existentes, preview_run.contexto)
    cuentas.contar(rows, existentes, preview_run.contexto)
    if cuentas.por_guardar >= _FINDINGS_AT_ONCE:
        with fenced(preview_run.engine, preview_run.run, stores=False) as tx:
            _store_findings(tx, preview_run, cuentas)


def _store_findings(tx: Session, preview_run: _PreviewRun, cuentas: Cuentas) -> None:
    """Store what was found since the last time."""
    HallazgoRepository(tx, preview_run.cuenta_id).agregar_problemas(
        preview_run.proceso_id, stored_findings(cuentas.sacar_problemas())
    )


def _loadable(preview_run: _PreviewRun, cuentas: Cuentas, document: Document) -> VistaPrevia:
    with read_transaction(preview_run.engine) as tx:
        antes = LifecycleRepository(tx, preview_run.cuenta_id).mismo_archivo(
            preview_run.proceso_id, preview_run.sha256
        )
    return VistaPrevia(
        resultado="cargable",
        codificacion=document.codificacion or None,
        delimitador=document.delimitador or None,
        filas=cuentas.filas,
        validas=cuentas.validas,
        rechazadas=cuentas.filas - cuentas.validas,
        con_aviso=cuentas.con_aviso,
        repetidas=cuentas.repetidas,
        por_arreglar=cuentas.por_arreglar,
        conservar=cuentas.conservar,
        borrar=cuentas.borrar,
        primeras=tuple(cuentas.primeras),
        mismo_archivo=antes,
        documento=document.documento,
        emisores=document.dicho.emisores[:_ISSUERS],
        supuesto=document.dicho.supuesto,
        sin_leer=document.dicho.sin_leer,
    )


def _not_loadable(error: NoCargableError, document: Document | None) -> VistaPrevia:
    motivo = error.motivo
    return VistaPrevia(
        resultado="no_cargable",
        motivo=MotivoDeRechazo(
            motivo.codigo, motivo.mensaje, motivo.linea, motivo.esperado, motivo.encontrado
        ),
        codificacion=(document.codificacion or None) if document else None,
        delimitador=(document.delimitador or None) if document else None,
        documento=document.documento if document else "",
    )


@contextmanager
def _keeping(preview_run: _PreviewRun, vista: VistaPrevia, cuentas: Cuentas) -> Generator[Session]:
    """Keep what was found, and give the transaction to whoever says what stays of the file.

    Raises TakenOver.
    """
    end: dict[str, Any] = {}
    with fenced(preview_run.engine, preview_run.run, stores=False) as tx:
        _store_findings(tx, preview_run, cuentas)
        if vista.motivo is not None:
            # Findings of rows say nothing once the file as such is refused.
            HallazgoRepository(tx, preview_run.cuenta_id).borrar(preview_run.proceso_id)
            end = _not_loaded(vista.motivo.codigo, vista.motivo.mensaje)
        LifecycleRepository(tx, preview_run.cuenta_id).cambiar(
            preview_run.proceso_id,
            de=[Estado.RECIBIDO],
            vista_previa=vista_a_json(vista),
            codificacion=vista.codificacion or "",
            delimitador=vista.delimitador or "",
            filas=vista.filas,
            intentos=0,
            **end,
        )
        yield tx
