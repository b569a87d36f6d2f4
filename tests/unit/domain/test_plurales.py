"""Counts with their words."""

import pytest

from clientes_app.domain.plurales import cuantos


@pytest.mark.parametrize(
    ("numero", "dicho"), [(0, "0 clientes"), (1, "1 cliente"), (1234, "1,234 clientes")]
)
def test_one_is_singular_and_thousands_have_their_comma(numero: int, dicho: str) -> None:
    assert cuantos(numero, "cliente", "clientes") == dicho
