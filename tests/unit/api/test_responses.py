"""How files leave the server."""

from urllib.parse import unquote

import pytest

from clientes_app.api.responses import content_disposition, joined


@pytest.mark.parametrize(
    ("nombre", "en_ascii"),
    [
        ("clientes-2026-11-25.csv", "clientes-2026-11-25.csv"),
        ("rechazados-Clientes Ñandú (1).csv", "rechazados-Clientes _and_ (1).csv"),
        ('a"b\\c/d\r\nX: y.csv', "a_b_c_d__X: y.csv"),
    ],
)
def test_disposition_names_the_file_twice(nombre: str, en_ascii: str) -> None:
    """In ASCII for old readers, in UTF-8 for the others; nothing breaks out of the quotes."""
    valor = content_disposition(nombre)
    assert valor.startswith(f'attachment; filename="{en_ascii}"; ')
    assert valor.isascii()
    assert "\r" not in valor
    assert "\n" not in valor
    if nombre.isprintable() and '"' not in nombre:
        assert unquote(valor.rpartition("UTF-8''")[2]) == nombre


def test_pieces_are_joined_and_none_is_lost() -> None:
    """At least the size asked for, but the last."""
    piezas = [bytes([n]) * 3 for n in range(10)]
    juntas = list(joined(piezas, 8))
    assert b"".join(juntas) == b"".join(piezas)
    assert [len(trozo) for trozo in juntas] == [9, 9, 9, 3]
