"""Which files load, under which encoding and separator, and why the others do not."""

import gzip
import io
import zipfile

import pytest

from clientes_app.domain.columnas import ENCABEZADO
from clientes_app.readers.csv.dialect import CsvDialect, detect_dialect
from clientes_app.readers.motivos import Motivo, NoCargableError
from tests.builders import un_cliente, un_csv

LINEA = ",".join(ENCABEZADO)


def _detectar(contenido: bytes, nombre: str = "clientes.csv") -> CsvDialect:
    return detect_dialect(io.BytesIO(contenido), nombre)


def _motivo(contenido: bytes | str, nombre: str = "clientes.csv") -> Motivo:
    crudo = contenido.encode() if isinstance(contenido, str) else contenido
    with pytest.raises(NoCargableError) as fallo:
        detect_dialect(io.BytesIO(crudo), nombre)
    return fallo.value.motivo


@pytest.mark.parametrize("delimitador", [",", ";", "\t"])
@pytest.mark.parametrize(
    ("codec", "hallada"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("cp1252", "cp1252"),
        ("mac_roman", "mac_roman"),
        ("cp850", "cp850"),
    ],
)
def test_every_pair_is_found(codec: str, hallada: str, delimitador: str) -> None:
    contenido = un_csv([un_cliente(nombre="PEÑA")], codificacion=codec, delimitador=delimitador)
    dialecto = _detectar(contenido)
    assert (dialecto.codificacion, dialecto.delimitador) == (hallada, delimitador)


def test_utf_16_big_endian() -> None:
    contenido = b"\xfe\xff" + un_csv([un_cliente()], codificacion="utf-16-be")
    assert _detectar(contenido).codificacion == "utf-16"


@pytest.mark.parametrize(
    ("antes", "linea"),
    [
        ("sep=,\r\n", 2),
        ("SEP=;\r\n", 2),
        ('"sep=,"\r\n', 2),
        ("\r\n\r\n", 3),
        (",,,,\r\n ;; \r\nsep=,\n", 4),
        ("\r\r\r", 4),
        ("\ufeff\r\n", 2),
    ],
)
def test_blank_lines_and_sep_before_the_header(antes: str, linea: int) -> None:
    assert _detectar((antes + LINEA + "\r\n").encode()).linea_encabezado == linea


@pytest.mark.parametrize(
    "encabezado",
    [
        ",".join(f'"{nombre}"' for nombre in ENCABEZADO),
        LINEA.replace("RFC", "  RFC\t"),
        LINEA.replace("RFC", "\u00a0R\u200bF\u00adC\u3000"),
        LINEA.replace(" ", "\u00a0"),
        LINEA.replace(" de ", "\u2009de\u202f"),
        LINEA.replace("ó", "o\u0301").replace("é", "e\u0301"),
        LINEA + ",,,",
        LINEA + ",Errores",
        LINEA + ",Etiquetas",
        LINEA + ",,Errores,,",
        LINEA.replace("RFC,", '"RFC\r\n",'),
    ],
)
def test_labels_that_are_the_same(encabezado: str) -> None:
    _detectar(encabezado.encode())


@pytest.mark.parametrize(
    "contenido",
    [b"", b" \r\n", b"\x1a", b"%PDF-1.4", b"\x89PNG", b"<?xml version='1.0'?>", b"[1]", b"{}"],
)
def test_what_is_no_list_of_clients_is_told_how_to_begin(contenido: bytes) -> None:
    assert "«Ejemplo de Carga Masiva»" in _motivo(contenido).mensaje


def test_the_place_of_errores_is_found() -> None:
    assert _detectar((LINEA + ",Errores\n").encode()).columna_de_mas == 20
    assert _detectar((LINEA + ",,Etiquetas\n").encode()).columna_de_mas == 21
    assert _detectar((LINEA + "\n").encode()).columna_de_mas is None


@pytest.mark.parametrize("nombre", ["a.CSV", "Clientes Ñandú (1).csv", "a.b.Csv", ".csv"])
def test_names_that_load(nombre: str) -> None:
    _detectar(un_csv(), nombre)


