"""How often each handler is called, how long it takes, and how often it fails or is refused."""

import asyncio
import time
from functools import partial
from typing import Final

from clientes_app.observing.metrics import (
    HANDLER_CALLS,
    HANDLER_ERRORS,
    HANDLER_REFUSALS,
    HANDLER_SECONDS,
)
from clientes_app.observing.request_ids import set_request_id
from clientes_app.ui.shell.reflex_internals import (
    App,
    BaseState,
    Event,
    Middleware,
    StateUpdate,
    event_number,
    registered_handler,
)

_UNKNOWN: Final = "desconocido"


class MeasuredHandlers(Middleware):
    """Counts and times every event of a page, and gives it its id for the log.

    Stands before the gate. Reflex tells no middleware when a handler ends, but each event has a
    task of its own, which does.
    """

    async def preprocess(self, app: App, state: BaseState, event: Event) -> StateUpdate | None:
        """Let every event pass."""
        del app, state
        set_request_id(event_number())
        handler = registered_handler(event.name)
        name = _label(event.name)
        HANDLER_CALLS.labels(name).inc()
        task = asyncio.current_task()
        if task is not None:
            goes_on = handler is not None and handler.is_background
            begun = None if goes_on else time.perf_counter()
            task.add_done_callback(partial(_note_end, name, begun))
        return None


def count_refusal(event_name: str) -> None:
    """Count that an event was not let through to its handler."""
    HANDLER_REFUSALS.labels(_label(event_name)).inc()


def _label(event_name: str) -> str:
    """Return the name of a handler; one for all that there are not, whatever a page calls them."""
    handler = registered_handler(event_name)
    return _UNKNOWN if handler is None else handler.fn.__qualname__


def _note_end(name: str, begun: float | None, task: asyncio.Task[object]) -> None:
    if task.cancelled():
        return
    if task.exception() is not None:
        HANDLER_ERRORS.labels(name).inc()
    if begun is not None:
        HANDLER_SECONDS.labels(name).observe(time.perf_counter() - begun)
