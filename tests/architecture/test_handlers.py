"""Every handler that a browser can call, by name.

Whatever event handler a state class has, any browser that reaches the socket can call it, with any
argument, whether or not a button for it is on the page. So a new one is written down here, where
somebody asks for whom it acts and what it does with an argument that no page would send.
"""

import importlib
import inspect
import pkgutil

import pytest
import reflex as rx

import clientes_app.ui
from clientes_app.domain.roles import Rol
from clientes_app.ui.shell.guard import PUBLIC, Permission, permission_of

# What Reflex gives to every class; without automatic setters `setvar` sets nothing of ours.
OF_REFLEX = set(rx.State.event_handlers)
LECTOR, EDITOR, PROPIETARIO = Rol.LECTOR, Rol.EDITOR, Rol.PROPIETARIO
HANDLERS: dict[str, dict[str, Rol | None]] = {
    "AccionState": {
        **dict.fromkeys(("abrir", "confirmar", "deshacer", "elegir_clave", "seguir"), EDITOR),
        "cerrar": LECTOR,
    },
    "AspectoState": {
        **dict.fromkeys(("bajar", "cambiar", "open_page", "poner"), LECTOR),
        **dict.fromkeys(("poner_altura", "subir", "volver_al_principio"), LECTOR),
    },
    "CalidadState": {"follow": LECTOR, "no_son_el_mismo": EDITOR},
    "ArreglosState": {"arreglar": EDITOR, "follow": LECTOR},
    "CargaState": {
        **dict.fromkeys(("descartar", "elegir_blancos", "elegir_existentes", "procesar"), EDITOR),
        **dict.fromkeys(("follow", "say_if_slow"), LECTOR),
    },
    "ConteoState": {"contar": EDITOR},
    "CuentaState": {
        **dict.fromkeys(("guardar", "guardar_nombre_corto"), PROPIETARIO),
        "open_page": LECTOR,
    },
    "DejadosState": dict.fromkeys(("anterior", "open_proceso", "siguiente"), LECTOR),
    "DetalleState": {"follow": LECTOR},
    "DuplicadosState": {
        **dict.fromkeys(("dejar", "elegir", "incluir", "no_son_el_mismo", "unir"), EDITOR),
        "follow": LECTOR,
    },
    "DrawerFollowerState": {"follow": LECTOR},
    "DrawerState": {
        **dict.fromkeys(
            ("open_address", "receive_draft", "take_fix", "type_field", "unfold"), LECTOR
        ),
        "remove_email": EDITOR,
    },
    "EjemploState": {
        **dict.fromkeys(("preguntar", "quitar"), PROPIETARIO),
        "abrir": EDITOR,
        "olvidar": LECTOR,
    },
    "EdicionDeVistasState": dict.fromkeys(
        ("borrar", "devolver", "editar", "guardar", "guardar_cambios", "renombrar"), LECTOR
    ),
    "EtiquetasDeFichaState": dict.fromkeys(("abrir", "agregar", "poner"), EDITOR),
    "EtiquetasState": {
        **dict.fromkeys(("abrir", "borrar", "devolver", "editar", "guardar"), EDITOR),
        **dict.fromkeys(("preguntar", "seguir"), EDITOR),
        "cerrar": LECTOR,
    },
    "EnlaceState": {"open_page": PUBLIC},
    "EntrarState": {"open_page": PUBLIC},
    "FichaState": {
        **dict.fromkeys(("follow", "ver_mas_historial"), LECTOR),
        **dict.fromkeys(("corregir", "deshacer", "restaurar"), EDITOR),
    },
    "FiltrosState": dict.fromkeys(
        ("cambiar", "follow_address", "mostrar", "poner", "poner_desde"), LECTOR
    ),
    "GuardadoState": {
        **dict.fromkeys(("cerrar", "responder"), LECTOR),
        **dict.fromkeys(("decidir", "elegir", "guardar", "posponer", "quedarse"), EDITOR),
        "resolver": EDITOR,
    },
    "HistorialState": dict.fromkeys(("show_older", "toggle"), LECTOR),
    "InicioState": {"mirar": PROPIETARIO},
    "IndicadorState": {"follow": LECTOR},
    "ListaState": {
        **dict.fromkeys(("buscar", "follow", "olvidar"), LECTOR),
        **dict.fromkeys(("borrar", "deshacer", "preguntar"), EDITOR),
    },
    "LlenadoState": dict.fromkeys(
        ("elegir", "mirar", "no_aceptado", "quitar", "resolver", "subir", "ver_todo"), EDITOR
    ),
    "OrdenesState": dict.fromkeys(("confirmar", "dejar", "preguntar"), EDITOR),
    "PaletaState": {"buscar": LECTOR},
    "PapeleraState": {**dict.fromkeys(("buscar", "follow"), LECTOR), "restaurar": EDITOR},
    "PerfilState": dict.fromkeys(
        ("cerrar_sesion", "guardar_clave", "guardar_nombre", "open_page", "preguntar"), LECTOR
    ),
    "PresenciaState": {"follow": LECTOR},
    "ProblemasState": dict.fromkeys(
        (
            *("anterior", "elegir_columna", "elegir_gravedad", "elegir_tipo"),
            *("open_proceso", "quitar_filtros", "read_again", "siguiente"),
        ),
        LECTOR,
    ),
    "ProcesosState": {"follow": LECTOR},
    # Who does not own the account is told nothing.
    "RespaldoState": {"open_page": LECTOR},
    "RespuestaState": {**dict.fromkeys(("no_aceptado", "subir"), EDITOR), "olvidar": LECTOR},
    "RfcPropioState": {"guardar": PROPIETARIO, "open_page": LECTOR},
    "RestauracionState": dict.fromkeys(("pedir", "responder"), EDITOR),
    "SeleccionState": {
        "elegir_con_aviso": EDITOR,
        **dict.fromkeys(("elegir", "elegir_encontrados", "elegir_pagina"), LECTOR),
        **dict.fromkeys(("empezar", "open_page", "quitar"), LECTOR),
    },
    "SubidaState": {
        **dict.fromkeys(("avanzar", "cancelado", "empezar", "no_aceptado", "subir"), EDITOR),
        "open_page": LECTOR,
    },
    "TabState": {},
    "UnionesState": {"separar": EDITOR},
    "VistasState": dict.fromkeys(("elegir", "follow_address", "mostrar", "seguir"), LECTOR),
    "UsuariosState": {
        **dict.fromkeys(
            ("anular", "hacer_enlace", "invitar", "preguntar", "responder"), PROPIETARIO
        ),
        # Who does not own the account is told so by the page.
        "open_page": LECTOR,
    },
}


