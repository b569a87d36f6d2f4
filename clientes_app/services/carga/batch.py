"""One batch of a running process, and its end: what happens in one transaction each."""

import json
import time
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from operator import attrgetter
from typing import Literal, cast

from clientes_app.domain.cliente import Contexto
from clientes_app.judging.plan import Existente, Opciones, Plan, planear
from clientes_app.judging.report import errores_de
from clientes_app.judging.rows import Fila, ProblemaDeFila
from clientes_app.services.carga.chunk import Tanda
from clientes_app.services.carga.pace import Ritmo
from clientes_app.services.carga.parts import Partes
from clientes_app.services.carga.runs import Run, fenced
from clientes_app.services.carga.values import Estado
from clientes_app.storage.carga.page_cache import tomar_su_parte
from clientes_app.storage.carga.problemas import FilaDeProblema, FilaRechazada, HallazgoRepository
from clientes_app.storage.carga.procesos import EN_MARCHA, CicloRepository, Sumas
from clientes_app.storage.clientes import bulk
from clientes_app.storage.clientes.cambios import CambioRepository
from clientes_app.storage.clientes.clientes import ClienteRepository
from clientes_app.storage.clientes.derived import Identidad
from clientes_app.storage.db import write_turn
from clientes_app.storage.db.base import Bind, Engine, Session
from clientes_app.storage.db.column_types import ahora
from clientes_app.storage.db.tables import Proceso
from clientes_app.storage.values import Autoria


@dataclass(slots=True, kw_only=True)
class Toma:
    """A load in the hands of a run; the numbers follow what is stored.

    `revision` is the account's newest one when all of its clients are of this run, else None.
    """

    run: Run
    archivo: str
    opciones: Opciones
    contexto: Contexto
    autoria: Autoria
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


def aplicar(bind: Bind, toma: Toma, partes: Partes, ritmo: Ritmo) -> bool:
    """Store some parts and their progress in one transaction; False when the process is over.

    It is when nothing is left behind these parts, or when it was cancelled and none is stored.
    `bind` is what `de_carga` gives. It goes on for as long as `ritmo` allows and nobody waits.
    Raises TakenOver.
    """
    with fenced(bind, toma.run) as tx:
        tomar_su_parte(tx)
        ciclo = CicloRepository(tx, toma.cuenta_id)
        if ciclo.esta_cancelado(toma.proceso_id):
            _cerrar(tx, toma, estado=Estado.CANCELADO)
            return False
        solos = _son_todos_suyos(tx, toma)
        hallazgos = HallazgoRepository(tx, toma.cuenta_id)
        hallazgos.borrar_rechazos(toma.proceso_id, desde=toma.linea_hecha + 1)
        dichos_antes = hallazgos.ultimo_dicho()
        linea, sumas, es_el_fin = _guardar_partes(tx, toma, partes, ritmo, solos=solos)
        # What the run found takes the place of what the preview found on these lines.
        hallazgos.borrar_problemas(
            toma.proceso_id, desde=toma.linea_hecha + 1, hasta=linea, dichos_hasta=dichos_antes
        )
        # Once and not for each part: on PostgreSQL every new row that names the account goes
        # through all versions of the account's row that its transaction made.
        if sumas.creados:
            ClienteRepository(tx, toma.cuenta_id).contar(clientes=sumas.creados)
        ciclo.avanzar(toma.proceso_id, linea=linea, sumas=sumas)
        revision = CambioRepository(tx, toma.cuenta_id).revision() if solos else None
        if es_el_fin:
            _terminar(tx, toma, desde=linea + 1)
        fin = time.monotonic()
    ritmo.cerrada(time.monotonic() - fin)
    toma.linea_hecha = linea
    toma.filas_hechas += sumas.filas
    toma.revision = revision
    return not es_el_fin


def _guardar_partes(
    tx: Session, toma: Toma, partes: Partes, ritmo: Ritmo, *, solos: bool
) -> tuple[int, Sumas, bool]:
    """Store parts for as long as the transaction may go on.

    Return the line of the last row, what was stored, and whether nothing is left behind it.
    """
    linea, sumas = toma.linea_hecha, Sumas()
    ritmo.empezar()
    while (parte := partes.tomar()) is not None:
        inicio = time.monotonic()
        suyas = _guardar(tx, toma, parte, solos=solos)
        linea = parte.ultima_linea
        sumas += suyas
        ritmo.anotar(suyas.filas, time.monotonic() - inicio)
        if write_turn.somebody_waits(tx):
            ritmo.cede()
            return linea, sumas, False
        if ritmo.basta():
            return linea, sumas, False
    return linea, sumas, True


def _son_todos_suyos(tx: Session, toma: Toma) -> bool:
    """Whether every client of the account is of this run, so that no row can mean one of them.

    A client whom the file says twice is told by whoever reads it. The account is locked.
    """
    if not ClienteRepository(tx, toma.cuenta_id).hay():
        return True
    return toma.revision == CambioRepository(tx, toma.cuenta_id).revision()


def _guardar(tx: Session, toma: Toma, tanda: Tanda, *, solos: bool) -> Sumas:
    """Store some rows, which follow each other in the file.

    With `solos` none of them means a client who exists, which need not be looked up then.
    """
    existentes: dict[Identidad, Existente] = {}
    if not solos:
        existentes = bulk.existentes(
            tx, toma.cuenta_id, identidades=tanda.identidades(), fabrica=Existente
        )
    nuevas = tanda.nuevas(existentes)
    resto = tanda.salvo(nuevas)
    plan = planear(resto, existentes, opciones=toma.opciones, contexto=toma.contexto)
    bulk.dar_de_alta(
        tx,
        toma.cuenta_id,
        altas=nuevas.values(),
        autoria=toma.autoria,
        copias=tanda.copias_en(nuevas),
    )
    bulk.editar(tx, toma.cuenta_id, ediciones=plan.ediciones, autoria=toma.autoria)
    hallazgos = HallazgoRepository(tx, toma.cuenta_id)
    dichos = chain.from_iterable(suyos for linea, suyos in tanda.avisos.items() if linea in nuevas)
    hallazgos.agregar_problemas(
        toma.proceso_id, filas_de_problema((*dichos, *_problemas(resto, plan)))
    )
    hallazgos.agregar_rechazos(toma.proceso_id, [_rechazo(fila) for fila in plan.rechazos])
    return Sumas(
        filas=len(nuevas) + len(resto),
        creados=len(nuevas),
        actualizados=len(plan.ediciones),
        # Left alone by choice is left as it was: the four counts add up to the rows.
        iguales=len(plan.iguales) + len(plan.omitidas),
        rechazados=len(plan.rechazos),
    )


def _problemas(filas: Iterable[Fila], plan: Plan) -> list[ProblemaDeFila]:
    """Return what is said of rows that were planned."""
    rechazadas = {fila.linea: fila for fila in plan.rechazos}
    dichos = [problema for fila in filas for problema in rechazadas.get(fila.linea, fila).problemas]
    return dichos + plan.avisos


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
