"""The history of one account: what changed, the feed of it, and the means to undo."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import RowMapping, and_, func, insert, select
from sqlalchemy.orm import Session

from clientes_app.storage.clientes.derived import diferencia_de_json
from clientes_app.storage.db.column_types import utc_now
from clientes_app.storage.db.tables import CAMBIO, CUENTA, PROCESO, PROCESO_RECHAZO
from clientes_app.storage.values import Autoria, CambioGuardado

_COLUMNAS = (
    CAMBIO.c.id,
    CAMBIO.c.cliente_id,
    CAMBIO.c.version,
    CAMBIO.c.accion,
    CAMBIO.c.origen,
    CAMBIO.c.quien,
    CAMBIO.c.proceso_id,
    PROCESO_RECHAZO.c.proceso_id.label("corrige"),
    PROCESO_RECHAZO.c.linea.label("corrige_linea"),
    func.coalesce(PROCESO.c.archivo, "").label("archivo"),
    func.coalesce(PROCESO.c.accion, "").label("de_accion"),
    CAMBIO.c.deshace_version,
    CAMBIO.c.antes,
    CAMBIO.c.despues,
    CAMBIO.c.creado_en,
)
_DE_UN_RECHAZO = and_(
    PROCESO_RECHAZO.c.cuenta_id == CAMBIO.c.cuenta_id,
    PROCESO_RECHAZO.c.cliente_id == CAMBIO.c.cliente_id,
    PROCESO_RECHAZO.c.version == CAMBIO.c.version,
)
_CAMBIOS = (
    select(*_COLUMNAS)
    .outerjoin(PROCESO_RECHAZO, _DE_UN_RECHAZO)
    .outerjoin(
        PROCESO, PROCESO.c.id == func.coalesce(CAMBIO.c.proceso_id, PROCESO_RECHAZO.c.proceso_id)
    )
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
        deshace: int | None = None,
    ) -> int:
        """Write one change, in the transaction that makes it, and return the revision.

        `deshace` is the version whose change it takes back, if it does that.
        """
        valores: dict[str, Any] = {
            "cuenta_id": self._cuenta_id,
            "cliente_id": cliente_id,
            "version": version,
            "accion": accion,
            "origen": autoria.origen,
            "quien": autoria.quien,
            "usuario_id": autoria.usuario_id,
            "proceso_id": autoria.proceso_id,
            "deshace_version": deshace,
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

    def novedad(self) -> int:
        """Return a number that grows with whatever a page shows of the account's clients.

        That is every change of one of them, and every change of the etiquetas themselves.
        """
        de_etiquetas = select(CUENTA.c.cambios_de_etiquetas).where(CUENTA.c.id == self._cuenta_id)
        return self.revision() + (self._tx.execute(de_etiquetas).scalar() or 0)

    def de_cliente(
        self, cliente_id: int, *, hasta: int | None = None, limite: int | None = None
    ) -> tuple[CambioGuardado, ...]:
        """Return the history of a client, the newest change first.

        `hasta` is the last version that counts, `limite` the greatest number of changes.
        """
        consulta = (
            _CAMBIOS.where(CAMBIO.c.cuenta_id == self._cuenta_id, CAMBIO.c.cliente_id == cliente_id)
            .order_by(CAMBIO.c.version.desc())
            .limit(limite)
        )
        if hasta is not None:
            consulta = consulta.where(CAMBIO.c.version <= hasta)
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
            archivo=fila["archivo"],
            por_accion=fila["de_accion"] != "",
            deshace_version=fila["deshace_version"],
            corrige=None if fila["corrige"] is None else (fila["corrige"], fila["corrige_linea"]),
            antes=diferencia_de_json(fila["antes"]),
            despues=diferencia_de_json(fila["despues"]),
            creado_en=fila["creado_en"],
        )
        for fila in filas
    )
