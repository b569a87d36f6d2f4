"""What each database does in its own way when clients are looked for."""

from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Select, and_, func, or_, true
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from clientes_app.storage.clientes.search_terms import SearchTerms
from clientes_app.storage.db.tables import CLIENTE


@dataclass(frozen=True, slots=True)
class SearchLimits:
    """Where one way of searching gives way to another (numbers of clients).

    Up to `exact_up_to` the number found is exact. An account of up to `small` is read through. A
    walk along the order is given up after `steps`: among 1,000,000 clients more than `exact_up_to`
    lie on average less than 100 apart, so that it is seldom given up in vain. Up to `sortable` are
    sorted then. With up to `foreign` rows of others (other accounts, deleted ones) in the index,
    their number is allowed for, instead of looking at every row. The least share of an account
    that must hold a single character for it to count as common is `common`, judged by `sample`
    rows. Of up to `readable` that have an etiqueta, or the words of a search with filters, the rows
    are read in their order; of more, the index of what else is asked.
    """

    exact_up_to: int = 10_000
    small: int = 5_000
    steps: int = 6_000
    sortable: int = 25_000
    foreign: int = 20_000
    sample: int = 10_000
    common: float = 0.05
    readable: int = 100_000


BY_HAND = 0
"""What stands for the load that was undone, of clients that somebody deleted."""


@dataclass(frozen=True, slots=True)
class SearchScope:
    """Which clients are looked through: the list of an account, or its papelera.

    Of the papelera, `borrado_por` keeps what the undoing of that load deleted; None keeps all.
    """

    cuenta_id: int
    papelera: bool = False
    borrado_por: int | None = None

    def condition(
        self,
        cuenta_id: ColumnElement[Any] = CLIENTE.c.cuenta_id,
        borrado_en: ColumnElement[Any] = CLIENTE.c.borrado_en,
    ) -> ColumnElement[bool]:
        """Return what a row must fulfil; the columns may be given as a database should see them."""
        suya = cuenta_id == self.cuenta_id
        if not self.papelera:
            return and_(suya, borrado_en.is_(None))
        if self.borrado_por is None:
            return and_(suya, borrado_en.is_not(None))
        proceso_id = self.borrado_por or None
        return and_(suya, borrado_en.is_not(None), CLIENTE.c.borrado_proceso_id == proceso_id)


@dataclass(frozen=True, slots=True)
class Matches:
    """All that was found: how many, and the condition that selects them."""

    total: int
    condicion: ColumnElement[bool]


class Finder(Protocol):
    """Finds through the index of one database, within one account's list or papelera."""

    def find(self, terms: SearchTerms, *, cuantos: int) -> Matches | None:
        """Return what is found among `cuantos` clients, or None when it is more than the limit."""
        ...

    def row_test(
        self, terms: SearchTerms, columnas: ReadOnlyColumnCollection[str, Any] = CLIENTE.c
    ) -> ColumnElement[bool]:
        """Say of one row whether it is found."""
        ...

    def fallback(self, terms: SearchTerms, *, orden: str) -> Select[int] | None:
        """Select whom to read on with, by a column, when a walk was given up; None: test each."""
        ...

    def folded_rfc(
        self, columnas: ReadOnlyColumnCollection[str, Any] = CLIENTE.c
    ) -> ColumnElement[str]:
        """Return the RFC as queries are folded."""
        ...


class RowTest:
    """The test of one row, which both databases make of the same parts."""

    def row_test(
        self, terms: SearchTerms, columnas: ReadOnlyColumnCollection[str, Any] = CLIENTE.c
    ) -> ColumnElement[bool]:
        """Say of one row whether it is found."""
        todas = and_(true(), *(self.contains(columnas["busqueda"], p) for p in terms.words))
        if not terms.rfc:
            return todas
        # The first test is the one an index can answer.
        en_rfc = and_(
            self.contains(columnas["busqueda"], terms.rfc),
            self.contains(self.folded_rfc(columnas), terms.rfc),
        )
        return or_(todas, en_rfc)

    def folded_rfc(
        self, columnas: ReadOnlyColumnCollection[str, Any] = CLIENTE.c
    ) -> ColumnElement[str]:
        """Return the RFC as queries are folded."""
        return func.replace(columnas["rfc"], "Ñ", "N")

    def contains(self, columna: ColumnElement[str], piece: str) -> ColumnElement[bool]:
        """Say whether a text contains a piece, every character of which is an ordinary one."""
        raise NotImplementedError
