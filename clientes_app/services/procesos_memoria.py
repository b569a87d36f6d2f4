"""The collector of cycles, kept from walking over the rows of a batch again and again."""

import gc
import threading
from collections.abc import Generator
from contextlib import contextmanager

_activos = 0
_cerrojo = threading.Lock()


@contextmanager
def sin_recolector() -> Generator[None]:
    """Leave cycles alone in this block: rows have none, and looking for them costs time.

    Several blocks may be open in as many threads: the last one to close turns it on again. Call
    `recoger` after each batch, so that what the libraries left behind does not pile up.
    """
    global _activos  # noqa: PLW0603 - the collector is one for the whole process
    with _cerrojo:
        _activos += 1
        gc.disable()
    try:
        yield
    finally:
        with _cerrojo:
            _activos -= 1
            if not _activos:
                gc.enable()


def recoger() -> None:
    """Free the cycles made since the last time: the young ones."""
    gc.collect(1)
