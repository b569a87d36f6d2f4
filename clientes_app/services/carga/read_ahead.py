"""The rows of an uploaded file on their way into the database, judged; but for a few, ahead.

Judging a row and storing one take about the same time, and of two processors one would idle: while
the worker stores some rows, its helper reads and judges the next ones. The helper needs some time
until it is there: the first rows are judged by the worker. The helper judges them, too, without
sending them, since a later row may say one of their clients again.
"""

import pickle
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from multiprocessing.connection import Connection

from clientes_app.domain.cliente import Contexto
from clientes_app.judging.rows import validar_filas
from clientes_app.readers.motivos import Motivo, NoCargableError
from clientes_app.services.carga import helper
from clientes_app.services.carga.archivo import abrir
from clientes_app.services.carga.chunk import Tanda
from clientes_app.services.carga.collector import sin_recolector
from clientes_app.storage.db import engine as puerta
from clientes_app.storage.db.base import Engine

MINIMO_DE_FILAS = 2_000
"""Below this many rows a process more would cost what it spares."""

# Some five hundred rows: stored they are about when the helper's first ones arrive.
_PRIMEROS = 2


@dataclass(frozen=True, slots=True)
class Pedido:
    """Which file is to be read, and under which rules."""

    cuenta_id: int
    proceso_id: int
    archivo: str
    contexto: Contexto


class LecturaRota(Exception):
    """The process that read ahead ended without a word, as one does that was killed."""


@contextmanager
def leyendo(engine: Engine, pedido: Pedido, *, filas: int) -> Generator[Iterator[Tanda]]:
    """Give the rows of a file that has about so many; whatever reads them ends with the block.

    Raises NoEncontrado when there is no such file, and what the database says; so does the
    iterator, and NoCargableError and LecturaRota.
    """
    if filas < MINIMO_DE_FILAS or not helper.hay():
        with abrir(engine, pedido.cuenta_id, pedido.proceso_id) as archivo:
            yield (
                Tanda.de(lote.filas)
                for lote in validar_filas(archivo, pedido.archivo, pedido.contexto)
            )
        return
    url = engine.url.render_as_string(hide_password=False)
    with (
        helper.ayudado(_leer, url, pedido) as entrada,
        abrir(engine, pedido.cuenta_id, pedido.proceso_id) as archivo,
    ):
        lotes = validar_filas(archivo, pedido.archivo, pedido.contexto)
        primeras = (Tanda.de(lote.filas) for lote in islice(lotes, _PRIMEROS))
        yield chain(primeras, _recibidas(entrada))


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
    salida.send_bytes(_enviar_filas(salida.send_bytes, url, pedido))


def _enviar_filas(enviar: Callable[[bytes], None], url: str, pedido: Pedido) -> bytes:
    """Send the rows behind the first batches; return the last message, which says how it ended."""
    engine = puerta.abrir(url)
    try:
        with (
            sin_recolector() as recoger,
            abrir(engine, pedido.cuenta_id, pedido.proceso_id) as archivo,
        ):
            lotes = validar_filas(archivo, pedido.archivo, pedido.contexto)
            for numero, lote in enumerate(lotes):
                if numero >= _PRIMEROS:
                    enviar(pickle.dumps(Tanda.de(lote.filas)))
                recoger(len(lote.filas))
    except NoCargableError as error:
        return pickle.dumps(error.motivo)
    except BrokenPipeError:
        raise
    except Exception as error:  # noqa: BLE001 - whoever takes the rows has to hear of it
        return pickle.dumps(error)
    return pickle.dumps(None)
