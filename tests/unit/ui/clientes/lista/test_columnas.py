"""The table of columns: one entry each, and what is made from it."""

from clientes_app.domain.aspecto import COLUMNAS
from clientes_app.services.clientes.clientes import ORDENES, Consulta
from clientes_app.ui.clientes.lista.columnas import COLUMNAS_DE_LISTA, NOMBRE, ORDENABLES
from clientes_app.ui.clientes.lista.rows import cabeceras


def test_every_order_of_the_list_can_be_chosen_on_the_page() -> None:
    """And no other: an order that the search has no index for would be slow."""
    assert set(ORDENABLES) == set(ORDENES)
    assert [cada.campo for cada in cabeceras(Consulta()).values() if cada.destino] == [
        campo for campo in (NOMBRE, *(cada.campo for cada in COLUMNAS_DE_LISTA)) if campo in ORDENES
    ]


def test_no_column_stands_there_twice_and_the_name_is_none_of_them() -> None:
    """The name is before them always."""
    campos = [cada.campo for cada in COLUMNAS_DE_LISTA]
    assert len(set(campos)) == len(campos)
    assert NOMBRE not in campos


def test_what_a_person_can_choose_is_what_there_is() -> None:
    assert tuple(cada.campo for cada in COLUMNAS_DE_LISTA) == COLUMNAS
