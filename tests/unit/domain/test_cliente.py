"""One client, judged as a whole: what is mended and said, refused, or merely remarked."""

from datetime import date

import pytest

from clientes_app.domain import codigo_postal
from clientes_app.domain.cliente import (
    Contexto,
    DatosCliente,
    identidad,
    validar,
)
from clientes_app.domain.columnas import CAMPOS
from clientes_app.domain.problemas import Problema
from tests.builders import un_cliente

HOY = Contexto(date(2026, 11, 25))
PERSONA = "CACX7605101P8"
EMPRESA = "EKU9003173C9"


def _hallados(contexto: Contexto = HOY, **campos: str) -> tuple[DatosCliente, list[Problema]]:
    validacion = validar(un_cliente(**{"rfc": EMPRESA, **campos}), contexto)
    return validacion.datos, list(validacion.problemas)


def _unico(contexto: Contexto = HOY, **campos: str) -> tuple[DatosCliente, Problema]:
    datos, problemas = _hallados(contexto, **campos)
    assert len(problemas) == 1, [problema.codigo for problema in problemas]
    return datos, problemas[0]


def test_the_fields_of_a_client_are_the_columns_of_the_template() -> None:
    assert DatosCliente._fields == CAMPOS
    assert list(DatosCliente(nombre="A").como_dict()) == list(CAMPOS)


def test_a_right_client_passes_in_silence() -> None:
    valores = un_cliente(
        rfc=EMPRESA, calle="Av. Juárez", pais="México", codigo_postal_envio="42501"
    )
    validacion = validar(valores, HOY)
    assert validacion.es_valida
    assert validacion.problemas == ()
    assert validacion.datos.como_dict() == valores


def test_nothing_at_all_misses_the_required_fields() -> None:
    validacion = validar({}, HOY)
    assert [(p.campo, p.codigo) for p in validacion.problemas] == [
        (campo, "obligatorio")
        for campo in ("nombre", "rfc", "uso_cfdi", "regimen_fiscal", "email", "codigo_postal")
    ]
    assert not validacion.es_valida
    assert validacion.datos == DatosCliente()


@pytest.mark.parametrize(
    ("campo", "escrito", "guardado", "codigo"),
    [
        ("nombre", " ACEROS  DEL NORTE ", "ACEROS DEL NORTE", "arreglo_espacios"),
        ("nombre", "ACEROS\u00a0DEL NORTE", "ACEROS DEL NORTE", "arreglo_espacios"),
        ("nombre", "ACE\u200bROS", "ACEROS", "arreglo_invisibles"),
        ("nombre", "LUCES &amp; OBRAS", "LUCES & OBRAS", "arreglo_entidades"),
        ("nombre", "PEN\u0303A", "PEÑA", "arreglo_acento_compuesto"),
        ("rfc", "EKU-900317-3C9", EMPRESA, "arreglo_rfc"),
        ("codigo_postal", "1000", "01000", "arreglo_cp_cero"),
        ("codigo_postal", "66000.0", "66000", "arreglo_cp_decimal"),
        ("codigo_postal", '="01000"', "01000", "arreglo_formula"),
        ("codigo_postal", "'01000", "01000", "arreglo_apostrofo"),
        ("codigo_postal", "66000\u00a0", "66000", "arreglo_espacios"),
        ("regimen_fiscal", "601.0", "601", "arreglo_clave"),
        ("regimen_fiscal", "601 - General de Ley Personas Morales", "601", "arreglo_clave"),
        ("regimen_fiscal", "general de ley personas morales", "601", "arreglo_clave"),
        ("regimen_fiscal", "Régimen General de Ley Personas Morales", "601", "arreglo_clave"),
        ("regimen_fiscal", "Simplificado de Confianza", "626", "arreglo_clave"),
        ("regimen_fiscal", '="601"', "601", "arreglo_formula"),
        ("uso_cfdi", "g03", "G03", "arreglo_clave"),
        ("uso_cfdi", "G03 Gastos en general.", "G03", "arreglo_clave"),
        ("uso_cfdi", "GASTOS EN GENERAL", "G03", "arreglo_clave"),
        ("email", " Pagos@Kemper.Example ", "Pagos@kemper.example", "arreglo_espacios"),
        ("codigo_postal_envio", "1000", "01000", "arreglo_cp_cero"),
        ("calle", "Av.  Juárez\n5", "Av. Juárez 5", "arreglo_espacios"),
    ],
)
def test_mended_and_said(campo: str, escrito: str, guardado: str, codigo: str) -> None:
    datos, problema = _unico(**{campo: escrito})
    assert getattr(datos, campo) == guardado
    assert (problema.campo, problema.codigo, problema.es_error) == (campo, codigo, False)
    assert problema.valor == escrito
    assert validar(datos.como_dict(), HOY) == (datos, ())


