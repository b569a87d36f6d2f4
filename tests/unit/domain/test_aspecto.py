"""How somebody sees the list: what is kept of it is read again, what is wrong was never said."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientes_app.domain.aspecto import (
    AL_PRINCIPIO,
    COLUMNAS,
    INICIAL,
    Aspecto,
    escribir,
    leer,
)

CUALQUIERA = st.builds(
    Aspecto,
    orden=st.permutations(COLUMNAS).map(tuple),
    puestas=st.frozensets(st.sampled_from(COLUMNAS)),
    compacta=st.booleans(),
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(COLUMNAS),
    lambda dentro: (
        st.lists(dentro, max_size=6)
        | st.dictionaries(st.sampled_from(["orden", "puestas", "compacta"]), dentro)
    ),
)


@given(CUALQUIERA)
def test_what_is_written_is_read_again(aspecto: Aspecto) -> None:
    assert leer(escribir(aspecto)) == aspecto


def test_the_one_of_the_beginning_is_kept_as_nothing() -> None:
    assert escribir(INICIAL) == ""
    assert leer("") == INICIAL
    assert INICIAL.columnas == AL_PRINCIPIO


@given(st.text() | JSON.map(json.dumps))
def test_whatever_is_kept_every_column_is_there_once(texto: str) -> None:
    aspecto = leer(texto)
    assert sorted(aspecto.orden) == sorted(COLUMNAS)
    assert aspecto.puestas <= set(COLUMNAS)


def _guardado(orden: list[str], puestas: list[str]) -> str:
    return json.dumps({"orden": orden, "puestas": puestas, "compacta": True})


def test_a_column_that_there_is_not_is_passed_over() -> None:
    aspecto = leer(_guardado(["rfc", "edad", *COLUMNAS], ["edad", "rfc"]))
    assert aspecto == Aspecto(
        ("rfc", *(c for c in COLUMNAS if c != "rfc")), frozenset({"rfc"}), compacta=True
    )


@pytest.mark.parametrize(
    ("nueva", "detras_de", "puesta"),
    [("etiquetas", None, True), ("email", "uso_cfdi", True), ("persona", "estado", False)],
)
def test_a_column_that_came_later_stands_as_in_the_beginning(
    nueva: str, detras_de: str | None, *, puesta: bool
) -> None:
    antes = [columna for columna in reversed(COLUMNAS) if columna != nueva]
    aspecto = leer(_guardado(antes, ["rfc"]))
    lugar = antes.index(detras_de) + 1 if detras_de else 0
    assert list(aspecto.orden) == [*antes[:lugar], nueva, *antes[lugar:]]
    assert (nueva in aspecto.puestas) is puesta


def test_a_step_passes_over_what_is_hidden() -> None:
    sin_uso = INICIAL.con("uso_cfdi", puesta=False)
    assert sin_uso.columnas == ("etiquetas", "rfc", "regimen_fiscal", "email", "codigo_postal")
    subida = sin_uso.subida("email")
    assert subida.columnas == ("etiquetas", "rfc", "email", "regimen_fiscal", "codigo_postal")
    assert subida.con("uso_cfdi", puesta=True).columnas == (
        *("etiquetas", "rfc", "email", "regimen_fiscal", "uso_cfdi", "codigo_postal"),
    )
    assert sin_uso.bajada("regimen_fiscal").columnas == subida.columnas


@given(CUALQUIERA, st.sampled_from(COLUMNAS))
def test_steps_move_the_one_by_one_place_of_those_shown(aspecto: Aspecto, columna: str) -> None:
    for movido, pasos in ((aspecto.subida(columna), -1), (aspecto.bajada(columna), 1)):
        esperadas = list(aspecto.columnas)
        if columna in esperadas:
            lugar = esperadas.index(columna)
            esperadas.remove(columna)
            esperadas.insert(max(lugar + pasos, 0), columna)
        assert movido.columnas == tuple(esperadas)
        assert sorted(movido.orden) == sorted(COLUMNAS)
        assert (movido.puestas, movido.compacta) == (aspecto.puestas, aspecto.compacta)


def test_a_column_that_there_is_not_can_be_neither_shown_nor_moved() -> None:
    assert INICIAL.con("edad", puesta=True) == INICIAL
    assert INICIAL.con("edad", puesta=False) == INICIAL
    assert INICIAL.subida("edad") == INICIAL.bajada("edad") == INICIAL
