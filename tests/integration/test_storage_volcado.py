"""Many rows into one table at once: what comes out is what went in, whatever a text holds."""

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, text

from clientes_app.storage.carga.planner_statistics import LEAST_ROWS, PlannerStatistics
from clientes_app.storage.db.bulk_insert import insertar
from clientes_app.storage.db.engine import write_transaction
from tests.conftest import POSTGRESQL

COLUMNAS = ("lugar", "texto", "numero", "otro", "comun", "cuenta")
_TEXTOS = st.text(
    st.one_of(st.sampled_from("\t\n\r\\N.'\"|Ñ"), st.characters(exclude_categories=("Cs",)))
).filter(lambda valor: "\0" not in valor)
FILAS = st.lists(
    st.tuples(_TEXTOS, st.none() | st.integers(-(2**31), 2**31 - 1), st.none() | _TEXTOS),
    max_size=6,
)
COMUNES = st.tuples(st.none() | _TEXTOS, st.none() | st.integers(-(2**31), 2**31 - 1))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(filas=FILAS, comunes=COMUNES)
def test_every_text_arrives_as_it_is(
    engine: Engine, filas: list[tuple[object, ...]], comunes: tuple[object, ...]
) -> None:
    numeradas = [(lugar, *fila) for lugar, fila in enumerate(filas)]
    with write_transaction(engine) as tx:
        tx.execute(
            text(
                "CREATE TEMPORARY TABLE prueba (lugar int, texto text, numero int, otro text, "
                "comun text, cuenta int)"
            )
        )
        insertar(tx, "prueba", COLUMNAS, numeradas, comunes)
        guardadas = tx.execute(text("SELECT * FROM prueba ORDER BY lugar")).all()
        tx.execute(text("DROP TABLE prueba"))
    assert [tuple(fila) for fila in guardadas] == [(*fila, *comunes) for fila in numeradas]


def test_moments_and_words_that_look_like_nothing(engine: Engine) -> None:
    momento = datetime(2026, 11, 26, 8, 30, 0, 123456, tzinfo=UTC)
    filas = [(1, "None", "\\N", momento, None, "Ñ"), (2, "", "NULL", momento, None, "Ñ")]
    with write_transaction(engine) as tx:
        es_postgresql = tx.connection().dialect.name == "postgresql"
        tipo = "timestamptz" if es_postgresql else "text"
        tx.execute(
            text(f"CREATE TEMPORARY TABLE prueba (a int, b text, c text, d {tipo}, e int, f text)")
        )
        if not es_postgresql:
            filas = [(*fila[:3], momento.isoformat(), *fila[4:]) for fila in filas]
        insertar(tx, "prueba", tuple("abcdef"), [fila[:3] for fila in filas], filas[0][3:])
        guardadas = tx.execute(text("SELECT * FROM prueba ORDER BY a")).all()
        tx.execute(text("DROP TABLE prueba"))
    assert [tuple(fila) for fila in guardadas] == filas


@pytest.mark.parametrize("url_base", [POSTGRESQL], indirect=True)
def test_the_planner_learns_of_a_load(engine: Engine) -> None:
    conocidas = text("SELECT reltuples FROM pg_class WHERE oid = 'cliente'::regclass")
    statistics = PlannerStatistics(engine)
    with engine.connect() as conexion:
        antes = conexion.execute(conocidas).scalar_one()
    statistics.after(LEAST_ROWS - 1)
    with engine.connect() as conexion:
        assert conexion.execute(conocidas).scalar_one() == antes
    statistics.after(1)
    with engine.connect() as conexion:
        # It is empty, and now that is known.
        assert conexion.execute(conocidas).scalar_one() == 0 != antes
