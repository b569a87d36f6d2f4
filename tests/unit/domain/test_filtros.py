"""Filters as an address says them: what is written is read again, what is wrong was never said."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientes_app.domain.catalogos import REGIMENES, USOS, estado_de_cp, estados, rangos_de_estado
from clientes_app.domain.filtros import AVISOS, NINGUNO, NOMBRES, PERSONAS, Filtros, escribir, leer


def _varias(posibles: dict[str, object]) -> st.SearchStrategy[tuple[str, ...]]:
    """Some of the keys, in the order in which they are always said."""
    return st.sets(st.sampled_from(sorted(posibles))).map(
        lambda unas: tuple(clave for clave in posibles if clave in unas)
    )


NOMBRES_DE_GENTE = st.text(
    st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=30
).map(str.strip)
CUALQUIERA = st.builds(
    Filtros,
    persona=_varias(PERSONAS),
    regimen=_varias(REGIMENES),
    uso=_varias(USOS),
    estado=_varias(estados()),
    avisos=_varias(AVISOS),
    envio=st.booleans(),
    desde=st.none() | st.dates(),
    por=st.sets(NOMBRES_DE_GENTE.filter(bool), max_size=5).map(lambda unos: tuple(sorted(unos))),
    carga=st.none() | st.integers(1, 2**63 - 1),
    etiqueta=st.sets(st.integers(1, 10**9), max_size=5).map(
        lambda unas: tuple(map(str, sorted(unas)))
    ),
)


@given(
    filtros=CUALQUIERA.filter(
        lambda f: not any(n.startswith(",") or n.endswith(",") for n in f.por)
    )
)
def test_what_is_written_is_read_again(filtros: Filtros) -> None:
    assert leer(escribir(filtros)) == filtros
    assert bool(filtros) == bool(escribir(filtros))


@pytest.mark.parametrize(
    "dicho",
    [
        {"persona": "nadie"},
        {"regimen": "601; --"},
        {"uso": ""},
        {"estado": "NOHAY,"},
        {"envio": "no"},
        {"desde": "ayer"},
        {"desde": "2026-13-45"},
        {"carga": "-1"},
        {"carga": "٣"},
        {"carga": "9" * 400},
        {"por": " , ,"},
        {"etiqueta": "Mayoreo,-1,0"},
        {"cuenta_id": "1"},
    ],
)
def test_what_is_said_wrongly_was_never_said(dicho: dict[str, str]) -> None:
    assert leer(dicho) == NINGUNO


def test_a_name_may_hold_a_comma_and_nobody_is_asked_for_a_thousand() -> None:
    filtros = Filtros(por=("Beto, el de ventas", "Luz"))
    assert escribir(filtros) == {"por": "Beto,, el de ventas,Luz"}
    assert leer(escribir(filtros)) == filtros
    assert len(leer({"por": ",".join(f"p{n}" for n in range(1000))}).por) == 20


def test_one_can_be_taken_off_and_the_others_stay() -> None:
    filtros = Filtros(persona=("moral",), envio=True, desde=date(2026, 1, 1), carga=7)
    for nombre in NOMBRES:
        quedan = filtros.sin(nombre)
        assert escribir(quedan) == {n: d for n, d in escribir(filtros).items() if n != nombre}


def test_every_state_has_the_postal_codes_that_are_its_own() -> None:
    for clave in estados():
        for desde, hasta in rangos_de_estado(clave):
            assert estado_de_cp(desde) == estado_de_cp(hasta) == clave
