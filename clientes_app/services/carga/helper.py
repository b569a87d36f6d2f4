"""A second process that does a part of the work while this one does the other.

It is forked of a small process that the worker starts with itself and that has at hand what is
needed (`ayudante_listo`): a fork of the worker would copy its threads' locks, and a new interpreter
takes as long as the work. A helper writes nothing, holds no lease and ends with whom it helps.
"""

import fcntl
import logging
import os
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import TypeVarTuple

_log = logging.getLogger(__name__)

Ts = TypeVarTuple("Ts")

_procesos = get_context("forkserver")
_procesos.set_forkserver_preload(["clientes_app.services.carga.helper_preload"])

_TUBO = 1 << 20

_preparado = False


def preparar() -> None:
    """Start what forks the helpers; it takes seconds, in which it disturbs nobody."""
    global _preparado  # noqa: PLW0603 - there is one such process for each of ours
    from multiprocessing.forkserver import ensure_running  # noqa: PLC0415 - a worker's business

    ensure_running()
    _preparado = True


def hay() -> bool:
    """Whether a helper would come at once and find a processor to work on."""
    return _preparado and os.cpu_count() != 1


@contextmanager
def ayudado(hacer: Callable[[Connection, *Ts], None], *args: *Ts) -> Generator[Connection]:
    """Have `hacer`, a function of a module, done meanwhile; give what it sends with its first one.

    It ends with the block, wherever it is. Of a helper that is dead, or that could not be started,
    the connection is at its end.
    """
    entrada, salida = _procesos.Pipe(duplex=False)
    # So that a whole batch fits, and the helper goes on to the next one at once.
    with suppress(OSError):
        fcntl.fcntl(salida.fileno(), fcntl.F_SETPIPE_SZ, _TUBO)
    otro = _procesos.Process(target=_ayudar, args=(hacer, salida, *args), daemon=True)
    try:
        otro.start()
    except (OSError, EOFError):
        _log.exception("There is no helper for %s", hacer.__qualname__)
    # Only the helper may hold this end: its death is then seen as the end of the pipe.
    salida.close()
    try:
        yield entrada
    finally:
        entrada.close()
        if otro.pid is not None:
            otro.kill()
            otro.join()


def _ayudar(hacer: Callable[[Connection, *Ts], None], salida: Connection, *args: *Ts) -> None:
    # Whoever wanted it is gone: there is nobody to tell.
    with suppress(BrokenPipeError):
        hacer(salida, *args)
