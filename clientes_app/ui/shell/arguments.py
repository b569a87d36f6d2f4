"""What a handler takes: arguments made by hand are refused before it sees them."""

from collections.abc import Mapping
from functools import cache
from inspect import Parameter, signature
from typing import Any

from pydantic import ConfigDict, TypeAdapter, ValidationError

from clientes_app.ui.shell.reflex_internals import EventHandler, form_data_as_dict

# An upload hands over an object of Reflex's own.
_WITH_CLASSES = ConfigDict(arbitrary_types_allowed=True)


class ForeignArguments(Exception):
    """What came is not what the handler takes."""


@cache
def expected_arguments(function: Any) -> dict[str, tuple[TypeAdapter[Any], bool]]:  # noqa: ANN401 (any handler)
    """The arguments of a handler after `self`: their types, and whether they must be there."""
    own = list(signature(function, eval_str=True).parameters.values())[1:]
    return {
        parameter.name: (
            TypeAdapter(parameter.annotation, config=_WITH_CLASSES),
            parameter.default is Parameter.empty,
        )
        for parameter in own
    }


def check_arguments(handler: EventHandler, arguments: Mapping[str, object]) -> None:
    """Compare what came with what the handler declares, exactly. Raises ForeignArguments."""
    expected = expected_arguments(handler.fn)
    missing = {name for name, (_, needed) in expected.items() if needed} - set(arguments)
    if missing or set(arguments) - set(expected):
        raise ForeignArguments
    for name, value in arguments.items():
        try:
            # A form sends its fields as a list of pairs, which Reflex makes a mapping of.
            expected[name][0].validate_python(form_data_as_dict(value), strict=True)
        except (ValidationError, TypeError, ValueError) as error:
            raise ForeignArguments(name) from error
