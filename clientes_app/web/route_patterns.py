"""To which of our addresses a path belongs: few names, whatever strangers ask for."""

import re
from functools import cache
from typing import Final

from clientes_app import routes

OTHER: Final = "otra"
"""The name of every address that is none of ours."""

# As pages and as doors of HTTP declare a part that changes.
_PART: Final = re.compile(r"\\\[[a-z]+\\\]|\\\{[a-z]+\\\}")


def pattern_of(path: str) -> str:
    """Return the pattern of an address that has no sub-path, OTHER when it is none of ours."""
    named = routes.cuenta_en(path)
    if named is None:
        return _matched(path)
    rest = _matched(named[1])
    return OTHER if rest == OTHER else routes.CUENTA_DE_ARCHIVOS + rest


def _matched(path: str) -> str:
    bare = path.rstrip("/") or routes.INICIO
    return next((name for name, pattern in _patterns() if pattern.fullmatch(bare)), OTHER)


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    declared = [
        value
        for name, value in vars(routes).items()
        if name.isupper() and isinstance(value, str) and value.startswith("/")
    ]
    return [(pattern, re.compile(_expression(pattern), re.DOTALL)) for pattern in declared]


def _expression(pattern: str) -> str:
    exact = _PART.sub("[^/]+", re.escape(pattern))
    # A folder of files whose names change with each build.
    return f"{exact}.+" if pattern.endswith("/") and pattern != routes.INICIO else exact
