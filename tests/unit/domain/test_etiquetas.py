"""Etiquetas: their names, and how an action and a change hold them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientes_app.domain.acciones import Accion, AccionMasiva
from clientes_app.domain.etiquetas import (
    LARGO_MAXIMO,
    campo_de_cambio,
    clave_de,
    como_valor,
    de_valor,
    del_cambio,
    juntas,
    leer_nombre,
)

TEXTOS = st.text(max_size=40)


@given(original=TEXTOS)
def test_a_name_that_is_taken_is_read_as_itself_and_stands_in_a_list(original: str) -> None:
    nombre, problemas = leer_nombre(original)
    if problemas:
        assert all(problema.es_error for problema in problemas)
        return
    assert leer_nombre(nombre) == (nombre, ())
    assert 0 < len(nombre) <= LARGO_MAXIMO
    assert juntas([nombre, "Otra"]).split(", ") == [nombre, "Otra"]


@given(numero=st.integers(1, 10**17), original=TEXTOS)
def test_an_action_keeps_number_and_name(numero: int, original: str) -> None:
    nombre, problemas = leer_nombre(original)
    if not problemas:
        assert de_valor(como_valor(numero, nombre)) == (numero, nombre)
        pedida = AccionMasiva(Accion.PONER_ETIQUETA, como_valor(numero, nombre))
        assert (pedida.es_posible, pedida.etiqueta_id) == (True, numero)
        assert pedida.titulo == f"Poner etiqueta {nombre}"


@pytest.mark.parametrize("valor", ["", "7", "Mayoreo", "x Mayoreo", "0 Mayoreo", "٣ Mayoreo"])
def test_what_is_no_etiqueta_cannot_be_put_on(valor: str) -> None:
    assert not AccionMasiva(Accion.QUITAR_ETIQUETA, valor).es_posible


def test_an_action_of_another_kind_has_none() -> None:
    assert AccionMasiva(Accion.CAMBIAR_USO, "7 Mayoreo").etiqueta_id == 0


def test_in_a_change_they_stand_beside_fields() -> None:
    assert del_cambio({campo_de_cambio(7): "Mayoreo", "nombre": "X", campo_de_cambio(8): ""}) == {
        7: "Mayoreo",
        8: "",
    }


def test_case_and_accents_make_no_other_name() -> None:
    assert clave_de("Crédito ñ") == clave_de("CREDITO N")
