"""The filters of the list as conditions, each of which an index can answer by itself.

Which of them narrows most is seen only when they are asked; how they are put together is therefore
left to what looks for clients on each database.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, literal_column, or_, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from clientes_app.domain.catalogos import rangos_de_estado
from clientes_app.domain.cruces import comienzo_del_dia
from clientes_app.domain.filtros import CUALQUIERA, Filtros
from clientes_app.domain.observaciones import BITS
from clientes_app.domain.revision_sat import SIN_REVISAR
from clientes_app.domain.rfc.structure import GENERICOS, LARGO_MORAL
from clientes_app.storage.db.tables import CAMBIO, CLIENTE, CLIENTE_ETIQUETA, CON_ENVIO, ETIQUETA

Columnas = ReadOnlyColumnCollection[str, Any]


@dataclass(frozen=True, slots=True)
class FilterPart:
    """One filter: the columns that it reads, and the condition on them.

    `ranges` are the same condition as stretches of an index, of which a row is in one at most;
    `ids` are the same clients as another table has them, of the list and of the papelera;
    `exact` is the column of which the condition names some values.
    """

    columnas: tuple[str, ...]
    condition: Callable[[Columnas], ColumnElement[bool]]
    ranges: tuple[ColumnElement[bool], ...] = ()
    ids: Select[int] | None = None
    exact: str = ""


def filter_parts(tx: Session, cuenta_id: int, filtros: Filtros) -> tuple[FilterPart, ...]:
    """Return the filters that are used."""
    parts: list[FilterPart] = []
    if filtros.persona:
        parts.append(FilterPart(("rfc",), lambda c: _is_persona(c["rfc"], filtros.persona)))
    for columna, claves in (("regimen_fiscal", filtros.regimen), ("uso_cfdi", filtros.uso)):
        if claves:
            parts.append(_one_of(columna, claves))
    if filtros.estado:
        parts.append(_in_states(filtros.estado))
    if filtros.avisos:
        parts.append(
            FilterPart(
                ("observaciones",), lambda c: has_trouble(c["observaciones"], filtros.avisos)
            )
        )
    if filtros.sat:
        guardadas = tuple("" if una == SIN_REVISAR else una for una in filtros.sat)
        parts.append(_one_of("revision_sat", guardadas))
    if filtros.envio:
        parts.append(FilterPart(ENVIO, lambda _: literal_column(CON_ENVIO)))
    if filtros.desde:
        desde = comienzo_del_dia(filtros.desde)
        parts.append(FilterPart(("actualizado_en",), lambda c: c["actualizado_en"] >= desde))
    return (*parts, *_by_other_tables(tx, cuenta_id, filtros))


def _by_other_tables(tx: Session, cuenta_id: int, filtros: Filtros) -> Iterator[FilterPart]:
    """Give the filters that no column of a client answers."""
    changed = _changed(cuenta_id, filtros)
    if changed is not None:
        yield FilterPart((), lambda c: c["id"].in_(changed))
    if filtros.carga is not None:
        loaded = select(CAMBIO.c.cliente_id).where(
            CAMBIO.c.cuenta_id == cuenta_id,
            CAMBIO.c.proceso_id == filtros.carga,
            CAMBIO.c.deshace_version.is_(None),
        )
        yield FilterPart((), lambda c: c["id"].in_(loaded))
    if filtros.etiqueta:
        yield _with_etiquetas(cuenta_id, _in_use(tx, cuenta_id, filtros.etiqueta))


ENVIO = (
    *("calle", "numero_exterior", "numero_interior", "colonia", "codigo_postal_envio"),
    *("localidad", "municipio", "estado", "pais", "referencias"),
)
"""What a «Dirección de envío» is made of."""


def _in_use(tx: Session, cuenta_id: int, etiquetas: Sequence[str]) -> Sequence[int]:
    """Return which of these etiquetas the account has.

    They are asked for first: of numbers that it is told PostgreSQL knows how common they are.
    """
    consulta = select(ETIQUETA.c.id).where(
        ETIQUETA.c.cuenta_id == cuenta_id,
        ETIQUETA.c.id.in_([int(una) for una in etiquetas]),
        ETIQUETA.c.borrada_en.is_(None),
    )
    return tx.execute(consulta).scalars().all()


def _with_etiquetas(cuenta_id: int, etiquetas: Sequence[int]) -> FilterPart:
    """Say of one client that it has one of these; of all of them, who does.

    A common etiqueta is asked of each row that is looked at, a rare one gives its clients.
    """
    una_de_ellas = CLIENTE_ETIQUETA.c.etiqueta_id.in_(etiquetas)
    ids = select(CLIENTE_ETIQUETA.c.cliente_id).where(
        CLIENTE_ETIQUETA.c.cuenta_id == cuenta_id, una_de_ellas
    )

    def has_one(columnas: Columnas) -> ColumnElement[bool]:
        # Of which account it is says the etiqueta; so the primary key answers alone.
        suya = CLIENTE_ETIQUETA.c.cliente_id == columnas["id"]
        return exists().where(suya, una_de_ellas)

    return FilterPart((), has_one, ids=ids.distinct() if len(etiquetas) > 1 else ids)


def _one_of(columna: str, claves: tuple[str, ...]) -> FilterPart:
    return FilterPart((columna,), lambda c: c[columna].in_(claves), exact=columna)


def _is_persona(rfc: ColumnElement[str], personas: tuple[str, ...]) -> ColumnElement[bool]:
    generico = rfc.in_(sorted(GENERICOS))
    moral = func.length(rfc) == LARGO_MORAL
    son = {"moral": moral, "generico": generico, "fisica": and_(~moral, ~generico)}
    return or_(*(son[persona] for persona in personas))


def _in_states(estados: tuple[str, ...]) -> FilterPart:
    rangos = [rango for estado in estados for rango in rangos_de_estado(estado)]

    def each(cp: ColumnElement[str]) -> list[ColumnElement[bool]]:
        return [and_(cp >= desde, cp <= hasta) for desde, hasta in rangos]

    columna = "codigo_postal"
    return FilterPart((columna,), lambda c: or_(*each(c[columna])), tuple(each(CLIENTE.c[columna])))


def has_trouble(observaciones: ColumnElement[int], avisos: Iterable[str]) -> ColumnElement[bool]:
    """Say of one client whether it has one of these kinds of trouble (`domain.filtros.AVISOS`)."""
    # The first test is the one an index can answer.
    alguno = observaciones > 0
    if CUALQUIERA in avisos:
        return alguno
    bits = sum(BITS[codigo] for codigo in avisos)
    return and_(alguno, observaciones.bitwise_and(bits) > 0)


def _changed(cuenta_id: int, filtros: Filtros) -> Select[int] | None:
    """Select whom these people changed by hand; None when nobody is asked for."""
    if not filtros.por:
        return None
    cambios = select(CAMBIO.c.cliente_id).where(
        CAMBIO.c.cuenta_id == cuenta_id,
        CAMBIO.c.quien.in_(filtros.por),
        CAMBIO.c.proceso_id.is_(None),
    )
    if filtros.desde is None:
        return cambios
    return cambios.where(CAMBIO.c.creado_en >= comienzo_del_dia(filtros.desde))


def on_cliente(
    parts: tuple[FilterPart, ...], columnas: Columnas = CLIENTE.c
) -> list[ColumnElement[bool]]:
    """Return what one row must fulfil."""
    return [part.condition(columnas) for part in parts]
