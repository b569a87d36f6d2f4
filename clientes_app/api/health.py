"""Whether the web half is alive and its database answers."""

import logging

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from clientes_app.services.acceso.cuentas import lista
from clientes_app.services.resources import shared_engine

_log = logging.getLogger(__name__)


def _base_de_datos_responde() -> bool:
    try:
        lista(shared_engine())
    except Exception:  # noqa: BLE001 - whatever a driver raises, the answer is no
        _log.exception("The database does not answer")
        return False
    return True


async def salud(_request: Request) -> Response:
    """Status 200 when the database answers, else 503; for health checks, without any data."""
    responde = await run_in_threadpool(_base_de_datos_responde)
    return JSONResponse(
        {"estado": "bien" if responde else "mal", "base_de_datos": responde},
        status_code=200 if responde else 503,
        headers={"Cache-Control": "no-store"},
    )
