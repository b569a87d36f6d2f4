"""Invented constancias, drawn in all ways: no field is wrong. `bench` draws five hundred."""

import random
from dataclasses import replace

import pytest

from clientes_app.readers.constancia.reader import read_constancia
from tests.constancias import Look, una_constancia

PLAIN = Look(
    font="Helvetica",
    by_word=True,
    shuffled=True,
    rotation=0,
    says_rotation=True,
    value_column=False,
    glued=False,
    spaced=0.0,
    dates_at="first",
    bottom=740.0,
    old=False,
    has_qr=True,
)


@pytest.mark.parametrize("seed", range(36))
def test_every_field_is_what_is_printed(seed: int) -> None:
    contenido, datos = una_constancia(random.Random(seed))
    reading = read_constancia(contenido)
    assert reading.datos is not None
    assert reading.datos.como_dict() == datos


def test_a_qr_that_is_drawn_and_no_image_is_read_from_the_page() -> None:
    contenido, datos = una_constancia(random.Random(1), PLAIN)
    qr = read_constancia(contenido).qr
    assert qr is not None
    assert qr._asdict() == {"rfc": datos["rfc"], "id_cif": datos["id_cif"]}


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("says_rotation", [True, False])
def test_a_page_may_lie_on_any_side(rotation: int, says_rotation: bool) -> None:  # noqa: FBT001
    look = replace(PLAIN, rotation=rotation, says_rotation=says_rotation, spaced=0.8)
    contenido, datos = una_constancia(random.Random(7), look)
    reading = read_constancia(contenido)
    assert reading.datos is not None
    assert reading.datos.como_dict() == datos
