"""Rows that many tabs are sent: their JSON is written once, not once a tab."""

import json
import secrets
from collections.abc import Iterable, Sequence
from types import SimpleNamespace
from typing import Any, Generic, TypeVar, overload

import reflex as rx
from reflex_base.utils.format import json_dumps
from reflex_base.utils.serializers import serialize

T = TypeVar("T")

# Nobody can write it into their data: it is another one in each process.
_MARCA = secrets.token_hex(16)
_SEPARADORES = (",", ":")


class Escritas(Sequence[T], Generic[T]):
    """A sequence of values that nobody changes, with its JSON."""

    __slots__ = ("_cosas", "_json")

    def __init__(self, cosas: Iterable[T] = ()) -> None:
        self._cosas = tuple(cosas)
        self._json = ""

    @overload
    def __getitem__(self, lugar: int) -> T: ...

    @overload
    def __getitem__(self, lugar: slice) -> tuple[T, ...]: ...

    def __getitem__(self, lugar: int | slice) -> T | tuple[T, ...]:
        """Return one of them, or some."""
        return self._cosas[lugar]

    def __len__(self) -> int:
        return len(self._cosas)

    def __eq__(self, otras: object) -> bool:
        return isinstance(otras, Escritas) and self._cosas == otras._cosas

    def __hash__(self) -> int:
        return hash(self._cosas)

    def __reduce__(self) -> tuple[type["Escritas[T]"], tuple[tuple[T, ...]]]:
        return Escritas, (self._cosas,)

    @property
    def json(self) -> str:
        """What the page is sent."""
        if not self._json:
            self._json = json_dumps(self._cosas, separators=_SEPARADORES)
        return self._json


@rx.serializer
def _valores(escritas: Escritas) -> list:
    """For whoever writes JSON in another way: a sequence like any other."""
    return list(escritas)


def escribir(mensaje: Any, **opciones: Any) -> str:  # noqa: ANN401 (whatever Reflex sends)
    """Write a message to a page as Reflex does, with the JSON of its rows put in as it is."""
    piezas: list[str] = []

    def por_defecto(valor: object) -> object:
        if not isinstance(valor, Escritas):
            return serialize(valor)
        piezas.append(valor.json)
        return f"{_MARCA}{len(piezas)}"

    texto = json_dumps(mensaje, default=por_defecto, **opciones)
    for numero, pieza in enumerate(piezas, start=1):
        texto = texto.replace(f'"{_MARCA}{numero}"', pieza, 1)
    return texto


def por_la_conexion(sio: Any) -> None:  # noqa: ANN401 (its types tell of no other JSON)
    """Have a server of sockets write its messages with `escribir`."""
    sio.packet_class.json = SimpleNamespace(dumps=escribir, loads=json.loads)