@pytest.mark.parametrize(
    ("campo", "escrito", "codigo", "dice"),
    [
        ("nombre", "A|B", "nombre_barra", "|"),
        ("nombre", "A" * 301, "demasiado_largo", "300"),
        ("nombre", "AB\x00C", "caracter_de_control", "La posición 3"),
        ("nombre", "PE\ufffdA", "caracter_perdido", "La posición 3"),
        ("nombre", "PEÃ‘A", "texto_mal_codificado", "«PEÑA»"),
        ("nombre", "GuzmÃ¡n", "texto_mal_codificado", "«GUZMÁN»"),
        ("nombre", "ã±ANDUES", "texto_mal_codificado", "«ÑANDUES»"),
        ("rfc", "EKU90031", "rfc_longitud", "8 caracteres"),
        ("rfc", "MXEKU9003173C9", "rfc_prefijo_mx", "«MX»"),
        ("rfc", "EK.9003173C9", "rfc_patron_xsd", "La posición 3"),
        ("regimen_fiscal", "609", "regimen_retirado", "609"),
        ("regimen_fiscal", "699", "regimen_desconocido", "699"),
        ("regimen_fiscal", "601 - Gastos en general", "regimen_desconocido", "601"),
        ("uso_cfdi", "P01", "uso_retirado", "P01"),
        ("uso_cfdi", "X", "uso_desconocido", "«X»"),
        ("codigo_postal", "6.60E+04", "cp_notacion_cientifica", "6.60E+04"),
        ("codigo_postal", "1,000", "cp_separador_de_miles", "1,000"),
        ("codigo_postal", "100", "cp_forma", "cinco dígitos"),
        ("codigo_postal", "0100", "cp_forma", "cinco dígitos"),
        ("codigo_postal", "660001", "cp_forma", "cinco dígitos"),
        ("codigo_postal", "010O0", "cp_forma", "La posición 4"),
        ("codigo_postal", "00000", "cp_relleno", "00000"),
        ("codigo_postal", "99999", "cp_relleno", "99999"),
        ("codigo_postal", "17500", "cp_no_catalogo", "Ciudad de México"),
        ("email", "uno@clavo.example; dos@clavo.example", "email_varios", "más de un"),
        ("email", "uno@clavo.example dos@clavo.example", "email_varios", "más de un"),
        ("email", "unoclavo.example", "email_invalido", "arroba"),
        ("email", "uno @clavo.example", "email_invalido", "espacio"),
        ("email", "uno@clavo", "email_invalido", "terminación"),
        ("email", "uno..dos@clavo.example", "email_invalido", "punto"),
        ("email", "@clavo.example", "email_invalido", "antes de la arroba"),
        ("email", "u(no@clavo.example", "email_invalido", "bien escrito"),
        ("email_adicional_1", "pendiente", "email_invalido", "arroba"),
        ("referencias", "x" * 501, "demasiado_largo", "500"),
        ("calle", "Av\x07", "caracter_de_control", "La posición 3"),
    ],
)
def test_refused_with_the_reason(campo: str, escrito: str, codigo: str, dice: str) -> None:
    _, problema = _unico(**{campo: escrito})
    assert (problema.campo, problema.codigo, problema.es_error) == (campo, codigo, True)
    assert dice in problema.mensaje
    assert problema.valor == escrito
    assert problema.sugerencia


@pytest.mark.parametrize(
    ("campos", "codigo", "una_vez"),
    [
        ({"codigo_postal": "6600"}, "arreglo_cp_cero", "06600"),
        ({"codigo_postal": "O6600"}, "cp_forma", "06600"),
        ({"rfc": "XAXX010101000"}, "regimen_de_generico", "616"),
        ({"rfc": "XAXX010101000"}, "uso_de_generico", "S01"),
        ({"nombre": "ACEROS SA DE CV"}, "nombre_regimen_societario", "el régimen societario"),
        ({"email": "uno@clavo.example;"}, "email_invalido", "uno@clavo.example"),
    ],
)
def test_a_sentence_says_a_thing_once(campos: dict[str, str], codigo: str, una_vez: str) -> None:
    (problema,) = [p for p in _hallados(**campos)[1] if p.codigo == codigo]
    assert problema.frase.count(una_vez) == 1
    # What was done is told, what might be done is asked: never both.
    assert not (codigo.startswith("arreglo_") and "?" in problema.frase)


