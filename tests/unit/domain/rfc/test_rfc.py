"""The RFC: the vectors of the SAT's rules, and what a file may hold instead of one."""

import csv
import re
from pathlib import Path

import pytest
from stdnum.mx import rfc as stdnum_rfc

from clientes_app.domain.rfc import findings
from clientes_app.domain.rfc.rfc import GENERICOS, Rfc, RfcInvalido, digito_verificador

DATOS = Path(__file__).parents[1] / "data"


def _filas(nombre: str) -> list[dict[str, str]]:
    with (DATOS / nombre).open(encoding="utf-8", newline="") as archivo:
        return list(csv.DictReader(archivo))


@pytest.mark.parametrize("fila", _filas("rfc_validos.csv"), ids=lambda fila: fila["rfc"])
def test_every_valid_vector(fila: dict[str, str]) -> None:
    rfc = Rfc.parse(fila["rfc"])
    esperado = re.fullmatch(r"digito_verificador\(esperado (.)\)", fila["avisos"])
    assert str(rfc) == fila["rfc"]
    assert rfc.persona == ("moral" if fila["tipo"] == "moral" else "fisica")
    assert (str(rfc) in GENERICOS) == fila["tipo"].startswith("generico")
    if esperado is None:
        assert rfc.avisos == ()
    else:
        (aviso,) = rfc.avisos
        assert aviso.codigo == "rfc_digito_verificador"
        assert f"«{esperado[1]}»" in aviso.mensaje
        assert not aviso.es_error


@pytest.mark.parametrize(
    "fila", _filas("rfc_invalidos.csv"), ids=lambda fila: fila["rfc"] or "vacio"
)
def test_every_invalid_vector(fila: dict[str, str]) -> None:
    with pytest.raises(RfcInvalido) as captura:
        Rfc.parse(fila["rfc"])
    codigos = [problema.codigo.removeprefix("rfc_") for problema in captura.value.problemas]
    assert codigos == fila["errores"].split(";")
    assert all(p.es_error and p.mensaje and p.sugerencia for p in captura.value.problemas)


@pytest.mark.parametrize(
    "escrito",
    [
        "eku9003173c9", " EKU 900317 3C9 ", "EKU-900317-3C9", "EKU\u20139003173C9",
        "\ufeffEKU9003173C9\u200b", "EKU\u00a09003173C9", '="EKU9003173C9"',
    ],
)  # fmt: skip
def test_what_is_read_as_the_same_rfc(escrito: str) -> None:
    assert Rfc.parse(escrito).valor == "EKU9003173C9"


def test_a_decomposed_enie_is_one_letter() -> None:
    assert Rfc.parse("ON\u0303O120726RX3").valor == "OÑO120726RX3"


def _mensaje(escrito: str) -> tuple[str, str, str | None]:
    with pytest.raises(RfcInvalido) as captura:
        Rfc.parse(escrito)
    problema = captura.value.problemas[-1]
    return problema.mensaje, problema.sugerencia, problema.arreglo


def test_the_place_of_a_letter_o_is_said_and_the_right_rfc_offered() -> None:
    mensaje, sugerencia, arreglo = _mensaje("YQV18O101L83")
    assert mensaje == "La posición 6 dice «O» y debe ser un dígito."
    assert sugerencia == "¿Es YQV180101L83?"
    assert arreglo == "YQV180101L83"


def test_mx_before_an_rfc_is_refused_with_the_reason() -> None:
    mensaje, _, arreglo = _mensaje("MXEKU9003173C9")
    assert "«MX»" in mensaje
    assert arreglo == "EKU9003173C9"


@pytest.mark.parametrize(
    ("escrito", "dice"),
    [
        ("CACX760510P8", "12 caracteres y empieza como el de una persona física"),
        ("EKU9003173C99", "13 caracteres y empieza como el de una persona moral"),
    ],
)
def test_a_character_missing_or_too_many_is_told_as_such(escrito: str, dice: str) -> None:
    mensaje, _, arreglo = _mensaje(escrito)
    assert dice in mensaje
    assert arreglo is None


@pytest.mark.parametrize(
    "escrito",
    ["EKU9003173C9.", "CACX7605101P8.", ".EKU9003173C9", "(EKU9003173C9)", "'EKU9003173C9"],
)
def test_a_sign_too_many_is_said_and_the_rfc_without_it_offered(escrito: str) -> None:
    mensaje, sugerencia, arreglo = _mensaje(escrito)
    assert "un signo de más" in mensaje
    assert arreglo == escrito.strip(".()'")
    assert sugerencia == f"¿Es {arreglo}?"


@pytest.mark.parametrize("escrito", ["ЕKU9003173C9", "еku9003173c9", "EKU9ОО3173C9"])
def test_a_letter_of_another_alphabet_is_named_and_the_right_rfc_offered(escrito: str) -> None:
    mensaje, _, arreglo = _mensaje(escrito)
    assert "una letra cirílica" in mensaje
    assert arreglo == "EKU9003173C9"


def test_full_width_letters_become_plain_ones_and_it_is_said() -> None:
    valor, (aviso,) = findings.leer("ＥＫＵ9003173C9")
    assert (valor, aviso.codigo) == ("EKU9003173C9", "arreglo_letras")


@pytest.mark.parametrize(("fecha", "existe"), [("000229", True), ("010229", False)])
def test_29_february_exists_in_either_century(fecha: str, existe: bool) -> None:  # noqa: FBT001
    cuerpo = f"EKU{fecha}3C"
    texto = cuerpo + digito_verificador(cuerpo)
    if existe:
        assert Rfc.parse(texto).valor == texto
    else:
        assert "no existe" in _mensaje(texto)[0]


@pytest.mark.parametrize(
    ("cuerpo", "codigo"),
    [("CACA760510AB", "rfc_palabra_inconveniente"), ("EKU900317O1", "rfc_homoclave_0_o"),
     ("EKU90031701", "rfc_homoclave_0_o")],
)  # fmt: skip
def test_other_notices(cuerpo: str, codigo: str) -> None:
    rfc = Rfc.parse(cuerpo + digito_verificador(cuerpo))
    assert [aviso.codigo for aviso in rfc.avisos] == [codigo]


def test_four_letters_that_the_sat_does_not_give_are_offered_as_it_gives_them() -> None:
    cuerpo = "CACA760510AB"
    (aviso,) = Rfc.parse(cuerpo + digito_verificador(cuerpo)).avisos
    assert aviso.arreglo == "CACX760510AB" + digito_verificador(cuerpo)


def test_a_mixed_up_letter_that_explains_the_digit_is_offered() -> None:
    cuerpo = "EKU9003171I"
    rfc = Rfc.parse("EKU90031711" + digito_verificador(cuerpo))
    (aviso,) = rfc.avisos
    assert aviso.arreglo == cuerpo + digito_verificador(cuerpo)


@pytest.mark.parametrize("fila", _filas("sat_test_contributors.csv"), ids=lambda f: f["rfc"])
def test_the_digit_agrees_with_stdnum(fila: dict[str, str]) -> None:
    rfc = fila["rfc"]
    assert digito_verificador(rfc[:-1]) == stdnum_rfc.calc_check_digit(rfc[:-1])
    assert Rfc.parse(rfc).persona == fila["persona"]
