"""What a form of a page sends, as the browser writes it."""

from urllib.parse import parse_qsl

from starlette.requests import Request


async def form_of(request: Request, *, most: int) -> dict[str, str] | None:
    """Return the fields of a form, None when it is larger than `most` bytes."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > most:
            return None
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
