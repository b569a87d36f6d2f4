"""What every handler asks of whoever calls it, and who that is.

Any browser that reaches the socket can call any handler. So each one declares its door under
`@rx.event`; one that declares none is refused, at run time by `porteria` and by a test.
"""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final, TypeVar

from clientes_app.domain.roles import Rol
from clientes_app.services.acceso.sesiones import Identidad

F = TypeVar("F", bound=Callable[..., object])

_MARCA = "__puerta__"


class SinSesion(Exception):
    """A handler asked for whom it acts, and nobody is signed in."""


@dataclass(frozen=True, slots=True)
class Puerta:
    """What a handler asks for: at least this role, or nothing at all."""

    rol: Rol | None


@dataclass(frozen=True, slots=True)
class Llamada:
    """Who calls: the token of the session, and whose it is."""

    token: str
    identidad: Identidad


PUBLICA: Final = None
"""The door of a handler that somebody who is not signed in may call."""

_llamada: ContextVar[Llamada | None] = ContextVar("llamada", default=None)


def puerta(rol: Rol | None) -> Callable[[F], F]:
    """Declare that a handler may be called with at least this role; PUBLICA: by anybody."""

    def marcar(funcion: F) -> F:
        setattr(funcion, _MARCA, Puerta(rol))
        return funcion

    return marcar


def puerta_de(funcion: object) -> Puerta | None:
    """Return what a handler declares, None when it declares nothing."""
    return getattr(funcion, _MARCA, None)


def fijar(llamada: Llamada | None) -> None:
    """Say for whom this task acts from here on."""
    _llamada.set(llamada)


def llamada() -> Llamada:
    """Return for whom this task acts. Raises SinSesion."""
    actual = _llamada.get()
    if actual is None:
        raise SinSesion
    return actual
