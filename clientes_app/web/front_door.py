"""What stands before everything else: who calls, by which address, and below which sub-path.

Everything behind it reads the connection as if no proxy stood in front: `client`, `scheme`, `Host`
and `path` are those of the browser, and nothing of what was forwarded is left to believe.
"""

import ipaddress
from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from clientes_app.config import Red, Settings

_FORWARDED: Final = ("forwarded", "x-real-ip", "x-scheme")
_SCHEMES: Final = {"http": "http", "https": "https", "ws": "http", "wss": "https"}
_OF_SOCKETS: Final = {"http": "ws", "https": "wss"}
_LOOPBACK_NAMES: Final = {"localhost", "127.0.0.1", "::1"}

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class FrontDoor:
    """Middleware that makes of a request what the browser sent, before the proxies in front.

    The headers `X-Forwarded-For`, `-Proto` and `-Host` are believed from trusted proxies alone;
    from others they are dropped, since anybody may write them. Where the settings say how browsers
    reach the application, scheme and host are those, whatever a proxy makes of them: but for a
    browser on this very machine, which may also come by its own name for it.
    """

    def __init__(self, app: ASGIApp, *, settings: Settings) -> None:
        """Wrap `app`, whose addresses know no sub-path."""
        self._app = app
        self._proxies = settings.proxies
        self._origin = settings.origen
        self._subpath = settings.subruta

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or open one socket."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        seen = self._as_the_browser_sent_it(scope)
        await self._app(seen, receive, self._with_subpath(send) if self._subpath else send)

    def _as_the_browser_sent_it(self, scope: Scope) -> Scope:
        headers = Headers(raw=scope["headers"])
        client = scope.get("client")
        scheme = _SCHEMES.get(scope.get("scheme", "http"), "http")
        host = headers.get("host", "")
        if client is not None and self._is_trusted(client[0]):
            client = (_caller(client[0], headers, self._proxies), client[1])
            proto = _last(headers, "x-forwarded-proto").lower()
            scheme = _SCHEMES.get(proto, scheme)
            host = _last(headers, "x-forwarded-host") or host
        if self._origin[1] and not _is_on_this_machine(headers, scheme, host):
            scheme, host = self._origin
        kept = [(name, value) for name, value in scope["headers"] if not _is_about_the_way(name)]
        if host:
            kept.append((b"host", host.encode("latin-1", "replace")))
        return {
            **scope,
            "client": client,
            "scheme": scheme if scope["type"] == "http" else _OF_SOCKETS[scheme],
            "headers": kept,
            "path": self._below_subpath(scope["path"]),
        }

    def _is_trusted(self, address: str) -> bool:
        return is_among(address, self._proxies)

    def _below_subpath(self, path: str) -> str:
        # A proxy may hand the address on as it is, or without the sub-path.
        if path == self._subpath:
            return "/"
        return path.removeprefix(self._subpath) if path.startswith(f"{self._subpath}/") else path

    def _with_subpath(self, send: Send) -> Send:
        async def send_with_subpath(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                target = headers.get("location", "")
                if target.startswith("/") and not target.startswith("//"):
                    headers["location"] = self._subpath + target
            await send(message)

        return send_with_subpath


def _is_about_the_way(name: bytes) -> bool:
    text = name.decode("latin-1").lower()
    return text == "host" or text in _FORWARDED or text.startswith("x-forwarded-")


def _last(headers: Headers, name: str) -> str:
    """Return the last of the values: the one that the proxy before us has written."""
    return (headers.getlist(name) or [""])[-1].rpartition(",")[2].strip()


def _caller(peer: str, headers: Headers, proxies: Sequence[Red]) -> str:
    """Return the address that the first proxy was called from.

    Each proxy appends whom it was called by, so the list is read from its end for as long as a
    trusted one says so; what stands before that anybody may have written.
    """
    told = ",".join(headers.getlist("x-forwarded-for")).split(",")
    caller = peer
    for text in reversed(told):
        address = _parsed(text)
        if address is None:
            break
        caller = str(address)
        if not _is_in(address, proxies):
            break
    return caller


def _parsed(text: str) -> _Address | None:
    """Return an address, None for what is none; some proxies write its port too."""
    bare = text.strip().strip('"')
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        address = ipaddress.ip_address(bare.partition("%")[0])
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address


def is_among(address: str, networks: Sequence[Red]) -> bool:
    """Whether an address is one of some networks; what is none is in no network."""
    return _is_in(_parsed(address), networks)


def _is_in(address: _Address | None, networks: Sequence[Red]) -> bool:
    return address is not None and any(address in network for network in networks)


def _is_on_this_machine(headers: Headers, scheme: str, host: str) -> bool:
    """Whether a browser came by a name of this machine: it says so, and nobody else can.

    A page of somebody else's has another origin, and a proxy that calls us by such a name hands
    on the origin of the browser.
    """
    try:
        name = urlsplit(f"//{host}").hostname
    except ValueError:
        return False
    return name in _LOOPBACK_NAMES and headers.get("origin") == f"{scheme}://{host}"
