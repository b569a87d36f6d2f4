"""The figures of one account's catalogue: each is one walk along an index, whatever its size."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Column, func, select
from sqlalchemy.orm import Session

from clientes_app.storage.db.tables import CLIENTE

T = TypeVar("T", int, str)


class CifrasRepository:
    """Counts the living clients of one account."""

    def __init__(self, tx: Session, cuenta_id: int) -> None:
        self._tx = tx
        self._vivos = (CLIENTE.c.cuenta_id == cuenta_id, CLIENTE.c.borrado_en.is_(None))

    def por_revision_y_observaciones(self) -> dict[tuple[str, int], int]:
        """Return how many clients have what the SAT says, and a bit mask of kinds of trouble."""
        columnas = (CLIENTE.c.revision_sat, CLIENTE.c.observaciones)
        consulta = select(*columnas, func.count()).where(*self._vivos).group_by(*columnas)
        return {(fila[0], fila[1]): fila[2] for fila in self._tx.execute(consulta)}

    def por_regimen(self) -> dict[str, int]:
        """Return how many clients have each régimen."""
        return self._por(CLIENTE.c.regimen_fiscal)

    def por_codigo_postal(self) -> dict[str, int]:
        """Return how many clients have each postal code."""
        return self._por(CLIENTE.c.codigo_postal)

    def creados_desde(self, momentos: Sequence[datetime]) -> list[int]:
        """Return how many clients were created from each moment until the next one.

        The moments ascend; behind the last one everything counts.
        """
        cuentas = [
            select(func.count())
            .where(
                *self._vivos,
                CLIENTE.c.creado_en >= desde,
                *([CLIENTE.c.creado_en < hasta] if hasta is not None else []),
            )
            .scalar_subquery()
            for desde, hasta in zip(momentos, (*momentos[1:], None), strict=True)
        ]
        return list(self._tx.execute(select(*cuentas)).one())

    def _por(self, columna: Column[T]) -> dict[T, int]:
        consulta = select(columna, func.count()).where(*self._vivos).group_by(columna)
        return {fila[0]: fila[1] for fila in self._tx.execute(consulta)}
