"""Looking again and again, for pages that follow something."""

import asyncio
import logging
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from clientes_app.live.threads import in_thread

P = ParamSpec("P")
R = TypeVar("R")

_log = logging.getLogger(__name__)
_PAUSA_TRAS_FALLO = 2.0


async def mirar(funcion: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Look once; what fails (a database that restarts) is logged and looked at again.

    Without this a page would stand still for good after the first fault.
    """
    while True:
        try:
            return await in_thread(funcion, *args, **kwargs)
        except Exception:  # noqa: BLE001 - whatever a driver says, the page goes on
            _log.exception("A page that follows could not look")
            await asyncio.sleep(_PAUSA_TRAS_FALLO)
