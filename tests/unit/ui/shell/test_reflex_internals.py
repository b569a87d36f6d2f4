"""What we rely on of Reflex's insides holds."""

import pytest
import reflex as rx

from clientes_app.ui.carga.upload.state import SubidaState
from clientes_app.ui.clientes.drawer.memory import Cleared
from clientes_app.ui.clientes.drawer.state import DrawerState, happens
from clientes_app.ui.clientes.lista.state import ListaState
from clientes_app.ui.shell.reflex_internals import (
    HANDLERS_OF_REFLEX,
    full_name,
    registered_handler,
    root_of,
)


@pytest.fixture(params=[DrawerState, ListaState])
def silent(request: pytest.FixtureRequest) -> rx.State:
    return request.param(_reflex_internal_init=True)


def test_nothing_is_told_of_what_is_not_known(silent: rx.State) -> None:
    assert silent.dict() == {}


def test_the_page_is_built_with_all_of_it(silent: rx.State) -> None:
    assert set(silent.dict(initial=True)) == {silent.get_full_name()}


def test_what_was_said_once_is_told_again() -> None:
    drawer = DrawerState(_reflex_internal_init=True)
    happens(drawer, Cleared())
    assert set(drawer.dict()) == {drawer.get_full_name()}


def test_what_is_said_first_is_sent_whatever_the_page_shows() -> None:
    drawer = DrawerState(_reflex_internal_init=True)
    happens(drawer, Cleared())
    assert {"abierto", "preguntas", "mensaje", "choques", "hallazgos"} <= drawer.dirty_vars


def test_what_is_said_again_without_a_change_is_not_sent_again() -> None:
    drawer = DrawerState(_reflex_internal_init=True)
    happens(drawer, Cleared())
    drawer._clean()
    happens(drawer, Cleared())
    assert not drawer.dirty_vars - {"_memory"}


def test_a_handler_is_found_by_the_name_that_the_page_calls_it_by() -> None:
    handler = SubidaState.event_handlers["subir"]
    found = registered_handler(full_name(handler))
    assert found is not None
    assert found.fn is handler.fn
    assert registered_handler("no.existe") is None


def test_reflex_still_has_the_handlers_that_every_page_needs() -> None:
    assert {name for name in HANDLERS_OF_REFLEX if registered_handler(name) is None} == set()


async def test_every_state_of_a_tab_has_the_same_root() -> None:
    root = rx.State(_reflex_internal_init=True)
    assert root_of(await root.get_state(DrawerState)) is root
