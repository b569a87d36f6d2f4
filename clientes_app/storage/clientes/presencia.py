"""Who is at which client of an account."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, or_, select
from sqlalchemy.orm import Session

from clientes_app.storage.db.tables_presencia import PRESENCIA


@dataclass(frozen=True, slots=True)
class Presente:
    """Somebody at a client, in one tab; `estancia` is new each time that the drawer opens."""

    estancia: str
    cliente_id: int
    pestana: str
    usuario_id: int | None
    nombre: str
    editando: bool


_COLUMNAS = tuple(PRESENCIA.c[campo] for campo in Presente.__dataclass_fields__)


class PresenciaRepository:
    """Writes and reads the stays of one account."""

    def __init__(self, tx: Session, cuenta_id: int) -> None:
        self._tx = tx
        self._cuenta_id = cuenta_id

    def asentar(self, presentes: Sequence[Presente], *, vence_en: datetime) -> None:
        """Write these stays anew, good until then."""
        if not presentes:
            return
        self.quitar([presente.estancia for presente in presentes])
        filas = [
            {campo: getattr(presente, campo) for campo in Presente.__dataclass_fields__}
            | {"cuenta_id": self._cuenta_id, "vence_en": vence_en}
            for presente in presentes
        ]
        self._tx.execute(insert(PRESENCIA), filas)

    def quitar(self, estancias: Sequence[str], *, vencidas: datetime | None = None) -> None:
        """Remove these stays, and those that were over by `vencidas`."""
        cuales = PRESENCIA.c.estancia.in_(estancias)
        if vencidas is not None:
            cuales = or_(cuales, PRESENCIA.c.vence_en <= vencidas)
        orden = delete(PRESENCIA).where(PRESENCIA.c.cuenta_id == self._cuenta_id, cuales)
        self._tx.execute(orden)

    def vigentes(self, momento: datetime) -> tuple[Presente, ...]:
        """Return the stays that are not over, by name."""
        consulta = (
            select(*_COLUMNAS)
            .where(PRESENCIA.c.cuenta_id == self._cuenta_id, PRESENCIA.c.vence_en > momento)
            .order_by(PRESENCIA.c.nombre, PRESENCIA.c.estancia)
        )
        return tuple(Presente(**fila) for fila in self._tx.execute(consulta).mappings())
