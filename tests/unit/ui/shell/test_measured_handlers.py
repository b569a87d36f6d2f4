"""What is counted of handlers, and the id by which a failure is found."""

import asyncio
import logging

import pytest
import reflex as rx
from prometheus_client import REGISTRY

from clientes_app.observing.request_ids import current_request_id
from clientes_app.ui.clientes.lista.state import ListaState
from clientes_app.ui.shell import failures, measured_handlers
from clientes_app.ui.shell.failures import on_failure
from clientes_app.ui.shell.gate import Gate
from clientes_app.ui.shell.measured_handlers import MeasuredHandlers, count_refusal
from clientes_app.ui.shell.reflex_internals import Event, full_name
from tests.unit.ui.conftest import APP, Tab

BUSCAR = full_name(ListaState.event_handlers["buscar"])
LABEL = ListaState.event_handlers["buscar"].fn.__qualname__
ROOT = rx.State(_reflex_internal_init=True)


def counted(what: str, handler: str = LABEL) -> float:
    return REGISTRY.get_sample_value(f"clientes_handler_{what}", {"handler": handler}) or 0.0


async def an_event(name: str, *, fails: bool = False) -> None:
    """Pass the middleware in a task of its own, as every event does."""

    async def handle() -> None:
        await MeasuredHandlers().preprocess(APP, ROOT, Event(name=name))
        if fails:
            raise ValueError

    await asyncio.wait([asyncio.create_task(handle())])


async def test_a_call_is_counted_and_timed_and_so_is_its_failure() -> None:
    before = [counted(what) for what in ("calls_total", "seconds_count", "errors_total")]
    await an_event(BUSCAR)
    await an_event(BUSCAR, fails=True)
    after = [counted(what) for what in ("calls_total", "seconds_count", "errors_total")]
    assert [now - then for now, then in zip(after, before, strict=True)] == [2, 2, 1]


async def test_handlers_that_there_are_not_share_one_name() -> None:
    before = counted("calls_total", "desconocido"), counted("refusals_total", "desconocido")
    for number in range(20):
        await an_event(f"state.made_up_{number}")
        count_refusal(f"state.made_up_{number}")
    after = counted("calls_total", "desconocido"), counted("refusals_total", "desconocido")
    assert after == (before[0] + 20, before[1] + 20)


async def test_what_the_gate_refuses_is_counted(tab: Tab) -> None:
    before = counted("refusals_total")
    tab.go("/c/negocio/catalogos/clientes", cookie="")
    assert await Gate().preprocess(APP, tab.root, Event(name=BUSCAR, payload={"texto": "a"}))
    assert counted("refusals_total") == before + 1


async def test_every_event_has_its_number_as_id(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measured_handlers, "event_number", lambda: "0a1b2c3d4e5f")
    await MeasuredHandlers().preprocess(APP, ROOT, Event(name=BUSCAR))
    assert current_request_id() == "0a1b2c3d4e5f"


async def test_who_sees_a_failure_is_told_the_code_that_the_log_has(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(failures, "event_number", lambda: "0a1b2c3d4e5f")
    ids: list[str] = []
    caplog.handler.addFilter(lambda record: ids.append(current_request_id()) is None)
    with caplog.at_level(logging.ERROR):
        told = str(on_failure(ValueError("nobody expects it")))
    assert "Código: 0a1b2c3d4e5f." in told
    assert ids == ["0a1b2c3d4e5f"]
