"""What PostgreSQL's planner knows of the clients while a load adds thousands of them.

It learns by itself once a minute at most. Until then it takes a table that was small for a small
one and any of its indexes for as good as another: a load into an empty database looked up each
part's RFCs by reading all that it had stored, which took as long as the storing.
"""

from sqlalchemy import Engine, text

LEAST_ROWS = 5_000
"""Rows below which nothing is worth learning."""

_KNOWN_ROWS = text("SELECT reltuples FROM pg_class WHERE oid = 'cliente'::regclass")
# What a load looks for. Whoever is at it already learns the same.
_LEARN = text("ANALYZE (SKIP_LOCKED) cliente (cuenta_id, borrado_en, rfc, nombre_orden)")


class PlannerStatistics:
    """Has the planner learn anew whenever the clients have become twice as many."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._learns = engine.dialect.name != "sqlite"
        self._passed = 0
        self._missing = self._until_doubled() if self._learns else 0

    def after(self, filas: int) -> None:
        """Take note of rows that a load went through: no more than so many are new."""
        self._passed += filas
        if self._learns and self._passed >= self._missing:
            with self._engine.begin() as connection:
                connection.execute(_LEARN)
            self._passed, self._missing = 0, self._until_doubled()

    def _until_doubled(self) -> int:
        with self._engine.connect() as connection:
            return max(LEAST_ROWS, int(connection.execute(_KNOWN_ROWS).scalar_one()))
