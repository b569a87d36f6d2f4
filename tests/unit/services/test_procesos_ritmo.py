"""Batches become smaller where a transaction takes long, and grow back."""

import pytest

from clientes_app.services import procesos_ritmo
from clientes_app.services.procesos_ritmo import MAXIMO, MINIMO, OBJETIVO, Ritmo


@pytest.fixture(autouse=True)
def respiros(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    dormidos: list[float] = []
    monkeypatch.setattr(procesos_ritmo.time, "sleep", dormidos.append)
    return dormidos


def test_a_quick_machine_takes_batches_whole(respiros: list[float]) -> None:
    ritmo = Ritmo()
    ritmo.anotar(MAXIMO, OBJETIVO / 3)
    assert list(ritmo.partes(range(MAXIMO))) == [range(MAXIMO)]
    assert respiros == []


def test_a_slow_one_takes_them_in_pieces_with_rests(respiros: list[float]) -> None:
    ritmo = Ritmo()
    ritmo.anotar(MAXIMO, OBJETIVO * 2)
    partes = list(ritmo.partes(range(2_500)))
    assert [len(parte) for parte in partes] == [1_000, 1_000, 500]
    assert [fila for parte in partes for fila in parte] == list(range(2_500))
    assert len(respiros) == 2


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
