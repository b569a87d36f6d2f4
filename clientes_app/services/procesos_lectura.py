"""The rows of an uploaded file, judged; of a large one ahead, by a process of its own.

Judging a row and storing one take about the same time, and of two processors one would idle: while
the worker stores some rows, the process it started reads and judges the next ones. It never writes,
holds no lease and ends when nobody takes its rows any more.
"""

import fcntl
import os
import pickle
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection

from clientes_app.csv_import.filas import validar_filas
from clientes_app.csv_import.motivos import Motivo, NoCargableError
from clientes_app.domain.cliente import Contexto
from clientes_app.services.procesos_archivo import abrir
from clientes_app.services.procesos_memoria import sin_recolector
from clientes_app.services.procesos_tanda import Tanda
from clientes_app.storage import engine as puerta
from clientes_app.storage.base import Engine

MINIMO_DE_FILAS = 20_000
"""Below this many rows a process more would cost what it spares."""

MINIMO_SIN_PREPARAR = 100_000
"""The same where nobody called `preparar`, as on the command line: it takes seconds to start."""

# Processes that are forked of a small one, which has what is needed imported: a fork of the worker
# itself would copy its threads' locks, and a new interpreter takes as long as some 20,000 rows.
_procesos = get_context("forkserver")
_procesos.set_forkserver_preload([__name__])

_TUBO = 1 << 20


@dataclass(frozen=True, slots=True)
class Pedido:
    """Which file is to be read, and under which rules."""

    cuenta_id: int
    proceso_id: int
    archivo: str
    contexto: Contexto


class LecturaRota(Exception):
    """The process that read ahead ended without a word, as one does that was killed."""


_preparado = False


def preparar() -> None:
    """Start what forks the readers, so that no large file need wait for it."""
    global _preparado  # noqa: PLW0603 - there is one such process for each of ours
    from multiprocessing.forkserver import ensure_running  # noqa: PLC0415 - a worker's business

    ensure_running()
    _preparado = True


@contextmanager
def leyendo(engine: Engine, pedido: Pedido, *, filas: int) -> Generator[Iterator[Tanda]]:
    """Give the rows of a file that has about so many; whatever reads them ends with the block.

    The iterator raises NoCargableError, what the database says, and LecturaRota.
    """
    minimo = MINIMO_DE_FILAS if _preparado else MINIMO_SIN_PREPARAR
    if filas < minimo or os.cpu_count() == 1:
        with abrir(engine, pedido.cuenta_id, pedido.proceso_id) as archivo:
            yield (
                Tanda.de(lote.filas)
                for lote in validar_filas(archivo, pedido.archivo, pedido.contexto)
            )
        return
    entrada, salida = _procesos.Pipe(duplex=False)
    # So that a whole part fits, and the reader goes on to the next one at once.
    with suppress(OSError):
        fcntl.fcntl(salida.fileno(), fcntl.F_SETPIPE_SZ, _TUBO)
    url = engine.url.render_as_string(hide_password=False)
    lector = _procesos.Process(target=_leer, args=(salida, url, pedido), daemon=True)
    lector.start()
    # Only the reader may hold this end: its death is then seen as the end of the pipe.
    salida.close()
    try:
        yield _recibidas(entrada)
    finally:
        entrada.close()
        lector.kill()
        lector.join()


def _recibidas(entrada: Connection) -> Iterator[Tanda]:
    while True:
        try:
            dicho = pickle.loads(entrada.recv_bytes())  # noqa: S301 - our own process wrote it
        except EOFError as error:
            raise LecturaRota from error
        if dicho is None:
            return
        if isinstance(dicho, Motivo):
            raise NoCargableError(dicho)
        if isinstance(dicho, Exception):
            raise dicho
        yield dicho


def _leer(salida: Connection, url: str, pedido: Pedido) -> None:
    """Read the file and send its rows, then None; or the reason why not."""
    # Whoever took the rows is gone: there is nobody to tell.
    with suppress(BrokenPipeError):
        salida.send_bytes(_enviar_filas(salida.send_bytes, url, pedido))


def _enviar_filas(enviar: Callable[[bytes], None], url: str, pedido: Pedido) -> bytes:
    """Send the rows, part by part; return the last message, which says how it ended."""
    motor = puerta.abrir(url)
    try:
        with (
            sin_recolector() as recoger,
            abrir(motor, pedido.cuenta_id, pedido.proceso_id) as archivo,
        ):
            for lote in validar_filas(archivo, pedido.archivo, pedido.contexto):
                enviar(pickle.dumps(Tanda.de(lote.filas)))
                recoger(len(lote.filas))
    except NoCargableError as error:
        return pickle.dumps(error.motivo)
    except BrokenPipeError:
        raise
    except Exception as error:  # noqa: BLE001 - whoever takes the rows has to hear of it
        return pickle.dumps(error)
    return pickle.dumps(None)
