"""What the forms of a person and of an account do when they are saved."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import reflex as rx

from clientes_app.domain.problemas import Problema
from clientes_app.live.threads import in_thread
from clientes_app.services.acceso.identity import callers
from clientes_app.services.errors import CredencialesInvalidas, CuentaRepetida, DatosInvalidos
from clientes_app.ui.shell.caller import current_caller, set_caller
from clientes_app.ui.shell.messages import say_done
from clientes_app.ui.shell.tab import TabState


async def save(
    state: rx.State,
    accion: Callable[[], object],
    *,
    hecho: str,
    lugares: Mapping[str, str] = MappingProxyType({}),
    say: Callable[[str], rx.event.EventSpec] = say_done,
) -> rx.event.EventSpec:
    """Do it and `say` so, or put what is wrong beside the fields (`errores` of the state).

    `lugares` has the fields that the form calls otherwise. The focus goes to the first wrong one.
    From here on the handler acts for the person and the account as they are called now.
    """
    try:
        await in_thread(accion)
    except DatosInvalidos as error:
        state.errores = sentences(error.problemas, lugares)
    except CuentaRepetida:
        state.errores = {"cuenta": "Ya hay una cuenta con ese nombre. Escriba otro."}
    except CredencialesInvalidas:
        state.errores = {"actual": "Esa no es su contraseña actual."}
    else:
        state.errores = {}
        await _show_anew(state)
        return say(hecho)
    return rx.set_focus(f"campo-{next(iter(state.errores))}")


async def _show_anew(state: rx.State) -> None:
    """Show on the frame, which names the person and the account, what has just been saved."""
    caller, tab = current_caller(), await state.get_state(TabState)
    signed_in = await in_thread(callers.find, caller.token)
    now = signed_in and signed_in.numbered(caller.cuenta.id)
    if now is not None:
        set_caller(now)
        tab._show(signed_in, now)  # noqa: SLF001 (no handler)


def sentences(
    problemas: tuple[Problema, ...], lugares: Mapping[str, str] = MappingProxyType({})
) -> dict[str, str]:
    """Return what is wrong with each field, under the name that the form has for it."""
    return {
        lugares.get(problema.campo or "", problema.campo or ""): problema.frase
        for problema in problemas
    }
