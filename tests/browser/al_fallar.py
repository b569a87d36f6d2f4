"""What is told of a failed browser test: what its pages show and its server's last words.

A fault that shows once in many runs can only be understood by what was on the screen then.
"""

import contextlib

from playwright.sync_api import Browser, Error, Page

_RENGLONES = 60


def pantallas(navegador: Browser) -> str:
    """Every page that is open, as its address and the tree that a screen reader is given."""
    paginas = [page for contexto in navegador.contexts for page in contexto.pages]
    return "\n\n".join(f"{page.url}\n{_arbol(page)}" for page in paginas)


def _arbol(page: Page) -> str:
    with contextlib.suppress(Error):
        return page.locator("body").aria_snapshot(timeout=5_000)
    return "(the page does not answer)"


def ultimas(dicho: str) -> str:
    """The last lines of what a server said."""
    return "\n".join(dicho.splitlines()[-_RENGLONES:])
