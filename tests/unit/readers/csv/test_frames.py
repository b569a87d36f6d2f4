"""A CSV as tables: text as it stands, the line of every row, what is malformed apart."""

import pytest

from clientes_app.domain.columnas import CAMPOS, ENCABEZADO
from clientes_app.readers.motivos import NoCargableError
from tests.builders import un_cliente, un_csv
from tests.judged import text_tables


def test_texts_stay_what_they_are() -> None:
    cliente = un_cliente(nombre="NA", codigo_postal="01000", calle="", referencias="1e3")
    [table] = text_tables(un_csv([cliente]))
    assert table.textos.columns.tolist() == list(CAMPOS)
    assert table.textos.to_numpy().tolist() == [list(cliente.values())]
    assert {str(dtype) for dtype in table.textos.dtypes} == {"object"}


def test_the_index_is_the_physical_line() -> None:
    dos_lineas = un_cliente(referencias="UNA\nDOS")
    [table] = text_tables(un_csv([dos_lineas, [""] * 20, un_cliente()]))
    assert table.textos.index.tolist() == [2, 5]
    assert table.textos.index.name == "linea"


def test_malformed_rows_stand_apart() -> None:
    [table] = text_tables(un_csv([["'=A", "B"], un_cliente()]))
    [mala] = table.malformed
    assert (mala.linea, mala.valores, mala.problema.codigo) == (2, ("=A", "B"), "valores_de_menos")
    assert table.textos.index.tolist() == [3]


def test_the_guard_of_our_export_is_taken_off_and_said() -> None:
    [table] = text_tables(un_csv([un_cliente(calle="'=1", colonia="'A")]))
    assert table.textos.loc[2, ["calle", "colonia"]].tolist() == ["=1", "'A"]
    [(linea, aviso)] = table.avisos
    assert (linea, aviso.campo, aviso.codigo) == (2, "calle", "arreglo_apostrofo")
    assert aviso.valor == "'=1"


def test_tables_hold_every_row_once_and_in_order() -> None:
    tables = text_tables(un_csv(un_cliente() for _ in range(11)), rows=4)
    assert [table.textos.index.tolist() for table in tables] == [
        [2, 3, 4, 5],
        [6, 7, 8, 9],
        [10, 11, 12],
    ]


@pytest.mark.parametrize("contenido", [un_csv(), un_csv([[""] * 20, []])])
def test_header_alone_is_no_file_to_load(contenido: bytes) -> None:
    with pytest.raises(NoCargableError) as fallo:
        text_tables(contenido)
    assert fallo.value.motivo.codigo == "sin_clientes"


def _con_de_mas(*filas: dict[str, str], sobra: str = "") -> bytes:
    """A file each row of which has one value more than the header."""
    return un_csv([[*fila.values(), sobra] for fila in filas])


def _clientes(cuantos: int) -> list[dict[str, str]]:
    return [un_cliente(calle="Av. Juárez", codigo_postal_envio="42501") for _ in range(cuantos)]


@pytest.mark.parametrize("mas", [[""], ["Errores"], ["", "Errores"], ["Etiquetas"]])
def test_separators_too_many_behind_other_columns_are_passed_over_too(mas: list[str]) -> None:
    clientes = _clientes(3)
    encabezado = [*ENCABEZADO, *mas]
    filas = [[*cliente.values(), *[""] * len(mas), ""] for cliente in clientes]
    (tabla,) = text_tables(un_csv(filas, encabezado=encabezado))
    assert tabla.textos.to_numpy().tolist() == [list(cliente.values()) for cliente in clientes]
    assert tabla.malformed == ()
    assert [(linea, dicho.codigo) for linea, dicho in tabla.avisos] == [(2, "separador_de_mas")]


@pytest.mark.parametrize("delimitador", [",", ";", "\t"])
@pytest.mark.parametrize("sobran", [1, 3])
def test_separators_too_many_in_every_row_are_passed_over_and_said(
    delimitador: str, sobran: int
) -> None:
    clientes = _clientes(5)
    filas = [[*cliente.values(), *[" "] * sobran] for cliente in clientes]
    (tabla,) = text_tables(un_csv(filas, delimitador=delimitador))
    assert tabla.textos.to_numpy().tolist() == [list(cliente.values()) for cliente in clientes]
    assert tabla.malformed == ()
    assert [(linea, dicho.codigo) for linea, dicho in tabla.avisos] == [(2, "separador_de_mas")]


def test_one_faulty_row_does_not_change_what_the_file_is() -> None:
    (tabla,) = text_tables(_con_de_mas(*_clientes(3), un_cliente(rfc="NO")))
    assert (len(tabla.textos), tabla.malformed) == (4, ())


def test_a_value_too_many_that_may_be_a_comma_inside_a_text_refuses_the_rows() -> None:
    nombres = un_csv([["ACEROS", "TUBOS", *list(c.values())[1:]] for c in _clientes(3)])
    calles = un_csv([[*list(c.values())[:8], "Juárez", " 5", *[""] * 11] for c in _clientes(3)])
    colonias = un_csv(
        [[*list(c.values())[:11], "Centro", "Norte", "42501", *[""] * 7] for c in _clientes(3)]
    )
    algo = _con_de_mas(*_clientes(2), sobra="X")
    una = un_csv([*_con_cada_valor(_clientes(2)), [*_clientes(1)[0].values(), ""]])
    for contenido, malas in ((nombres, 3), (calles, 3), (colonias, 3), (algo, 2), (una, 1)):
        (tabla,) = text_tables(contenido)
        assert [fila.problema.codigo for fila in tabla.malformed] == ["valores_de_mas"] * malas
        assert tabla.avisos == ()


def _con_cada_valor(filas: list[dict[str, str]]) -> list[list[str]]:
    return [list(fila.values()) for fila in filas]


@pytest.mark.parametrize("fin", ["\x1a", "\x1a\x1a\x1a", "\x1a\r\n", "\r\n\x1a\n"])
@pytest.mark.parametrize("codificacion", ["utf-8", "cp1252", "cp850"])
def test_the_end_of_a_text_of_ms_dos_is_passed_over(fin: str, codificacion: str) -> None:
    contenido = un_csv([un_cliente(nombre="PEÑA")], codificacion=codificacion)
    for antes in (contenido, contenido.rstrip(b"\r\n")):
        (tabla,) = text_tables(antes + fin.encode())
        assert (tabla.textos["nombre"].tolist(), tabla.malformed) == (["PEÑA"], ())


def test_rows_of_blanks_of_any_kind_are_passed_over() -> None:
    blancas = [["  ", "\u00a0 ", *[" "] * 18], ["\u2003", "\u200b", *["\u202f"] * 18]]
    (tabla,) = text_tables(un_csv([*blancas, un_cliente(), *blancas]))
    assert tabla.textos.index.tolist() == [4]
    assert tabla.malformed == ()
