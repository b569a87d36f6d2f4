"""Putting a backup into the place of the database. Killed anywhere, one of the two is there.

What can fail is done beside the old database, which stays as it is until the new one is whole,
sound and at the newest revision.
"""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from alembic.script import ScriptDirectory
from sqlalchemy import Engine
from sqlalchemy.engine import URL
from sqlalchemy.exc import DatabaseError, OperationalError

from clientes_app.storage.db.engine import direccion, open_engine
from clientes_app.storage.db.migrate import migrate, migrations_folder
from clientes_app.storage.db.usage import alone_with, refuse_if_others
from clientes_app.storage.respaldo import postgresql_copy, sqlite_copy
from clientes_app.storage.respaldo.archive import extract, manifest_of, open_content, verify
from clientes_app.storage.respaldo.errors import NoSePuedeRestaurar, RespaldoInservible
from clientes_app.storage.respaldo.making import ROOM, make_backup
from clientes_app.storage.respaldo.manifest import Manifiesto, MotivoDeRespaldo

_ENGINES: Final = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Restaurado:
    """What was restored, and where that lies which was there before (None: there was nothing)."""

    manifiesto: Manifiesto
    anterior: Path | None


def check_fits(path: Path, url: str | URL) -> Manifiesto:
    """Read a whole backup, and return what it says of itself if it can be restored at that address.

    Raises RespaldoInservible for one that is not whole, and NoSePuedeRestaurar for one of a newer
    version or of the other kind of database.
    """
    manifest = verify(path)
    require_fit(manifest, url)
    return manifest


def require_fit(manifest: Manifiesto, url: str | URL) -> None:
    """Raise NoSePuedeRestaurar for a backup of a newer version or the other kind of database."""
    here = direccion(url).get_backend_name()
    if manifest.motor != here:
        raise NoSePuedeRestaurar(_other_kind(manifest.motor, here))
    scripts = ScriptDirectory(str(migrations_folder()))
    if manifest.esquema not in {script.revision for script in scripts.walk_revisions()}:
        mensaje = (
            f"El respaldo es de una versión más nueva de Clientes ({manifest.version}, esquema "
            f"{manifest.esquema or 'desconocido'}). Actualice el programa y restáurelo después."
        )
        raise NoSePuedeRestaurar(mensaje)


def _other_kind(motor: str, here: str) -> str:
    suyo = _ENGINES.get(motor, motor)
    if motor == "sqlite":
        how = (
            "Restáurelo en una instalación con SQLite (sin CLIENTES_DATABASE_URL) y lleve después "
            "los datos a PostgreSQL con «clientes mudar --a URL»."
        )
    else:
        how = "Defina CLIENTES_DATABASE_URL con la dirección de una base de datos de PostgreSQL."
    return f"El respaldo es de {suyo} y esta instalación usa {_ENGINES.get(here, here)}. {how}"


def restore(path: Path, url: str | URL, *, folder: Path, queue: str) -> Restaurado:
    """Put a backup into the place of the database at an address, whole or not at all.

    What was there becomes a backup in `folder` first. `queue` is where the worker keeps its queues:
    a file, or on PostgreSQL a schema; they begin anew. No process of ours may have the database
    open. Raises DatabaseInUse, what `check_fits` and `make_backup` do, and OSError.
    """
    full = direccion(url)
    manifest = check_fits(path, full)
    if full.get_backend_name() == "sqlite":
        with alone_with(full):
            before = _restore_sqlite(path, full, folder, Path(queue))
    else:
        before = _restore_postgresql(path, full, folder, queue)
    return Restaurado(manifiesto=manifest, anterior=before)


def _restore_sqlite(path: Path, url: URL, folder: Path, queue: Path) -> Path | None:
    database = Path(url.database or "")
    # Whoever has it open by another program is found out before the work.
    is_sound = _leave_wal_if_sound(database)
    staged = sqlite_copy.clear_staging(database)
    try:
        _require_room(path, database.parent)
        extract(path, staged)
        sqlite_copy.check(staged)
        _bring_up_to_date(staged)
        before = _keep(database, url, folder, is_sound=is_sound)
        sqlite_copy.swap(staged, database, queue=queue)
    finally:
        sqlite_copy.clear_staging(database)
    return before


def _require_room(path: Path, folder: Path) -> None:
    needed, free = manifest_of(path).tamano, shutil.disk_usage(folder).free
    if free < needed + ROOM:
        mensaje = (
            f"No hay espacio para restaurar: en «{folder}» hacen falta {needed + ROOM >> 20:,} MB "
            f"y quedan {free >> 20:,} MB."
        )
        raise NoSePuedeRestaurar(mensaje)


def _bring_up_to_date(staged: Path) -> None:
    try:
        migrate(f"sqlite:///{staged}")
    except DatabaseError as error:
        if isinstance(error, OperationalError):
            raise
        mensaje = "El respaldo está dañado: su base de datos no se pudo poner al día. Use otro."
        raise RespaldoInservible(mensaje) from error
    sqlite_copy.leave_wal(staged)


def _leave_wal_if_sound(database: Path) -> bool:
    """Return whether there is a database whose file SQLite takes for one; its log is gone then."""
    if not database.exists():
        return False
    try:
        sqlite_copy.leave_wal(database)
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        return False
    return True


def _keep(database: Path, url: URL, folder: Path, *, is_sound: bool) -> Path | None:
    """Make a backup of what is there; of what cannot be read any more keep the very files."""
    if not database.exists():
        return None
    if is_sound:
        engine = open_engine(url)
        try:
            return make_backup(engine, folder, MotivoDeRespaldo.ANTES_DE_RESTAURAR)
        except (RespaldoInservible, sqlite3.DatabaseError):
            # The damage is the reason to restore.
            pass
        finally:
            engine.dispose()
            _leave_wal_if_sound(database)
    return sqlite_copy.set_aside(database, folder)


def _restore_postgresql(path: Path, url: URL, folder: Path, queue: str) -> Path | None:
    engine: Engine = open_engine(url)
    try:
        with closing(engine.connect()) as connection:
            refuse_if_others(connection)
        before = make_backup(engine, folder, MotivoDeRespaldo.ANTES_DE_RESTAURAR)
        engine.dispose()
        with open_content(path) as (manifest, content):
            postgresql_copy.load(engine, manifest, content, queue=queue)
    finally:
        engine.dispose()
    return before
