"""Which letters of a text a search has found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientes_app.domain.marcas import trozos
from clientes_app.domain.texto import clave_busqueda


@pytest.mark.parametrize(
    ("texto", "palabras", "esperado"),
    [
        ("ABARROTES MUÑOZ", ["MUNOZ"], [("ABARROTES ", False), ("MUÑOZ", True)]),
        ("CAFETERÍA", ["TERI"], [("CAFE", False), ("TERÍ", True), ("A", False)]),
        ("ANA Y ANABEL", ["ANA"], [("ANA", True), (" Y ", False), ("ANA", True), ("BEL", False)]),
        ("ANANÁS", ["ANA", "NAN"], [("ANANÁ", True), ("S", False)]),
        ("Ana@x.mx", ["@X", "MX"], [("Ana", False), ("@x", True), (".", False), ("mx", True)]),
        ("NADIE", ["ANA", ""], []),
    ],
)
def test_what_was_searched_is_marked(
    texto: str, palabras: list[str], esperado: list[tuple[str, bool]]
) -> None:
    assert list(trozos(texto, palabras)) == esperado


@given(texto=st.text(max_size=40), palabra=st.text(min_size=1, max_size=3).map(clave_busqueda))
def test_the_pieces_are_the_text(texto: str, palabra: str) -> None:
    piezas = trozos(texto, [palabra])
    assert not piezas or "".join(pieza for pieza, _ in piezas) == texto
