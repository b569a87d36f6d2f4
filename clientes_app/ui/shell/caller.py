"""For whom a handler acts: the account in use, and the name that changes are signed with."""

import time
from dataclasses import dataclass

import reflex as rx

from clientes_app.live.threads import in_thread
from clientes_app.services.acceso import sesiones
from clientes_app.services.context import Actor
from clientes_app.services.resources import shared_engine
from clientes_app.ui.shell.guard import llamada

# Authority is asked for anew when its revision moved, and after this time in any case: a session
# may also just run out.
_VALE_S = 60.0
_ENTRE_PREGUNTAS_S = 0.5


@dataclass(slots=True)
class _Autoridad:
    """The revision of everybody's authority, as this process last read it."""

    revision: int = -1
    leida: float = float("-inf")


_autoridad = _Autoridad()
_vistas: dict[str, tuple[int, float, sesiones.Identidad]] = {}


async def cuenta_actual() -> int:
    """The id of the account whose data this tab may see. Raises SinSesion."""
    return llamada().identidad.cuenta_id


async def actor_actual() -> Actor:
    """Who answers for what this tab changes. Raises SinSesion."""
    persona = llamada().identidad
    return Actor(
        cuenta_id=persona.cuenta_id,
        quien=persona.nombre,
        origen="formulario",
        usuario_id=persona.usuario_id,
    )


async def sigue_dentro(autoridad: int = -1) -> bool:
    """Whether nothing changed for whoever this task acts for: session, account, role, name.

    For handlers that go on for as long as a page is open; when it is no longer so they return
    `recargar()`. The database is asked only when somebody's authority changed, or once a minute.
    `autoridad` is its revision if that was just read: it may be later than the one known here.
    """
    actual = llamada()
    if autoridad > _autoridad.revision:
        _autoridad.revision, _autoridad.leida = autoridad, time.monotonic()
    return await quien_es(actual.token) == actual.identidad


def recargar() -> rx.event.EventSpec:
    """Load the page anew: what may be seen now is decided there from the start."""
    return rx.call_script("location.reload()")


async def quien_es(token: str) -> sesiones.Identidad | None:
    """Return whose session it is, None when it is nobody's.

    The database is asked only when somebody's authority changed since, or once a minute.
    """
    momento = time.monotonic()
    if momento - _autoridad.leida > _ENTRE_PREGUNTAS_S:
        _autoridad.leida = momento
        _autoridad.revision = await in_thread(sesiones.autoridad, shared_engine())
    revision = _autoridad.revision
    vista = _vistas.get(token)
    if vista is not None and vista[0] == revision and momento - vista[1] <= _VALE_S:
        return vista[2]
    persona = await in_thread(sesiones.identificar, shared_engine(), token)
    _vistas.pop(token, None)
    for viejo in [t for t, (_, cuando, _) in _vistas.items() if momento - cuando > _VALE_S]:
        del _vistas[viejo]
    # Invented tokens are not kept: there is no end of them.
    if persona is not None:
        _vistas[token] = (revision, momento, persona)
    return persona
