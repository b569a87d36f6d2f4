"""What `mudar` says when it refuses: a sentence for every reason."""

import pytest

from clientes_app.cli.instalacion import _POR_QUE_NO, _sin_clave
from clientes_app.services.instalacion.mudanza import MotivoDeMudanza


def test_every_reason_has_its_sentence() -> None:
    assert set(_POR_QUE_NO) == set(MotivoDeMudanza)


@pytest.mark.parametrize(
    ("dada", "mostrada"),
    [
        ("postgresql://ana:secreta@h:1/b?x=1", "postgresql://ana:CONTRASEÑA@h:1/b?x=1"),
        ("postgresql://ana@h/b", "postgresql://ana@h/b"),
        ("postgresql:///b", "postgresql:///b"),
    ],
)
def test_an_address_is_shown_without_its_password(dada: str, mostrada: str) -> None:
    assert _sin_clave(dada) == mostrada
