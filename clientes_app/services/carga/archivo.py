"""The uploaded file: received in pieces, kept in the database, read as if it were a file.

It lives in the database so that a backup holds it and any worker can take it.
"""

import hashlib
import io
import logging
import re
import zlib
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any, BinaryIO, Self, cast

from clientes_app.config import settings
from clientes_app.domain.texto import sin_medias_letras
from clientes_app.services.carga.queue import Work, handing_over
from clientes_app.services.carga.refusals import ArchivoDemasiadoGrande, NoSeGuardo
from clientes_app.services.carga.values import se_conserva
from clientes_app.services.context import Actor
from clientes_app.services.errors import NoEncontrado
from clientes_app.storage.carga.archivo import ArchivoRepository
from clientes_app.storage.db.base import DatabaseFault, Engine, Session
from clientes_app.storage.db.engine import read_transaction, write_transaction

_log = logging.getLogger(__name__)

# Uncompressed bytes a piece; every piece but the last has exactly the size of the first,
# which is how a reader finds a position. Another size only concerns later uploads.
TAMANO_DE_PIEZA = 512 * 1024
# Level 1 takes a third of the time of 6 and leaves a CSV some tenth larger.
NIVEL = 1
_MEGA = 1024 * 1024
_MAXIMO_NOMBRE = 255
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class Recepcion:
    """A file on its way in. Leaving the block without `terminar` leaves nothing behind."""

    def __init__(
        self, engine: Engine, actor: Actor, nombre: str, *, maximo_mb: int | None = None
    ) -> None:
        """Begin; `maximo_mb` is the limit in megabytes, CLIENTES_MAX_ARCHIVO_MB by default."""
        self._engine = engine
        self._actor = actor
        self._maximo_mb = settings().max_archivo_mb if maximo_mb is None else maximo_mb
        self._pendiente = bytearray()
        self._tamano = 0
        self._orden = 0
        self._sha256 = hashlib.sha256()
        self._terminada = False
        with _escribiendo(engine) as tx:
            self.proceso_id = ArchivoRepository(tx, actor.cuenta_id).crear(
                archivo=nombre_limpio(nombre), quien=actor.quien, origen=actor.origen
            )

    def agregar(self, trozo: bytes) -> None:
        """Take the next bytes.

        Raises ArchivoDemasiadoGrande as soon as the limit is passed; NoSeGuardo.
        """
        self._tamano += len(trozo)
        if self._tamano > self._maximo_mb * _MEGA:
            raise ArchivoDemasiadoGrande(self._maximo_mb)
        self._sha256.update(trozo)
        self._pendiente += trozo
        while len(self._pendiente) >= TAMANO_DE_PIEZA:
            self._guardar(bytes(self._pendiente[:TAMANO_DE_PIEZA]))
            del self._pendiente[:TAMANO_DE_PIEZA]

    def terminar(self, *, con_vista: bool = False) -> int:
        """Close the file and return the id of its process; ask for its preview if wanted.

        Raises NoSeGuardo.
        """
        if self._pendiente:
            self._guardar(bytes(self._pendiente))
            self._pendiente.clear()
        cuenta_id = self._actor.cuenta_id
        with _faults_told(), handing_over(self._engine) as (tx, work):
            ArchivoRepository(tx, cuenta_id).completar(
                self.proceso_id, tamano=self._tamano, sha256=self._sha256.hexdigest()
            )
            if con_vista:
                work.append(Work("vista", cuenta_id, self.proceso_id))
        self._terminada = True
        return self.proceso_id

    def __enter__(self) -> Self:
        """Enter the block in which the file is received."""
        return self

    def __exit__(
        self,
        tipo: type[BaseException] | None,
        error: BaseException | None,
        traza: TracebackType | None,
    ) -> None:
        """Leave nothing behind of a file that did not arrive whole."""
        if self._terminada:
            return
        try:
            with write_transaction(self._engine) as tx:
                ArchivoRepository(tx, self._actor.cuenta_id).eliminar(self.proceso_id)
        except DatabaseFault:
            # It was never whole, so nobody sees it; the worker removes it some other day.
            _log.exception("What arrived of process %s could not be removed", self.proceso_id)

    def _guardar(self, pieza: bytes) -> None:
        contenido = zlib.compress(pieza, NIVEL)
        with _escribiendo(self._engine) as tx:
            ArchivoRepository(tx, self._actor.cuenta_id).agregar_pieza(
                self.proceso_id, orden=self._orden, contenido=contenido
            )
        self._orden += 1


