"""SQLite: a copy of one moment while others write, and how one takes the place of the database."""

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from clientes_app.storage.db.usage import DatabaseInUse
from clientes_app.storage.respaldo.errors import RespaldoInservible
from clientes_app.storage.respaldo.folder import create_private, place, sync

CONTENT: Final = "clientes.sqlite3"
"""What the data are called inside a backup."""

_WAIT_S = 30.0
_BESIDE = ("-wal", "-shm")
_STAGED: Final = ".{}.por-restaurar"
_DAMAGED = "El respaldo está dañado: la base de datos que contiene no está íntegra. Use otro."


def copy_database(source: Path, target: Path) -> None:
    """Copy a database as it is at one moment, whoever writes meanwhile, and check the copy.

    One step of SQLite's online backup reads within one transaction: with its log (WAL) nobody who
    writes waits for it. Raises RespaldoInservible when the copy is not sound.
    """
    create_private(target)
    with (
        closing(sqlite3.connect(source, timeout=_WAIT_S)) as original,
        closing(sqlite3.connect(target, isolation_level=None)) as copy,
    ):
        # Nobody needs the copy after a power cut.
        copy.execute("PRAGMA synchronous = OFF")
        original.backup(copy, pages=-1)
        copy.execute("PRAGMA journal_mode = DELETE")
    check(target)


def check(path: Path) -> None:
    """Raise RespaldoInservible when a database is not sound in all its pages and indexes."""
    try:
        with closing(sqlite3.connect(path)) as copy:
            # What a file defines must call nothing while it is looked at.
            copy.execute("PRAGMA trusted_schema = OFF")
            said = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
    except sqlite3.DatabaseError as error:
        raise RespaldoInservible(_DAMAGED) from error
    if said != "ok":
        raise RespaldoInservible(_DAMAGED)


def describe(path: Path) -> tuple[str, dict[str, int]]:
    """Return the revision of a database ("" for none), and the rows of each of its tables."""
    with closing(sqlite3.connect(path)) as copy:
        names = copy.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
            "AND name NOT LIKE 'cliente_fts%' ORDER BY name"
        ).fetchall()
        counts = {
            name: copy.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608 - a name of the database itself
            for (name,) in names
        }
        found = None
        if "alembic_version" in counts:
            found = copy.execute("SELECT version_num FROM alembic_version").fetchone()
    return "" if found is None else found[0], counts


def clear_staging(database: Path) -> Path:
    """Return where a restored database waits, beside the one whose place it takes.

    Whatever a restore that was killed left there is removed.
    """
    database.parent.mkdir(parents=True, exist_ok=True)
    staged = database.with_name(_STAGED.format(database.name))
    for path in (staged, *_companions(staged), Path(f"{staged}-journal")):
        path.unlink(missing_ok=True)
    return staged


def leave_wal(path: Path) -> None:
    """Put into the file itself what its log (WAL) holds, and remove that.

    Raises DatabaseInUse when anybody, of whatever program, has it open, and sqlite3.DatabaseError
    when it is damaged.
    """
    with closing(sqlite3.connect(path, timeout=0.0, isolation_level=None)) as database:
        try:
            mode = database.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
                raise DatabaseInUse from error
            raise
    if mode != "delete":
        raise DatabaseInUse


def swap(staged: Path, database: Path, *, queue: Path) -> None:
    """Put a whole database into the place of another one. Killed anywhere, one of them is there.

    The log of the old one must be gone: SQLite would take it for that of the new one. The queue,
    which knows only what the database says as well, begins anew: of whatever moment the database
    is, the worker queues what waits in it. It goes first; the old database gets on without it, too.
    """
    if database.exists():
        staged.chmod(database.stat().st_mode & 0o777)
    # Without its database SQLite drops a log by itself, not the other way round.
    for path in (queue, *_companions(queue)):
        path.unlink(missing_ok=True)
    place(staged, database)


def set_aside(database: Path, folder: Path) -> Path:
    """Copy the files of a database that cannot be read any more, as they are, and drop its log.

    Return the folder that holds them, a new one in `folder`.
    """
    kept = folder / f"danada-{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}"
    kept.mkdir(mode=0o700, parents=True)
    for path in (database, *_companions(database)):
        if path.exists():
            create_private(kept / path.name)
            shutil.copyfile(path, kept / path.name)
            sync(kept / path.name)
    sync(kept)
    for path in _companions(database):
        path.unlink(missing_ok=True)
    return kept


def _companions(path: Path) -> tuple[Path, ...]:
    return tuple(Path(f"{path}{suffix}") for suffix in _BESIDE)
