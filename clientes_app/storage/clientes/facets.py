"""How many clients each choice of a filter would leave, of those that a search finds."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, case, distinct, func, literal_column, select
from sqlalchemy.orm import Session

from clientes_app.domain.cruces import comienzo_del_dia
from clientes_app.domain.filtros import AVISOS
from clientes_app.domain.rfc.structure import GENERICOS, LARGO_MORAL
from clientes_app.storage.clientes.filters import has_trouble
from clientes_app.storage.db.tables import (
    CAMBIO,
    CLIENTE,
    CLIENTE_ETIQUETA,
    CON_ENVIO,
    ETIQUETA,
    PROCESO,
)

_MOST = 30
"""Of so many people, and of as many loads, one can choose."""


class FacetRepository:
    """Counts among the clients of one account that a condition selects (`Buscador.condition`)."""

    def __init__(self, tx: Session, cuenta_id: int, condition: ColumnElement[bool]) -> None:
        self._tx = tx
        self._cuenta_id = cuenta_id
        self._condition = condition

    def by_persona(self) -> dict[str, int]:
        """Return how many are of each persona (`domain.filtros.PERSONAS`)."""
        rfc = CLIENTE.c.rfc
        return self._by(
            case(
                (rfc.in_(sorted(GENERICOS)), "generico"),
                (func.length(rfc) == LARGO_MORAL, "moral"),
                else_="fisica",
            )
        )

    def by_column(self, nombre: str) -> dict[str, int]:
        """Return how many have each value of a column."""
        return self._by(CLIENTE.c[nombre])

    def by_trouble(self) -> dict[str, int]:
        """Return how many have each kind of trouble (`domain.filtros.AVISOS`), and any of them."""
        columna = CLIENTE.c.observaciones
        cuantos = [func.count().filter(has_trouble(columna, (codigo,))) for codigo in AVISOS]
        consulta = select(*cuantos).select_from(CLIENTE).where(self._condition, columna > 0)
        return dict(zip(AVISOS, self._tx.execute(consulta).one(), strict=True))

    def with_address(self) -> int:
        """Return how many have a «Dirección de envío»."""
        return self._count(literal_column(CON_ENVIO))

    def changed_since(self, moments: Sequence[datetime]) -> list[int]:
        """Return how many were changed last at each moment or later."""
        return [self._count(CLIENTE.c.actualizado_en >= moment) for moment in moments]

    def by_person(self, desde: date | None) -> list[tuple[str, int]]:
        """Return who changed how many by hand since a day, the most diligent first."""
        since = () if desde is None else (CAMBIO.c.creado_en >= comienzo_del_dia(desde),)
        cuantos = func.count(distinct(CAMBIO.c.cliente_id))
        consulta = (
            select(CAMBIO.c.quien, cuantos)
            .where(
                CAMBIO.c.cuenta_id == self._cuenta_id,
                CAMBIO.c.proceso_id.is_(None),
                CAMBIO.c.cliente_id.in_(self._ids()),
                *since,
            )
            .group_by(CAMBIO.c.quien)
            .order_by(cuantos.desc(), CAMBIO.c.quien)
            .limit(_MOST)
        )
        return list(self._tx.execute(consulta))

    def by_load(self) -> list[tuple[int, str, int]]:
        """Return the last loads that stored anything: number, file, and how many it left so."""
        loads = (
            select(PROCESO.c.id, PROCESO.c.archivo)
            .where(
                PROCESO.c.cuenta_id == self._cuenta_id,
                PROCESO.c.accion == "",
                PROCESO.c.creados + PROCESO.c.actualizados > 0,
            )
            .order_by(PROCESO.c.id.desc())
            .limit(_MOST)
            .subquery()
        )
        consulta = (
            select(loads.c.id, loads.c.archivo, func.count(distinct(CAMBIO.c.cliente_id)))
            .select_from(loads)
            .outerjoin(
                CAMBIO,
                (CAMBIO.c.proceso_id == loads.c.id)
                & CAMBIO.c.deshace_version.is_(None)
                & CAMBIO.c.cliente_id.in_(self._ids()),
            )
            .group_by(loads.c.id, loads.c.archivo)
            .order_by(loads.c.id.desc())
        )
        return list(self._tx.execute(consulta))

    def by_etiqueta(self) -> list[tuple[int, str, int]]:
        """Return the etiquetas in use: number, name, and how many have each."""
        consulta = (
            select(ETIQUETA.c.id, ETIQUETA.c.nombre, func.count(CLIENTE_ETIQUETA.c.cliente_id))
            .select_from(ETIQUETA)
            .outerjoin(
                CLIENTE_ETIQUETA,
                (CLIENTE_ETIQUETA.c.etiqueta_id == ETIQUETA.c.id)
                & (CLIENTE_ETIQUETA.c.cuenta_id == self._cuenta_id)
                & CLIENTE_ETIQUETA.c.cliente_id.in_(self._ids()),
            )
            .where(ETIQUETA.c.cuenta_id == self._cuenta_id, ETIQUETA.c.borrada_en.is_(None))
            .group_by(ETIQUETA.c.id, ETIQUETA.c.nombre, ETIQUETA.c.clave)
            .order_by(ETIQUETA.c.clave, ETIQUETA.c.id)
        )
        return list(self._tx.execute(consulta))

    def _ids(self) -> Select[int]:
        return select(CLIENTE.c.id).where(self._condition)

    def _by(self, expression: ColumnElement[str]) -> dict[str, int]:
        consulta = select(expression, func.count()).where(self._condition).group_by(expression)
        return dict(self._tx.execute(consulta).all())

    def _count(self, test: ColumnElement[bool]) -> int:
        consulta = select(func.count()).select_from(CLIENTE).where(self._condition, test)
        return self._tx.execute(consulta).scalar_one()


def file_of_load(tx: Session, cuenta_id: int, proceso_id: int) -> str:
    """Return the file of a load, "" when the account has none of that number."""
    consulta = select(PROCESO.c.archivo).where(
        PROCESO.c.cuenta_id == cuenta_id, PROCESO.c.id == proceso_id
    )
    return tx.execute(consulta).scalar_one_or_none() or ""
