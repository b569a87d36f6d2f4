"""Finding clients: the words of a query, a page of the list, and how many there are.

Two ways lead to a page. Rare words: an index gives all that are found (at most `EXACT_UP_TO`),
which are sorted; their number is exact. Common words: the index of the order is walked and each row
tested until the page is full; of the number one says only that it is more than `EXACT_UP_TO`. When
the ones found lie far from where the walk begins, it is given up soon for a way that costs the same
wherever they lie.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Select,
    UnaryExpression,
    and_,
    func,
    select,
)
from sqlalchemy.orm import Session
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from clientes_app.domain.etiquetas import juntas
from clientes_app.domain.filtros import NINGUNO, Filtros
from clientes_app.storage.clientes.clientes import COLUMNAS_DE_CLIENTE
from clientes_app.storage.clientes.etiquetas import EtiquetasDeClientes
from clientes_app.storage.clientes.filters import filter_parts, on_cliente
from clientes_app.storage.clientes.search_dialect import (
    Finder,
    Matches,
    SearchLimits,
    SearchScope,
)
from clientes_app.storage.clientes.search_postgresql import PostgresqlFinder
from clientes_app.storage.clientes.search_sqlite import SqliteFinder
from clientes_app.storage.clientes.search_terms import SearchTerms, read_terms
from clientes_app.storage.db.engine import is_sqlite
from clientes_app.storage.db.tables import CLIENTE, COLUMNAS_DE_CAMPOS, CUENTA, DESEMPATE
from clientes_app.storage.values import ClienteGuardado, cliente_de_fila

ROWS_PER_PAGE = 50
_ROWS_PER_TRIP = 2000
LIMITS = SearchLimits()
EXACT_UP_TO = LIMITS.exact_up_to
"""Up to here the number of what was found is exact."""

_SORT_COLUMNS: dict[str, Column[Any]] = {
    "nombre": CLIENTE.c.nombre_orden,
    "rfc": CLIENTE.c.rfc,
    "regimen_fiscal": CLIENTE.c.regimen_fiscal,
    "uso_cfdi": CLIENTE.c.uso_cfdi,
    "email": CLIENTE.c.email,
    "codigo_postal": CLIENTE.c.codigo_postal,
    "borrado_en": CLIENTE.c.borrado_en,
}
ORDENES: tuple[str, ...] = tuple(orden for orden in _SORT_COLUMNS if orden != "borrado_en")
"""What the list can be sorted by; the papelera is sorted by `borrado_en`."""


@dataclass(frozen=True, slots=True)
class PaginaDeClientes:
    """A page of clients, the number of all of them, and whether there are more than that."""

    filas: tuple[ClienteGuardado, ...]
    total: int
    hay_mas_de: bool


@dataclass(frozen=True, slots=True)
class _Slice:
    """Which part of which order is wanted."""

    columna: Column[Any]
    descendente: bool
    desde: int

    def orden(
        self, columnas: ReadOnlyColumnCollection[str, Any], clave: str = ""
    ) -> tuple[UnaryExpression[Any], ...]:
        """Return the order, by id where the values are equal."""
        return self._directed(columnas[clave or self.columna.name], columnas["id"])

    def walk_order(self, *, papelera: bool) -> tuple[UnaryExpression[Any], ...]:
        """Return the same order as the index says it along which clients of the list are walked.

        Of two in the papelera, which has none, the RFC and what sets it apart may be the same.
        """
        if papelera or self.columna is not CLIENTE.c.rfc:
            return self.orden(CLIENTE.c)
        return self._directed(self.columna, DESEMPATE)

    def _directed(self, *partes: ColumnElement[Any]) -> tuple[UnaryExpression[Any], ...]:
        return tuple(parte.desc() if self.descendente else parte.asc() for parte in partes)


class Buscador:
    """Finds clients of one account, in the list or in the papelera.

    Of the papelera, `borrado_por` keeps what the undoing of that load deleted, BY_HAND all else;
    of the list, `filtros` keeps whom they admit.
    """

    def __init__(  # noqa: PLR0913 - there are as many ways to narrow down a list
        self,
        tx: Session,
        cuenta_id: int,
        *,
        papelera: bool = False,
        borrado_por: int | None = None,
        filtros: Filtros = NINGUNO,
        limits: SearchLimits = LIMITS,
    ) -> None:
        self._tx = tx
        self._cuenta_id = cuenta_id
        self._filters = filter_parts(tx, cuenta_id, filtros)
        self._papelera = papelera
        self._limits = limits
        scope = SearchScope(cuenta_id, papelera=papelera, borrado_por=borrado_por)
        self._scope = scope.condition()
        contador = CUENTA.c.borrados if papelera else CUENTA.c.clientes
        self._contador = select(contador).where(CUENTA.c.id == cuenta_id)
        if borrado_por is not None:
            self._contador = select(func.count()).where(self._scope)
        clase = SqliteFinder if is_sqlite(tx) else PostgresqlFinder
        self._finder: Finder = clase(tx, scope=scope, limits=limits, filters=self._filters)

    def pagina(
        self, texto: str, *, orden: str = "nombre", descendente: bool = False, pagina: int = 1
    ) -> PaginaDeClientes:
        """Return a page (from 1) of the clients in which every word of the text occurs.

        `orden` is one of ORDENES, else KeyError. A whole RFC comes first in any order; equal
        values stand in the order of their ids.
        """
        wanted = _Slice(_SORT_COLUMNS[orden], descendente, (pagina - 1) * ROWS_PER_PAGE)
        terms = read_terms(texto)
        cuantos: int = self._tx.execute(self._contador).scalar() or 0
        if not terms and not self._filters:
            return PaginaDeClientes(self._page_of_list(wanted, cuantos), cuantos, hay_mas_de=False)
        matches = self._finder.find(terms, cuantos=cuantos)
        if matches is not None:
            return self._sorted_page(matches, terms, wanted)
        filas = self._walk(terms, wanted)
        return PaginaDeClientes(filas, self._limits.exact_up_to, hay_mas_de=True)

    def condition(self, texto: str) -> ColumnElement[bool]:
        """Return what selects all that a page would be taken of, in whatever way is short."""
        terms = read_terms(texto)
        matches = None
        if terms or self._filters:
            cuantos: int = self._tx.execute(self._contador).scalar() or 0
            matches = self._finder.find(terms, cuantos=cuantos)
        if matches is not None:
            return matches.condicion
        ids = self._finder.fallback(terms, orden="") if terms else None
        return self._every_test(terms) if ids is None else CLIENTE.c.id.in_(ids)

    def recorrer(self, texto: str = "") -> Iterator[Sequence[str]]:
        """Give the twenty fields of every client that is found, by name, in bounded memory."""
        terms = read_terms(texto)
        consulta = (
            select(*COLUMNAS_DE_CAMPOS)
            .where(self._every_test(terms))
            .order_by(CLIENTE.c.nombre_orden, CLIENTE.c.id)
            .execution_options(yield_per=_ROWS_PER_TRIP)
        )
        for fila in self._tx.execute(consulta):
            yield tuple(fila)

    def recorrer_con_etiquetas(self, texto: str = "") -> Iterator[Sequence[str]]:
        """Give the same with the names of each one's etiquetas as a last value."""
        consulta = (
            select(CLIENTE.c.id, *COLUMNAS_DE_CAMPOS)
            .where(self._every_test(read_terms(texto)))
            .order_by(CLIENTE.c.nombre_orden, CLIENTE.c.id)
            .execution_options(yield_per=_ROWS_PER_TRIP)
        )
        for filas in self._tx.execute(consulta).partitions():
            etiquetas = EtiquetasDeClientes(self._tx, self._cuenta_id).leer([f[0] for f in filas])
            for cliente_id, *campos in filas:
                suyas = etiquetas.get(cliente_id, ())
                yield (*campos, juntas(una.nombre for una in suyas))

    def ids(self, texto: str = "") -> Sequence[int]:
        """Return the ids of all that is found, ascending."""
        terms = read_terms(texto)
        consulta = select(CLIENTE.c.id).where(self._every_test(terms)).order_by(CLIENTE.c.id)
        return self._tx.execute(consulta).scalars().all()

    def _page_of_list(self, wanted: _Slice, total: int) -> tuple[ClienteGuardado, ...]:
        """Return a page of the whole list; the second half is walked from its end."""
        limite = min(ROWS_PER_PAGE, total - wanted.desde)
        if limite <= 0:
            return ()
        backwards = wanted.desde > total // 2
        skipped = total - wanted.desde - limite if backwards else wanted.desde
        from_nearer_end = _Slice(wanted.columna, wanted.descendente is not backwards, skipped)
        ids = (
            select(CLIENTE.c.id)
            .where(self._scope)
            .order_by(*from_nearer_end.walk_order(papelera=self._papelera))
            .limit(limite)
            .offset(skipped)
            .subquery("pagina")
        )
        consulta = (
            select(*COLUMNAS_DE_CLIENTE)
            .select_from(ids.join(CLIENTE, CLIENTE.c.id == ids.c.id))
            .order_by(*wanted.orden(CLIENTE.c))
        )
        return tuple(map(cliente_de_fila, self._tx.execute(consulta).mappings()))

    def _sorted_page(
        self, matches: Matches, terms: SearchTerms, wanted: _Slice
    ) -> PaginaDeClientes:
        """Sort all that was found; a client who has the RFC that was typed comes first."""
        if wanted.desde >= matches.total:
            return PaginaDeClientes((), matches.total, hay_mas_de=False)
        consulta = select(CLIENTE.c.id).where(matches.condicion)
        if terms.exact_rfc:
            has_that_rfc = self._finder.folded_rfc() == terms.exact_rfc
            consulta = consulta.order_by(has_that_rfc.desc())
        consulta = (
            consulta.order_by(*wanted.orden(CLIENTE.c)).limit(ROWS_PER_PAGE).offset(wanted.desde)
        )
        return PaginaDeClientes(self._clientes(consulta), matches.total, hay_mas_de=False)

    def _walk(self, terms: SearchTerms, wanted: _Slice) -> tuple[ClienteGuardado, ...]:
        """Walk the order and test every row until the page is full."""
        leidas = {columna for part in self._filters for columna in part.columnas}
        # Of what no test reads, the index of the order may be walked alone.
        leidas |= {"busqueda", "rfc"} if terms else set()
        steps = self._limits.steps + 4 * wanted.desde
        walked = (
            select(
                CLIENTE.c.id,
                *(CLIENTE.c[columna] for columna in sorted(leidas)),
                wanted.columna.label("clave"),
            )
            .where(self._scope, *self._values_of(wanted.columna))
            .order_by(*wanted.walk_order(papelera=self._papelera))
            .limit(steps)
            .subquery("cliente")
        )
        near = (
            select(walked.c.id)
            .where(self._finder.row_test(terms, walked.c), *on_cliente(self._filters, walked.c))
            .order_by(*wanted.orden(walked.c, "clave"))
            .limit(ROWS_PER_PAGE)
            .offset(wanted.desde)
        )
        filas = self._clientes(near)
        if len(filas) == ROWS_PER_PAGE:
            return filas
        fallback = self._finder.fallback(terms, orden=wanted.columna.name)
        if fallback is None:
            fallback = select(CLIENTE.c.id).where(self._every_test(terms))
        fallback = (
            fallback.order_by(*wanted.walk_order(papelera=self._papelera))
            .limit(ROWS_PER_PAGE)
            .offset(wanted.desde)
        )
        return self._clientes(fallback)

    def _values_of(self, columna: Column[Any]) -> list[ColumnElement[bool]]:
        """Say which values of an order are walked: a filter by that column names them."""
        return on_cliente(tuple(part for part in self._filters if part.exact == columna.name))

    def _every_test(self, terms: SearchTerms) -> ColumnElement[bool]:
        """Say of one row whether it is found, however it was come upon."""
        return and_(self._scope, *on_cliente(self._filters), self._finder.row_test(terms))

    def _clientes(self, consulta: Select[int]) -> tuple[ClienteGuardado, ...]:
        """Read the clients whose ids a query gives, in its order."""
        ids: Sequence[int] = self._tx.execute(consulta).scalars().all()
        if not ids:
            return ()
        filas = self._tx.execute(
            select(*COLUMNAS_DE_CLIENTE).where(CLIENTE.c.id.in_(ids))
        ).mappings()
        por_id = {fila["id"]: cliente_de_fila(fila) for fila in filas}
        return tuple(por_id[cliente_id] for cliente_id in ids)
