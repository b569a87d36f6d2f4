"""The rows of a running process, in parts that are stored one after the other."""

import time
from bisect import bisect_right
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor

from clientes_app.services.carga.chunk import Tanda
from clientes_app.services.carga.pace import Ritmo

_CON_VENTAJA = 0.012
"""Seconds that whoever stores a part has the interpreter to himself: after each short statement he
would wait 5 ms for it. Then the server has all of the part, and takes some 70 ms over it."""


class Partes:
    """The rows still to be stored, in parts; reads on only when it is asked for the next.

    Passes over the lines up to `desde`, which are stored. For PostgreSQL (`para_copiar`) the next
    part is made ready while that server, a process of its own, stores the one before. SQLite's
    driver does its work in this process and would wait for the interpreter at every row.
    """

    def __init__(
        self, tandas: Iterable[Tanda], ritmo: Ritmo, *, desde: int, para_copiar: bool
    ) -> None:
        partes = _partir(tandas, ritmo, desde)
        if para_copiar:
            partes = _adelantadas(parte.con_copias() for parte in partes)
        self._partes = partes
        self._siguiente: Tanda | None = None

    def hay(self) -> bool:
        """Whether a part is left."""
        if self._siguiente is None:
            self._siguiente = next(self._partes, None)
        return self._siguiente is not None

    def tomar(self) -> Tanda | None:
        """Give the next part, None behind the last one."""
        parte = self._siguiente if self.hay() else None
        self._siguiente = None
        return parte

    def close(self) -> None:
        """Read no further, before what it reads from is closed."""
        self._partes.close()


def _partir(tandas: Iterable[Tanda], ritmo: Ritmo, desde: int) -> Generator[Tanda]:
    for tanda in tandas:
        todas = tanda.lineas()
        for lineas in ritmo.partes(todas[bisect_right(todas, desde) :]):
            yield tanda if len(lineas) == len(todas) else tanda.entre(lineas[0], lineas[-1])


def _adelantadas(partes: Iterator[Tanda]) -> Generator[Tanda]:
    """Give them, with a thread that makes the next one while the last one is used."""

    def la_siguiente() -> Tanda | None:
        time.sleep(_CON_VENTAJA)
        return next(partes, None)

    with ThreadPoolExecutor(1, thread_name_prefix="partes") as hilo:
        siguiente = hilo.submit(next, partes, None)
        while (parte := siguiente.result()) is not None:
            siguiente = hilo.submit(la_siguiente)
            yield parte
