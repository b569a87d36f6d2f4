"""The cookies by which a browser says who it is, as every door reads and names them."""

import re
from dataclasses import dataclass
from typing import Final

from clientes_app.config import settings

SESSION_COOKIE: Final = "clientes_sesion"
"""Holds the token of a session. Behind TLS its name has a prefix: see `cookie_place`."""

BROWSER_COOKIE: Final = "clientes_navegador"
"""Holds the token of a browser in which somebody has signed in before; it outlives sessions."""

_PREFIXES: Final = ("__Host-", "__Secure-")
_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{1,128}", re.ASCII)


@dataclass(frozen=True, slots=True)
class CookiePlace:
    """Under which name and for which addresses a cookie is set."""

    name: str
    path: str
    secure: bool


def cookie_place(cookie: str, *, scheme: str) -> CookiePlace:
    """Return where one of our cookies stands, for a request that came by that scheme.

    The public address decides whether it is for TLS only, the request where none is set.
    Behind TLS a browser accepts the name from TLS alone: `__Host-` also from this host alone, but
    demands the path `/`; an installation below a sub-path, which may have neighbours on its host,
    keeps to its own path with `__Secure-`. Source: RFC 6265bis, section 4.1.3.
    """
    subpath = settings().subruta
    secure = (settings().origen[0] or scheme) == "https"
    prefix = _PREFIXES[1 if subpath else 0] if secure else ""
    return CookiePlace(name=prefix + cookie, path=subpath or "/", secure=secure)


def session_token(cookies: str) -> str:
    """Return the token of the session out of a header of cookies, "" when there is none."""
    return token_in(cookies, SESSION_COOKIE)


def token_in(cookies: str, cookie: str) -> str:
    """Return the token in one of our cookies, "" when there is none.

    Other cookies of the same host are none of our business and may be written in any way; hence no
    parser of the whole header, which would give up at the first odd one. Of two by one name the
    first counts: browsers send the one of the longer path first.
    """
    pairs = [pair.partition("=") for pair in cookies.split(";")]
    found = {name.strip(): value.strip() for name, _, value in reversed(pairs)}
    token = next((found[name] for name in _names(cookie) if name in found), "")
    return token if _TOKEN.fullmatch(token) else ""


def _names(cookie: str) -> tuple[str, ...]:
    own = cookie_place(cookie, scheme="https").name
    # Where TLS is certain, a cookie without prefix may have been planted by whoever has no TLS.
    return (own,) if settings().origen[0] == "https" else (own, cookie)