@pytest.mark.parametrize(
    ("nombre", "dicho"),
    [
        ("clientes.txt", ".txt"),
        ("clientes.xlsx", "es un libro de excel"),
        ("clientes", "que termine en .csv"),
        ("clientes.csv.gz", ".gz"),
        ("clientes.csv ", ".csv"),
        ("../../csv", "no tiene extensión"),
    ],
)
def test_other_names_are_refused(nombre: str, dicho: str) -> None:
    motivo = _motivo(un_csv(), nombre)
    assert motivo.codigo == "extension"
    assert dicho in motivo.mensaje.lower()


def _zip(*nombres: str) -> bytes:
    salida = io.BytesIO()
    with zipfile.ZipFile(salida, "w") as archivo:
        for nombre in nombres:
            archivo.writestr(nombre, "x")
    return salida.getvalue()


@pytest.mark.parametrize(
    ("contenido", "codigo"),
    [
        (b"", "vacio"),
        (b"\xef\xbb\xbf", "en_blanco"),
        (b"\xff\xfe", "en_blanco"),
        (b" \r\n,,,\r\n\t\n", "en_blanco"),
        (b"sep=;\r\n", "en_blanco"),
        (_zip("[Content_Types].xml", "xl/workbook.xml"), "libro_de_excel"),
        (_zip("clientes.csv"), "zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "libro_de_excel"),
        (gzip.compress(un_csv()), "zip"),
        (b"%PDF-1.7", "pdf"),
        (b"<!DOCTYPE html><table>", "html"),
        (b"\xef\xbb\xbf\r\n<HTML>", "html"),
        (b"<?xml version='1.0'?>", "xml"),
        (b'[{"rfc": 1}]', "json"),
        (LINEA.encode("utf-16-le"), "codificacion"),
        (LINEA.encode("utf-16-be"), "codificacion"),
        (LINEA.encode("utf-32"), "codificacion"),
        (bytes(range(256)) * 4, "encabezado"),
        (b"\x00\x01\x02abcd\xfe" * 50, "no_es_texto"),
        (b"\x00" * 100, "no_es_texto"),
        (un_csv([un_cliente()], delimitador="|"), "separador"),
        (un_csv([un_cliente()], delimitador=":"), "separador"),
        (" ".join(ENCABEZADO).encode(), "separador"),
        (LINEA.replace("ó", "?").replace("é", "?").replace("ú", "?").replace("í", "?").encode(),
         "codificacion"),
        (LINEA.encode().decode("cp1252").encode(), "codificacion"),
        (LINEA.encode("cp1250").replace(b"\xf3", b"\x01\xf3"), "encabezado"),
        (f'"{LINEA}"\r\n'.encode(), "linea_entre_comillas"),
        (f'"{LINEA}";;\r\n'.encode(), "linea_entre_comillas"),
        (f"Clientes 2026,,,\r\n\r\n{LINEA}\r\n".encode(), "encabezado_mas_abajo"),
        (un_csv([un_cliente()]).split(b"\r\n")[1], "sin_encabezado"),
        (b"\x89PNG\r\n", "imagen"),
    ],
)  # fmt: skip
def test_what_is_no_such_file(contenido: bytes, codigo: str) -> None:
    assert _motivo(contenido).codigo == codigo


def test_double_conversion_and_other_separator_are_named() -> None:
    assert "dos veces" in _motivo(LINEA.encode().decode("cp1252")).mensaje
    assert "«|»" in _motivo(LINEA.replace(",", "|")).mensaje
    assert "línea 3" in _motivo("Clientes,,\n\n" + LINEA).mensaje


def _con(**cambios: str) -> str:
    linea = f",{LINEA},"
    for antes, despues in cambios.items():
        linea = linea.replace(f",{antes.replace('_', ' ')},", f",{despues},")
    return linea[1:-1]


@pytest.mark.parametrize(
    ("encabezado", "sentencias"),
    [
        (
            LINEA.replace("Uso de la Factura", "Uso CFDI"),
            ['La columna 3 dice "Uso CFDI"; debe decir "Uso de la Factura".'],
        ),
        (
            LINEA.replace("Régimen Fiscal,", ""),
            ['Falta la columna "Régimen Fiscal": debe ser la 4, después de "Uso de la Factura".'],
        ),
        (
            LINEA.replace("Nombre o Razón Social,", ""),
            ['Falta la columna "Nombre o Razón Social": debe ser la 1.'],
        ),
        (LINEA.replace("RFC,", "RFC,Teléfono,"), ['La columna 3, "Teléfono", sobra: quítela.']),
        (LINEA.replace("RFC,", "RFC,RFC,"), ['La columna 3 repite "RFC": quítela.']),
        (LINEA.replace("E-mail adicional 2", "E-mail adicional 1"),
         ['La columna 7 dice "E-mail adicional 1"; debe decir "E-mail adicional 2".']),
        (LINEA.replace("RFC", "ＲＦＣ"),
         [('La columna 2 dice "ＲＦＣ"; debe decir "RFC" '
           "(lleva letras o códigos que solo se le parecen).")]),
        (LINEA.replace("RFC,", "RFC,,"),
         ["La columna 3 no tiene nombre y está en medio: quítela."]),
        (_con(RFC="rfc"), ['La columna 2 dice "rfc"; debe decir "RFC" (cambian las mayúsculas).']),
        (_con(País="Pais"),
         ['La columna 17 dice "Pais"; debe decir "País" (cambian los acentos).']),
        (_con(País="pais"),
         ['La columna 17 dice "pais"; debe decir "País" (cambian las mayúsculas y los acentos).']),
        (
            LINEA.replace("Residencia fiscal", "Residencia  fiscal"),
            [
                (
                    'La columna 19 dice "Residencia  fiscal"; debe decir "Residencia fiscal" '
                    "(lleva espacios de más por dentro)."
                )
            ],
        ),
        (LINEA + ",Notas", ['La columna 21, "Notas", sobra: quítela.']),
        (LINEA + ",errores", ['La columna 21, "errores", sobra: quítela.']),
        (LINEA + ",Errores,,Errores,", ['La columna 21, "Errores", sobra: quítela.']),
        (
            LINEA.replace("RFC,", "").replace("Calle,", "Calle,RFC,"),
            ['La columna "RFC" está en el lugar 9; debe ir en el 2.'],
        ),
        (
            LINEA.replace("Régimen", "Notas,Régimen").replace(
                "Código Postal,Calle", "Calle,Código Postal"
            ),
            [
                'La columna "Calle" está en el lugar 9; debe ir después de "Código Postal".',
                'La columna 4, "Notas", sobra: quítela.',
            ],
        ),
        (
            LINEA.replace("RFC,", "RFC,Calle,Calle,"),
            [
                'La columna 3 repite "Calle": quítela.',
                'La columna 4 repite "Calle": quítela.',
            ],
        ),
        ("a,b,c", ["Ninguna de sus columnas es de la plantilla."]),
    ],
)  # fmt: skip
def test_header_says_in_one_sentence_what_to_change(encabezado: str, sentencias: list[str]) -> None:
    motivo = _motivo(encabezado + "\r\n")
    assert motivo.codigo == "encabezado"
    assert list(motivo.diferencias) == sentencias
    assert motivo.esperado == ENCABEZADO


def test_both_headers_are_there_side_by_side() -> None:
    motivo = _motivo(LINEA.replace("RFC", "Clave") + ",,Errores\n")
    assert motivo.encontrado == ("Nombre o Razón Social", "Clave", *ENCABEZADO[2:])
    assert motivo.como_dict()["esperado"] == ENCABEZADO


def test_a_column_far_behind_is_told_by_their_number() -> None:
    motivo = _motivo(LINEA + "," * 70 + "Notas")
    assert motivo.diferencias == ("Tiene más de 60 columnas; deben ser 20.",)


def test_a_thousand_columns_are_refused_quickly_and_shortly() -> None:
    motivo = _motivo(",".join(f"Columna {i}" for i in range(50_000)))
    assert "más de 60 columnas" in motivo.mensaje
    assert len(motivo.mensaje) < 20_000


def test_wrong_header_under_an_old_encoding_is_shown_legibly() -> None:
    contenido = LINEA.replace("RFC", "Teléfono").encode("cp1252")
    assert '"Teléfono"' in _motivo(contenido).mensaje
