"""Structure: lines as an editor shows them, nothing swallowed, nothing shifted."""

import csv
import io
from collections.abc import Iterable

import pytest

from clientes_app.domain.columnas import ENCABEZADO
from clientes_app.readers.csv import lines
from clientes_app.readers.csv.dialect import detect_dialect
from clientes_app.readers.csv.records import FALTA, Record, leer
from clientes_app.readers.motivos import Motivo, NoCargableError

LINEA = ",".join(ENCABEZADO)
FILA = "ACEROS,XQA040506J95,G03,601,a@b.example,,,42501" + "," * 12
OTRA = "TUBOS,WZB110708H47,G03,601,c@d.example,,,42501" + "," * 12


def _leer(contenido: str | bytes) -> list[Record]:
    crudo = contenido.encode() if isinstance(contenido, str) else contenido
    archivo = io.BytesIO(crudo)
    return list(leer(archivo, detect_dialect(archivo, "a.csv")))


def _archivo(filas: Iterable[str], *, encabezado: str = LINEA, fin: str = "\r\n") -> str:
    return fin.join((encabezado, *filas)) + fin


def _motivo(contenido: str | bytes) -> Motivo:
    with pytest.raises(NoCargableError) as fallo:
        _leer(contenido)
    return fallo.value.motivo


def _dichos(contenido: str) -> list[tuple[int, str | None]]:
    return [(r.linea, r.problema.codigo if r.problema else None) for r in _leer(contenido)]


@pytest.mark.parametrize("fin", ["\r\n", "\n", "\r"])
def test_line_ends(fin: str) -> None:
    assert _dichos(_archivo([FILA, "", OTRA], fin=fin)) == [(2, None), (4, None)]


def test_mixed_line_ends_and_no_end_at_the_end() -> None:
    contenido = f"{LINEA}\r{FILA}\n\r\n{OTRA}\r\r\n{FILA}"
    assert [linea for linea, _ in _dichos(contenido)] == [2, 4, 6]


@pytest.mark.parametrize("salto", ["\n", "\r\n", "\r", "\n\n\r\n"])
def test_cell_with_line_breaks_counts_all_its_lines(salto: str) -> None:
    fila = FILA.replace("ACEROS", f'"ACEROS{salto}TUBOS"')
    primera, segunda = _leer(_archivo([fila, OTRA]))
    assert primera.valores[0] == f"ACEROS{salto}TUBOS"
    assert segunda.linea == 3 + salto.replace("\r\n", "\n").replace("\r", "\n").count("\n")


@pytest.mark.parametrize("separador", ["\u2028", "\u0085", "\x0b", "\x0c", "\x1c"])
def test_only_cr_and_lf_end_a_line(separador: str) -> None:
    registros = _leer(_archivo([FILA.replace("ACEROS", f"ACE{separador}ROS"), OTRA]))
    assert [registro.linea for registro in registros] == [2, 3]
    assert registros[0].valores[0] == f"ACE{separador}ROS"


@pytest.mark.parametrize(
    "fila",
    ["", "   ", "," * 19, "," * 25, ",".join(['""'] * 20), " ,\t,\u00a0,", ",,\u200b,\ufeff"],
)
def test_rows_of_nothing_are_passed_over_but_counted(fila: str) -> None:
    assert _dichos(_archivo([fila, FILA])) == [(3, None)]


@pytest.mark.parametrize(
    ("fila", "dicho"),
    [
        (FILA + ",", "21 valores en lugar de 20"),
        (FILA + ",x", "21 valores en lugar de 20"),
        ("ACEROS, TUBOS" + FILA[6:], "21 valores en lugar de 20"),
        ("A,B,C", "3 valores en lugar de 20"),
        ("A", "1 valor en lugar de 20"),
        (FILA[:-1], "19 valores en lugar de 20"),
        (f'"{FILA}"', "1 valor en lugar de 20"),
        ("x," * 1000, "1001 valores en lugar de 20"),
    ],
)
def test_wrong_number_of_values_refuses_that_row_only(fila: str, dicho: str) -> None:
    mala, buena = _leer(_archivo([fila, OTRA]))
    assert mala.problema is not None
    assert dicho in mala.problema.mensaje
    assert mala.problema.campo is None
    assert mala.problema.sugerencia
    assert (buena.linea, buena.problema) == (3, None)


