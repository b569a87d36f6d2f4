"""The rows of a file that is looked into, judged by two: each takes some of the batches.

Both read all of the file, which is the least of the work, and what is said of a row has nothing to
do with any other row. Of each batch behind the first ones the helper sends, in their order, what it
finds, or that it leaves the batch to whoever looks into the file: one now and then, while that one
has read all that was sent. So neither waits long for the other, however much of the machine each
has and however many findings are to be stored; and without a helper one goes on alone.
"""

import pickle
from collections.abc import Generator
from contextlib import contextmanager, suppress
from fcntl import ioctl
from functools import partial
from itertools import islice
from multiprocessing.connection import Connection
from struct import pack, unpack
from termios import FIONREAD

from clientes_app.domain.cliente import Contexto, DatosCliente
from clientes_app.judging.rows import Fila, Juzgar, en_lotes, juzgar
from clientes_app.readers.csv.dialect import Dialecto
from clientes_app.readers.csv.records import Registro
from clientes_app.readers.motivos import NoCargableError
from clientes_app.services.carga import helper
from clientes_app.services.carga.archivo import abrir
from clientes_app.services.carga.collector import sin_recolector
from clientes_app.services.carga.read_ahead import Pedido
from clientes_app.storage.db import engine as puerta
from clientes_app.storage.db.base import Engine, SinConexion

MINIMO_DE_BYTES = 300_000
"""Below this size, some 2,500 clients, a process more would cost what it spares."""

# The first batches are small, and a helper needs some time until it is there.
_PRIMEROS = 3

_CEDIDA = pickle.dumps(None)


@contextmanager
def juzgando(
    engine: Engine, pedido: Pedido, dialecto: Dialecto, *, tamano: int
) -> Generator[Juzgar]:
    """Give what judges the batches of `en_lotes`, in order, of a file of so many bytes."""
    if tamano < MINIMO_DE_BYTES or not helper.hay():
        yield partial(juzgar, contexto=pedido.contexto)
        return
    url = engine.url.render_as_string(hide_password=False)
    with helper.ayudado(_juzgar_lo_ajeno, url, pedido, dialecto) as entrada:
        yield _Reparto(entrada, pedido.contexto)


class _Reparto:
    """Judges the batches as they come: as the helper says, or here those that it leaves."""

    def __init__(self, entrada: Connection, contexto: Contexto) -> None:
        self._entrada: Connection | None = entrada
        self._contexto = contexto
        self._numero = 0

    def __call__(self, registros: list[Registro]) -> list[Fila]:
        dichas = None if self._numero < _PRIMEROS else self._dichas()
        self._numero += 1
        if dichas is None:
            return juzgar(registros, self._contexto)
        return [dichas.get(i) or _tal_cual(registro) for i, registro in enumerate(registros)]

    def _dichas(self) -> dict[int, Fila] | None:
        """Return the rows of a batch that are not right as they stand; None: judge it yourself."""
        if self._entrada is None:
            return None
        try:
            dichas: dict[int, Fila] | None = pickle.loads(self._entrada.recv_bytes())  # noqa: S301 - our own process wrote it
        except EOFError:
            self._entrada = None
            return None
        return dichas


def _tal_cual(registro: Registro) -> Fila:
    datos = DatosCliente._make(registro.valores)
    return Fila(registro.linea, datos, datos)


def _es_tal_cual(fila: Fila) -> bool:
    return fila.datos is fila.valores_originales


def _juzgar_lo_ajeno(salida: Connection, url: str, pedido: Pedido, dialecto: Dialecto) -> None:
    """Judge batches, but for those left to the other; send the rows not right as they stand."""
    engine = puerta.abrir(url)
    # Whoever looks into the file comes upon the same, and is the one to say it.
    with (
        suppress(NoCargableError, *SinConexion),
        sin_recolector() as recoger,
        abrir(engine, pedido.cuenta_id, pedido.proceso_id) as archivo,
    ):
        cedida = False
        for registros in islice(en_lotes(archivo, dialecto), _PRIMEROS, None):
            cedida = not cedida and _todo_leido(salida)
            if cedida:
                salida.send_bytes(_CEDIDA)
                continue
            filas = enumerate(juzgar(registros, pedido.contexto))
            salida.send_bytes(
                pickle.dumps({i: fila for i, fila in filas if not _es_tal_cual(fila)})
            )
            recoger(len(registros))


def _todo_leido(salida: Connection) -> bool:
    """Whether nothing that was sent is still to be read: the reader waits, or soon will."""
    (sin_leer,) = unpack("i", ioctl(salida.fileno(), FIONREAD, pack("i", 0)))
    return sin_leer == 0
