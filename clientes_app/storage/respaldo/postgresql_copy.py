"""PostgreSQL: pg_dump of one moment, and its data back into a schema made by our migrations.

Nothing that a dump says is executed: of all its lines only the data of tables that our migrations
make, and the state of their sequences, are taken. So a dump of any version of PostgreSQL fits any
other, everything belongs to the role of the application, and who can hand in a backup cannot have
the database server do anything. By hand, `psql` restores the whole dump.
"""

import io
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Final, Protocol

import psycopg
from alembic import command
from psycopg import sql
from sqlalchemy import Connection, Engine, text

from clientes_app.storage.db.engine import write_connection
from clientes_app.storage.db.migrate import alembic_config
from clientes_app.storage.db.tables import METADATA
from clientes_app.storage.db.usage import refuse_if_others
from clientes_app.storage.respaldo.archive import CHUNK
from clientes_app.storage.respaldo.errors import NoSePuedeRespaldar, RespaldoInservible
from clientes_app.storage.respaldo.manifest import Manifiesto

CONTENT: Final = "clientes.sql"
"""What the data are called inside a backup."""

_VERSIONS: Final = "alembic_version"
_INSTALLED: Final = Path(os.sep, "usr", "lib", "postgresql")
_COPY = re.compile(rb"COPY \S+?\.(\S+) \((.+)\) FROM stdin;\n")
_SEQUENCE = re.compile(rb"SELECT pg_catalog\.setval\('[^'.]+\.([^'.]+)', (\d+), (true|false)\);\n")
_END_OF_DATA = b"\\.\n"
_TABLES = text("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
_COLUMNS = text(
    "SELECT column_name FROM information_schema.columns "
    "WHERE table_schema = current_schema() AND table_name = :table"
)
_SEQUENCES = text("SELECT sequencename FROM pg_sequences WHERE schemaname = current_schema()")
# Indexes of no constraint, and what refers to other tables: they are made after the data, at once.
_INDEXES = text(
    "SELECT i.indexname, i.indexdef FROM pg_indexes i WHERE i.schemaname = current_schema() "
    "AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conname = i.indexname "
    "AND c.conrelid = format('%I.%I', i.schemaname, i.tablename)::regclass)"
)
_REFERENCES = text(
    "SELECT conrelid::regclass::text AS table_name, conname, pg_get_constraintdef(oid) AS body "
    "FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace"
)


class _Readable(Protocol):
    def read(self, size: int = ..., /) -> bytes: ...


def find_pg_dump() -> Path:
    """Return the newest pg_dump of this machine. Raises NoSePuedeRespaldar when there is none."""
    found = max(
        _INSTALLED.glob("*/bin/pg_dump"), key=lambda p: float(p.parts[-3]), default=None
    ) or shutil.which("pg_dump")
    if found is None:
        mensaje = (
            "Falta el programa pg_dump, con el que se respalda PostgreSQL. Instálelo (en Debian: "
            "apt-get install postgresql-client) o ponga su carpeta en PATH."
        )
        raise NoSePuedeRespaldar(mensaje)
    return Path(found)


@contextmanager
def snapshot(engine: Engine) -> Generator[tuple[str, dict[str, int], Iterator[bytes]]]:
    """Give the revision, the rows of each table, and a dump to read, all three of one moment.

    The queues of the worker, in a schema of their own, are left out: they know only what the tables
    say as well. Raises NoSePuedeRespaldar.
    """
    program = find_pg_dump()
    with (
        engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection,
        connection.begin(),
    ):
        moment = connection.execute(text("SELECT pg_export_snapshot()")).scalar_one()
        schema = connection.execute(text("SELECT current_schema()")).scalar_one()
        revision, counts = _describe(connection)
        order = [
            *(str(program), f"--snapshot={moment}", f"--schema={schema}", "--format=plain"),
            *("--encoding=UTF8", "--no-owner", "--no-privileges", "--lock-wait-timeout=30s"),
            f"--dbname={_address(engine)}",
        ]
        yield revision, counts, _dumped(order, engine.url.password)


def _address(engine: Engine) -> str:
    # Without the password: everybody on the machine sees the arguments of a process.
    return engine.url.set(drivername="postgresql", password=None).render_as_string()


def _dumped(order: list[str], password: str | None) -> Iterator[bytes]:
    secret = {} if password is None else {"PGPASSWORD": password}
    with tempfile.TemporaryFile() as said:
        with subprocess.Popen(  # noqa: S603 - the program that was found, with our own arguments
            order, stdout=subprocess.PIPE, stderr=said, env=os.environ | secret
        ) as process:
            if process.stdout is None:
                raise NoSePuedeRespaldar
            try:
                while chunk := process.stdout.read(CHUNK):
                    yield chunk
            except BaseException:
                process.kill()
                raise
        if process.returncode != 0:
            said.seek(0)
            raise NoSePuedeRespaldar(_why_not(said))


def _why_not(said: BinaryIO) -> str:
    words = said.read(10_000).decode("utf-8", "replace")
    if "server version mismatch" in words:
        return (
            "El programa pg_dump es más viejo que el servidor de PostgreSQL. Instale el "
            "postgresql-client de la versión del servidor."
        )
    last = next((line for line in reversed(words.splitlines()) if line.strip()), "")
    return f"pg_dump no pudo leer la base de datos y dijo: «{last}»"


def _describe(connection: Connection) -> tuple[str, dict[str, int]]:
    names = sorted(connection.execute(_TABLES).scalars())
    counts = {
        name: connection.exec_driver_sql(f'SELECT count(*) FROM "{name}"').scalar_one()  # noqa: S608 - a name of the database itself
        for name in names
    }
    revision = None
    if _VERSIONS in counts:
        revision = connection.exec_driver_sql(
            f"SELECT version_num FROM {_VERSIONS}"  # noqa: S608 - a constant
        ).scalar_one_or_none()
    return revision or "", counts


def load(engine: Engine, manifest: Manifiesto, content: _Readable, *, queue: str) -> None:
    """Put what a dump holds into the place of what is in the database, in one transaction.

    Afterwards the database is at the newest revision. `queue` is the schema of the worker's queues,
    which begin anew. Raises DatabaseInUse, and RespaldoInservible when the dump is not what its
    manifest says.
    """
    with write_connection(engine) as connection:
        refuse_if_others(connection)
        _drop(connection, {*METADATA.tables, *manifest.conteos}, queue)
        # Whoever came meanwhile has to wait now, or is seen here.
        refuse_if_others(connection)
        command.upgrade(alembic_config(connection), manifest.esquema)
        with _without_indexes(connection):
            _fill(connection, content)
        found = _describe(connection)[1]
        if any(found.get(name) != rows for name, rows in manifest.conteos.items() if name in found):
            mensaje = "El respaldo está dañado: no tiene las filas que dice tener. Use otro."
            raise RespaldoInservible(mensaje)
        command.upgrade(alembic_config(connection), "head")


def _drop(connection: Connection, names: set[str], queue: str) -> None:
    there = set(connection.execute(_TABLES).scalars())
    drop = sql.SQL("DROP TABLE {} CASCADE")
    ours = sorted(there & (names | {_VERSIONS}))
    with _cursor(connection) as cursor:
        cursor.execute("SET LOCAL lock_timeout = '10s'")
        if ours:
            cursor.execute(drop.format(sql.SQL(", ").join(map(sql.Identifier, ours))))
        cursor.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(queue)))


