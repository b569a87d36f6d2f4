"""Values as people paste them: understood, or refused with the value that was meant."""

import pytest

from clientes_app.domain import claves, codigo_postal, correo, nombre, residencia
from clientes_app.domain.rfc import findings


@pytest.mark.parametrize(
    "escrito",
    [
        *("601.", "601 -", "601 –", "- 601", "601,0", '"601"', "“601”", "(601)", "[601]", "'601"),
        *("Régimen 601", "REGIMEN FISCAL: 601", "clave 601", "601_General de Ley"),
        *("General de Ley Personas Morales (601)", "General de Ley Personas Morales - 601"),
        "[601] General de Ley Personas Morales",
    ],
)
def test_a_key_is_understood_with_signs_and_words_around_it(escrito: str) -> None:
    valor, problemas = claves.leer("regimen_fiscal", escrito)
    assert valor == "601"
    assert problemas[-1].codigo == "arreglo_clave"


@pytest.mark.parametrize(
    "escrito", ["G03.", "G03 -", "G03 - ", '"G03"', "Uso G03", "Gastos en general (G03)", "(g03)"]
)
def test_a_uso_is_understood_with_signs_and_words_around_it(escrito: str) -> None:
    valor, problemas = claves.leer("uso_cfdi", escrito)
    assert (valor, problemas[-1].codigo) == ("G03", "arreglo_clave")


@pytest.mark.parametrize(
    ("campo", "escrito", "clave"),
    [
        ("regimen_fiscal", "RESICO", "626"),
        ("regimen_fiscal", "626 RESICO", "626"),
        ("regimen_fiscal", "Plataformas Tecnológicas", "625"),
        ("regimen_fiscal", "Obtención de premios", "615"),
        ("regimen_fiscal", "Sueldos", "605"),
        ("uso_cfdi", "Gastos en gral.", "G03"),
    ],
)
def test_a_part_of_a_description_is_answered_with_its_key(
    campo: str, escrito: str, clave: str
) -> None:
    _, problemas = claves.leer(campo, escrito)
    assert (problemas[-1].es_error, problemas[-1].arreglo) == (True, clave)


@pytest.mark.parametrize(
    "escrito", ["601 - 612", "601, 612", "601/612", "601 o 612", "Personas Morales", "no", "601.5"]
)
def test_what_names_several_keys_or_none_is_answered_with_none(escrito: str) -> None:
    _, problemas = claves.leer("regimen_fiscal", escrito)
    assert (problemas[-1].es_error, problemas[-1].arreglo) == (True, None)


@pytest.mark.parametrize(
    "escrito",
    [
        *("RFC: EKU9003173C9", "RFC EKU9003173C9", "R.F.C. EKU9003173C9", "“EKU9003173C9”"),
        *("EKU.900317.3C9", "EKU/900317/3C9", "EKU_900317_3C9", "EKU9003173C9…", "EKU9003173C9!"),
        "[EKU9003173C9]",
    ],
)
def test_the_rfc_among_signs_is_offered(escrito: str) -> None:
    _, (problema,) = findings.leer(escrito)
    assert (problema.codigo, problema.arreglo) == ("rfc_signo_de_mas", "EKU9003173C9")


@pytest.mark.parametrize("escrito", ["CA?X7605101P8", "CA¥X7605101P8", "CAÇX7605101P8"])
def test_a_sign_in_place_of_a_letter_is_not_taken_away(escrito: str) -> None:
    _, (problema,) = findings.leer(escrito)
    assert (problema.es_error, problema.arreglo) == (True, None)
    assert "La posición 3 dice" in problema.mensaje


def test_a_digit_in_place_of_a_letter_is_said_as_such() -> None:
    _, (problema,) = findings.leer("RT0840921RE4")
    assert problema.mensaje == "La posición 3 dice «0» y debe ser una letra, Ñ o &."
    assert problema.arreglo == "RTO840921RE4"


@pytest.mark.parametrize(
    "escrito",
    [
        *("a@b.mx)", "(a@b.mx)", "[a@b.mx]", "“a@b.mx”", "a@b.mx’", "«a@b.mx»", "a@b.mx!"),
        *("a@b.mx Juan", "a@b.mx - Juan", "E-mail: a@b.mx", "Correo: a@b.mx", "a@b.mx/"),
        *("mailto:a@b.mx?subject=Factura", "mailto://a@b.mx", '="a@b.mx"', "a@b;mx", "a@b:mx"),
        *("a(at)b.mx", "a [arroba] b.mx", "a arroba b.mx", "a\xa0@b.mx", "a@b.mx (a@b.mx)"),
    ],
)
def test_the_address_alone_is_offered(escrito: str) -> None:
    _, problemas = correo.leer("email", escrito)
    assert (problemas[-1].codigo, problemas[-1].arreglo) == ("email_invalido", "a@b.mx")


