"""Opening what the commands read and write."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import click

from clientes_app.cli.program import ErrorDeComando, explicar, oracion

_TROZO = 256 * 1024


class Ruta(click.Path):
    """A path of a file, shown in the help as such; whether it is there is said when opening it."""

    def __init__(self) -> None:
        """Take any path."""
        super().__init__(path_type=Path)

    name = "archivo"


@contextmanager
def abierto(ruta: Path) -> Iterator[BinaryIO]:
    """Open a file for reading. Raises ErrorDeComando when that is not possible."""
    try:
        archivo = ruta.open("rb")
    except OSError as error:
        raise ErrorDeComando(oracion(explicar(error))) from error
    with archivo:
        yield archivo


def trozos(archivo: BinaryIO) -> Iterator[bytes]:
    """Yield a file in pieces."""
    while trozo := archivo.read(_TROZO):
        yield trozo


def escribir(piezas: Iterable[bytes], destino: Path | None) -> None:
    """Write to a file, or to standard output when there is none.

    A file appears under its name only when it is whole: what was there before stays until then.
    """
    if destino is None:
        salida = sys.stdout.buffer
        for pieza in piezas:
            salida.write(pieza)
        salida.flush()
        return
    provisional = destino.with_name(f".{destino.name}.parcial")
    try:
        with provisional.open("wb") as archivo:
            archivo.writelines(piezas)
        provisional.replace(destino)
    except OSError as error:
        raise ErrorDeComando(oracion(explicar(error))) from error
    finally:
        provisional.unlink(missing_ok=True)
