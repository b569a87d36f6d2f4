"""The one file of a backup: a zip of the data, and of a manifest that is written last.

A file that was cut off has no directory at its end and cannot be opened as a zip, whatever its name
says; one that was altered does not have the checksum of its manifest.
"""

import hashlib
import shutil
import zipfile
import zlib
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO, Final, Protocol

from clientes_app.storage.respaldo.errors import RespaldoInservible
from clientes_app.storage.respaldo.folder import create_private
from clientes_app.storage.respaldo.manifest import Manifiesto, read_manifest

MANIFEST: Final = "manifiesto.json"
CHUNK: Final = 1 << 20
"""How many bytes are read at a time."""

# Twice as fast as zlib's usual 6, for a file that is a sixth larger.
_LEVEL: Final = 1
_LARGEST_MANIFEST: Final = 1 << 20
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)


class _Digest(Protocol):
    def update(self, data: bytes, /) -> None: ...

    def hexdigest(self) -> str: ...


def write_archive(
    file: BinaryIO,
    chunks: Iterable[bytes],
    *,
    contenido: str,
    manifest: Callable[[int, str], Manifiesto],
) -> Manifiesto:
    """Write a backup into an open file.

    `manifest` is called when all data are through, with their length in bytes and their SHA-256.
    """
    digest, length = hashlib.sha256(), 0
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
        with archive.open(contenido, "w", force_zip64=True) as member:
            for chunk in chunks:
                digest.update(chunk)
                length += len(chunk)
                member.write(chunk)
        made = manifest(length, digest.hexdigest())
        archive.writestr(MANIFEST, made.as_json())
    return made


def chunks_of_file(path: Path) -> Generator[bytes]:
    """Yield a file in pieces."""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def manifest_of(path: Path) -> Manifiesto:
    """Return what a backup says of itself; the data are not read. Raises RespaldoInservible."""
    with _opened(path) as archive:
        return _manifest_in(archive)


def verify(path: Path) -> Manifiesto:
    """Read a whole backup and compare it with what it says. Raises RespaldoInservible."""
    with open_content(path) as (manifest, content):
        while content.read(CHUNK):
            pass
        return manifest


def extract(path: Path, target: Path) -> Manifiesto:
    """Write the data of a backup into a new file that nobody else may read.

    Raises RespaldoInservible, and OSError.
    """
    create_private(target)
    with open_content(path) as (manifest, content), target.open("r+b") as file:
        shutil.copyfileobj(content, file, CHUNK)
        return manifest


class _Checked:
    """The data of a backup; their end is reached only if they are those that were stored."""

    def __init__(self, member: IO[bytes], manifest: Manifiesto) -> None:
        self._member = member
        self._manifest = manifest
        self._digest: _Digest = hashlib.sha256()
        self._length = 0

    def read(self, size: int = CHUNK) -> bytes:
        try:
            chunk = self._member.read(size)
        except _BROKEN as error:
            raise RespaldoInservible(_DAMAGED) from error
        self._digest.update(chunk)
        self._length += len(chunk)
        # Also what would never end: a small file can hold any number of blanks.
        is_wrong = self._length > self._manifest.tamano or (
            not chunk and self._digest.hexdigest() != self._manifest.sha256
        )
        if is_wrong:
            raise RespaldoInservible(_DAMAGED)
        return chunk


_DAMAGED = "El respaldo está dañado: su contenido no es el que se guardó. Use otro."
_NO_ZIP = "El archivo no es un respaldo de Clientes, o está incompleto. Use otro."


@contextmanager
def open_content(path: Path) -> Generator[tuple[Manifiesto, _Checked]]:
    """Give what a backup says of itself, and its data to read. Raises RespaldoInservible."""
    with _opened(path) as archive:
        manifest = _manifest_in(archive)
        try:
            member = archive.open(manifest.contenido)
        except (KeyError, *_BROKEN) as error:
            raise RespaldoInservible(_NO_ZIP) from error
        with member:
            yield manifest, _Checked(member, manifest)


@contextmanager
def _opened(path: Path) -> Generator[zipfile.ZipFile]:
    try:
        archive = zipfile.ZipFile(path)
    except _BROKEN as error:
        raise RespaldoInservible(_NO_ZIP) from error
    with archive:
        yield archive


def _manifest_in(archive: zipfile.ZipFile) -> Manifiesto:
    try:
        if archive.getinfo(MANIFEST).file_size > _LARGEST_MANIFEST:
            raise RespaldoInservible(_NO_ZIP)
        written = archive.read(MANIFEST)
    except (KeyError, *_BROKEN) as error:
        raise RespaldoInservible(_NO_ZIP) from error
    return read_manifest(written)