@contextmanager
def _without_indexes(connection: Connection) -> Generator[None]:
    indexes = connection.execute(_INDEXES).all()
    references = connection.execute(_REFERENCES).all()
    with _cursor(connection) as cursor:
        # What refers to the columns of a unique index depends on it.
        for one in references:
            cursor.execute(f'ALTER TABLE {one.table_name} DROP CONSTRAINT "{one.conname}"'.encode())
        for index in indexes:
            cursor.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(index.indexname)))
        yield
        for index in indexes:
            cursor.execute(index.indexdef.encode())
        for one in references:
            cursor.execute(
                f'ALTER TABLE {one.table_name} ADD CONSTRAINT "{one.conname}" {one.body}'.encode()
            )


def _fill(connection: Connection, content: _Readable) -> None:
    ours = set(connection.execute(_TABLES).scalars()) - {_VERSIONS}
    sequences = set(connection.execute(_SEQUENCES).scalars())
    with _cursor(connection) as cursor:
        cursor.execute("SET LOCAL client_encoding = 'UTF8'")
        cursor.execute(
            sql.SQL("TRUNCATE {} CASCADE").format(
                sql.SQL(", ").join(map(sql.Identifier, sorted(ours)))
            )
        )
        lines = io.BufferedReader(_Raw(content), CHUNK)
        for line in lines:
            if found := _COPY.fullmatch(line):
                table = _name(found[1])
                columns = [_name(column) for column in found[2].split(b", ")]
                _copy(connection, cursor, lines, table if table in ours else "", columns)
            elif (found := _SEQUENCE.fullmatch(line)) and (name := _name(found[1])) in sequences:
                cursor.execute(
                    "SELECT setval(%s::regclass, %s, %s)",
                    [f'"{name}"', int(found[2]), found[3] == b"true"],
                )


def _name(written: bytes) -> str:
    return written.decode("utf-8").strip('"')


def _copy(
    connection: Connection,
    cursor: psycopg.Cursor[Any],
    lines: "io.BufferedReader[_Raw]",
    table: str,
    columns: list[str],
) -> None:
    """Copy the data that follow into a table; pass over them if it is none of ours ("")."""
    data = iter(lines.readline, _END_OF_DATA)
    if not table:
        for line in data:
            _expect(line)
        return
    known = set(connection.execute(_COLUMNS, {"table": table}).scalars())
    if not known.issuperset(columns):
        mensaje = f"El respaldo está dañado: la tabla «{table}» tiene columnas que no debería."
        raise RespaldoInservible(mensaje)
    into = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with cursor.copy(into) as copy:
        for line in data:
            copy.write(_expect(line))


def _expect(line: bytes) -> bytes:
    if not line:
        mensaje = "El respaldo está dañado: termina a la mitad de una tabla. Use otro."
        raise RespaldoInservible(mensaje)
    return line


def _cursor(connection: Connection) -> psycopg.Cursor[Any]:
    bare: Any = connection.connection.driver_connection
    return bare.cursor()


class _Raw(io.RawIOBase):
    """Something to read as Python's own readers want it, which know lines."""

    def __init__(self, content: _Readable) -> None:
        self._content = content

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # pyright: ignore[reportIncompatibleMethodOverride] - what BufferedReader gives
        chunk = self._content.read(len(buffer))
        buffer[: len(chunk)] = chunk
        return len(chunk)
