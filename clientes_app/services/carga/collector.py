"""The collector of cycles, kept from walking over the rows of a batch again and again."""

import gc
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager

_CADA = 16_000
"""Rows between two looks for what the libraries left behind."""

_activos = 0
_cerrojo = threading.Lock()


@contextmanager
def sin_recolector() -> Generator[Callable[[int], None]]:
    """Leave cycles alone in this block: rows have none, and looking for them costs time.

    Several blocks may be open in as many threads: the last one to close turns it on again. Tell
    what this gives of every batch how many rows it had: now and then it frees what the libraries
    left behind.
    """
    global _activos  # noqa: PLW0603 - the collector is one for the whole process
    with _cerrojo:
        _activos += 1
        gc.disable()
    try:
        yield _Recolector().tras
    finally:
        with _cerrojo:
            _activos -= 1
            if not _activos:
                gc.enable()


class _Recolector:
    def __init__(self) -> None:
        self._filas = 0

    def tras(self, filas: int) -> None:
        """Free the young cycles now and then: to find them costs a look at all that is young."""
        self._filas += filas
        if self._filas >= _CADA:
            self._filas = 0
            gc.collect(1)
