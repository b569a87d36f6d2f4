"""Answers of the HTTP doors: files that are streamed, and refusals that a person can read."""

from collections.abc import AsyncIterator, Generator, Iterable, Iterator
from http import HTTPStatus
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.types import Scope

from clientes_app.config import settings
from clientes_app.observing.request_ids import with_code
from clientes_app.routes import CLIENTES, INICIO, PROCESOS

CHUNK_BYTES = 64 * 1024

_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}

_PAGE = """<!doctype html>
<html lang="es-MX">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>body{{font-family:system-ui,sans-serif;max-width:34rem;margin:15vh auto;\
padding:0 1.5rem;line-height:1.5}}</style>
</head>
<body>
<h1>{title}</h1>
<p>{text}</p>
<p><a href="{target}">{words}</a></p>
</body>
</html>
"""


class SenderStalled(ValueError):
    """Whoever sends a request stopped in the middle of it, and was waited for."""


_OTHER_SENTENCE = "No se pudo atender lo que pidió. Actualice la página e intente de nuevo."
_SENTENCES = {
    400: "No se entendió lo que llegó. Actualice la página e intente de nuevo.",
    403: "Eso no se puede pedir desde aquí. Vuelva a intentarlo desde la aplicación.",
    404: "Esa dirección no existe. Revise que esté completa.",
    405: "Esa dirección no admite ese método. Revise cuáles admite en la cabecera Allow.",
    408: "Lo que se enviaba dejó de llegar. Revise su conexión y envíelo de nuevo.",
    413: "Lo que se envió es demasiado grande. Envíe menos.",
    414: "La dirección es demasiado larga. Acorte lo que busca.",
    415: "El archivo debe enviarse como multipart/form-data, con su separador (boundary).",
    429: "Ya hay varios archivos suyos en camino. Espere a que termine uno e intente de nuevo.",
    431: "Las cabeceras son demasiado largas. Borre las galletas de este sitio e intente de nuevo.",
    500: "Algo falló de nuestro lado. Lo que estaba guardado sigue guardado; intente de nuevo.",
    503: "Hay demasiados archivos en camino. Espere un momento e intente de nuevo.",
}


def in_words(scope: Scope, status: int) -> Response:
    """Refuse a request with that status of HTTP: a page for browsers, JSON for programs.

    The JSON is that of the forms: `mensajes`, of which "" belongs to the form as such.
    """
    text = refusal(status)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        text = with_code(text)
    if "text/html" not in Headers(scope=scope).get("accept", ""):
        return JSONResponse({"mensajes": {"": text}}, status_code=status, headers=_HEADERS)
    return _page(
        status, "No se pudo", text, way_on=("Ir al principio", settings().subruta + INICIO)
    )


def refusal(status: int) -> str:
    """Return what a person is told with that status of HTTP."""
    return _SENTENCES.get(status, _OTHER_SENTENCE)


def not_found() -> Response:
    """A page in Spanish with status 404."""
    return _page(
        404,
        "No encontramos ese archivo",
        "La dirección está incompleta, el proceso ya no existe en esta cuenta, o el archivo "
        "pasó de los días que se conserva.",
        way_on=("Ver estado de los procesos", settings().subruta + PROCESOS),
    )


def forbidden() -> Response:
    """A page in Spanish with status 403."""
    return _page(
        403,
        "No puede hacer eso aquí",
        "Su rol en esta cuenta no lo permite, o lo pidió otro sitio. Vuelva a intentarlo "
        "desde la aplicación, o pida a un propietario de la cuenta que cambie su rol.",
        way_on=("Ir a los clientes", settings().subruta + CLIENTES),
    )


def unavailable() -> Response:
    """A page in Spanish with status 503, for while the database cannot be used."""
    return _page(
        503,
        "La base de datos no responde",
        with_code(
            "Lo que estaba guardado sigue guardado. Intente de nuevo en un momento y, si vuelve a "
            "pasar, avise a quien administra el sistema."
        ),
        way_on=("Intentar de nuevo", ""),
    )


def _page(status: int, title: str, text: str, *, way_on: tuple[str, str]) -> Response:
    """A page of its own, with a link: its words, and where it leads ("" to the same address)."""
    page = _PAGE.format(title=title, text=text, words=way_on[0], target=way_on[1])
    return HTMLResponse(page, status_code=status, headers=_HEADERS)


def content_disposition(name: str) -> str:
    """The value of Content-Disposition for a file of that name (RFC 6266, RFC 8187).

    Old readers get an ASCII name, all others the real one in UTF-8.
    """
    clean = "".join("_" if c in '/\\"' or not c.isprintable() else c for c in name)
    plain = clean.encode("ascii", "replace").decode("ascii").replace("?", "_")
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(clean, safe='')}"


def joined(pieces: Iterable[bytes], size: int = CHUNK_BYTES) -> Generator[bytes]:
    """Join small pieces to chunks of at least `size` bytes: a hop to a thread is not free."""
    buffer = bytearray()
    for piece in pieces:
        buffer += piece
        if len(buffer) >= size:
            yield bytes(buffer)
            buffer.clear()
    if buffer:
        yield bytes(buffer)


async def _all_of(first: bytes, chunks: Iterator[bytes]) -> AsyncIterator[bytes]:
    chunk: bytes | None = first
    while chunk is not None:
        yield chunk
        chunk = await run_in_threadpool(next, chunks, None)


async def download(
    request: Request, pieces: Iterable[bytes], *, name: str, kind: str = "text/csv; charset=utf-8"
) -> Response:
    """Send pieces of bytes as a download, never holding more than a chunk of it.

    The first chunk is made before the answer begins, so that an error is still an
    answer with its own status and not half a file.
    """
    headers = {**_HEADERS, "Content-Disposition": content_disposition(name)}
    chunks = joined(pieces)
    first = await run_in_threadpool(next, chunks, b"")
    if request.method == "HEAD":
        chunks.close()
        response = Response(media_type=kind, headers=headers)
        # The length of what GET would send is not known, and it is not 0.
        del response.headers["content-length"]
        return response
    return StreamingResponse(_all_of(first, chunks), media_type=kind, headers=headers)