def test_two_addresses_in_one_field_are_told_where_to_go() -> None:
    _, problema = _unico(email="uno@clavo.example, dos@clavo.example")
    assert "e-mails adicionales" in problema.sugerencia
    assert "celda" not in problema.mensaje + problema.sugerencia


@pytest.mark.parametrize(
    ("escrito", "dice", "propuesta"),
    [
        ("Juan Perez <juan@clavo.example>", "más que la dirección", "juan@clavo.example"),
        ("<juan@clavo.example>", "más que la dirección", "juan@clavo.example"),
        ("mailto:juan@clavo.example", "más que la dirección", "juan@clavo.example"),
        ("juan@clavo.example (cobranza)", "más que la dirección", "juan@clavo.example"),
        ("juan@clavo.example;", "termina con «;»", "juan@clavo.example"),
        ("juan@clavo.example,", "termina con «,»", "juan@clavo.example"),
        ("juan@clavo,example", "una coma", "juan@clavo.example"),
        ("juan@ clavo.example", "un espacio", "juan@clavo.example"),
        ("juan @clavo. example", "un espacio", "juan@clavo.example"),
        ("juan@@clavo.example", "más de una arroba", "juan@clavo.example"),
        ("juan.@clavo.example", "un punto de más", "juan@clavo.example"),
        ("ju..an@clavo.example.", "un punto de más", "ju.an@clavo.example"),
        ("juan perez@clavo.example", "un espacio", None),
        ("no tiene", "arroba", None),
        ("www.clavo.example", "arroba", None),
        ("juan@clavo", "terminación", None),
        ("juan@clavo_x.example", "bien escrito", None),
        ("Ana <a@clavo.example>, Bea <b@clavo.example>", "más de un e-mail", None),
    ],
)
def test_what_stands_around_an_address_is_said_and_the_address_alone_offered(
    escrito: str, dice: str, propuesta: str | None
) -> None:
    _, problema = _unico(email=escrito)
    assert dice in problema.mensaje
    assert problema.es_error
    assert problema.arreglo == propuesta
    assert problema.accion == (f"Usar {propuesta}" if propuesta else "")


@pytest.mark.parametrize("direccion", ["juan@xn--pea-8ma.example", "juan@peña.example"])
def test_a_domain_stays_as_it_is_given(direccion: str) -> None:
    datos, problemas = _hallados(email=direccion)
    assert datos.email == direccion
    assert [p.codigo for p in problemas] == ["email_con_acentos"] * (not direccion.isascii())


@pytest.mark.parametrize(
    ("escrito", "dice", "propuesta"),
    [
        ("juаn@clavo.example", "posición 3 tiene una letra cirílica, «а»", "juan@clavo.example"),
        ("josé@clavo.example", "posición 4 tiene una letra con acento o tilde, «é»", None),
        ("pagos@peña.example", "posición 9 tiene una letra con acento o tilde, «ñ»", None),
    ],
)
def test_a_letter_of_an_email_that_is_not_english_is_named(
    escrito: str, dice: str, propuesta: str | None
) -> None:
    datos, problema = _unico(email=escrito)
    assert datos.email == escrito
    assert dice in problema.mensaje
    assert (problema.es_error, problema.arreglo) == (False, propuesta)


@pytest.mark.parametrize("letras", ["<", "(", ".,", "@", " ", "a.", '"'])
def test_an_email_of_a_hundred_thousand_characters_is_refused_at_once(letras: str) -> None:
    _, problemas = _hallados(email=f"x{letras * 60_000}@x")
    assert any(problema.es_error for problema in problemas)


def test_both_spellings_of_a_domain_are_one_address() -> None:
    datos, problemas = _hallados(
        email="juan@xn--pea-8ma.example", email_adicional_1="juan@peña.example"
    )
    assert (datos.email, datos.email_adicional_1) == ("juan@xn--pea-8ma.example", "")
    assert "arreglo_email_repetido" in [p.codigo for p in problemas]


