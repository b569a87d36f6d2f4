"""A CSV as tables: text as it stands, the line of every row, what is malformed apart."""

import pytest

from clientes_app.domain.columnas import CAMPOS
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
