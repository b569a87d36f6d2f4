"""What is said of a header that is refused: something, each thing once, and nothing that is so."""

import re

from hypothesis import given
from hypothesis import strategies as st

from clientes_app.domain.columnas import ENCABEZADO
from clientes_app.readers.csv import header

PLACES = st.integers(0, len(ENCABEZADO) + 3)
LABELS = st.sampled_from([*ENCABEZADO, "", "Errores", "Etiquetas", "Notas", "rfc", "Uso CFDI"])
SLIPS = st.tuples(st.sampled_from(["put", "take", "say", "move"]), PLACES, PLACES, LABELS)


def slipped(slips: list[tuple[str, int, int, str]]) -> list[str]:
    """The template's header after somebody has worked on it."""
    labels = list(ENCABEZADO)
    for what, place, other, label in slips:
        at = min(place, len(labels) - 1)
        if what == "put":
            labels.insert(place, label)
        elif what == "say":
            labels[at] = label
        else:
            taken = labels.pop(at)
            if what == "move":
                labels.insert(other, taken)
    return labels


@given(st.lists(SLIPS, min_size=1, max_size=4))
def test_each_thing_to_change_is_said_once_and_is_so(
    slips: list[tuple[str, int, int, str]],
) -> None:
    labels = slipped(slips)
    if header.es_el_de_la_plantilla(header.columnas(labels)):
        return
    said = header.motivo(labels, linea=1).diferencias
    assert said
    assert len(set(said)) == len(said)
    for sentence in said:
        place = re.search(r"está en el lugar (\d+); debe ir en el (\d+)", sentence)
        text = re.search(r'dice "(.*?)"; debe decir "(.*?)"', sentence)
        for one in filter(None, (place, text)):
            assert one[1] != one[2], sentence
