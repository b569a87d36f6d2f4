"""Opening what the commands read and write."""

import errno
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

import click

from clientes_app.cli.program import CommandError, as_sentence, explicar

_CHUNK = 256 * 1024


class FilePath(click.Path):
    """A path of a file, shown in the help as such; whether it is there is said when opening it."""

    def __init__(self) -> None:
        """Take any path."""
        super().__init__(path_type=Path, readable=False)

    name = "archivo"


class OutputPath(FilePath):
    """A path to be written: whether that is possible is known before the command does anything."""

    def convert(
        self,
        value: Any,  # noqa: ANN401 - as click gives it
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> Path:
        """Take a path that can be written. Raises CommandError for another one."""
        path = Path(os.fsdecode(super().convert(value, param, ctx)))
        try:
            _check(path)
        except OSError as error:
            raise CommandError(as_sentence(explicar(error))) from error
        return path


def _check(path: Path) -> None:
    try:
        is_folder = stat.S_ISDIR(path.stat().st_mode)
        needed = path
    except FileNotFoundError:
        is_folder = False
        needed = path.resolve().parent
        needed.stat()
    if is_folder:
        raise IsADirectoryError(errno.EISDIR, "", str(path))
    if not os.access(needed, os.W_OK):
        raise PermissionError(errno.EACCES, "", str(needed))


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

    A file appears under its name only when it is whole: what was there before stays until then. A
    symbolic link is followed, and what is no regular file (a pipe, a device) is written into.
    """
    if target is None:
        output = sys.stdout.buffer
        for chunk in chunks:
            output.write(chunk)
        output.flush()
        return
    with replacing(target) as file:
        file.writelines(chunks)


@contextmanager
def replacing(target: Path, *, new_mode: int = 0o666) -> Iterator[BinaryIO]:
    """Give a file to write, which takes the place of another one when the block ends well.

    It is on the disk by then. What was there keeps its mode and owner; `new_mode` is that of a new
    file, less what the umask takes off. A symbolic link is followed, and what is no regular file
    (a pipe, a device) is written into. Raises CommandError for what the system refuses.
    """
    try:
        if _is_replaced(target):
            with _replace(target.resolve(), new_mode) as file:
                yield file
        else:
            with target.open("wb") as file:
                yield file
    except OSError as error:
        raise CommandError(as_sentence(explicar(error))) from error


def _is_replaced(target: Path) -> bool:
    is_regular = target.is_file() or not target.exists()
    # /dev/stdout leads to a file that is open already: another one in its place would stay unseen.
    is_device = target.parts[:2] == ("/", "dev")
    return is_regular and not is_device and os.access(target.resolve().parent, os.W_OK)


@contextmanager
def _replace(target: Path, new_mode: int) -> Iterator[BinaryIO]:
    """Put a whole file into the place of another one, whose mode and owner it takes over."""
    before = target.stat() if target.exists() else None
    partial = target.with_name(f".{target.name}.parcial")
    partial.unlink(missing_ok=True)
    try:
        # Nobody may read meanwhile what nobody could read before.
        with os.fdopen(
            os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600 if before else new_mode),
            "wb",
        ) as file:
            if before:
                os.fchmod(file.fileno(), before.st_mode)
                with suppress(PermissionError):
                    os.fchown(file.fileno(), before.st_uid, before.st_gid)
            yield file
            file.flush()
            os.fsync(file.fileno())
        partial.replace(target)
        _sync(target.parent)
    finally:
        partial.unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
