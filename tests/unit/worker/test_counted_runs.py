"""What is counted of durable work."""

import pytest
from prometheus_client import REGISTRY

from clientes_app.services.carga.procesos import Outcome
from clientes_app.services.errors import NoEncontrado
from clientes_app.worker import workflows


def counted(outcome: str) -> float:
    labels = {"what": "carga", "outcome": outcome}
    return REGISTRY.get_sample_value("clientes_runs_total", labels) or 0.0


def timed() -> float:
    return REGISTRY.get_sample_value("clientes_run_seconds_count", {"what": "carga"}) or 0.0


def gone() -> None:
    raise NoEncontrado


def broken() -> None:
    int("none")


@pytest.mark.parametrize("outcome", list(Outcome))
def test_a_run_is_counted_by_how_it_ended(outcome: Outcome) -> None:
    before = counted(outcome), timed()
    assert workflows._counted(lambda: outcome, "carga") is outcome
    assert (counted(outcome), timed()) == (before[0] + 1, before[1] + 1)


def test_a_run_that_raises_has_failed_unless_there_was_nothing_left_to_do() -> None:
    before = counted("done"), counted("failed")
    with pytest.raises(NoEncontrado):
        workflows._counted(gone, "carga")
    with pytest.raises(ValueError, match="none"):
        workflows._counted(broken, "carga")
    assert (counted("done"), counted("failed")) == (before[0] + 1, before[1] + 1)