@pytest.mark.parametrize(
    "escrito", ["Juan a@b.mx", "juan perez@b.mx", "a,b@c.mx", "http://a@b.mx", "a@b.mxc@d.mx"]
)
def test_what_may_be_two_addresses_offers_none(escrito: str) -> None:
    _, (problema,) = correo.leer("email", escrito)
    assert (problema.es_error, problema.arreglo) == (True, None)


@pytest.mark.parametrize(
    ("escrito", "codigo", "arreglo"),
    [
        ("o’neil@c.mx", "email_con_acentos", "o'neil@c.mx"),
        ("o´neil@c.mx", "email_con_acentos", "o'neil@c.mx"),
        ("a–b@c.mx", "email_con_acentos", "a-b@c.mx"),
        ("'a@b.mx", "email_apostrofo", "a@b.mx"),
    ],
)
def test_a_good_address_with_a_strange_sign_is_kept_and_the_plain_one_offered(
    escrito: str, codigo: str, arreglo: str
) -> None:
    valor, (problema,) = correo.leer("email", escrito)
    assert valor == escrito
    assert (problema.codigo, problema.es_error, problema.arreglo) == (codigo, False, arreglo)


def test_a_point_of_another_script_is_mended_and_said() -> None:
    valor, (problema,) = correo.leer("email", "a@b。mx")
    assert (valor, problema.codigo) == ("a@b.mx", "arreglo_letras")


@pytest.mark.parametrize("escrito", ["a@xn--mnchen-3ya.de", "a@XN--MNCHEN-3YA.DE"])
def test_punycode_stays_as_it_is(escrito: str) -> None:
    assert correo.leer("email", escrito) == ("a@xn--mnchen-3ya.de", ())


@pytest.mark.parametrize("escrito", ["6500.", "6500,0", "06500,00", "06500.", "'6500"])
def test_a_postal_code_as_a_number_is_mended(escrito: str) -> None:
    valor, problemas = codigo_postal.leer(escrito)
    assert valor == "06500"
    assert {problema.gravedad for problema in problemas} == {"aviso"}


@pytest.mark.parametrize(
    "escrito",
    [
        *("cp06500", "C.P. 06500", "CP: 06500", "(06500)", '"06500"', "06’500", "06/500", "06_500"),
        *("=06500", "’06500", "06500 CDMX", "06500, Cuauhtémoc", "٠٦٥٠٠", "06\xa0500", "06500;"),
    ],
)
def test_the_postal_code_among_signs_is_offered(escrito: str) -> None:
    _, problemas = codigo_postal.leer(escrito)
    assert (problemas[-1].codigo, problemas[-1].arreglo) == ("cp_forma", "06500")


def test_five_digits_with_a_blank_are_no_thousands() -> None:
    assert codigo_postal.leer("66 000")[1][-1].arreglo == "66000"
    assert codigo_postal.leer("6 500")[1][-1].codigo == "cp_separador_de_miles"
    assert codigo_postal.leer("06500 06600")[1][-1].arreglo is None


@pytest.mark.parametrize(
    ("escrito", "clave"),
    [
        ("Estados Unidos (los) - USA", "USA"),
        ("Estados Unidos (USA)", "USA"),
        ("US - Estados Unidos", "USA"),
        ("United States of America", "USA"),
        ("Inglaterra", "GBR"),
        ("Holanda", "NLD"),
        ("Germany", "DEU"),
    ],
)
def test_a_country_is_understood(escrito: str, clave: str) -> None:
    valor, (problema,) = residencia.leer_residencia(escrito)
    assert (valor, problema.codigo) == (clave, "arreglo_clave")


@pytest.mark.parametrize(
    ("escrito", "arreglo"), [("Estados Undios", "USA"), ("Alemanía Federal", None), ("0", None)]
)
def test_a_misspelt_country_is_answered(escrito: str, arreglo: str | None) -> None:
    _, (problema,) = residencia.leer_residencia(escrito)
    assert (problema.codigo, problema.arreglo) == ("residencia_desconocida", arreglo)


@pytest.mark.parametrize(
    ("escrito", "codigo", "arreglo"),
    [
        ("CASAꞋS", "nombre_comillas", "CASA'S"),
        ("ʾALI", "nombre_comillas", "'ALI"),
        ("❝CASA❞", "nombre_comillas", '"CASA"'),
        ("🅰🅱 GRUPO", "nombre_letras", "AB GRUPO"),
        ("A⁄B", "nombre_signos", "A/B"),
    ],
)
def test_rarer_signs_of_a_name_are_named_and_the_plain_ones_offered(
    escrito: str, codigo: str, arreglo: str
) -> None:
    valor, (problema,) = nombre.leer(escrito)
    assert (valor, problema.codigo, problema.arreglo) == (escrito, codigo, arreglo)


@pytest.mark.parametrize(
    ("escrito", "guardado"), [("ĳSSEL", "IJSSEL"), ("ＴＲＡＮＳ－Ａ", "TRANS-A")]
)
def test_rarer_ligatures_become_plain_letters(escrito: str, guardado: str) -> None:
    valor, (problema,) = nombre.leer(escrito)
    assert (valor, problema.codigo) == (guardado, "arreglo_letras")
