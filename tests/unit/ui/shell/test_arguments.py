"""What a handler takes is compared with what came, exactly."""

import pytest
import reflex as rx

from clientes_app.ui.shell.arguments import ForeignArguments, check_arguments


class _State:
    def borrar(self, cliente_id: int, *, seguro: bool = False) -> None:
        """Take a number and a switch."""

    def guardar(self, datos: dict[str, str], orden: str | list[str]) -> None:
        """Take a form and one or several texts."""


def _handler(nombre: str) -> rx.event.EventHandler:
    return rx.event.EventHandler(fn=getattr(_State, nombre))


@pytest.mark.parametrize(
    "argumentos",
    [{"cliente_id": 7}, {"cliente_id": 7, "seguro": True}],
)
def test_what_is_declared_passes(argumentos: dict[str, object]) -> None:
    check_arguments(_handler("borrar"), argumentos)
    check_arguments(_handler("guardar"), {"datos": {"rfc": "X"}, "orden": ["a", "b"]})


def test_a_form_as_the_page_sends_it_passes() -> None:
    campos = {"__reflex_form_data__": [["rfc", "X"], ["nombre", "Y"]]}
    check_arguments(_handler("guardar"), {"datos": campos, "orden": "a"})


@pytest.mark.parametrize(
    ("nombre", "argumentos"),
    [
        ("borrar", {}),
        ("borrar", {"cliente_id": "7"}),
        ("borrar", {"cliente_id": True}),
        ("borrar", {"cliente_id": 7.5}),
        ("borrar", {"cliente_id": None}),
        ("borrar", {"cliente_id": 7, "seguro": 1}),
        ("borrar", {"cliente_id": 7, "cuenta_id": 2}),
        ("guardar", {"datos": ["rfc"], "orden": "a"}),
        ("guardar", {"datos": {"rfc": 5}, "orden": "a"}),
        ("guardar", {"datos": {"rfc": {"$ne": ""}}, "orden": "a"}),
        ("guardar", {"datos": {}, "orden": [1]}),
        ("guardar", {"datos": {"__reflex_form_data__": [["rfc"]]}, "orden": "a"}),
        ("guardar", {"datos": {"__reflex_form_data__": 5}, "orden": "a"}),
        ("guardar", {"datos": {"__reflex_form_data__": [["rfc", {"x": 1}]]}, "orden": "a"}),
    ],
)
def test_anything_else_is_refused(nombre: str, argumentos: dict[str, object]) -> None:
    with pytest.raises(ForeignArguments):
        check_arguments(_handler(nombre), argumentos)
