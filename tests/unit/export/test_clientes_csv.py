"""The export: BOM once, CRLF, comma, guarded, as a stream."""

import csv
import sys
from collections.abc import Iterator
from unicodedata import normalize

import pytest

from clientes_app.domain.columnas import ENCABEZADO
from clientes_app.domain.formula_guard import desproteger, proteger
from clientes_app.export import clientes_csv
from tests.builders import un_cliente


def test_bom_only_at_the_start_and_crlf() -> None:
    filas = [list(un_cliente().values()) for _ in range(1200)]
    contenido = b"".join(clientes_csv.lineas(filas))
    assert contenido.startswith(b"\xef\xbb\xbfNombre o Raz\xc3\xb3n Social,RFC,")
    assert contenido.count(b"\xef\xbb\xbf") == 1
    assert contenido.count(b"\r\n") == contenido.count(b"\n") == 1201


def test_no_clients_give_the_header() -> None:
    assert b"".join(clientes_csv.lineas([])).decode("utf-8-sig") == ",".join(ENCABEZADO) + "\r\n"


def test_clients_are_taken_as_they_are_needed() -> None:
    tomados = 0

    def clientes() -> Iterator[list[str]]:
        nonlocal tomados
        for _ in range(100_000):
            tomados += 1
            yield [""] * 20

    trozos = clientes_csv.lineas(clientes())
    next(trozos)
    next(trozos)
    assert tomados < 2000


@pytest.mark.parametrize(
    ("texto", "escrito"),
    [
        ("=1", "'=1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@A", "'@A"),
        ("\tA", "'\tA"),
        ("\rA", "'\rA"),
        ("  =1", "'  =1"),
        ("＝1", "'＝1"),
        ("＋1", "'＋1"),
        ("－1", "'－1"),
        ("＠A", "'＠A"),
        ("\u3000＝1", "'\u3000＝1"),
        ("'＝1", "''＝1"),
        ("'=1", "''=1"),
        ("''@", "'''@"),
        ("'A", "'A"),
        ("A=1", "A=1"),
        ("01000", "01000"),
        ("", ""),
        ("'", "'"),
        ("Ñ", "Ñ"),
    ],
)
def test_guard_and_back(texto: str, escrito: str) -> None:
    assert proteger(texto) == escrito
    assert desproteger(escrito) == texto


def test_every_sign_that_is_one_of_a_formula_in_another_form_is_guarded() -> None:
    signos = [c for c in map(chr, range(sys.maxunicode)) if normalize("NFKC", c) in set("=+-@")]
    assert {"＝", "＋", "－", "＠"} < set(signos)
    assert [signo for signo in signos if proteger(signo) == signo] == []


@pytest.mark.parametrize("texto", [";=1+1", "A;=1+1;B", "A\t=1+1"])
def test_a_cell_with_the_separator_of_another_dialect_is_quoted(texto: str) -> None:
    contenido = b"".join(clientes_csv.lineas([["A", texto, *["B"] * 18]])).decode("utf-8-sig")
    linea = contenido.splitlines()[1]
    assert f'"{texto}"' in linea
    assert next(csv.reader([linea])) == ["A", texto, *["B"] * 18]


def test_a_cell_at_the_beginning_stays_one_cell_in_every_dialect() -> None:
    contenido = b"".join(clientes_csv.lineas([[";=1+1", *["B"] * 19]])).decode("utf-8-sig")
    for separador in ",;\t":
        celdas = next(csv.reader([contenido.splitlines()[1]], delimiter=separador))
        assert [celda for celda in celdas if celda.startswith("=")] == []


def test_guard_reaches_every_column() -> None:
    contenido = b"".join(clientes_csv.lineas([["=1"] * 20])).decode("utf-8-sig")
    assert contenido.splitlines()[1] == ",".join(["'=1"] * 20)
