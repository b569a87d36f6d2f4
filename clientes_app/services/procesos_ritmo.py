"""How many rows one transaction of a load may hold, so that nobody waits long for his turn."""

import time
from collections.abc import Iterator, Sequence
from typing import TypeVar

# While a batch is written nobody else can write into the account (on SQLite: into the database).
# A tenth of a second is not felt in the drawer, and on an idle machine holds a whole batch.
OBJETIVO = 0.12
"""Seconds that a transaction should take."""

MINIMO = 250
MAXIMO = 2_000
RESPIRO = 0.005
"""Seconds in which the others may begin to write; they look every few milliseconds."""

T = TypeVar("T")


class Ritmo:
    """Parts batches by what the last transaction took; on a slow machine they become smaller."""

    def __init__(self) -> None:
        self.tope = MAXIMO

    def partes(self, filas: Sequence[T]) -> Iterator[Sequence[T]]:
        """Yield the rows in pieces of at most `tope`, with a rest between two of them."""
        desde = 0
        while desde < len(filas):
            if desde:
                time.sleep(RESPIRO)
            parte = filas[desde : desde + self.tope]
            yield parte
            desde += len(parte)

    def anotar(self, cuantas: int, segundos: float) -> None:
        """Learn from a transaction, waiting included.

        The size halves or doubles at most, so that one hiccup changes little.
        """
        cabrian = cuantas * OBJETIVO / max(segundos, 1e-6)
        self.tope = int(max(MINIMO, self.tope / 2, min(MAXIMO, self.tope * 2, cabrian)))
