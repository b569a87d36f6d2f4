"""Whether this web process can serve people, and how everything around it is."""

import asyncio
import logging
from datetime import datetime
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from clientes_app.live.threads import in_thread, thread_use
from clientes_app.services import readiness
from clientes_app.services.readiness import Readiness
from clientes_app.services.resources import DatabaseFault, shared_engine
from clientes_app.worker.number import living_workers

_log = logging.getLogger(__name__)

LOCAL_CALLER: Final = "clientes.local_caller"
"""Where the scope of a request says that it comes from this machine and through no proxy."""

_PATIENCE_S: Final = 5.0
_MAL: Final = "mal"


async def listo(request: Request) -> Response:
    """Status 200 when this process can serve people, else 503.

    A worker that is missing is no reason to send people to another replica, where it is missing
    too: `estado` is then «con avisos». Whoever asks from this machine is told everything, anybody
    else `estado` alone.
    """
    found = await _look()
    estado = _estado(found)
    told: dict[str, Any] = {"estado": estado}
    if found is not None and request.scope.get(LOCAL_CALLER, False):
        told |= _as_json(found)
        told["hilos_libres"] = {purpose: use.free for purpose, use in thread_use().items()}
    return JSONResponse(
        told, status_code=503 if estado == _MAL else 200, headers={"Cache-Control": "no-store"}
    )


def _estado(found: Readiness | None) -> str:
    if found is None or not found.base_de_datos:
        return _MAL
    return "con avisos" if found.avisos else "bien"


async def _look() -> Readiness | None:
    """Look in a thread; None when no thread or no database answers in time."""
    try:
        async with asyncio.timeout(_PATIENCE_S):
            return await in_thread(_look_now)
    except TimeoutError:
        _log.warning("Nothing could be said of the installation within %s seconds", _PATIENCE_S)
        return None
    except DatabaseFault:
        _log.exception("The database cannot be used")
        return None


def _look_now() -> Readiness:
    return readiness.look(shared_engine(), workers=living_workers)


def _as_json(found: Readiness) -> dict[str, Any]:
    return {
        "avisos": found.avisos,
        "version": found.version,
        "base_de_datos": {"responde": found.base_de_datos, "motor": found.motor},
        "workers": [
            {
                "nombre": worker.nombre,
                "desde": _moment(worker.desde),
                "ultima_senal": _moment(worker.ultima_senal),
            }
            for worker in found.workers
        ],
        "cola": {"en_espera": found.en_espera, "en_marcha": found.en_marcha},
        "ultimo_respaldo": found.ultimo_respaldo and _moment(found.ultimo_respaldo),
    }


def _moment(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
