"""«Restaurar desde un respaldo»: for whoever holds the link of the first owner, and nobody else.

The file comes as the body of a request, and its link in a header: addresses stand in logs. The
answers are JSON, as those of signing in; assets/restaurar.js sends and reads them.
"""

from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from clientes_app.api.gate import from_here_only
from clientes_app.config import settings
from clientes_app.routes import ENTRAR
from clientes_app.services.acceso import enlaces
from clientes_app.services.resources import shared_engine
from clientes_app.services.respaldo import encargo
from clientes_app.services.respaldo.respaldos import ErrorDeRespaldo

_SIN_GUARDAR: Final = {"Cache-Control": "no-store"}
_LINK_HEADER: Final = "x-clientes-enlace"


@from_here_only
async def subir(request: Request) -> Response:
    """Take a backup and order that it be restored; the answer has the number of the order."""
    token = request.headers.get(_LINK_HEADER, "")
    if not await run_in_threadpool(_may_restore, token):
        return _no("Este enlace ya se usó o venció, o aquí ya no se puede restaurar.", estado=410)
    try:
        number = await _receive(request)
    except ErrorDeRespaldo as error:
        return _no(str(error), estado=422)
    except OSError:
        return _no(
            "El servidor no pudo guardar el archivo: ¿queda espacio en el disco?", estado=507
        )
    return JSONResponse({"numero": number}, status_code=202, headers=_SIN_GUARDAR)


async def como_va(request: Request) -> Response:
    """Say how an order ended, to whoever knows its number; 404 while that is not known."""
    ended = encargo.resultado(settings(), request.query_params.get("numero", ""))
    if ended is None:
        return JSONResponse({"espera": True}, status_code=404, headers=_SIN_GUARDAR)
    said = {"hecho": ended.hecho, "mensaje": ended.mensaje, "destino": ENTRAR}
    return JSONResponse(said, headers=_SIN_GUARDAR)


def _may_restore(token: str) -> bool:
    link = enlaces.ver(shared_engine(), token)
    is_first = link is not None and link.tipo is enlaces.Tipo.PRIMER_PROPIETARIO
    return is_first and encargo.hay_vigia(settings())


async def _receive(request: Request) -> str:
    subida = await run_in_threadpool(encargo.SubidaDeRespaldo, settings())
    with subida:
        async for chunk in request.stream():
            await run_in_threadpool(subida.agregar, chunk)
        return await run_in_threadpool(subida.encargar)


def _no(mensaje: str, *, estado: int) -> Response:
    return JSONResponse({"mensajes": {"": mensaje}}, status_code=estado, headers=_SIN_GUARDAR)
