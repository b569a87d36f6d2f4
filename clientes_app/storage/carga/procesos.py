"""The life of a process: from received to its end, which run may write, how far it is.

Every change of state is one guarded UPDATE, so that two who want the same thing at the
same moment cannot both have it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    and_,
    case,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session

from clientes_app.storage.db.column_types import utc_now
from clientes_app.storage.db.tables import (
    PROCESO,
    PROCESO_PIEZA,
    PROCESO_PROBLEMA,
    PROCESO_RECHAZO,
    Proceso,
)
from clientes_app.storage.values import Autoria

EN_MARCHA = ("en_espera", "procesando")
DESHACIBLES = ("terminado", "terminado_con_rechazos", "cancelado", "deshecho")
"""What was undone may be undone again, as far as something was left alone."""


@dataclass(frozen=True, slots=True)
class Pendiente:
    """A process that waits for somebody to do something about it."""

    cuenta_id: int
    proceso_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sumas:
    """What some rows add to the counts of their process."""

    filas: int = 0
    creados: int = 0
    actualizados: int = 0
    iguales: int = 0
    rechazados: int = 0

    def __add__(self, otras: "Sumas") -> "Sumas":
        """Return what both add together."""
        return Sumas(
            filas=self.filas + otras.filas,
            creados=self.creados + otras.creados,
            actualizados=self.actualizados + otras.actualizados,
            iguales=self.iguales + otras.iguales,
            rechazados=self.rechazados + otras.rechazados,
        )


def cuenta_de(tx: Session, proceso_id: int) -> int | None:
    """Return the account of a process: where a worker starts from, that knows only its id."""
    cuenta = tx.execute(
        select(PROCESO.c.cuenta_id).where(PROCESO.c.id == proceso_id)
    ).scalar_one_or_none()
    return None if cuenta is None else int(cuenta)


def vistas_pendientes(tx: Session, *, antes_de: datetime) -> list[Pendiente]:
    """Return the files received before a moment that were not looked into."""
    return _pendientes(
        tx,
        and_(
            PROCESO.c.estado == "recibido",
            PROCESO.c.vista_previa.is_(None),
            PROCESO.c.sha256 != "",
            PROCESO.c.creado_en < antes_de,
        ),
    )


def cargas_pendientes(tx: Session) -> list[Pendiente]:
    """Return the loads and actions that have not ended, the oldest first."""
    return _pendientes(tx, PROCESO.c.estado.in_(EN_MARCHA))


def deshacer_pendientes(tx: Session) -> list[Pendiente]:
    """Return the processes whose undoing was asked for and is not done."""
    return _pendientes(tx, and_(PROCESO.c.deshacer.is_(True), PROCESO.c.estado.in_(DESHACIBLES)))


def abandonados(tx: Session, *, antes_de: datetime, sin_llegar: datetime) -> list[Pendiente]:
    """Return the uploads of before `antes_de` that were never started.

    Also those of before `sin_llegar` that never arrived whole.
    """
    cortado = and_(PROCESO.c.sha256 == "", PROCESO.c.creado_en < sin_llegar)
    return _pendientes(
        tx,
        and_(PROCESO.c.estado == "recibido", or_(PROCESO.c.creado_en < antes_de, cortado)),
    )


def con_archivo_viejo(tx: Session, *, antes_de: datetime) -> list[Pendiente]:
    """Return the processes that ended before a moment and still hold their file."""
    pieza = exists(select(PROCESO_PIEZA.c.orden).where(PROCESO_PIEZA.c.proceso_id == PROCESO.c.id))
    return _pendientes(tx, and_(PROCESO.c.terminado_en < antes_de, pieza))


def _pendientes(tx: Session, condicion: ColumnElement[bool]) -> list[Pendiente]:
    filas = tx.execute(
        select(PROCESO.c.cuenta_id, PROCESO.c.id).where(condicion).order_by(PROCESO.c.id)
    )
    return [Pendiente(int(fila[0]), int(fila[1])) for fila in filas]


class LifecycleRepository:
    """The processes of one account."""

    def __init__(self, tx: Session, cuenta_id: int) -> None:
        """Bind it to an account."""
        self._tx = tx
        self._cuenta_id = cuenta_id

    def crear_accion(  # noqa: PLR0913 (an action has this many parts)
        self,
        *,
        titulo: str,
        accion: str,
        valor: str,
        revision: int,
        cuantos: int,
        autoria: Autoria,
    ) -> int:
        """Open a process that waits to do something with so many clients; return its id."""
        orden = insert(PROCESO).values(
            cuenta_id=self._cuenta_id,
            archivo=titulo,
            accion=accion,
            accion_valor=valor,
            accion_revision=revision,
            estado="en_espera",
            filas=cuantos,
            quien=autoria.quien,
            usuario_id=autoria.usuario_id,
            origen=autoria.origen,
            creado_en=utc_now(),
        )
        return int(self._tx.execute(orden.returning(PROCESO.c.id)).scalar_one())

    def obtener(self, proceso_id: int) -> Proceso | None:
        """Return a process."""
        return self._tx.execute(select(Proceso).where(self._es(proceso_id))).scalar_one_or_none()

    def pagina(self, *, desde: int, cuantos: int) -> Sequence[Proceso]:
        """Return the processes that were started, the newest first."""
        return (
            self._tx.execute(
                select(Proceso)
                .where(self._listado())
                .order_by(PROCESO.c.id.desc())
                .offset(desde)
                .limit(cuantos)
            )
            .scalars()
            .all()
        )

    def contar(self) -> int:
        """Return how many processes were started."""
        return int(
            self._tx.execute(
                select(func.count()).select_from(PROCESO).where(self._listado())
            ).scalar_one()
        )

    def mismo_archivo(self, proceso_id: int, sha256: str) -> int | None:
        """Return the latest other process that stored rows from the very same bytes."""
        return self._tx.execute(
            select(func.max(PROCESO.c.id)).where(
                PROCESO.c.cuenta_id == self._cuenta_id,
                PROCESO.c.sha256 == sha256,
                PROCESO.c.id != proceso_id,
                PROCESO.c.estado.in_(("terminado", "terminado_con_rechazos")),
            )
        ).scalar_one_or_none()

    def esta_cancelado(self, proceso_id: int) -> bool:
        """Whether somebody asked for it to stop."""
        return bool(
            self._tx.execute(
                select(PROCESO.c.cancelar).where(self._es(proceso_id))
            ).scalar_one_or_none()
        )

    def cambiar(self, proceso_id: int, *, de: Sequence[str], **valores: Any) -> bool:
        """Set columns if the state is one of `de`; return whether it was."""
        return self._guardado(
            update(PROCESO).where(self._es(proceso_id), PROCESO.c.estado.in_(de)).values(**valores)
        )

    def dispatch(
        self, proceso_id: int, *, de: Sequence[str], token: str, sin_vista: bool = False
    ) -> bool:
        """Make a run the one that may write, if the state is one of `de`; return whether it was.

        It counts as an attempt. With `sin_vista` only if the file was not looked into yet.
        """
        vista = [PROCESO.c.vista_previa.is_(None)] if sin_vista else []
        return self._guardado(
            update(PROCESO)
            .where(self._es(proceso_id), PROCESO.c.estado.in_(de), *vista)
            .values(run_token=token, intentos=PROCESO.c.intentos + 1)
        )

    def fence(self, proceso_id: int, *, token: str, progress: bool) -> bool:
        """Return whether this run may still write, and keep others from taking over meanwhile.

        `progress` clears the attempts, if the transaction comes to its end.
        """
        intentos = 0 if progress else PROCESO.c.intentos
        return self._guardado(
            update(PROCESO)
            .where(self._es(proceso_id), PROCESO.c.run_token == token)
            .values(intentos=intentos)
        )

    def give_back(self, proceso_id: int, *, token: str) -> None:
        """Take back the attempt of a run: it was not the file that ended it.

        Where progress has cleared the attempts already there is none to take back.
        """
        intentos = PROCESO.c.intentos
        self._tx.execute(
            update(PROCESO)
            .where(self._es(proceso_id), PROCESO.c.run_token == token)
            .values(intentos=case((intentos > 0, intentos - 1), else_=0))
        )

    def avanzar(self, proceso_id: int, *, linea: int, sumas: Sumas) -> None:
        """Note that everything up to a line is stored."""
        c = PROCESO.c
        self._tx.execute(
            update(PROCESO)
            .where(self._es(proceso_id))
            .values(
                linea_hecha=linea,
                filas_hechas=c.filas_hechas + sumas.filas,
                creados=c.creados + sumas.creados,
                actualizados=c.actualizados + sumas.actualizados,
                iguales=c.iguales + sumas.iguales,
                rechazados=c.rechazados + sumas.rechazados,
            )
        )

    def avanzar_deshacer(
        self, proceso_id: int, *, borrados: int, restaurados: int, dejados: int
    ) -> None:
        """Note what undoing did to some more clients."""
        c = PROCESO.c
        self._tx.execute(
            update(PROCESO)
            .where(self._es(proceso_id))
            .values(
                borrados=c.borrados + borrados,
                restaurados=c.restaurados + restaurados,
                dejados=c.dejados + dejados,
            )
        )

    def contar_corregido(self, proceso_id: int) -> None:
        """Note that one more refused row was mended."""
        self._tx.execute(
            update(PROCESO).where(self._es(proceso_id)).values(corregidos=PROCESO.c.corregidos + 1)
        )

    def trabajando(self) -> bool:
        """Whether a load, an action or an undoing of the account has not ended."""
        deshaciendo = and_(PROCESO.c.deshacer.is_(True), PROCESO.c.estado.in_(DESHACIBLES))
        consulta = exists().where(
            PROCESO.c.cuenta_id == self._cuenta_id,
            or_(PROCESO.c.estado.in_(EN_MARCHA), deshaciendo),
        )
        return bool(self._tx.execute(select(consulta)).scalar_one())

    def quitar_todos(self) -> None:
        """Remove the processes of the account, with their files and what was found in them."""
        for tabla in (PROCESO_PIEZA, PROCESO_PROBLEMA, PROCESO_RECHAZO, PROCESO):
            self._tx.execute(delete(tabla).where(tabla.c.cuenta_id == self._cuenta_id))

    def _guardado(self, orden: Any) -> bool:  # noqa: ANN401 (an UPDATE of any columns)
        return self._tx.execute(orden.returning(PROCESO.c.id)).first() is not None

    def _es(self, proceso_id: int) -> ColumnElement[bool]:
        return and_(PROCESO.c.id == proceso_id, PROCESO.c.cuenta_id == self._cuenta_id)

    def _listado(self) -> ColumnElement[bool]:
        return and_(PROCESO.c.cuenta_id == self._cuenta_id, PROCESO.c.estado != "recibido")
