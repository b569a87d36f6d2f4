"""What an e-mail, a name and a password may be, and what the roles may do."""

import pytest

from clientes_app.domain.roles import Rol
from clientes_app.domain.usuario import (
    clave_normal,
    email_para_buscar,
    faltas_al_entrar,
    leer_email,
    leer_nombre,
    problemas_de_clave,
)


def test_each_role_may_do_what_the_ones_before_it_may() -> None:
    assert [rol.etiqueta for rol in Rol] == ["Lector", "Editor", "Propietario"]
    alcances = [[rol.alcanza(necesario) for necesario in Rol] for rol in Rol]
    assert alcances == [[True, False, False], [True, True, False], [True, True, True]]


@pytest.mark.parametrize(
    ("escrito", "guardado"),
    [
        ("ana@correo.mx", "ana@correo.mx"),
        (" Ana.Lopez@CORREO.mx\t", "ana.lopez@correo.mx"),
        ("ana\u200b@correo.mx", "ana@correo.mx"),
        ("ÑANDÚ@correo.mx", "ñandú@correo.mx"),
        ("n\u0303andu@correo.mx", "ñandu@correo.mx"),
    ],
)
def test_an_address_is_kept_in_one_form(escrito: str, guardado: str) -> None:
    assert leer_email(escrito) == (guardado, ())
    assert leer_email(guardado) == (guardado, ())
    assert email_para_buscar(escrito) == guardado


@pytest.mark.parametrize(
    "escrito",
    ["", " ", "ana", "ana@", "@correo.mx", "ana@correo", "a@b.mx, c@d.mx", "ana @correo.mx", "\0"],
)
def test_an_address_that_is_none_is_told_with_its_remedy(escrito: str) -> None:
    _, (problema,) = leer_email(escrito)
    assert (problema.campo, problema.es_error) == ("email", True)
    assert problema.mensaje.endswith(".")
    assert problema.sugerencia.endswith((".", "?"))
    assert "celda" not in problema.mensaje
    assert email_para_buscar(escrito) == ""


@pytest.mark.parametrize("nombre", ["Ana", "  José   Ñuñez ", "李雷", "x" * 120])
def test_any_name_is_taken(nombre: str) -> None:
    limpio, problemas = leer_nombre(nombre)
    assert (limpio, problemas) == (" ".join(nombre.split()), ())


@pytest.mark.parametrize("nombre", ["", " \t", "\u200b", "x" * 121, "Ana\0", "\ud800", "x" * 10**6])
def test_a_name_that_cannot_be_kept_is_told(nombre: str) -> None:
    _, (problema,) = leer_nombre(nombre)
    assert (problema.campo, problema.es_error) == ("nombre", True)
    assert problema.mensaje
    assert problema.sugerencia


@pytest.mark.parametrize(
    "clave",
    [
        "doce letras.",
        "🐎🔋📎🧀🐎🔋📎🧀🐎🔋📎🌵",
        "contraseña con acentuación",
        "   blancos  por   fuera   ",
        "x" * 250 + "abcdef",
        "a\0b\tc\nd\x1be f g h i",
    ],
)
def test_a_long_password_of_any_characters_is_taken(clave: str) -> None:
    assert problemas_de_clave(clave, email="ana@correo.mx") == ()
    assert clave_normal(clave) == clave


@pytest.mark.parametrize(
    ("clave", "codigo"),
    [
        ("", "clave_falta"),
        ("once letras", "clave_corta"),
        ("n\u0303n\u0303n\u0303abcdefgh", "clave_corta"),
        ("x" * 251 + "abcdef", "clave_larga"),
        ("x" * 10**6, "clave_larga"),
        ("ANA.lopez@correo.mx", "clave_es_email"),
        (" ana.lopez@correo.mx ", "clave_es_email"),
        ("ababababababab", "clave_repetida"),
        ("\ud800" * 12, "clave_caracter"),
    ],
)
def test_a_password_that_is_too_weak_is_told(clave: str, codigo: str) -> None:
    (problema,) = problemas_de_clave(clave, email="ana.lopez@correo.mx")
    assert (problema.campo, problema.codigo) == ("clave", codigo)
    assert problema.valor == ""
    assert problema.sugerencia.endswith(".")


@pytest.mark.parametrize(
    ("email", "clave", "faltan"),
    [("", "", ["email", "clave"]), (" ", "x", ["email"]), ("a", "", ["clave"]), ("a", " ", [])],
)
def test_what_is_missing_at_the_door_is_told_all_at_once(
    email: str, clave: str, faltan: list[str]
) -> None:
    assert [falta.campo for falta in faltas_al_entrar(email, clave)] == faltan
