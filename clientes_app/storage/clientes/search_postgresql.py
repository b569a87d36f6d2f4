"""Finding on PostgreSQL: a GIN index of trigrams (pg_trgm), which LIKE uses by itself."""

from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Select,
    Text,
    and_,
    cast,
    false,
    func,
    literal,
    select,
)
from sqlalchemy.orm import Session

from clientes_app.storage.clientes.filters import FilterPart, on_cliente
from clientes_app.storage.clientes.search_dialect import (
    Matches,
    RowTest,
    SearchLimits,
    SearchScope,
)
from clientes_app.storage.clientes.search_terms import SearchTerms
from clientes_app.storage.db.tables import CLIENTE


class PostgresqlFinder(RowTest):
    """Finds within one account's list or papelera."""

    def __init__(
        self,
        tx: Session,
        *,
        scope: SearchScope,
        limits: SearchLimits,
        filters: tuple[FilterPart, ...] = (),
    ) -> None:
        self._tx = tx
        self._limits = limits
        # Which index to begin with is what the planner's statistics are for.
        self._scope = and_(scope.condition(), *on_cliente(filters))

    def find(self, terms: SearchTerms, *, cuantos: int) -> Matches | None:
        """Return what is found among `cuantos` clients, or None when it is more than the limit."""
        if not cuantos:
            return Matches(0, false())
        ids = select(CLIENTE.c.id).where(self._scope, self.row_test(terms))
        unos = ids.limit(self._limits.exact_up_to + 1).subquery()
        # They come and go as one text, so that the index is asked and the rows are tested once.
        consulta = select(func.count(), cast(func.array_agg(unos.c.id), Text)).select_from(unos)
        total, lista = self._tx.execute(consulta).one()
        if total > self._limits.exact_up_to:
            return None
        numeros = cast(literal(lista or "{}", Text), ARRAY(BigInteger))
        return Matches(total, _found_first(select(func.unnest(numeros).label("id"))))

    def fallback(self, terms: SearchTerms, *, orden: str) -> Select[int] | None:
        """Select whom to read on with when a walk was given up: all that is found, to be sorted.

        Filters alone may find most of an account: which way is best then the planner knows.
        """
        del orden
        if not terms:
            return None
        ids = select(CLIENTE.c.id.label("id")).where(self._scope, self.row_test(terms))
        return select(CLIENTE.c.id).where(_found_first(ids))

    def contains(self, columna: ColumnElement[str], piece: str) -> ColumnElement[bool]:
        """Say whether a text contains a piece, every character of which is an ordinary one."""
        literal = piece.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        return columna.like(f"%{literal}%")


def _found_first(ids: Select[Any]) -> ColumnElement[bool]:
    """Select by ids that are found first.

    Left to itself the planner walks the index of the order for a common word, and then takes
    seconds for one that is not as common as it thought.
    """
    matches = ids.cte("hallados").prefix_with("MATERIALIZED")
    return CLIENTE.c.id.in_(select(matches.c.id))
