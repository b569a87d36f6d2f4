"""Signs of life that whoever holds a lock leaves again and again.

A process that hangs holds its lock for good: that it still does something is told apart. On SQLite
it touches a file beside that of the lock; on PostgreSQL the server knows when the connection that
holds the lock last said something, and the holder need only ask whether it still has it.
"""

from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Engine, text

_LAST_SAID = text(
    "SELECT greatest(query_start, state_change) FROM pg_locks JOIN pg_stat_activity USING (pid) "
    "WHERE locktype = 'advisory' AND objsubid = 1 AND granted "
    "AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) "
    "AND (classid::bigint << 32 | objid::bigint) = hashtextextended(:name, 0)"
)


def leave_sign(engine: Engine, name: str) -> None:
    """Leave a sign as the holder of the lock of that name, which was just asked for.

    Raises OSError when the folder of the locks cannot be used.
    """
    if engine.dialect.name == "sqlite":
        _file_of_signs(engine, name).touch(mode=0o600)


def last_sign(engine: Engine, name: str) -> datetime | None:
    """Return when the holder of a lock last left a sign (UTC), None when nobody ever did.

    Raises an error of DatabaseFault when the database cannot be used.
    """
    if engine.dialect.name != "sqlite":
        with engine.connect() as connection:
            return connection.execute(_LAST_SAID, {"name": f"clientes {name}"}).scalar()
    try:
        return datetime.fromtimestamp(_file_of_signs(engine, name).stat().st_mtime, UTC)
    except OSError:
        return None


def _file_of_signs(engine: Engine, name: str) -> Path:
    # A lock's own name cannot hold a dot of ours: its file is quoted, and no lock is named so.
    return Path(f"{engine.url.database}-locks") / f"{quote(name, safe='')}.vida"
