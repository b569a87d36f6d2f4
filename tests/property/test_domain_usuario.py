"""E-mails and passwords of users: reading never fails, and what was read is read the same again."""

from hypothesis import given
from hypothesis import strategies as st

from clientes_app.domain.usuario import clave_normal, leer_email


@given(st.text())
def test_no_text_makes_reading_an_address_fail(texto: str) -> None:
    normal, problemas = leer_email(texto)
    assert problemas or leer_email(normal) == (normal, ())


@given(st.text(min_size=12, max_size=80))
def test_a_password_is_the_same_however_its_accents_are_typed(clave: str) -> None:
    normal = clave_normal(clave)
    assert normal is not None
    assert clave_normal(normal) == normal
