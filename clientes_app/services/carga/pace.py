"""How long a transaction of a load may go on, so that nobody waits long for his turn."""

import time
from collections.abc import Iterator, Sequence
from typing import TypeVar

# While a transaction writes nobody else can write into the account (on SQLite: into the
# database). It ends after the part in hand when somebody waits: a tenth of a second is not felt
# in the drawer, and on an idle machine holds a whole part.
OBJETIVO = 0.12
"""Seconds that a part should take."""

MINIMO = 100
MAXIMO = 2_000
"""Rows of a part."""

FILAS_POR_TRANSACCION = 20_000
SEGUNDOS_POR_TRANSACCION = 2.0
"""Nobody waiting, a transaction ends after so many rows or seconds: so much is done anew after a
kill, and so old is the progress that is shown."""

VECES_EL_CIERRE = 10
SEGUNDOS_A_LO_SUMO = 10.0
"""Of a million clients some rows touch every page of every index, which the commit writes: then
transactions become longer (and the rows in proportion), so that it takes a tenth of the time."""

SEGUNDOS_CON_ALGUIEN = 0.05
OBJETIVO_CON_ALGUIEN = 0.025
ENTRE_ALGUIEN = 30.0
"""Who waits, waits for the commit, too, and it is as long as what it ends: for half a minute after
somebody waited a transaction ends after so many seconds, and its parts take this long, since people
save again and again."""

RESPIRO = 0.005
"""Seconds in which those who wait may begin to write; they look every few milliseconds."""

T = TypeVar("T")


class Ritmo:
    """Parts the rows by what the last part took: on a slow machine the parts become smaller."""

    def __init__(self) -> None:
        self.tope = MAXIMO
        self._filas = 0
        self._inicio = 0.0
        self._segundos = SEGUNDOS_POR_TRANSACCION
        self._cortas_hasta = 0.0

    def partes(self, filas: Sequence[T]) -> Iterator[Sequence[T]]:
        """Yield the rows in pieces of at most `tope`."""
        desde = 0
        while desde < len(filas):
            parte = filas[desde : desde + self.tope]
            yield parte
            desde += len(parte)

    def empezar(self) -> None:
        """Begin a transaction."""
        self._filas, self._inicio = 0, time.monotonic()

    def anotar(self, cuantas: int, segundos: float) -> None:
        """Learn from a part of the transaction.

        The size halves or doubles at most, so that one hiccup changes little.
        """
        self._filas += cuantas
        objetivo = OBJETIVO_CON_ALGUIEN if self._hubo_alguien() else OBJETIVO
        cabrian = cuantas * objetivo / max(segundos, 1e-6)
        self.tope = int(max(MINIMO, self.tope / 2, min(MAXIMO, self.tope * 2, cabrian)))

    def cede(self) -> None:
        """Learn that somebody waits."""
        self._cortas_hasta = time.monotonic() + ENTRE_ALGUIEN

    def basta(self) -> bool:
        """Whether the transaction should end though nobody waits."""
        lleva = time.monotonic() - self._inicio
        if self._hubo_alguien() and lleva >= SEGUNDOS_CON_ALGUIEN:
            return True
        veces = self._segundos / SEGUNDOS_POR_TRANSACCION
        return self._filas >= FILAS_POR_TRANSACCION * veces or lleva >= self._segundos

    def cerrada(self, segundos: float) -> None:
        """Learn how long the commit took."""
        largo = max(SEGUNDOS_POR_TRANSACCION, segundos * VECES_EL_CIERRE)
        self._segundos = min(SEGUNDOS_A_LO_SUMO, largo)

    def _hubo_alguien(self) -> bool:
        """Whether somebody had to wait lately."""
        return time.monotonic() < self._cortas_hasta
