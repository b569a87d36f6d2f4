"""The ids of the clients that a process was asked to do something with, kept as its pieces.

They are those of the moment in which it was asked for: whoever comes into the list later is not
meant.
"""

import zlib
from array import array
from collections.abc import Iterator, Sequence
from itertools import islice

from clientes_app.storage.carga.archivo import ArchivoRepository
from clientes_app.storage.db.base import Engine, Session
from clientes_app.storage.db.engine import read_transaction

IdsElegidos = Sequence[int]
"""Ids of clients, each once, in the order in which they were chosen."""

_A_PIECE = 20_000
_OF_64_BITS = "q"
_LEVEL = 1


def each_once(ids: IdsElegidos) -> IdsElegidos:
    """Return the ids without repetitions, in the memory of eight bytes each."""
    return array(_OF_64_BITS, dict.fromkeys(ids))


def packed(ids: IdsElegidos) -> Iterator[bytes]:
    """Give the pieces in which ids are kept."""
    rest = iter(ids)
    while some := array(_OF_64_BITS, islice(rest, _A_PIECE)):
        yield zlib.compress(some.tobytes(), _LEVEL)


def keep(tx: Session, cuenta_id: int, proceso_id: int, pieces: Sequence[bytes]) -> None:
    """Store the pieces of a process."""
    repositorio = ArchivoRepository(tx, cuenta_id)
    for orden, piece in enumerate(pieces):
        repositorio.agregar_pieza(proceso_id, orden=orden, contenido=piece)


def kept(engine: Engine, cuenta_id: int, proceso_id: int) -> IdsElegidos:
    """Return the ids that a process keeps."""
    ids = array(_OF_64_BITS)
    orden = 0
    while True:
        with read_transaction(engine) as tx:
            piece = ArchivoRepository(tx, cuenta_id).pieza(proceso_id, orden)
        if piece is None:
            return ids
        ids.frombytes(zlib.decompress(piece))
        orden += 1
