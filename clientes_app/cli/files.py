"""Opening what the commands read and write."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import click

from clientes_app.cli.program import CommandError, as_sentence, explicar

_CHUNK = 256 * 1024


class FilePath(click.Path):
    """A path of a file, shown in the help as such; whether it is there is said when opening it."""

    def __init__(self) -> None:
        """Take any path."""
        super().__init__(path_type=Path)

    name = "archivo"


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """Open a file for reading. Raises ErrorDeComando when that is not possible."""
    try:
        file = path.open("rb")
    except OSError as error:
        raise CommandError(as_sentence(explicar(error))) from error
    with file:
        yield file


def chunks_of(file: BinaryIO) -> Iterator[bytes]:
    """Yield a file in pieces."""
    while chunk := file.read(_CHUNK):
        yield chunk


def write_chunks(chunks: Iterable[bytes], target: Path | None) -> None:
    """Write to a file, or to standard output when there is none.

    A file appears under its name only when it is whole: what was there before stays until then.
    """
    if target is None:
        output = sys.stdout.buffer
        for chunk in chunks:
            output.write(chunk)
        output.flush()
        return
    partial = target.with_name(f".{target.name}.parcial")
    try:
        with partial.open("wb") as file:
            file.writelines(chunks)
        partial.replace(target)
    except OSError as error:
        raise CommandError(as_sentence(explicar(error))) from error
    finally:
        partial.unlink(missing_ok=True)
