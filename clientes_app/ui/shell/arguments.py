"""What a handler takes: arguments made by hand are refused before it sees them."""

from collections.abc import Mapping
from functools import cache
from inspect import Parameter, signature
from typing import Any

from pydantic import ConfigDict, TypeAdapter, ValidationError
from reflex_base.event import EventHandler
from reflex_base.utils.form import form_data_as_dict

# An upload hands over an object of Reflex's own.
_CON_CLASES = ConfigDict(arbitrary_types_allowed=True)


class ArgumentosAjenos(Exception):
    """What came is not what the handler takes."""


@cache
def _esperados(funcion: Any) -> dict[str, tuple[TypeAdapter[Any], bool]]:  # noqa: ANN401 (any handler)
    """The arguments of a handler after `self`: their types, and whether they must be there."""
    propios = list(signature(funcion, eval_str=True).parameters.values())[1:]
    return {
        parametro.name: (
            TypeAdapter(parametro.annotation, config=_CON_CLASES),
            parametro.default is Parameter.empty,
        )
        for parametro in propios
    }


def comprobar(handler: EventHandler, argumentos: Mapping[str, object]) -> None:
    """Compare what came with what the handler declares, exactly. Raises ArgumentosAjenos."""
    esperados = _esperados(handler.fn)
    faltan = {nombre for nombre, (_, debe) in esperados.items() if debe} - set(argumentos)
    if faltan or set(argumentos) - set(esperados):
        raise ArgumentosAjenos
    for nombre, valor in argumentos.items():
        try:
            # A form sends its fields as a list of pairs, which Reflex makes a mapping of.
            esperados[nombre][0].validate_python(form_data_as_dict(valor), strict=True)
        except (ValidationError, TypeError, ValueError) as error:
            raise ArgumentosAjenos(nombre) from error
