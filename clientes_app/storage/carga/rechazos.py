"""The refused rows of the processes of an account, one by one, and whether they were mended."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, select, update
from sqlalchemy.orm import Session

from clientes_app.storage.db.column_types import utc_now
from clientes_app.storage.db.tables import PROCESO_RECHAZO

_T = PROCESO_RECHAZO.c


@dataclass(frozen=True, slots=True)
class RechazoGuardado:
    """A refused row: its values as a JSON array, and who mended it when (None: nobody so far)."""

    linea: int
    valores: str
    corregido_en: datetime | None
    corregido_por: str


_GUARDADO = (_T.linea, _T.valores, _T.corregido_en, _T.corregido_por)


class RechazoRepository:
    """The refused rows of one process."""

    def __init__(self, tx: Session, cuenta_id: int, proceso_id: int) -> None:
        """Bind it to an account and a process."""
        self._tx = tx
        self._suyas = and_(_T.cuenta_id == cuenta_id, _T.proceso_id == proceso_id)

    def uno(self, linea: int) -> RechazoGuardado | None:
        """Return the refused row of a line, or None."""
        consulta = select(*_GUARDADO).where(self._suyas, _T.linea == linea)
        fila = self._tx.execute(consulta).first()
        return None if fila is None else RechazoGuardado(*fila)

    def de_lineas(self, lineas: Collection[int]) -> dict[int, str | None]:
        """Return those of these lines that were refused: who mended them, None for nobody."""
        filas = self._tx.execute(
            select(_T.linea, _T.corregido_en, _T.corregido_por).where(
                self._suyas, _T.linea.in_(lineas)
            )
        )
        return {linea: None if cuando is None else quien for linea, cuando, quien in filas}

    def pendientes(self, *, despues_de: int, cuantos: int) -> list[RechazoGuardado]:
        """Return the next rows behind a line that nobody mended, in the order of the file."""
        filas = self._tx.execute(
            select(*_GUARDADO)
            .where(self._suyas, _T.linea > despues_de, self._pendiente())
            .order_by(_T.linea)
            .limit(cuantos)
        )
        return [RechazoGuardado(*fila) for fila in filas]

    def marcar(self, linea: int, *, quien: str, cliente_id: int, version: int | None) -> None:
        """Note who mended a row that nobody had, and what came of it."""
        self._tx.execute(
            update(PROCESO_RECHAZO)
            .where(self._suyas, _T.linea == linea, self._pendiente())
            .values(
                corregido_en=utc_now(),
                corregido_por=quien,
                cliente_id=cliente_id,
                version=version,
            )
        )

    @staticmethod
    def _pendiente() -> ColumnElement[bool]:
        return _T.corregido_en.is_(None)
