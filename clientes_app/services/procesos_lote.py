"""One batch of a running process, and its end: what happens in one transaction each."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Literal, cast

from clientes_app.csv_import.filas import Fila, ProblemaDeFila
from clientes_app.csv_import.planning import Existente, Opciones, Plan, planear
from clientes_app.csv_import.report import errores_de
from clientes_app.domain.cliente import Contexto, identidad
from clientes_app.services.procesos_tipos import Estado
from clientes_app.services.procesos_trabajador import ARRIENDO
from clientes_app.storage import lote
from clientes_app.storage.base import Engine, Session
from clientes_app.storage.clientes import ClienteRepository
from clientes_app.storage.engine import escritura
from clientes_app.storage.guardado import Autoria
from clientes_app.storage.procesos_ciclo import EN_MARCHA, CicloRepository, Sumas
from clientes_app.storage.procesos_hallazgos import (
    FilaDeProblema,
    FilaRechazada,
    HallazgoRepository,
)
from clientes_app.storage.tables import Proceso
from clientes_app.storage.tipos import ahora


class ArriendoPerdido(Exception):
    """Another worker took the process meanwhile; what this one holds in hand is dropped."""


@dataclass(slots=True, kw_only=True)
class Toma:
    """A process in the hands of a worker; the numbers follow what is stored."""

    cuenta_id: int
    proceso_id: int
    trabajador: str
    archivo: str
    opciones: Opciones
    contexto: Contexto
    autoria: Autoria
    linea_hecha: int
    filas_hechas: int
    filas: int
    intentos: int
    revisado: bool


def opciones_de(proceso: Proceso) -> Opciones:
    """Return the two choices under which a process was started."""
    return Opciones(
        existentes=cast("Literal['actualizar', 'omitir', 'rechazar']", proceso.existentes),
        blancos=cast("Literal['conservar', 'borrar']", proceso.blancos),
    )


def aplicar(engine: Engine, toma: Toma, filas: Sequence[Fila]) -> bool:
    """Store a batch and its progress in one transaction; False when it was cancelled instead.

    Raises ArriendoPerdido.
    """
    with escritura(engine) as sesion:
        clientes = ClienteRepository(sesion, toma.cuenta_id)
        clientes.bloquear()
        ciclo = CicloRepository(sesion, toma.cuenta_id)
        if not ciclo.renovar(toma.proceso_id, trabajador=toma.trabajador, segundos=ARRIENDO):
            raise ArriendoPerdido
        if ciclo.esta_cancelado(toma.proceso_id):
            _cerrar(sesion, toma, estado=Estado.CANCELADO)
            return False
        existentes = lote.existentes(
            sesion,
            toma.cuenta_id,
            identidades=[identidad(fila.datos) for fila in filas if fila.datos is not None],
            fabrica=Existente,
        )
        plan = planear(filas, existentes, opciones=toma.opciones, contexto=toma.contexto)
        altas = [alta.datos for alta in plan.altas]
        if altas:
            clientes.contar(clientes=len(altas))
            lote.dar_de_alta(sesion, toma.cuenta_id, altas=altas, autoria=toma.autoria)
        lote.editar(sesion, toma.cuenta_id, ediciones=plan.ediciones, autoria=toma.autoria)
        _anotar(sesion, toma, filas, plan)
        ciclo.avanzar(
            toma.proceso_id,
            linea=filas[-1].linea,
            sumas=_sumas(filas, plan),
            segundos=ARRIENDO,
        )
    toma.linea_hecha = filas[-1].linea
    toma.filas_hechas += len(filas)
    return True


def cerrar(engine: Engine, toma: Toma, *, motivo: tuple[str, str] | None = None) -> None:
    """End a process that ran through, or that cannot go on for a reason (code, sentence)."""
    with escritura(engine) as sesion:
        ciclo = CicloRepository(sesion, toma.cuenta_id)
        if not ciclo.renovar(toma.proceso_id, trabajador=toma.trabajador, segundos=ARRIENDO):
            raise ArriendoPerdido
        if motivo is not None:
            # What is stored stays and can be undone: «No cargado» would be a lie about it.
            estado = Estado.CANCELADO if toma.filas_hechas else Estado.NO_CARGADO
            _cerrar(sesion, toma, estado=estado, motivo=motivo)
            return
        HallazgoRepository(sesion, toma.cuenta_id).borrar(
            toma.proceso_id, desde=toma.linea_hecha + 1
        )
        proceso = ciclo.obtener(toma.proceso_id)
        con_rechazos = proceso is not None and proceso.rechazados > 0
        _cerrar(
            sesion,
            toma,
            estado=Estado.TERMINADO_CON_RECHAZOS if con_rechazos else Estado.TERMINADO,
        )


def _cerrar(
    sesion: Session, toma: Toma, *, estado: Estado, motivo: tuple[str, str] = ("", "")
) -> None:
    CicloRepository(sesion, toma.cuenta_id).cambiar(
        toma.proceso_id,
        de=EN_MARCHA,
        estado=estado,
        motivo_codigo=motivo[0],
        motivo_mensaje=motivo[1],
        terminado_en=ahora(),
        arrendado_por=None,
        arrendado_hasta=None,
        intentos=0,
    )


def _sumas(filas: Sequence[Fila], plan: Plan) -> Sumas:
    return Sumas(
        filas=len(filas),
        creados=len(plan.altas),
        actualizados=len(plan.ediciones),
        # Left alone by choice is left as it was: the four counts add up to the rows.
        iguales=len(plan.iguales) + len(plan.omitidas),
        rechazados=len(plan.rechazos),
    )


def _anotar(sesion: Session, toma: Toma, filas: Sequence[Fila], plan: Plan) -> None:
    """Exchange the findings that the preview left for these lines by those of the run."""
    hallazgos = HallazgoRepository(sesion, toma.cuenta_id)
    hallazgos.borrar(toma.proceso_id, desde=toma.linea_hecha + 1, hasta=filas[-1].linea)
    rechazadas = {fila.linea: fila for fila in plan.rechazos}
    dichos = [problema for fila in filas for problema in rechazadas.get(fila.linea, fila).problemas]
    hallazgos.agregar_problemas(toma.proceso_id, filas_de_problema((*dichos, *plan.avisos)))
    hallazgos.agregar_rechazos(toma.proceso_id, [_rechazo(fila) for fila in plan.rechazos])


def filas_de_problema(problemas: Iterable[ProblemaDeFila]) -> list[FilaDeProblema]:
    """Turn findings into what is stored of them, in the order of the file."""
    return [
        # Every part of a finding but the SAT's code, which comes last; the enumeration as text.
        FilaDeProblema._make((*problema[:3], problema.gravedad.value, *problema[4:7]))
        for problema in sorted(problemas, key=attrgetter("linea"))
    ]


def _rechazo(fila: Fila) -> FilaRechazada:
    return FilaRechazada(
        linea=fila.linea,
        valores=json.dumps(fila.valores_originales, ensure_ascii=False),
        errores=errores_de(fila),
    )
