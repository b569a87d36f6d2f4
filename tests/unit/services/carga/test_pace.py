"""Transactions of a load end by themselves, and are short while people want to write."""

import pytest

from clientes_app.services.carga import pace
from clientes_app.services.carga.pace import (
    BESIDE_SOMEBODY,
    MOST_SECONDS,
    ROWS,
    ROWS_BESIDE_SOMEBODY,
    SECONDS,
    SECONDS_BESIDE_SOMEBODY,
    TIMES_THE_COMMIT,
    Pace,
)


@pytest.fixture
def reloj(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    ahora = [100.0]
    monkeypatch.setattr(pace.time, "monotonic", lambda: ahora[0])
    return ahora


def _lasts(ritmo: Pace, reloj: list[float], seconds: float) -> None:
    ritmo.begin()
    reloj[0] += seconds - 0.01
    assert not ritmo.enough()
    reloj[0] += 0.02
    assert ritmo.enough()


def test_a_transaction_ends_by_the_clock(reloj: list[float]) -> None:
    _lasts(Pace(), reloj, SECONDS)


@pytest.mark.parametrize(
    ("commit", "seconds"),
    [(0.01, SECONDS), (0.6, 0.6 * TIMES_THE_COMMIT), (5.0, MOST_SECONDS)],
)
def test_a_transaction_is_long_where_its_commit_is(
    reloj: list[float], commit: float, seconds: float
) -> None:
    ritmo = Pace()
    ritmo.committed(commit)
    _lasts(ritmo, reloj, seconds)


def test_after_somebody_waited_all_is_short_for_a_while(reloj: list[float]) -> None:
    ritmo = Pace()
    assert ritmo.rows == ROWS
    ritmo.yields()
    assert ritmo.rows == ROWS_BESIDE_SOMEBODY
    _lasts(ritmo, reloj, SECONDS_BESIDE_SOMEBODY)
    reloj[0] += BESIDE_SOMEBODY
    assert ritmo.rows == ROWS
    _lasts(ritmo, reloj, SECONDS)
