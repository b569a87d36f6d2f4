"""Every door that a browser has into the application, by name.

Whatever event handler a state class has, any browser that reaches the socket can call it, with any
argument, whether or not a button for it is on the page. So a new one is written down here, where
somebody asks for whom it acts and what it does with an argument that no page would send.
"""

import importlib
import pkgutil

import pytest
import reflex as rx

import clientes_app.state

# What Reflex gives to every class; without automatic setters `setvar` sets nothing of ours.
OF_REFLEX = set(rx.State.event_handlers)
HANDLERS = {
    "CargaState": {"elegir_blancos", "elegir_existentes", "procesar", "seguir"},
    "DetalleState": {"seguir"},
    "FormularioState": {
        *("abrir", "aplicar", "cerrar", "guardar", "mostrar", "resolver", "responder", "revisar"),
    },
    "IndicadorState": {"seguir"},
    "ListaState": {"borrar", "buscar", "deshacer", "olvidar", "preguntar", "seguir"},
    "PapeleraState": {"restaurar", "seguir"},
    "ProblemasState": {
        *("abrir", "anterior", "elegir_columna", "elegir_gravedad", "elegir_tipo"),
        *("quitar_filtros", "siguiente"),
    },
    "ProcesosState": {"cancelar", "deshacer", "seguir"},
    "SubidaState": {"avanzar", "cancelado", "no_aceptado", "subir"},
}


def _states() -> dict[str, type[rx.State]]:
    for module in pkgutil.iter_modules(clientes_app.state.__path__):
        importlib.import_module(f"clientes_app.state.{module.name}")
    return {
        state.__name__: state
        for state in rx.State.__subclasses__()
        if state.__module__.startswith("clientes_app.")
    }


STATES = _states()


def test_every_handler_is_written_down() -> None:
    found = {name: set(state.event_handlers) - OF_REFLEX for name, state in STATES.items()}
    assert found == HANDLERS


def test_no_state_sets_its_variables_by_itself_from_the_page() -> None:
    assert not rx.config.get_config().state_auto_setters


@pytest.mark.parametrize("state", STATES.values(), ids=STATES.keys())
def test_a_state_inherits_from_no_state_of_ours(state: type[rx.State]) -> None:
    assert state.__bases__ == (rx.State,)
    assert not state.__subclasses__()


@pytest.mark.parametrize("state", STATES.values(), ids=STATES.keys())
def test_a_handler_says_what_it_does(state: type[rx.State]) -> None:
    silent = [name for name in HANDLERS[state.__name__] if not getattr(state, name).fn.__doc__]
    assert not silent