def _states() -> dict[str, type[rx.State]]:
    for module in pkgutil.walk_packages(clientes_app.ui.__path__, "clientes_app.ui."):
        importlib.import_module(module.name)
    return {
        state.__name__: state
        for state in rx.State.__subclasses__()
        if state.__module__.startswith("clientes_app.")
    }


STATES = _states()


def test_every_handler_is_written_down() -> None:
    found = {name: set(state.event_handlers) - OF_REFLEX for name, state in STATES.items()}
    assert found == {name: set(handlers) for name, handlers in HANDLERS.items()}


@pytest.mark.parametrize("state", STATES.values(), ids=STATES.keys())
def test_every_handler_requires_what_is_written_down(state: type[rx.State]) -> None:
    for name, rol in HANDLERS[state.__name__].items():
        assert permission_of(state.event_handlers[name].fn) == Permission(rol), name


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


LARGEST_STATE = {"lines": 130, "vars": 9, "handlers": 8}


@pytest.mark.parametrize("state", STATES.values(), ids=STATES.keys())
def test_a_state_can_be_taken_in_at_a_glance(state: type[rx.State]) -> None:
    size = {
        "lines": len(inspect.getsource(state).splitlines()),
        "vars": len(set(state.base_vars) - set(rx.State.base_vars)),
        "handlers": len(HANDLERS[state.__name__]),
    }
    assert {what for what, count in size.items() if count > LARGEST_STATE[what]} == set()
