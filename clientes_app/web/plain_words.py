"""What goes wrong before anything of ours is reached is still answered in Spanish."""

import logging

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from clientes_app.api.responses import SenderStalled, in_words

_log = logging.getLogger(__name__)


class PlainWords:
    """Middleware that answers in words of ours what a library refuses in English.

    Those answers are plain text («Method Not Allowed», «Internal Server Error»), ours never.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Wrap `app`."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer = _Answer(scope, receive, send)
        try:
            await self._app(scope, receive, answer.send)
        except SenderStalled:
            await answer.refuse(408)
        except Exception:  # noqa: BLE001 - whatever it was, it is logged and told
            _log.exception("A request failed")
            await answer.refuse(500)


class _Answer:
    """The answer to one request, on its way out."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._scope = scope
        self._receive = receive
        self._send = send
        self._has_begun = False
        self._is_replaced = False

    async def send(self, message: Message) -> None:
        """Send a part of it, or ours in its place."""
        if self._is_replaced:
            return
        if message["type"] == "http.response.start" and is_foreign(message):
            headers = [one for one in message["headers"] if one[0].lower() == b"allow"]
            await self.refuse(message["status"], headers)
            return
        self._has_begun = True
        await self._send(message)

    async def refuse(self, status: int, headers: list[tuple[bytes, bytes]] | None = None) -> None:
        """Answer in words with that status, if no other answer has begun."""
        if not self._has_begun:
            self._has_begun = self._is_replaced = True
            answer = in_words(self._scope, status)
            answer.raw_headers.extend(headers or ())
            await answer(self._scope, self._receive, self._send)


def is_foreign(start: Message) -> bool:
    """Whether the beginning of an answer is that of a refusal in plain text."""
    types = [value for name, value in start["headers"] if name.lower() == b"content-type"]
    is_text = not types or types[0].startswith(b"text/plain")
    return start["status"] >= 400 and is_text  # noqa: PLR2004 (HTTP's errors)
