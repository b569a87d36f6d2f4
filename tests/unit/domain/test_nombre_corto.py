"""The short name of an account: made from its name, or typed by an owner."""

import pytest

from clientes_app.domain.nombre_corto import leer_nombre_corto, nombre_corto_de, numerado


@pytest.mark.parametrize(
    ("nombre", "corto"),
    [
        ("Abarrotes Peña", "abarrotes-pena"),
        ("  H&M  México, S.A. ", "h-m-mexico-s-a"),
        ("JOSÉ", "jose"),
        ("2000", "2000"),
        ("株式会社", "cuenta"),
        ("-", "cuenta"),
        ("a" * 39 + " bc", "a" * 39),
        ("a" * 36 + " bcd ef", "a" * 36 + "-bcd"),
        ("Abarrotes y Ultramarinos Finos La Gran Peña", "abarrotes-y-ultramarinos-finos-la-gran"),
        ("a" * 50, "a" * 40),
    ],
)
def test_it_is_made_of_the_words_of_the_name(nombre: str, corto: str) -> None:
    assert nombre_corto_de(nombre) == corto
    assert leer_nombre_corto(corto) == (corto, ())


def test_a_number_finds_its_place_in_the_longest_one() -> None:
    assert numerado("norte", 2) == "norte-2"
    assert numerado("a" * 40, 12) == "a" * 37 + "-12"


@pytest.mark.parametrize("escrito", ["Norte", " norte ", "NORTE"])
def test_what_somebody_types_is_taken_in_lower_case(escrito: str) -> None:
    assert leer_nombre_corto(escrito) == ("norte", ())


@pytest.mark.parametrize(
    ("escrito", "codigo"),
    [
        ("  ", "nombre_corto_falta"),
        ("a" * 41, "nombre_corto_largo"),
        ("peña", "nombre_corto_letras"),
        ("a/b", "nombre_corto_letras"),
        ("a b", "nombre_corto_letras"),
        ("-a", "nombre_corto_letras"),
        ("a--b", "nombre_corto_letras"),
        ("٣", "nombre_corto_letras"),
    ],
)
def test_what_cannot_stand_in_an_address_is_refused(escrito: str, codigo: str) -> None:
    _, (problema,) = leer_nombre_corto(escrito)
    assert (problema.campo, problema.codigo) == ("nombre_corto", codigo)
    assert problema.sugerencia
