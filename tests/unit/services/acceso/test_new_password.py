"""Passwords that are tried first are refused, whatever their length; long phrases are not."""

import pytest

from clientes_app.services.acceso.new_password import problemas_de_clave_nueva


@pytest.mark.parametrize(
    "clave",
    [
        "123456789012", "password1234", "qwertyuiop12", "abcdefghijkl", "contraseña1234",
        "Contrasena1234", "Contraseña2026!", "Guadalupe2026", "Tequiero12345", "password password",
        "mexico2026mexico", "analopez1234", "despacho12345", "abarrotes1234",
    ],
)  # fmt: skip
def test_a_password_that_is_tried_first_is_refused_with_how_to_do_better(clave: str) -> None:
    (problema,) = problemas_de_clave_nueva(
        clave, email="ana.lopez@despacho.example", otras=("Ana López", "Abarrotes Peña")
    )
    assert problema.codigo == "clave_comun"
    assert problema.frase.startswith("La contraseña es de las que se prueban primero. Use varias")


@pytest.mark.parametrize(
    "clave",
    [
        "una frase larga para entrar", "correcto caballo batería grapa", "🐎ñandú por la pampa",
        "x7#Qm2!vTz9p", "una frase larga " * 16,
    ],
)  # fmt: skip
def test_a_phrase_and_a_random_one_are_taken(clave: str) -> None:
    assert problemas_de_clave_nueva(clave, email="ana@correo.mx", otras=("Ana",)) == ()


def test_what_its_form_forbids_is_told_alone() -> None:
    problemas = problemas_de_clave_nueva("1234", email="ana@correo.mx")
    assert [problema.codigo for problema in problemas] == ["clave_corta"]
