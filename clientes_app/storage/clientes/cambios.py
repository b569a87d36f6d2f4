"""The history of one account: what changed, the feed of it, and the means to undo."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import RowMapping, func, insert, select
from sqlalchemy.orm import Session

from clientes_app.storage.clientes.derived import diferencia_de_json
from clientes_app.storage.db.column_types import utc_now
from clientes_app.storage.db.tables import CAMBIO, PROCESO
from clientes_app.storage.values import Autoria, CambioGuardado, CargaDeCliente

_COLUMNAS = (
    CAMBIO.c.id,
    CAMBIO.c.cliente_id,
    CAMBIO.c.version,
    CAMBIO.c.accion,
    CAMBIO.c.origen,
    CAMBIO.c.quien,
    CAMBIO.c.proceso_id,
    CAMBIO.c.antes,
    CAMBIO.c.despues,
    CAMBIO.c.creado_en,
)


class CambioRepository:
    """Writes and reads the changes of one account."""

    def __init__(self, tx: Session, cuenta_id: int) -> None:
        self._tx = tx
        self._cuenta_id = cuenta_id

    def anotar(  # noqa: PLR0913 (a change has this many parts)
        self,
        cliente_id: int,
        *,
        version: int,
        accion: str,
        autoria: Autoria,
        antes: str = "{}",
        despues: str = "{}",
    ) -> int:
        """Write one change, in the transaction that makes it, and return the revision."""
        valores: dict[str, Any] = {
            "cuenta_id": self._cuenta_id,
            "cliente_id": cliente_id,
            "version": version,
            "accion": accion,
            "origen": autoria.origen,
            "quien": autoria.quien,
            "usuario_id": autoria.usuario_id,
            "proceso_id": autoria.proceso_id,
            "antes": antes,
            "despues": despues,
            "creado_en": utc_now(),
        }
        orden = insert(CAMBIO).values(valores).returning(CAMBIO.c.id)
        return self._tx.execute(orden).scalar_one()

    def revision(self) -> int:
        """Return the newest revision of the account, 0 when nothing ever changed."""
        consulta = select(func.max(CAMBIO.c.id)).where(CAMBIO.c.cuenta_id == self._cuenta_id)
        return self._tx.execute(consulta).scalar() or 0

    def de_cliente(
        self, cliente_id: int, *, hasta: int | None = None, limite: int | None = None
    ) -> tuple[CambioGuardado, ...]:
        """Return the history of a client, the newest change first.

        `hasta` is the last version that counts, `limite` the greatest number of changes.
        """
        consulta = (
            select(*_COLUMNAS)
            .where(CAMBIO.c.cuenta_id == self._cuenta_id, CAMBIO.c.cliente_id == cliente_id)
            .order_by(CAMBIO.c.version.desc())
            .limit(limite)
        )
        if hasta is not None:
            consulta = consulta.where(CAMBIO.c.version <= hasta)
        return _cambios(self._tx.execute(consulta).mappings().all())

    def cargas_de(self, cliente_id: int) -> dict[int, CargaDeCliente]:
        """Return the loads that touched a client, by the process: also those undone since."""
        filas = self._tx.execute(
            select(
                CAMBIO.c.proceso_id, PROCESO.c.archivo, func.min(CAMBIO.c.version).label("version")
            )
            .join(PROCESO, PROCESO.c.id == CAMBIO.c.proceso_id)
            .where(CAMBIO.c.cuenta_id == self._cuenta_id, CAMBIO.c.cliente_id == cliente_id)
            .group_by(CAMBIO.c.proceso_id, PROCESO.c.archivo)
        )
        return {
            fila.proceso_id: CargaDeCliente(archivo=fila.archivo, version=fila.version)
            for fila in filas
        }

    def desde(self, revision: int, *, limite: int) -> tuple[CambioGuardado, ...]:
        """Return at most `limite` changes after a revision, the oldest first."""
        consulta = (
            select(*_COLUMNAS)
            .where(CAMBIO.c.cuenta_id == self._cuenta_id, CAMBIO.c.id > revision)
            .order_by(CAMBIO.c.id)
            .limit(limite)
        )
        return _cambios(self._tx.execute(consulta).mappings().all())

    def de_proceso(
        self, proceso_id: int, *, despues_de: int = 0, limite: int
    ) -> tuple[CambioGuardado, ...]:
        """Return at most `limite` changes that a process made, in their order."""
        consulta = (
            select(*_COLUMNAS)
            .where(
                CAMBIO.c.cuenta_id == self._cuenta_id,
                CAMBIO.c.proceso_id == proceso_id,
                CAMBIO.c.id > despues_de,
            )
            .order_by(CAMBIO.c.id)
            .limit(limite)
        )
        return _cambios(self._tx.execute(consulta).mappings().all())


def _cambios(filas: Sequence[RowMapping]) -> tuple[CambioGuardado, ...]:
    return tuple(
        CambioGuardado(
            id=fila["id"],
            cliente_id=fila["cliente_id"],
            version=fila["version"],
            accion=fila["accion"],
            origen=fila["origen"],
            quien=fila["quien"],
            proceso_id=fila["proceso_id"],
            antes=diferencia_de_json(fila["antes"]),
            despues=diferencia_de_json(fila["despues"]),
            creado_en=fila["creado_en"],
        )
        for fila in filas
    )
