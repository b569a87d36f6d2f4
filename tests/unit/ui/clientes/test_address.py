"""The address of the list says everything, and whatever is written into it by hand is harmless."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientes_app.services.clientes.clientes import ORDENES, Consulta
from clientes_app.services.clientes.papelera import BY_HAND
from clientes_app.ui.clientes.address import (
    buscado_para,
    cliente_de,
    consulta_de,
    direccion,
    ordenada_por,
)

consultas = st.builds(
    Consulta,
    texto=st.text(max_size=60).map(lambda texto: " ".join(texto.split())),
    orden=st.sampled_from(ORDENES),
    descendente=st.booleans(),
    pagina=st.integers(1, 1_000_000),
)


def parametros(url: str) -> dict[str, str]:
    """The query of an address as Reflex hands it to a state."""
    return dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))


@given(consulta=consultas)
def test_what_is_written_is_read_again(consulta: Consulta) -> None:
    """Search, order and page survive a reload and a pasted link."""
    assert consulta_de(parametros(direccion(consulta))) == consulta


@pytest.mark.parametrize("borrado_por", [None, BY_HAND, 7])
def test_the_filter_of_the_papelera_is_read_again(borrado_por: int | None) -> None:
    """By what the clients were deleted, with the search beside it."""
    consulta = Consulta(texto="ana", papelera=True, borrado_por=borrado_por)
    assert consulta_de(parametros(direccion(consulta)), papelera=True) == consulta


def test_what_goes_without_saying_is_not_said() -> None:
    """The plain list has a plain address."""
    assert direccion(Consulta()) == "?"
    assert direccion(Consulta(), cliente=7) == "?cliente=7"


@pytest.mark.parametrize("pagina", ["", "0", "-1", "1e3", "٣", "9" * 5000, "1000001", "dos"])
def test_impossible_page_is_the_first(pagina: str) -> None:
    """Whatever somebody writes there."""
    assert consulta_de({"pagina": pagina}).pagina == 1


def test_unknown_order_is_by_name() -> None:
    """Only the columns of the list sort it."""
    assert consulta_de({"orden": "cuenta_id; --"}).orden == "nombre"


@pytest.mark.parametrize(
    ("dicho", "esperado"),
    [("nuevo", "nuevo"), ("7", 7), ("", None), ("07x", -1), ("9" * 30, -1), ("-7", -1)],
)
def test_client_in_the_address(dicho: str, esperado: int | str | None) -> None:
    """An id, «nuevo», nobody, or what is nobody's id."""
    assert cliente_de({"cliente": dicho}) == esperado


def test_pressing_a_head_again_turns_the_order_round() -> None:
    """Up, down, up; always from page 1."""
    primera = ordenada_por(Consulta(pagina=3), "rfc")
    assert (primera.orden, primera.descendente, primera.pagina) == ("rfc", False, 1)
    segunda = ordenada_por(primera, "rfc")
    assert segunda.descendente
    assert not ordenada_por(segunda, "rfc").descendente


@pytest.mark.parametrize(
    ("buscado", "esperado"),
    [
        ("XAXX-010101 000", ("rfc", "XAXX010101000")),
        ("ferretería león", ("nombre", "ferretería león")),
        ("XAXX01", ("nombre", "XAXX01")),
        ("", ("", "")),
    ],
)
def test_what_was_searched_stands_in_the_field_it_is_for(
    buscado: str, esperado: tuple[str, str]
) -> None:
    """A whole RFC in «RFC», else it is a name."""
    url = direccion(Consulta(buscado), cliente="nuevo", con_lo_buscado=True)
    assert buscado_para(parametros(url)) == esperado
    assert buscado_para(parametros(direccion(Consulta(buscado), cliente="nuevo"))) == ("", "")
