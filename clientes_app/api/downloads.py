"""The files that the application hands out."""

import re
from itertools import chain, islice
from pathlib import PurePosixPath

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from clientes_app.api.forms import form_of
from clientes_app.api.gate import from_here_only, requires
from clientes_app.api.responses import download, in_words
from clientes_app.domain import filtros
from clientes_app.domain.cruces import hoy
from clientes_app.domain.revision_sat import SIN_REVISAR
from clientes_app.domain.roles import Rol
from clientes_app.export.clientes_csv import lineas
from clientes_app.export.zip_pieces import zip_pieces
from clientes_app.readers.csv import template
from clientes_app.services.acceso.identity import Caller
from clientes_app.services.carga import procesos
from clientes_app.services.clientes import clientes, elegidos, revision_sat
from clientes_app.services.errors import NoEncontrado
from clientes_app.services.resources import shared_engine

_MOST_BYTES = 256 * 1024
# Greater numbers fit no database's key: they are unknown without asking.
_NUMBER = re.compile(r"[1-9][0-9]{0,17}", re.ASCII)


async def _proceso(request: Request, caller: Caller) -> tuple[int, str]:
    """Return the number of the process that an address names, and its file's name.

    Raises NoEncontrado.
    """
    written = request.path_params["proceso"]
    if not _NUMBER.fullmatch(written):
        raise NoEncontrado
    proceso_id = int(written)
    proceso = await run_in_threadpool(
        procesos.detalle, shared_engine(), caller.cuenta.id, proceso_id
    )
    return proceso_id, proceso.archivo


def _of_account(caller: Caller) -> str:
    """What the name of a file says of its account, for whoever has more than one."""
    return f"{caller.cuenta.nombre_corto}-" if len(caller.identity.cuentas) > 1 else ""


@requires(Rol.LECTOR)
async def clientes_csv(request: Request, caller: Caller) -> Response:
    """«Descargar en .CSV»: the clients of the account under the template's header.

    With a search or filters in the address, which say them as that of the list does, those that
    are found: «Descargar lo encontrado en .CSV». With `etiquetas=si` they stand in a last column.
    """
    texto, acotado = request.query_params.get("q", ""), filtros.leer(request.query_params)
    con_etiquetas = request.query_params.get("etiquetas") == "si"
    filas = clientes.exportar(
        shared_engine(), caller.cuenta.id, texto, acotado, con_etiquetas=con_etiquetas
    )
    what = "clientes-encontrados" if texto or acotado else "clientes"
    pieces = lineas(filas, con_etiquetas=con_etiquetas)
    return await download(request, pieces, name=f"{what}-{_of_account(caller)}{hoy()}.csv")


@from_here_only
@requires(Rol.LECTOR)
async def elegidos_csv(request: Request, caller: Caller) -> Response:
    """«Descargar»: the clients that were chosen in the list, under the template's header."""
    fields = await form_of(request, most=_MOST_BYTES)
    if fields is None:
        return in_words(request.scope, 413)
    ids = [int(one) for one in fields.get("ids", "").split(",") if _NUMBER.fullmatch(one)]
    filas = elegidos.exportar(shared_engine(), caller.cuenta.id, ids)
    name = f"clientes-elegidos-{_of_account(caller)}{hoy()}.csv"
    return await download(request, lineas(filas), name=name)


@requires(Rol.LECTOR)
async def solicitud_sat(request: Request, caller: Caller) -> Response:
    """«Exportar para el SAT»: a .txt for its validator, a .zip when one file does not hold all.

    With `sat=sin_revisar` in the address those whom the SAT has not checked as they are now.
    """
    solo = SIN_REVISAR in filtros.leer(request.query_params).sat
    archivos = revision_sat.exportar(shared_engine(), caller.cuenta.id, solo_sin_revisar=solo)
    primeros = await run_in_threadpool(lambda: list(islice(archivos, 2)))
    name = f"para-el-sat-{_of_account(caller)}{hoy()}"
    if len(primeros) <= 1:
        return await download(request, primeros, name=f"{name}.txt", kind="text/plain")
    nombrados = (
        (revision_sat.nombre_de_solicitud(numero), contenido)
        for numero, contenido in enumerate(chain(primeros, archivos), start=1)
    )
    pieces = zip_pieces(nombrados)
    return await download(request, pieces, name=f"{name}.zip", kind="application/zip")


@requires(Rol.LECTOR)
async def ejemplo_zip(request: Request, _caller: Caller) -> Response:
    """«Ejemplo de Carga Masiva»: template, example, instructions and the SAT's keys."""
    content = await run_in_threadpool(template.zip_de_ejemplo)
    return await download(
        request, [content], name="ejemplo-carga-masiva.zip", kind="application/zip"
    )


@requires(Rol.LECTOR)
async def rechazados_csv(request: Request, caller: Caller) -> Response:
    """«Descargar rechazados»: the refused rows with their «Errores», ready to be mended."""
    proceso_id, archivo = await _proceso(request, caller)
    pieces = procesos.rechazados_csv(shared_engine(), caller.cuenta.id, proceso_id)
    # Of a document too it is a CSV, and is uploaded as it is once it was filled in.
    nombre = archivo if archivo.lower().endswith(".csv") else f"{PurePosixPath(archivo).stem}.csv"
    return await download(request, pieces, name=f"rechazados-{_of_account(caller)}{nombre}")


@requires(Rol.LECTOR)
async def original(request: Request, caller: Caller) -> Response:
    """«Descargar archivo original»: the bytes exactly as they were uploaded."""
    proceso_id, archivo = await _proceso(request, caller)
    pieces = procesos.original(shared_engine(), caller.cuenta.id, proceso_id)
    name = _of_account(caller) + archivo
    return await download(request, pieces, name=name, kind="application/octet-stream")
