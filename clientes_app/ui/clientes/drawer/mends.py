"""What fields were mended to by themselves, and what is said of it while that stands there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from clientes_app.domain.problemas import Problema


@dataclass(frozen=True, slots=True)
class Mend:
    """What a field was mended to, and what is said of it."""

    value: str
    said: tuple[Problema, ...]


def mends_standing(
    before: Mapping[str, Mend], values: Mapping[str, str], new: Iterable[Problema]
) -> dict[str, Mend]:
    """Return the mends whose value still stands in its field, with the `new` ones."""
    mended = {campo: mend for campo, mend in before.items() if values[campo] == mend.value}
    for problem in new:
        earlier = mended.get(problem.campo)
        said = (*(earlier.said if earlier else ()), problem)
        mended[problem.campo] = Mend(values[problem.campo], said)
    return mended


def said_of(mended: Mapping[str, Mend]) -> tuple[Problema, ...]:
    """Return all that is said of mends."""
    return tuple(problem for mend in mended.values() for problem in mend.said)