@pytest.mark.parametrize(
    ("escrito", "codigo", "propuesta"),
    [
        ("010O0", "cp_forma", "01000"),
        ("0l000", "cp_forma", "01000"),
        ("06 500", "cp_forma", "06500"),
        ("06-500", "cp_forma", "06500"),
        ("C.P. 06500", "cp_forma", "06500"),
        ("6 500", "cp_separador_de_miles", None),
        ("64,000", "cp_separador_de_miles", None),
        ("064000", "cp_forma", None),
        ("ABCDE", "cp_forma", None),
    ],
)
def test_a_postal_code_with_a_slip_is_refused_and_the_right_one_offered(
    escrito: str, codigo: str, propuesta: str | None
) -> None:
    _, problema = _unico(codigo_postal=escrito)
    assert (problema.codigo, problema.es_error) == (codigo, True)
    assert problema.arreglo == propuesta


def test_a_filler_has_no_state() -> None:
    assert [codigo_postal.estado(cp) for cp in ("99999", "00000", "99998", "17500", "")] == [
        "", "", "Zacatecas", "", ""
    ]  # fmt: skip


def test_a_retired_uso_says_what_to_use() -> None:
    _, problema = _unico(uso_cfdi="P01")
    assert problema.sugerencia == "Use S01 o pregunte a su cliente."
    assert problema.sat == "CFDI40160"


def test_a_uso_that_does_not_fit_lists_those_that_do() -> None:
    _, problema = _unico(rfc=PERSONA, regimen_fiscal="605", uso_cfdi="G03")
    assert (problema.campo, problema.sat) == ("uso_cfdi", "CFDI40161")
    usos = "D01, D02, D03, D04, D05, D06, D07, D08, D09, D10, S01"
    assert problema.sugerencia == f"Con el régimen 605 van: {usos}."


@pytest.mark.parametrize(
    ("rfc", "regimen", "uso"), [(EMPRESA, "601", "CP01"), (PERSONA, "605", "CN01")]
)
def test_cp01_and_cn01_are_accepted_with_a_notice(rfc: str, regimen: str, uso: str) -> None:
    datos, problema = _unico(rfc=rfc, regimen_fiscal=regimen, uso_cfdi=uso)
    assert datos.uso_cfdi == uso
    assert (problema.codigo, problema.es_error) == ("uso_no_habitual", False)


def test_a_key_is_judged_by_the_day() -> None:
    _, problemas = _hallados(Contexto(date(2021, 12, 31)))
    assert [p.codigo for p in problemas] == ["uso_no_vigente", "regimen_no_vigente"]
    assert all(p.es_error for p in problemas)


def _generico(**campos: str) -> dict[str, str]:
    return {"rfc": "XAXX010101000", "regimen_fiscal": "616", "uso_cfdi": "S01", **campos}


def test_a_generic_rfc_passes_in_silence() -> None:
    _, problemas = _hallados(**_generico())
    assert problemas == []


def test_a_generic_rfc_offers_its_regimen_and_uso() -> None:
    _, problemas = _hallados(**_generico(regimen_fiscal="601", uso_cfdi="G03"))
    assert [(p.campo, p.arreglo, p.sat) for p in problemas] == [
        ("uso_cfdi", "S01", "CFDI40161"), ("regimen_fiscal", "616", "CFDI40159"),
    ]  # fmt: skip


def test_the_cp_of_a_generic_rfc_is_the_issuers() -> None:
    contexto = Contexto(HOY.hoy, "64000")
    _, problema = _unico(contexto, **_generico(codigo_postal="42501"))
    assert (problema.sat, problema.arreglo, problema.es_error) == ("CFDI40149", "64000", False)
    assert _hallados(contexto, **_generico(codigo_postal="64000"))[1] == []


def test_publico_en_general_goes_only_with_its_rfc() -> None:
    nombre = "Publico en general"
    _, aviso = _unico(**_generico(nombre=nombre))
    assert (aviso.sat, aviso.es_error) == ("CFDI40130", False)
    for rfc in ("XEXX010101000",):
        _, error = _unico(**_generico(nombre=nombre, rfc=rfc))
        assert (error.campo, error.sat, error.es_error) == ("nombre", "CFDI40146", True)
    _, error = _unico(nombre=nombre)
    assert error.sat == "CFDI40146"


def test_an_email_twice_in_a_row_is_kept_once() -> None:
    datos, problema = _unico(
        email="a@clavo.example", email_adicional_1="A@Clavo.example", email_adicional_2="b@clavo.mx"
    )
    assert datos[4:7] == ("a@clavo.example", "", "b@clavo.mx")
    assert (problema.campo, problema.codigo) == ("email_adicional_1", "arreglo_email_repetido")