def test_wholly_quoted_row_is_recognised() -> None:
    [mala] = _leer(_archivo([f'"{FILA}"']))
    assert mala.problema is not None
    assert "entre comillas" in mala.problema.sugerencia


@pytest.mark.parametrize(
    ("fila", "codigo"),
    [
        (FILA, None),
        (FILA + ",,,", None),
        (FILA + ",,x", "valores_de_mas"),
        (FILA + ",", "valores_de_mas"),
        (FILA + ",,", "valores_de_mas"),
        (FILA + ",,,,", "valores_de_mas"),
        (FILA + ",,,x", "valores_de_mas"),
        (FILA[:-1], "valores_de_menos"),
    ],
)
def test_nameless_columns_at_the_end(fila: str, codigo: str | None) -> None:
    assert _dichos(_archivo([fila], encabezado=LINEA + ",,,")) == [(2, codigo)]


def test_value_in_a_nameless_column_is_the_21st() -> None:
    [registro] = _leer(_archivo([FILA + ",x,"], encabezado=LINEA + ",,"))
    assert registro.problema is not None
    assert "21 valores en lugar de 20" in registro.problema.mensaje
    assert registro.valores[-1] == "x"


def test_errores_is_passed_over_with_its_values() -> None:
    filas = [FILA + ",Línea 2: algo", FILA, FILA + ",", "," * 20 + "Línea 3: nada"]
    registros = _leer(_archivo(filas, encabezado=LINEA + ",Errores"))
    assert [(r.linea, len(r.valores), r.problema) for r in registros] == [
        (2, 20, None), (3, 20, None), (4, 20, None),
    ]  # fmt: skip


def test_row_too_long_keeps_its_values_but_not_its_old_explanation() -> None:
    fila = "ACEROS, TUBOS" + FILA[6:]
    [registro] = _leer(_archivo([fila + ",Línea 2: larga"], encabezado=LINEA + ",Errores"))
    assert registro.problema is not None
    assert registro.valores == fila.split(",")


def test_cell_to_be_completed_refuses_the_row_only_in_a_file_of_refused_rows() -> None:
    fila = FILA[:-11] + FALTA + "," * 11
    [registro] = _leer(_archivo([fila + ","], encabezado=LINEA + ",Errores"))
    assert registro.problema is not None
    assert registro.problema.campo is not None
    assert _dichos(_archivo([fila])) == [(2, None)]


@pytest.mark.parametrize(
    "nombre",
    ['"ACEROS "EL TIGRE" SA"', '"ACEROS" SA', '"ACEROS" ', '"A""B"C"'],
)
def test_quote_out_of_place_refuses_that_line_only(nombre: str) -> None:
    fila = nombre + FILA[6:]
    mala, buena = _leer(_archivo([fila, OTRA]))
    assert mala.problema is not None
    assert mala.problema.codigo == "comilla_fuera_de_lugar"
    assert '""EL TIGRE""' in mala.problema.sugerencia
    assert mala.valores == [fila]
    assert (buena.linea, buena.valores[0]) == (3, "TUBOS")


@pytest.mark.parametrize("nombre", ['ACEROS "EL TIGRE"', 'TUBO DE 1/2"', 'A"B', ' "ACEROS"'])
def test_quote_inside_an_unquoted_cell_is_a_character(nombre: str) -> None:
    [registro] = _leer(_archivo([nombre + FILA[6:]]))
    assert registro.valores[0] == nombre


