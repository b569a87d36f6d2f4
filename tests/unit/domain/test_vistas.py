"""The names of views."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientes_app.domain.vistas import LARGO_MAXIMO, clave_de, leer_nombre


@given(original=st.text(max_size=60))
def test_a_name_that_is_taken_is_read_as_itself(original: str) -> None:
    nombre, problemas = leer_nombre(original)
    if problemas:
        assert all(problema.es_error and problema.sugerencia for problema in problemas)
        return
    assert leer_nombre(nombre) == (nombre, ())
    assert 0 < len(nombre) <= LARGO_MAXIMO


@pytest.mark.parametrize(
    ("original", "codigo"),
    [
        (" \t", "vista_falta"),
        ("x" * 41, "vista_larga"),
        ("uno\x01", "vista_letras"),
        (" TODOS ", "vista_repetida"),
    ],
)
def test_a_bad_name_is_refused_in_words(original: str, codigo: str) -> None:
    _, (problema,) = leer_nombre(original)
    assert problema.codigo == codigo


def test_blanks_case_and_accents_make_no_other_name() -> None:
    assert leer_nombre("  Por   corregir ") == ("Por corregir", ())
    assert leer_nombre("x" * LARGO_MAXIMO)[1] == ()
    assert clave_de("Crédito ñ") == clave_de("CREDITO N")