def test_gaps_between_addresses_stay() -> None:
    datos, problemas = _hallados(email="a@clavo.mx", email_adicional_2="b@clavo.mx")
    assert datos[4:7] == ("a@clavo.mx", "", "b@clavo.mx")
    assert problemas == []


def test_a_blank_email_points_to_the_one_beside_it() -> None:
    _, problema = _unico(email="", email_adicional_1="b@clavo.mx")
    assert (problema.campo, problema.codigo) == ("email", "obligatorio")
    assert problema.arreglo == "b@clavo.mx"


def test_the_postal_code_of_a_parcel_is_never_an_error_in_mexico() -> None:
    _, problema = _unico(codigo_postal_envio="ABC", pais="")
    assert (problema.codigo, problema.es_error) == ("cp_envio_dudoso", False)


def test_a_foreign_postal_code_is_free_text() -> None:
    datos, problemas = _hallados(codigo_postal_envio="9021", pais="Estados Unidos")
    assert (datos.codigo_postal_envio, problemas) == ("9021", [])


@pytest.mark.parametrize(
    ("residencia", "registro", "campo", "sat"),
    [
        ("MEX", "", "residencia_fiscal", "CFDI40152"),
        ("QQQ", "", "residencia_fiscal", "CFDI40150"),
        ("", "123456789", "residencia_fiscal", "CFDI40153"),
        ("USA", "12-3456789", "num_reg_id_trib", "CFDI40156"),
        ("CAN", "12345678", "num_reg_id_trib", "CFDI40156"),
        ("USA", "1.23457E+08", "num_reg_id_trib", "CFDI40156"),
    ],
)
def test_residence_abroad(residencia: str, registro: str, campo: str, sat: str) -> None:
    _, problema = _unico(
        **_generico(rfc="XEXX010101000", residencia_fiscal=residencia, num_reg_id_trib=registro)
    )
    assert (problema.campo, problema.sat, problema.es_error) == (campo, sat, True)


@pytest.mark.parametrize("escrito", ["12-3456789", "123456789.0", "123 456 789"])
def test_the_nine_digits_of_a_tax_number_are_offered(escrito: str) -> None:
    _, problema = _unico(
        **_generico(rfc="XEXX010101000", residencia_fiscal="USA", num_reg_id_trib=escrito)
    )
    assert (problema.es_error, problema.arreglo) == (True, "123456789")


@pytest.mark.parametrize(
    ("escrito", "clave"),
    [
        *(("usa", "USA"), ("US", "USA"), ("U.S.A.", "USA"), ("Alemania", "DEU")),
        *(("USA - Estados Unidos (los)", "USA"), ("CAN Canadá", "CAN")),
    ],
)
def test_a_country_is_read_as_people_write_it(escrito: str, clave: str) -> None:
    datos, problema = _unico(
        **_generico(rfc="XEXX010101000", residencia_fiscal=escrito, num_reg_id_trib="123456789")
    )
    assert datos.residencia_fiscal == clave
    assert problema.codigo == "arreglo_clave"


def test_residence_and_number_go_only_with_the_foreign_generic_rfc() -> None:
    for extra in ({}, _generico()):
        _, problemas = _hallados(**{**extra, "residencia_fiscal": "USA", "num_reg_id_trib": "1"})
        assert [(p.sat, p.arreglo) for p in problemas] == [("CFDI40151", ""), ("CFDI40154", "")]


def test_an_identity_is_the_rfc_and_for_generics_the_name_too() -> None:
    assert identidad(DatosCliente(nombre="A", rfc=EMPRESA)) == (EMPRESA, "")
    uno = identidad(DatosCliente(nombre="PEÑA", rfc="XAXX010101000"))
    assert uno == identidad(DatosCliente(nombre="PÉÑA", rfc="XAXX010101000"))
    assert uno != identidad(DatosCliente(nombre="PENA", rfc="XAXX010101000"))
    assert uno != identidad(DatosCliente(nombre="PEÑA", rfc="XEXX010101000"))


@pytest.mark.parametrize("calle", ['="01000"', "=1+1", "'texto", "@SUM(1+1)", "NA", "nan"])
def test_other_texts_stay_as_they_are(calle: str) -> None:
    datos, problemas = _hallados(calle=calle)
    assert (datos.calle, problemas) == (calle, [])


def test_a_badly_read_address_is_remarked_and_offered_right() -> None:
    _, problema = _unico(municipio="QuerÃ©taro")
    assert (problema.codigo, problema.es_error) == ("texto_mal_codificado", False)
    assert problema.arreglo == "Querétaro"