def recibir(engine: Engine, actor: Actor, nombre: str, trozos: Iterable[bytes]) -> int:
    """Store an uploaded file, ask for its preview, return the id of its process.

    Raises ArchivoDemasiadoGrande beyond CLIENTES_MAX_ARCHIVO_MB, and NoSeGuardo; then nothing
    stays.
    """
    with Recepcion(engine, actor, nombre) as recepcion:
        for trozo in trozos:
            recepcion.agregar(trozo)
        return recepcion.terminar(con_vista=True)


def original(engine: Engine, cuenta_id: int, proceso_id: int) -> Iterator[bytes]:
    """Yield the bytes of the file exactly as they were uploaded, piece by piece.

    Raises NoEncontrado, also when the days of CLIENTES_RETENCION_DIAS are over, and for a document
    of the SAT, which is read and not kept.
    """
    orden = 0
    with read_transaction(engine) as tx:
        repositorio = ArchivoRepository(tx, cuenta_id)
        tamano = repositorio.tamano(proceso_id)
        is_gone = tamano is None or (tamano > 0 and repositorio.pieza(proceso_id, 0) is None)
        if is_gone or not se_conserva(*repositorio.nombre_y_documento(proceso_id)):
            raise NoEncontrado(proceso_id)
    while (pieza := _pieza(engine, cuenta_id, proceso_id, orden)) is not None:
        yield pieza
        orden += 1


def abrir(
    engine: Engine, cuenta_id: int, proceso_id: int, *, on_read: Callable[[int], None] | None = None
) -> BinaryIO:
    """Open the uploaded file for reading and seeking, in the memory of two pieces.

    `on_read` is told how many bytes were read each time.
    """
    return cast("BinaryIO", io.BufferedReader(_Piezas(engine, cuenta_id, proceso_id, on_read)))


def nombre_limpio(nombre: str) -> str:
    """Return the bare name of an uploaded file: no folders, no control characters, no halves."""
    base = re.split(r"[/\\]", sin_medias_letras(nombre))[-1]
    return _CONTROL.sub("", base)[-_MAXIMO_NOMBRE:] or "archivo.csv"


@contextmanager
def _escribiendo(engine: Engine) -> Generator[Session]:
    """Give a transaction in which a piece of the file is stored. Raises NoSeGuardo."""
    with _faults_told(), write_transaction(engine) as tx:
        yield tx


@contextmanager
def _faults_told() -> Generator[None]:
    """Turn a fault of the database within this block into NoSeGuardo."""
    try:
        yield
    except DatabaseFault as error:
        _log.exception("An uploaded file could not be stored")
        raise NoSeGuardo from error


def _pieza(engine: Engine, cuenta_id: int, proceso_id: int, orden: int) -> bytes | None:
    with read_transaction(engine) as tx:
        contenido = ArchivoRepository(tx, cuenta_id).pieza(proceso_id, orden)
    return None if contenido is None else zlib.decompress(contenido)


class _Piezas(io.RawIOBase):
    """The pieces of one file as one stream."""

    def __init__(
        self,
        engine: Engine,
        cuenta_id: int,
        proceso_id: int,
        on_read: Callable[[int], None] | None,
    ) -> None:
        super().__init__()
        self._on_read = on_read
        self._de = (engine, cuenta_id, proceso_id)
        with read_transaction(engine) as tx:
            tamano = ArchivoRepository(tx, cuenta_id).tamano(proceso_id)
        if tamano is None:
            raise NoEncontrado
        self._tamano = tamano
        self._posicion: int = 0
        self._orden: int = 0
        self._actual = _pieza(*self._de, 0) or b""
        self._largo = max(1, len(self._actual))

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._posicion

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._posicion, io.SEEK_END: self._tamano}[whence]
        self._posicion = max(0, base + offset)
        return self._posicion

    def readinto(self, buffer: Any, /) -> int:  # noqa: ANN401 (its type has a name from 3.12 on)
        destino: memoryview = memoryview(buffer).cast("B")
        if self._posicion >= self._tamano:
            return 0
        orden, desde = divmod(self._posicion, self._largo)
        if orden != self._orden:
            self._actual = _pieza(*self._de, orden) or b""
            self._orden = orden
        trozo = self._actual[desde : desde + len(destino)]
        destino[: len(trozo)] = trozo
        self._posicion += len(trozo)
        if self._on_read is not None:
            self._on_read(len(trozo))
        return len(trozo)
