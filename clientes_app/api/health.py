"""Whether the web half is alive: its database answers, and its threads are not all held."""

import asyncio
import logging
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from clientes_app.api.readiness import LOCAL_CALLER
from clientes_app.live.threads import thread_use
from clientes_app.services.acceso.cuentas import lista
from clientes_app.services.resources import shared_engine

_log = logging.getLogger(__name__)

_PATIENCE_S: Final = 5.0
"""Seconds: longer than whatever is asked for waits for a thread while all is well."""


def _base_de_datos_responde() -> bool:
    try:
        lista(shared_engine())
    except Exception:  # noqa: BLE001 - whatever a driver raises, the answer is no
        _log.exception("The database does not answer")
        return False
    return True


async def salud(request: Request) -> Response:
    """Status 200 when the database answers and there are threads to serve people, else 503.

    For health checks, without any data. To whoever asks from this machine `hilos_libres` says for
    each purpose how many threads are free; others could see by it what keeps them busy.
    """
    responde = False
    try:
        async with asyncio.timeout(_PATIENCE_S):
            responde = await run_in_threadpool(_base_de_datos_responde)
    except TimeoutError:
        _log.warning("No thread asked the database within %s seconds", _PATIENCE_S)
    uso = thread_use()
    bien = responde and all(uno.stuck_for < _PATIENCE_S for uno in uso.values())
    told: dict[str, object] = {"estado": "bien" if bien else "mal", "base_de_datos": responde}
    if request.scope.get(LOCAL_CALLER, False):
        told["hilos_libres"] = {para: uno.free for para, uno in uso.items()}
    return JSONResponse(
        told,
        status_code=200 if bien else 503,
        headers={"Cache-Control": "no-store"},
    )
