"""Cleaning, folding and sorting of text."""

import pytest

from clientes_app.domain import texto


@pytest.mark.parametrize(
    ("sucio", "limpio"),
    [
        ("  dos   espacios ", "dos espacios"),
        ("a\u00a0b\u3000c\td\r\ne", "a b c d e"),
        ("\ufeffPE\u200bÑA\u00ad", "PEÑA"),
        ("PEN\u0303A", "PEÑA"),
        ("A &amp; B", "A & B"),
        ("A &AMP;amp;amp; B", "A & B"),
        ("PE&ntilde;A &Ntilde; &NTILDE;", "PEñA Ñ Ñ"),
        ("PE&#209;A &#xd1;", "PEÑA Ñ"),
        ("n&#771;", "ñ"),
        ("&a\u200bmp;", "&"),
        ("AT&T; B&PI;B &amp B", "AT&T; B&PI;B &amp B"),
        ("&#0; &#xD800;", "&#0; &#xD800;"),
        ("", ""),
    ],
)
def test_limpiar(sucio: str, limpio: str) -> None:
    assert texto.limpiar(sucio) == limpio


def test_a_chain_of_entities_costs_no_more_than_its_length() -> None:
    cadena = "&" + "amp;" * 1500
    assert texto.limpiar(cadena) == "&"


def test_control_characters_stay_and_are_found_with_their_place() -> None:
    assert texto.limpiar("AB\x00C") == "AB\x00C"
    assert texto.primer_control("AB\x00C") == (3, "\x00")
    assert texto.primer_control("AB\x1fC") == (3, "\x1f")
    assert texto.primer_control("\ud800") == (1, "\ud800")
    assert texto.primer_control("Á\tB\nC\u200b") is None


def test_sin_acentos_keeps_the_letter_enie() -> None:
    assert texto.sin_acentos("ÁLVARO GÜEMES IBÁÑEZ") == "ALVARO GUEMES IBAÑEZ"
    assert texto.sin_acentos("N\u0303ŌŁ") == "ÑOŁ"


def test_mayusculas_composes() -> None:
    assert texto.mayusculas("peña straße") == "PEÑA STRASSE"


def test_clave_busqueda_folds_accents_and_enie() -> None:
    assert texto.clave_busqueda("Peña Güemes") == texto.clave_busqueda("PENA GUEMES")
    assert texto.clave_busqueda("100%_'\"") == "100%_'\""


@pytest.mark.parametrize(
    ("guardado", "buscado"),
    [
        ("D’ELIA", "d'elia"), ("L'OREAL", "l`oreal"), ("O´BRIEN", "o’brien"),
        ("“LA LUZ”", '"la luz"'), ("A–B", "a-b"), ("C-D", "c‑d"), ("Nº 5", "n° 5"),
        ("1ª", "1a"), ("ＧＲＵＰＯ", "grupo"), ("ТRANSPORTES АZTECA", "transportes azteca"),
        ("A…B", "a...b"), ("½", "1/2"), ("ＡＢ", "𝐚𝐛"), ("РОССИЯ", "россия"), ("STRASSE", "straße"),
    ],
)  # fmt: skip
def test_both_sides_of_a_search_are_folded_to_the_same(guardado: str, buscado: str) -> None:
    assert texto.clave_busqueda(guardado) == texto.clave_busqueda(buscado)


def test_clave_orden_puts_enie_after_every_n() -> None:
    nombres = ["ÑANDU", "NZ", "OCA", "NUÑEZ", "NUNZ", "NUOVO", "Núnez"]
    assert sorted(nombres, key=texto.clave_orden) == [
        "Núnez", "NUNZ", "NUÑEZ", "NUOVO", "NZ", "ÑANDU", "OCA",
    ]  # fmt: skip
