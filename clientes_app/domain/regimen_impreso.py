"""The key of a régimen that is only printed in words, as the SAT's constancias do.

They print no key, and not quite the words of c_RegimenFiscal either: «Régimen de los …», a dot at
the end, «PM». Texts are compared whole, never by what they contain: régimenes that are no more hold
the names of others («Régimen Intermedio de las Personas Físicas con Actividades Empresariales»).
"""

import re
from functools import cache

from clientes_app.domain.catalogos import REGIMENES
from clientes_app.domain.texto import esqueleto

_BEGINNINGS = (
    "", "regimen", "regimende", "regimendel", "regimendela", "regimendelos", "regimendelas"
)  # fmt: skip
_WITH_KEY = re.compile(r"\s*([0-9]{3})\b[\s.:-]*(.*)", re.DOTALL)
_AGRICULTURE = "622"
_OF_COMPANIES = "pm"


def clave_de_regimen(impreso: str) -> str | None:
    """Return the key that the catalogue has for a printed régimen, None when it has none."""
    with_key = _WITH_KEY.fullmatch(impreso)
    if with_key is not None and with_key[1] in REGIMENES:
        in_words = _by_words(with_key[2])
        return with_key[1] if in_words in {None, with_key[1]} else None
    return _by_words(impreso)


def _by_words(impreso: str) -> str | None:
    skeleton = esqueleto(impreso)
    for whole in (skeleton, skeleton.removesuffix(_OF_COMPANIES)):
        clave = next((_keys()[each] for each in _endings(whole) if each in _keys()), None)
        if clave is not None and (whole == skeleton or clave == _AGRICULTURE):
            return clave
    return None


@cache
def _keys() -> dict[str, str]:
    return {
        ending: clave
        for clave, regimen in REGIMENES.items()
        for ending in _endings(esqueleto(regimen.descripcion))
    }


def _endings(skeleton: str) -> list[str]:
    """Return a text without each of the ways in which a régimen's name may begin."""
    return [
        skeleton.removeprefix(beginning)
        for beginning in _BEGINNINGS
        if skeleton.startswith(beginning) and skeleton != beginning
    ]
