"""What every handler asks of whoever calls it.

Any browser that reaches the socket can call any handler. So each one declares under `@rx.event`
what it requires; one that declares nothing is refused, at run time by `gate` and by a test.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeVar

from clientes_app.domain.roles import Rol

F = TypeVar("F", bound=Callable[..., object])

_MARK = "__permission__"

PUBLIC: Final = None
"""What a handler requires that somebody who is not signed in may call."""


@dataclass(frozen=True, slots=True)
class Permission:
    """What a handler requires: at least this role, or nothing at all."""

    rol: Rol | None


def requires(rol: Rol | None) -> Callable[[F], F]:
    """Declare that a handler may be called with at least this role; PUBLIC: by anybody."""

    def mark(function: F) -> F:
        setattr(function, _MARK, Permission(rol))
        return function

    return mark


def permission_of(function: object) -> Permission | None:
    """Return what a handler declares, None when it declares nothing."""
    return getattr(function, _MARK, None)
