"""The files that the application hands out."""

import re
from datetime import datetime, timedelta, timezone

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from clientes_app.api.gate import requires
from clientes_app.api.responses import archivo
from clientes_app.domain.roles import Rol
from clientes_app.export.clientes_csv import lineas
from clientes_app.readers.csv import template
from clientes_app.services.acceso.identity import Caller
from clientes_app.services.carga import procesos
from clientes_app.services.clientes import clientes
from clientes_app.services.errors import NoEncontrado
from clientes_app.services.resources import shared_engine

# Central Mexico has kept UTC-6 all year since the Ley de los Husos Horarios of 2022-10-30.
_HORA_DEL_CENTRO = timezone(timedelta(hours=-6))
# Greater numbers fit no database's key: they are unknown without asking.
_NUMERO = re.compile(r"[1-9][0-9]{0,17}", re.ASCII)


def _proceso_id(request: Request) -> int:
    texto = request.path_params["proceso"]
    if not _NUMERO.fullmatch(texto):
        raise NoEncontrado
    return int(texto)


def _de(caller: Caller) -> str:
    """What the name of a file says of its account, for whoever has more than one."""
    return f"{caller.cuenta.nombre_corto}-" if len(caller.identity.cuentas) > 1 else ""


@requires(Rol.LECTOR)
async def clientes_csv(request: Request, caller: Caller) -> Response:
    """«Descargar en .CSV»: the clients of the account under the template's header.

    With `q` in the address those that this search finds: «Descargar lo encontrado en .CSV».
    """
    texto = request.query_params.get("q", "")
    filas = clientes.exportar(shared_engine(), caller.cuenta.id, texto)
    hoy = datetime.now(tz=_HORA_DEL_CENTRO).date()
    que = "clientes-encontrados" if texto else "clientes"
    return await archivo(request, lineas(filas), nombre=f"{que}-{_de(caller)}{hoy}.csv")


@requires(Rol.LECTOR)
async def ejemplo_zip(request: Request, _caller: Caller) -> Response:
    """«Ejemplo de Carga Masiva»: template, example, instructions and the SAT's keys."""
    contenido = await run_in_threadpool(template.zip_de_ejemplo)
    return await archivo(
        request, [contenido], nombre="ejemplo-carga-masiva.zip", tipo="application/zip"
    )


@requires(Rol.LECTOR)
async def rechazados_csv(request: Request, caller: Caller) -> Response:
    """«Descargar rechazados»: the refused rows with their «Errores», ready to be mended."""
    proceso_id = _proceso_id(request)
    proceso = await run_in_threadpool(
        procesos.detalle, shared_engine(), caller.cuenta.id, proceso_id
    )
    piezas = procesos.rechazados_csv(shared_engine(), caller.cuenta.id, proceso_id)
    return await archivo(request, piezas, nombre=f"rechazados-{_de(caller)}{proceso.archivo}")


@requires(Rol.LECTOR)
async def original(request: Request, caller: Caller) -> Response:
    """«Descargar archivo original»: the bytes exactly as they were uploaded."""
    proceso_id = _proceso_id(request)
    proceso = await run_in_threadpool(
        procesos.detalle, shared_engine(), caller.cuenta.id, proceso_id
    )
    piezas = procesos.original(shared_engine(), caller.cuenta.id, proceso_id)
    nombre = _de(caller) + proceso.archivo
    return await archivo(request, piezas, nombre=nombre, tipo="application/octet-stream")
