"""Figures are counted anew only when they may be others, and not without an end."""

import pytest

from clientes_app.live import calidad_watch
from clientes_app.live.calidad_watch import CountedWhenMarked


class Contador:
    """What is counted is how often it was; its mark is set by the test."""

    def __init__(self) -> None:
        self.veces = 0
        self.marca = 0

    def contar(self, _cuenta_id: int) -> int:
        self.veces += 1
        return self.veces


def test_what_has_the_same_mark_is_not_counted_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calidad_watch, "_REST", -1)
    contador = Contador()
    guardado = CountedWhenMarked(lambda _: contador.marca, contador.contar)
    assert [guardado.read(1) for _ in range(3)] == [1, 1, 1]
    contador.marca = 1
    assert [guardado.read(1) for _ in range(3)] == [2, 2, 2]
    assert guardado.read(2) == 3


def test_while_changes_come_without_an_end_it_rests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calidad_watch, "_REST", 1e9)
    contador = Contador()
    guardado = CountedWhenMarked(lambda _: contador.marca, contador.contar)
    assert guardado.read(1) == 1
    contador.marca = 1
    assert guardado.read(1) == 1


def test_few_accounts_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calidad_watch, "_KEPT", 2)
    contador = Contador()
    guardado = CountedWhenMarked(lambda _: contador.marca, contador.contar)
    assert [guardado.read(cuenta_id) for cuenta_id in (1, 2, 3, 3, 1)] == [1, 2, 3, 3, 4]
