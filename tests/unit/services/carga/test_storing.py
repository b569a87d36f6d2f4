"""The rows still to be stored: every one once, in parts of any size, read as they are wanted."""

from collections.abc import Iterator

import pytest

from clientes_app.judging.judge import Judge, JudgedRows
from clientes_app.services.carga.storing import PendingRows
from tests.builders import un_cliente, un_csv
from tests.judged import HOY, text_tables

ROWS, IN_A_TABLE = 11, 4


def _tables() -> Iterator[JudgedRows]:
    filas = [un_cliente() if i % 3 else ["SOLO"] for i in range(ROWS)]
    return map(Judge(HOY).judge, text_tables(un_csv(filas), rows=IN_A_TABLE))


@pytest.mark.parametrize("after", [0, 3, 5, 6, 11])
@pytest.mark.parametrize("at_most", [1, 3, 4, 100])
def test_each_row_behind_the_line_comes_once(after: int, at_most: int) -> None:
    pending = PendingRows(_tables(), after=after)
    parts = list(iter(lambda: pending.take(at_most), None))
    assert [linea for part in parts for linea in part.lineas] == list(
        range(max(2, after + 1), ROWS + 2)
    )
    assert all(0 < len(part) <= min(at_most, IN_A_TABLE) for part in parts)
    assert not pending.any_left()


def test_nothing_is_read_before_it_is_wanted() -> None:
    read: list[int] = []

    def tables() -> Iterator[JudgedRows]:
        for table in _tables():
            read.append(table.ultima_linea)
            yield table

    pending = PendingRows(tables(), after=0)
    assert pending.any_left()
    assert pending.take(IN_A_TABLE) is not None
    assert read == [5]


def test_what_goes_wrong_in_the_file_is_said() -> None:
    def tables() -> Iterator[JudgedRows]:
        yield next(_tables())
        raise EOFError

    pending = PendingRows(tables(), after=0)
    assert pending.take(IN_A_TABLE) is not None
    with pytest.raises(EOFError):
        pending.any_left()
