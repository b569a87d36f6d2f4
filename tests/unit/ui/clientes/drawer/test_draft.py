"""What a page may say of what was typed in it: whose it is, and nothing made by hand."""

from typing import Any

import pytest

from clientes_app.ui.clientes.drawer.draft import LARGO_MAXIMO, dueno, leido
from clientes_app.ui.clientes.drawer.memory import Escrito

MIO = dueno(3, 4)


def crudo(**otros: object) -> dict[str, Any]:
    campos = {"calle": {"texto": "UNO", "vista": 2, "serie": 5}}
    return {"cliente": "7", "numero": 9, "dueno": MIO, "campos": campos, "foco": "calle"} | otros


def test_a_draft_of_ones_own_is_read() -> None:
    borrador = leido(crudo(recargada=True), cliente_id=7, de=MIO)
    assert borrador is not None
    assert borrador.escritos == {"calle": Escrito("UNO", 2, 5)}
    assert (borrador.numero, borrador.foco, borrador.recargada) == (9, "calle", True)


@pytest.mark.parametrize(
    "ajeno",
    [
        None,
        "texto",
        [],
        {},
        crudo(dueno=dueno(3, 5)),
        crudo(dueno=dueno(5, 4)),
        crudo(cliente="8"),
        crudo(cliente=7),
    ],
)
def test_what_is_of_somebody_or_something_else_is_none(ajeno: object) -> None:
    assert leido(ajeno, cliente_id=7, de=MIO) is None


def test_a_person_in_another_account_is_another_owner() -> None:
    assert len({dueno(1, 2), dueno(2, 1), dueno(1, None), dueno(12, 1), dueno(1, 21)}) == 5


def test_what_no_page_would_send_is_left_out() -> None:
    campos = {
        "calle": {"texto": "x" * (LARGO_MAXIMO + 5), "vista": -1, "serie": "5"},
        "colonia": {"texto": 7},
        "pais": "MX",
        "version": {"texto": "99"},
        "estado": {"texto": "", "vista": True, "serie": 2**40},
    }
    borrador = leido(crudo(campos=campos, numero=None, foco="version"), cliente_id=7, de=MIO)
    assert borrador is not None
    assert borrador.escritos == {
        "calle": Escrito("x" * LARGO_MAXIMO, 0, 0),
        "estado": Escrito("", 0, 0),
    }
    assert (borrador.numero, borrador.foco) == (0, "")
    vacio = leido(crudo(campos=[1]), cliente_id=7, de=MIO)
    assert vacio is not None
    assert vacio.escritos == {}
