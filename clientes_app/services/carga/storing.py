"""The rows of a file on their way into the database."""

import json
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from clientes_app.domain.acciones import Accion
from clientes_app.domain.cliente import Contexto, IdentidadDeCliente
from clientes_app.domain.edicion import Existente
from clientes_app.domain.emisor import QuienFactura
from clientes_app.judging import findings
from clientes_app.judging.completing import completed
from clientes_app.judging.judge import JudgedRows
from clientes_app.judging.plan import Opciones, Plan, identidades, planear, refused_rows
from clientes_app.services.carga.archivo import abrir
from clientes_app.services.carga.pace import Pace
from clientes_app.services.carga.reading import open_upload
from clientes_app.services.carga.revision import juzgar
from clientes_app.storage.carga.problemas import FilaDeProblema, FilaRechazada, HallazgoRepository
from clientes_app.storage.carga.procesos import Sumas
from clientes_app.storage.clientes import bulk
from clientes_app.storage.db import write_turn
from clientes_app.storage.db.base import Engine, Session
from clientes_app.storage.values import Autoria


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """Which file is loaded into whose account, by whom, and under which rules and choices."""

    cuenta_id: int
    proceso_id: int
    archivo: str
    documento: str = ""
    opciones: Opciones
    arreglos: tuple[Accion, ...] = ()
    contexto: Contexto
    quien: QuienFactura
    autoria: Autoria


class PendingRows:
    """The judged rows of a file behind a line, taken in parts; read on only as they are asked for.

    All rows are judged from the first one on, since a later one may say a client again.
    """

    def __init__(self, judged: Iterable[JudgedRows], *, after: int) -> None:
        self._judged = (rows for rows in judged if rows.ultima_linea > after)
        self._after = after
        self._next: JudgedRows | None = None

    def any_left(self) -> bool:
        """Whether a row is left. Raises NoCargableError."""
        if self._next is None:
            self._next = next(self._judged, None)
        return self._next is not None

    def take(self, at_most: int) -> JudgedRows | None:
        """Give the next rows, None behind the last one. Raises NoCargableError."""
        if not self.any_left() or self._next is None:
            return None
        rows = self._next
        lineas = [linea for linea in rows.lineas if linea > self._after]
        part = lineas[:at_most]
        self._after = part[-1]
        if len(part) == len(lineas):
            self._next = None
        return rows if len(part) == len(rows) else rows.between(part[0], part[-1])


@contextmanager
def pending_rows(engine: Engine, load: Load, *, after: int) -> Generator[PendingRows]:
    """Give the rows of an uploaded file behind a line. Raises NoEncontrado and NoCargableError."""
    with abrir(engine, load.cuenta_id, load.proceso_id) as archivo:
        document = open_upload(archivo, load.archivo, load.documento, load.quien)
        yield PendingRows(juzgar(document, load.contexto, load.arreglos), after=after)


def store_next(
    tx: Session, load: Load, pending: PendingRows, pace: Pace, *, only_ours: bool
) -> tuple[int, Sumas, bool]:
    """Store rows for as long as the transaction may go on.

    With `only_ours` no row means a client who exists, which need not be looked up then. Return the
    line of the last row stored (0 for none), what was stored, and whether nothing is left behind
    it. The account's count of clients is left to the caller.
    """
    linea, sumas = 0, Sumas()
    pace.begin()
    while (rows := pending.take(pace.rows)) is not None:
        sumas += _store(tx, load, rows, only_ours=only_ours)
        linea = rows.ultima_linea
        if write_turn.somebody_waits(tx):
            pace.yields()
            return linea, sumas, False
        if pace.enough():
            return linea, sumas, False
    return linea, sumas, True


def _store(tx: Session, load: Load, rows: JudgedRows, *, only_ours: bool) -> Sumas:
    existentes: dict[IdentidadDeCliente, Existente] = {}
    if not only_ours:
        existentes = bulk.existentes(tx, load.cuenta_id, identidades=identidades(rows))
        rows = completed(rows, existentes, load.contexto)
    plan = planear(rows, existentes, opciones=load.opciones, contexto=load.contexto)
    bulk.dar_de_alta(
        tx,
        load.cuenta_id,
        altas=plan.altas,
        observaciones=plan.observaciones,
        autoria=load.autoria,
    )
    bulk.editar(tx, load.cuenta_id, ediciones=plan.ediciones, autoria=load.autoria)
    hallazgos = HallazgoRepository(tx, load.cuenta_id)
    hallazgos.agregar_problemas(load.proceso_id, stored_findings(plan.problemas))
    hallazgos.agregar_rechazos(load.proceso_id, list(_refused(rows, plan)))
    return Sumas(
        filas=len(rows),
        creados=len(plan.altas),
        actualizados=len(plan.ediciones),
        # Left alone by choice is left as it was: the four counts add up to the rows.
        iguales=plan.iguales + plan.omitidas,
        rechazados=len(plan.rechazadas),
    )


def _refused(rows: JudgedRows, plan: Plan) -> Iterator[FilaRechazada]:
    for fila in refused_rows(rows, plan):
        valores = json.dumps(fila.valores, ensure_ascii=False)
        yield FilaRechazada(fila.linea, valores, fila.errores)


def stored_findings(problemas: findings.Problemas) -> list[FilaDeProblema]:
    """Turn findings into what is stored of them, in the order of the file."""
    return list(map(FilaDeProblema._make, findings.as_rows(problemas)))
