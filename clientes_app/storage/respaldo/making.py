"""Making a backup of a database of either kind, as one file, while others read and write."""

import shutil
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import BinaryIO, Final

from sqlalchemy import Engine

from clientes_app.storage.respaldo import postgresql_copy, sqlite_copy
from clientes_app.storage.respaldo.archive import chunks_of_file, verify, write_archive
from clientes_app.storage.respaldo.errors import NoSePuedeRespaldar
from clientes_app.storage.respaldo.folder import create_private, place_as_new, work_folder
from clientes_app.storage.respaldo.manifest import Manifiesto, MotivoDeRespaldo

SUFFIX: Final = ".zip"
_PREFIX: Final = "clientes-"
_MOMENT: Final = "%Y%m%dT%H%M%SZ"
# The copy, the file made of it, and room for those who go on working.
_TIMES_THE_DATABASE: Final = 2
ROOM: Final = 64 << 20
"""How many bytes have to stay free on a disk on which others write."""


@dataclass(frozen=True, slots=True)
class _Content:
    """What goes into a backup: the data, and what they are."""

    name: str
    schema: str
    counts: dict[str, int]
    chunks: Iterator[bytes]


def make_backup(engine: Engine, folder: Path, motivo: MotivoDeRespaldo) -> Path:
    """Put a backup of the whole database into a folder, which is made if need be; return the file.

    It appears under its name when it is whole, was read again and lies on the disk; only its owner
    may read it. Whoever works goes on working. Raises NoSePuedeRespaldar, RespaldoInservible when
    the database is damaged, errors of DatabaseFault, and OSError, of a full disk for instance.
    """
    with work_folder(folder) as work:
        made = work / "respaldo"
        create_private(made)
        with made.open("r+b") as file:
            manifest = write_backup(engine, file, work, motivo)
        verify(made)
        return place_as_new(made, folder, backup_name(manifest))


def write_backup(
    engine: Engine, file: BinaryIO, work: Path, motivo: MotivoDeRespaldo
) -> Manifiesto:
    """Write a backup into an open file; `work` is a folder for what is needed on the way.

    Raises what `make_backup` does.
    """
    creado_en = datetime.now(UTC)
    with _content(engine, work) as content:

        def manifest(length: int, digest: str) -> Manifiesto:
            return Manifiesto(
                version=program_version(),
                esquema=content.schema,
                motor=engine.dialect.name,
                creado_en=creado_en,
                motivo=motivo.value,
                conteos=content.counts,
                contenido=content.name,
                tamano=length,
                sha256=digest,
            )

        return write_archive(file, content.chunks, contenido=content.name, manifest=manifest)


def backup_name(manifest: Manifiesto) -> str:
    """Return how the file of a backup is called: after its moment (UTC) and why it was made."""
    moment = manifest.creado_en.astimezone(UTC).strftime(_MOMENT)
    return f"{_PREFIX}{moment}-{manifest.motivo}{SUFFIX}"


def program_version() -> str:
    """Return the version of this program, "" when it is not installed."""
    try:
        return version("clientes-app")
    except PackageNotFoundError:
        return ""


@contextmanager
def _content(engine: Engine, work: Path) -> Generator[_Content]:
    if engine.dialect.name != "sqlite":
        with postgresql_copy.snapshot(engine) as (schema, counts, chunks):
            yield _Content(postgresql_copy.CONTENT, schema, counts, chunks)
        return
    database = Path(engine.url.database or "")
    _require_room(database, work)
    copy = work / sqlite_copy.CONTENT
    sqlite_copy.copy_database(database, copy)
    schema, counts = sqlite_copy.describe(copy)
    yield _Content(sqlite_copy.CONTENT, schema, counts, chunks_of_file(copy))
    copy.unlink()


def _require_room(database: Path, work: Path) -> None:
    """Refuse what would fill the disk on which the others write."""
    log = Path(f"{database}-wal")
    size = database.stat().st_size + (log.stat().st_size if log.exists() else 0)
    needed, free = size * _TIMES_THE_DATABASE + ROOM, shutil.disk_usage(work).free
    if free < needed:
        mensaje = (
            f"No hay espacio para un respaldo: en «{work.parent}» hacen falta {needed >> 20:,} MB "
            f"y quedan {free >> 20:,} MB. Libere espacio o borre respaldos viejos."
        )
        raise NoSePuedeRespaldar(mensaje)
