"""Parts become smaller where they take long, and grow back; transactions end by themselves."""

import pytest

from clientes_app.services.carga import pace
from clientes_app.services.carga.pace import (
    ENTRE_ALGUIEN,
    FILAS_POR_TRANSACCION,
    MAXIMO,
    MINIMO,
    OBJETIVO,
    OBJETIVO_CON_ALGUIEN,
    SEGUNDOS_A_LO_SUMO,
    SEGUNDOS_CON_ALGUIEN,
    SEGUNDOS_POR_TRANSACCION,
    Ritmo,
)


def test_a_quick_machine_takes_parts_whole() -> None:
    ritmo = Ritmo()
    ritmo.anotar(MAXIMO, OBJETIVO / 3)
    assert list(ritmo.partes(range(MAXIMO))) == [range(MAXIMO)]


def test_a_slow_one_takes_them_in_pieces() -> None:
    ritmo = Ritmo()
    ritmo.anotar(MAXIMO, OBJETIVO * 2)
    partes = list(ritmo.partes(range(2_500)))
    assert [len(parte) for parte in partes] == [1_000, 1_000, 500]
    assert [fila for parte in partes for fila in parte] == list(range(2_500))


def test_the_size_stays_within_bounds_and_comes_back() -> None:
    ritmo = Ritmo()
    for _ in range(20):
        ritmo.anotar(ritmo.tope, 60.0)
    assert ritmo.tope == MINIMO
    for _ in range(20):
        ritmo.anotar(ritmo.tope, 0.0)
    assert ritmo.tope == MAXIMO


def test_no_rows_are_no_parts() -> None:
    assert list(Ritmo().partes(())) == []


def test_a_transaction_ends_by_its_rows_or_by_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    reloj = [100.0]
    monkeypatch.setattr(pace.time, "monotonic", lambda: reloj[0])
    ritmo = Ritmo()
    ritmo.empezar()
    assert not ritmo.basta()
    ritmo.anotar(FILAS_POR_TRANSACCION, 0.1)
    assert ritmo.basta()
    ritmo.empezar()
    assert not ritmo.basta()
    reloj[0] += SEGUNDOS_POR_TRANSACCION
    assert ritmo.basta()


def test_a_transaction_is_long_where_its_end_is(monkeypatch: pytest.MonkeyPatch) -> None:
    reloj = [100.0]
    monkeypatch.setattr(pace.time, "monotonic", lambda: reloj[0])
    ritmo = Ritmo()
    for cierre, segundos in ((0.01, SEGUNDOS_POR_TRANSACCION), (0.6, 6.0), (5, SEGUNDOS_A_LO_SUMO)):
        ritmo.cerrada(cierre)
        ritmo.empezar()
        reloj[0] += segundos - 0.01
        assert not ritmo.basta()
        reloj[0] += 0.01
        assert ritmo.basta()
        ritmo.empezar()
        ritmo.anotar(int(FILAS_POR_TRANSACCION * segundos / SEGUNDOS_POR_TRANSACCION) - 1, 0.1)
        assert not ritmo.basta()
        ritmo.anotar(1, 0.1)
        assert ritmo.basta()


def test_after_somebody_waited_transactions_are_short_for_a_while(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reloj = [100.0]
    monkeypatch.setattr(pace.time, "monotonic", lambda: reloj[0])
    ritmo = Ritmo()
    ritmo.cerrada(5)
    ritmo.cede()
    ritmo.empezar()
    reloj[0] += SEGUNDOS_CON_ALGUIEN - 0.01
    assert not ritmo.basta()
    reloj[0] += 0.01
    assert ritmo.basta()
    reloj[0] += ENTRE_ALGUIEN
    ritmo.empezar()
    reloj[0] += SEGUNDOS_CON_ALGUIEN
    assert not ritmo.basta()


def test_after_somebody_waited_parts_are_small_for_a_while(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reloj = [100.0]
    monkeypatch.setattr(pace.time, "monotonic", lambda: reloj[0])
    ritmo = Ritmo()
    ritmo.anotar(MAXIMO, OBJETIVO)
    assert ritmo.tope == MAXIMO
    ritmo.cede()
    for _ in range(3):
        ritmo.anotar(ritmo.tope, OBJETIVO * ritmo.tope / MAXIMO)
    assert ritmo.tope == int(MAXIMO * OBJETIVO_CON_ALGUIEN / OBJETIVO)
    reloj[0] += ENTRE_ALGUIEN
    for _ in range(3):
        ritmo.anotar(ritmo.tope, OBJETIVO * ritmo.tope / MAXIMO)
    assert ritmo.tope == MAXIMO