@pytest.mark.parametrize(
    "filas",
    [
        # It never closes: in the first cell, in the last one, on the last line.
        [FILA, '"' + FILA, OTRA],
        [FILA, FILA + '"', OTRA],
        [FILA, '"' + FILA],
        # It closes at the next quote, rows later: right count, wrong count, broken.
        [FILA, '"' + FILA, OTRA, OTRA.replace("TUBOS", 'TUBOS 15"')],
        [FILA, FILA[:-11] + '"AV. UNO' + "," * 11, OTRA[:-11] + 'AV. DOS 15"' + "," * 11],
        [FILA, FILA[:-11] + '"AV. UNO' + "," * 11, OTRA.replace("TUBOS", 'TUBOS 15"'), OTRA],
        [FILA, FILA[:-11] + '"AV. UNO' + "," * 11, OTRA[:-11] + '"AV. DOS"' + "," * 11],
        [FILA, '"' + FILA, '"TUBOS"' + OTRA[5:]],
    ],
)
def test_quote_that_swallows_rows_refuses_the_file_and_names_its_line(filas: list[str]) -> None:
    motivo = _motivo(_archivo(filas))
    assert (motivo.codigo, motivo.linea) == ("comilla_sin_cerrar", 3)
    assert "línea 3" in motivo.mensaje


def test_quote_that_never_closes_in_a_large_file_is_found_without_reading_it_all() -> None:
    filas = [FILA, '"' + FILA, *[OTRA] * 20_000]
    assert _motivo(_archivo(filas)).linea == 3


def test_broken_quote_in_a_cell_of_several_lines_refuses_that_row_only() -> None:
    fila = FILA[:-11] + '"CALLE 5\nLOCAL "A" PISO 2"' + "," * 11
    registros = _leer(_archivo([fila, OTRA]))
    assert [(r.linea, r.problema is None) for r in registros] == [(2, False), (4, True)]
    assert registros[0].valores == [fila]


def test_long_cell_of_several_lines_with_commas_is_no_swallowed_row() -> None:
    nota = '"' + "\n".join(["a, b, c, d, e, f, g"] * 5) + '"'
    [registro] = _leer(_archivo([FILA[:-11] + nota + "," * 11]))
    assert registro.problema is None


def test_value_beyond_the_limit_of_csv_refuses_that_row_only() -> None:
    larga = "x" * (csv.field_size_limit() + 1)
    assert _dichos(_archivo([larga + FILA[6:], OTRA])) == [(2, "valor_largo"), (3, None)]


def test_line_without_end_is_refused_in_bounded_memory() -> None:
    motivo = _motivo(LINEA + "\n" + "x" * (lines.MAXIMO_LINEA + 2 * lines.TROZO))
    assert (motivo.codigo, motivo.linea) == ("linea_sin_fin", 2)


@pytest.mark.parametrize("donde", [0, 5, 4000])
@pytest.mark.parametrize(
    ("codec", "ajeno"), [("utf-8", b"\xc1"), ("cp1252", b"\x81"), ("utf-16", b"\x00\xd8")]
)
def test_byte_that_does_not_fit_names_its_line(codec: str, ajeno: bytes, donde: int) -> None:
    antes = _archivo([FILA] * donde).encode(codec)
    motivo = _motivo(antes + ajeno + "X,Y\r\n".encode(codec.replace("16", "16-le")))
    assert (motivo.codigo, motivo.linea) == ("byte_ajeno", donde + 2)


def test_odd_byte_at_the_end_of_utf_16() -> None:
    assert _motivo(_archivo([FILA]).encode("utf-16") + b"x").linea == 3


def test_control_characters_and_nul_reach_the_rules() -> None:
    [registro] = _leer(_archivo([FILA.replace("ACEROS", "ACE\0RO\x7fS")]))
    assert (registro.valores[0], registro.problema) == ("ACE\0RO\x7fS", None)


def test_pieces_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    contenido = _archivo([FILA, '"Ñ\r\nÑ"' + FILA[6:], "", OTRA]).encode()
    entero = _leer(contenido)
    for trozo in (1, 2, 3, 7, 64):
        monkeypatch.setattr(lines, "TROZO", trozo)
        assert _leer(contenido) == entero


def test_header_of_two_lines_counts_both() -> None:
    encabezado = LINEA.replace("RFC,", '"RFC\r\n",')
    assert _dichos(_archivo([FILA], encabezado=encabezado)) == [(3, None)]
