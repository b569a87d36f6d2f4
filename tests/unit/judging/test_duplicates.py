"""Clients that a document says again: the first line of each, in few bytes."""

from collections.abc import Sequence

import pandas as pd

from clientes_app.domain.cliente import DatosCliente
from clientes_app.judging.duplicates import FirstSaid, SaidClients
from clientes_app.readers.table import text_rows
from tests.builders import un_rfc


def _table(lineas: Sequence[int], datos: Sequence[DatosCliente]) -> pd.DataFrame:
    return text_rows(lineas, datos).textos


def test_the_first_line_is_kept_over_many_tables() -> None:
    said = SaidClients()
    datos = [DatosCliente(rfc=un_rfc(numero)) for numero in range(3000)]
    for desde in range(0, 3000, 70):
        lineas = range(desde, min(3000, desde + 70))
        assert not said.repeated(_table(lineas, datos[desde : desde + 70]))
    assert said.repeated(_table([], [])) == {}
    repeated = said.repeated(_table(range(9000, 12_000), datos))
    assert repeated == {9000 + numero: FirstSaid(numero, igual=True) for numero in range(3000)}


def test_within_one_table_and_with_other_data() -> None:
    said = SaidClients()
    uno, otro = DatosCliente(rfc=un_rfc(1)), DatosCliente(rfc=un_rfc(1), calle="UNO")
    assert said.repeated(_table([2, 3, 4], [uno, otro, uno])) == {
        3: FirstSaid(2, igual=False),
        4: FirstSaid(2, igual=True),
    }
    assert said.repeated(_table([5], [otro])) == {5: FirstSaid(2, igual=False)}


def test_a_client_takes_few_bytes() -> None:
    said = SaidClients()
    said.repeated(_table(range(2000), [DatosCliente(rfc=un_rfc(n)) for n in range(2000)]))
    assert sum(array.nbytes for level in said._levels for array in level) == 24 * 2000
