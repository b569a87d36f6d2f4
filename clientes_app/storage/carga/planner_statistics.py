"""What PostgreSQL's planner knows of the clients while a load adds thousands of them.

It learns by itself once a minute at most. Until then it takes a table that was small for a small
one and any of its indexes for as good as another: a load into an empty database looked up each
part's RFCs by reading all that it had stored, which took as long as the storing.
"""

from sqlalchemy import Engine, text

MINIMO = 5_000
"""Rows below which nothing is worth learning."""

_CONOCIDAS = text("SELECT reltuples FROM pg_class WHERE oid = 'cliente'::regclass")
# What a load looks for. Whoever is at it already learns the same.
_APRENDER = text("ANALYZE (SKIP_LOCKED) cliente (cuenta_id, borrado_en, rfc, nombre_orden)")


class Estadisticas:
    """Has the planner learn anew whenever the clients have become twice as many."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._aprende = engine.dialect.name != "sqlite"
        self._pasadas = 0
        self._faltan = self._hasta_el_doble() if self._aprende else 0

    def tras(self, filas: int) -> None:
        """Take note of rows that a load went through: no more than so many are new."""
        self._pasadas += filas
        if self._aprende and self._pasadas >= self._faltan:
            with self._engine.begin() as conexion:
                conexion.execute(_APRENDER)
            self._pasadas, self._faltan = 0, self._hasta_el_doble()

    def _hasta_el_doble(self) -> int:
        with self._engine.connect() as conexion:
            return max(MINIMO, int(conexion.execute(_CONOCIDAS).scalar_one()))
