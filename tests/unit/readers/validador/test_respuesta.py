"""Answers of the SAT's bulk validator: legends, encodings, lines that are none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientes_app.domain.cliente import DatosCliente
from clientes_app.readers.motivos import NoCargableError
from clientes_app.readers.validador import respuesta
from clientes_app.readers.validador.respuesta import resultado_de
from clientes_app.readers.validador.solicitud import MAXIMO_POR_ARCHIVO, solicitudes
from tests.builders import un_rfc

VALIDO = "RFC válido, y susceptible de recibir facturas"
LEYENDAS = {
    VALIDO: "valido",
    "RFC válido, no susceptible de recibir facturas": "no_susceptible",
    "RFC no registrado en el padrón de contribuyentes": "no_registrado",
    "Estructura del RFC incorrecta": "estructura_incorrecta",
    "El nombre, denominación o razón social no coincide con el registrado": "nombre_no_coincide",
    "El Código Postal no coincide con el registrado en el RFC": "cp_no_coincide",
    "El nombre y el Código Postal no coinciden con los registrados": "nombre_y_cp_no_coinciden",
    "La razón social y CP no coincide": "nombre_y_cp_no_coinciden",
    "Servicio no disponible": "desconocida",
    "El nombre no se encontró": "desconocida",
    "RFC válido, y no es susceptible de recibir facturas": "no_susceptible",
    "RFC suspendido, no es todavía susceptible de recibir facturas": "no_susceptible",
    "RFC no válido, susceptible de recibir facturas": "desconocida",
    "RFC insusceptible de recibir facturas": "desconocida",
    "RFC válido, y susceptible de recibir fac": "desconocida",
    "RFC susceptible de recibir facturas, el nombre no coincide": "nombre_no_coincide",
    "El nombre coincide y el código postal no coincide": "desconocida",
    "El código postal coincide, el nombre no coincide": "desconocida",
    "Nombre y código postal coinciden": "desconocida",
    "El C.P. no coincide": "cp_no_coincide",
    "El CP no coincide con el registrado": "cp_no_coincide",
    "Nombre no coincide; C.P. no coincide": "nombre_y_cp_no_coinciden",
    "La estructura del RFC es correcta": "desconocida",
    "RFC cancelado": "desconocida",
}


@pytest.mark.parametrize(("leyenda", "resultado"), LEYENDAS.items())
def test_each_legend_is_known_in_any_case_without_accents_and_with_blanks(
    leyenda: str, resultado: str
) -> None:
    gritada = leyenda.upper().translate(str.maketrans("ÁÉÍÓÚ", "AEIOU")).replace(" ", "  ")
    assert resultado_de(leyenda) == resultado_de(gritada) == resultado


@pytest.mark.parametrize("codificacion", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("fin", ["\r\n", "\n", "\r"])
def test_every_way_to_write_it_gives_the_same(codificacion: str, fin: str) -> None:
    renglones = ["# Resultado", "", f"7 | ñ&a010101aa1 |  NIÑO  & CÍA |01000| {VALIDO} |", " "]
    (linea,) = respuesta.leer(fin.join(renglones).encode(codificacion)).lineas
    assert linea == (3, "7", "Ñ&A010101AA1", "NIÑO & CÍA", "01000", "valido", VALIDO)


ENTERA = f"1|AAA010101AAA|NIÑO & CÍA|01000|{VALIDO}"


@pytest.mark.parametrize(
    "contenido",
    [
        ENTERA.encode("utf-16"),
        ENTERA.replace("|", "\t").encode(),
        f'"{ENTERA}"'.encode("cp1252"),
        ENTERA.replace("AAA010101AAA", "aaa-010101-aaa").encode(),
        ENTERA.replace("Ñ", "N\u0303").replace("Í", "I\u0301").encode(),
        ENTERA.replace("Ñ", "&Ntilde;").replace("&", "&amp;").encode(),
        ENTERA.encode() + b"\0\0",
        f"CONSECUTIVO|RFC|NOMBRE|CP|RESULTADO\n{ENTERA}".encode(),
        "\u200b".join(ENTERA.partition("NI")).encode(),
    ],
    ids=[
        *("utf-16", "tabs", "quotes of Excel", "dashes", "decomposed", "entities", "nul"),
        *("header", "invisible"),
    ],
)
def test_an_answer_that_somebody_saved_again_is_the_same(contenido: bytes) -> None:
    (linea,) = respuesta.leer(contenido).lineas
    assert linea[2:6] == ("AAA010101AAA", "NIÑO & CÍA", "01000", "valido")


def test_quotes_within_a_quoted_line_are_halved() -> None:
    (linea,) = respuesta.leer(f'"1|AAA010101AAA|""EL"" SUR|01000|{VALIDO}"'.encode()).lineas
    assert linea.nombre == '"EL" SUR'


def test_lines_of_several_programs_are_each_read_in_their_encoding() -> None:
    otra = ENTERA.replace("AAA010101AAA", "BBB010101AAA").encode("cp1252")
    leida = respuesta.leer(ENTERA.encode() + b"\r\n" + otra)
    assert [linea.nombre for linea in leida.lineas] == ["NIÑO & CÍA"] * 2
    assert [linea.linea for linea in leida.lineas] == [1, 2]


@pytest.mark.parametrize("cortada", ["2|BBB01", "2|BBB010101AAA|NOMB", "2|BBB010101AAA|NOMBRE|010"])
def test_a_line_that_was_cut_is_no_answer(cortada: str) -> None:
    leida = respuesta.leer(f"{ENTERA}\n{cortada}".encode())
    assert [linea.linea for linea in leida.lineas] == [1]
    assert (leida.rechazados, leida.avisos) == ((2,), ())


@pytest.mark.parametrize(
    "ajeno",
    [
        ENTERA.replace("|", ","),
        ENTERA.replace("|", " "),
        ENTERA.removeprefix("1|"),
        ENTERA.removeprefix("1"),
        ENTERA.removesuffix(VALIDO),
        ENTERA.encode("utf-16-le").decode("latin-1"),
    ],
)
def test_what_was_made_of_an_answer_and_cannot_be_told_apart_is_refused(ajeno: str) -> None:
    with pytest.raises(NoCargableError):
        respuesta.leer(ajeno.encode())


def test_the_last_of_contradicting_lines_counts_and_the_same_line_counts_once() -> None:
    uno, otro = f"1|A|B|01000|{VALIDO}", "2|A|B|01000|RFC no registrado en el padrón"
    leida = respuesta.leer(f"{uno}\n{otro}\n{uno}\n{otro}".encode())
    assert [(linea.linea, linea.resultado) for linea in leida.lineas] == [(4, "no_registrado")]
    assert leida.contradictorias == (1, 2, 3)
    assert leida.avisos == (respuesta.CONTRADICTORIAS,)
    assert respuesta.leer(f"{uno}\n{uno}".encode()).avisos == ()


def test_answers_about_the_rfc_alone_have_neither_name_nor_postal_code() -> None:
    leida = respuesta.leer(f"1|A|{VALIDO}\n2|B|Estructura del RFC incorrecta".encode())
    assert [(linea.nombre, linea.cp, linea.resultado) for linea in leida.lineas] == [
        ("", "", "valido"),
        ("", "", "estructura_incorrecta"),
    ]
    assert leida.avisos == (respuesta.SOLO_RFC,)


def test_the_wrong_button_is_known_by_all_lines_saying_the_same() -> None:
    malas = [f"{n}|A{n}|B|01000|Estructura del RFC incorrecta" for n in (1, 2)]
    assert respuesta.leer("\n".join(malas).encode()).avisos == (respuesta.BOTON_EQUIVOCADO,)
    mezcla = [*malas, f"3|A3|B|01000|{VALIDO}", "4|A4|B|01000|Intente más tarde", "sin forma"]
    leida = respuesta.leer("\n".join(mezcla).encode())
    assert leida.avisos == (respuesta.LEYENDA_DESCONOCIDA,)
    assert leida.rechazados == (5,)


def test_what_is_no_answer_is_refused_and_the_request_is_named() -> None:
    for nada in (b"", b"\x00\x01|||||", b"a|b|c|d|e", b"1|||01000|x", b"%PDF-1.7"):
        with pytest.raises(NoCargableError) as error:
            respuesta.leer(nada)
        assert error.value.motivo.codigo == "no_es_respuesta"
        assert "número|RFC|nombre|CP|resultado" in error.value.motivo.mensaje
    with pytest.raises(NoCargableError, match="es la solicitud"):
        respuesta.leer(b"1|AAA010101AAA|NOMBRE|01000\r\n")


@given(st.binary() | st.text(alphabet="1A|\n# ").map(str.encode))
def test_no_bytes_make_the_reader_fail(contenido: bytes) -> None:
    try:
        leida = respuesta.leer(contenido)
    except NoCargableError:
        return
    assert leida.lineas
    assert len({linea.revisado for linea in leida.lineas}) == len(leida.lineas)


def test_a_request_numbers_anew_in_each_file_and_leaves_out_whom_the_sat_does_not_take() -> None:
    buenos = [
        DatosCliente(rfc=un_rfc(n), nombre="NIÑO & CÍA", codigo_postal="01000")
        for n in range(MAXIMO_POR_ARCHIVO + 1)
    ]
    fuera = [
        buenos[0]._replace(rfc="XAXX010101000"),
        buenos[0]._replace(rfc="XEXX010101000"),
        buenos[0]._replace(rfc="AAA0101"),
        buenos[0]._replace(nombre="UNO|DOS"),
    ]
    primero, segundo = solicitudes([*fuera, *buenos])
    lineas = primero.decode().split("\r\n")
    assert len(lineas) == MAXIMO_POR_ARCHIVO + 1
    assert lineas[0] == f"1|{buenos[0].rfc}|NIÑO & CÍA|01000"
    assert lineas[-1] == ""
    assert segundo.decode() == f"1|{buenos[-1].rfc}|NIÑO & CÍA|01000\r\n"
    assert list(solicitudes(fuera)) == []
