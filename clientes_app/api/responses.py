"""Answers of the HTTP doors: files that are streamed, and a 404 that a person can read."""

from collections.abc import AsyncIterator, Generator, Iterable, Iterator
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response, StreamingResponse

from clientes_app.routes import CLIENTES, PROCESOS

TAMANO_TROZO = 64 * 1024

_CABECERAS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}

_PAGINA = """<!doctype html>
<html lang="es-MX">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{titulo}</title>
<style>body{{font-family:system-ui,sans-serif;max-width:34rem;margin:15vh auto;\
padding:0 1.5rem;line-height:1.5}}</style>
</head>
<body>
<h1>{titulo}</h1>
<p>{texto}</p>
<p><a href="{destino}">{enlace}</a></p>
</body>
</html>
"""


def no_encontrado() -> Response:
    """A page in Spanish with status 404."""
    pagina = _PAGINA.format(
        titulo="No encontramos ese archivo",
        texto="La dirección está incompleta, el proceso ya no existe en esta cuenta, o el archivo "
        "pasó de los días que se conserva.",
        destino=PROCESOS,
        enlace="Ver estado de los procesos",
    )
    return HTMLResponse(pagina, status_code=404, headers=_CABECERAS)


def prohibido() -> Response:
    """A page in Spanish with status 403."""
    pagina = _PAGINA.format(
        titulo="No puede hacer eso aquí",
        texto="Su rol en esta cuenta no lo permite, o lo pidió otro sitio. Vuelva a intentarlo "
        "desde la aplicación, o pida a un propietario de la cuenta que cambie su rol.",
        destino=CLIENTES,
        enlace="Ir a los clientes",
    )
    return HTMLResponse(pagina, status_code=403, headers=_CABECERAS)


def disposicion(nombre: str) -> str:
    """The value of Content-Disposition for a file of that name (RFC 6266, RFC 8187).

    Old readers get an ASCII name, all others the real one in UTF-8.
    """
    limpio = "".join("_" if c in '/\\"' or not c.isprintable() else c for c in nombre)
    ascii_ = limpio.encode("ascii", "replace").decode("ascii").replace("?", "_")
    return f"attachment; filename=\"{ascii_}\"; filename*=UTF-8''{quote(limpio, safe='')}"


def agrupar(piezas: Iterable[bytes], tamano: int = TAMANO_TROZO) -> Generator[bytes]:
    """Join small pieces to chunks of at least `tamano` bytes: a hop to a thread is not free."""
    bufer = bytearray()
    for pieza in piezas:
        bufer += pieza
        if len(bufer) >= tamano:
            yield bytes(bufer)
            bufer.clear()
    if bufer:
        yield bytes(bufer)


async def _siguientes(primero: bytes, trozos: Iterator[bytes]) -> AsyncIterator[bytes]:
    trozo: bytes | None = primero
    while trozo is not None:
        yield trozo
        trozo = await run_in_threadpool(next, trozos, None)


async def archivo(
    request: Request, piezas: Iterable[bytes], *, nombre: str, tipo: str = "text/csv; charset=utf-8"
) -> Response:
    """Send pieces of bytes as a download, never holding more than a chunk of it.

    The first chunk is made before the answer begins, so that an error is still an
    answer with its own status and not half a file.
    """
    cabeceras = {**_CABECERAS, "Content-Disposition": disposicion(nombre)}
    trozos = agrupar(piezas)
    primero = await run_in_threadpool(next, trozos, b"")
    if request.method == "HEAD":
        trozos.close()
        respuesta = Response(media_type=tipo, headers=cabeceras)
        # The length of what GET would send is not known, and it is not 0.
        del respuesta.headers["content-length"]
        return respuesta
    return StreamingResponse(_siguientes(primero, trozos), media_type=tipo, headers=cabeceras)
