"""The cookie by which a browser says who it is, as every door reads it."""

from http.cookies import CookieError, SimpleCookie
from typing import Final

GALLETA: Final = "clientes_sesion"


def testigo(galletas: str) -> str:
    """Return the token of the session out of a header of cookies, "" when there is none."""
    try:
        galleta = SimpleCookie(galletas).get(GALLETA)
    except CookieError:
        return ""
    return galleta.value if galleta else ""
