"""A server that knows nothing of a tab does not blank what the page shows."""

import pytest
import reflex as rx

from clientes_app.ui.clientes.drawer import steps as pasos
from clientes_app.ui.clientes.drawer.state import FormularioState
from clientes_app.ui.clientes.lista.state import ListaState


@pytest.fixture(params=[FormularioState, ListaState])
def callado(request: pytest.FixtureRequest) -> rx.State:
    return request.param(_reflex_internal_init=True)


def test_nothing_is_told_of_what_is_not_known(callado: rx.State) -> None:
    assert callado.dict() == {}


def test_the_page_is_built_with_all_of_it(callado: rx.State) -> None:
    assert set(callado.dict(initial=True)) == {callado.get_full_name()}


def test_what_was_said_once_is_told_again() -> None:
    cajon = FormularioState(_reflex_internal_init=True)
    pasos.despejar(cajon)
    assert set(cajon.dict()) == {cajon.get_full_name()}


def test_what_is_said_first_is_sent_whatever_the_page_shows() -> None:
    cajon = FormularioState(_reflex_internal_init=True)
    pasos.despejar(cajon)
    assert {"abierto", "preguntando", "mensaje", "choques", "hallazgos"} <= cajon.dirty_vars
