"""Rows written once as JSON: the page receives what it would have received."""

import json
import pickle
from dataclasses import dataclass

import pytest
from reflex.state import StateUpdate
from reflex_base.utils.format import json_dumps

from clientes_app.ui.shell import prewritten_rows
from clientes_app.ui.shell.prewritten_rows import Escritas, escribir


@dataclass(frozen=True)
class Fila:
    """A row."""

    id: int
    nombre: str


FILAS = (Fila(1, 'ÑANDÚ "S"'), Fila(2, "línea\nnueva \u2028"))


def test_a_message_is_the_same_as_without_the_shortcut() -> None:
    def mensaje(filas: object, otras: object) -> list[object]:
        return ["event", StateUpdate(delta={"lista": {"filas": filas, "más": otras, "texto": "x"}})]

    opciones = {"separators": (",", ":")}
    corta = escribir(mensaje(Escritas(FILAS), Escritas()), **opciones)
    assert corta == json_dumps(mensaje(list(FILAS), []), **opciones)


def test_many_in_one_message_keep_their_places() -> None:
    juntas = {str(n): Escritas([Fila(n, "x")]) for n in range(12)}
    assert json.loads(escribir(juntas)) == {str(n): [{"id": n, "nombre": "x"}] for n in range(12)}


def test_the_rows_are_written_once(monkeypatch: pytest.MonkeyPatch) -> None:
    filas, veces = Escritas(FILAS), []

    def contar(valor: object, **opciones: object) -> str:
        veces.append(valor)
        return json.dumps([])

    monkeypatch.setattr(prewritten_rows, "json_dumps", contar)
    assert [filas.json for _ in range(3)] == ["[]"] * 3
    assert veces == [FILAS]


def test_it_is_a_sequence_like_any_other() -> None:
    filas = Escritas(FILAS)
    assert (len(filas), filas[1], list(filas), filas[:1]) == (2, FILAS[1], [*FILAS], FILAS[:1])
    assert filas == Escritas(FILAS) != Escritas(FILAS[:1])
    assert hash(filas) == hash(Escritas(FILAS))
    assert pickle.loads(pickle.dumps(filas)) == filas  # noqa: S301 - our own
    assert json_dumps({"filas": filas}) == json_dumps({"filas": list(FILAS)})
