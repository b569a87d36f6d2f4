"""The RFC of the business whose account it is."""

import pytest

from clientes_app.domain.emisor import leer_rfc_propio


@pytest.mark.parametrize(
    ("escrito", "leido"), [("", ""), ("  ", ""), (" gal-120315-h42 ", "GAL120315H42")]
)
def test_it_is_stored_as_the_sat_writes_it_or_not_at_all(escrito: str, leido: str) -> None:
    assert leer_rfc_propio(escrito) == (leido, ())


@pytest.mark.parametrize("escrito", ["GAL", "XAXX010101000", "XEXX010101000", "GAL120399H42"])
def test_what_is_nobodys_is_refused_with_what_to_write(escrito: str) -> None:
    (problema,) = leer_rfc_propio(escrito)[1]
    assert problema.campo == "rfc_propio"
    assert f"«{escrito}»" in problema.mensaje
    assert "Constancia" in problema.sugerencia
