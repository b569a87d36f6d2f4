"""The cookie by which a browser says who it is, as every door reads it."""

from http.cookies import CookieError, SimpleCookie
from typing import Final

SESSION_COOKIE: Final = "clientes_sesion"


def session_token(cookies: str) -> str:
    """Return the token of the session out of a header of cookies, "" when there is none."""
    try:
        cookie = SimpleCookie(cookies).get(SESSION_COOKIE)
    except CookieError:
        return ""
    return cookie.value if cookie else ""
