"""Moving every row from SQLite to PostgreSQL: all of them, compared one by one, or none.

SQLite's file is held alone meanwhile, so that nobody writes what would be left behind; on
PostgreSQL tables, rows and sequences come in one transaction, which whatever goes wrong takes back.
"""

import re
import sqlite3
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from enum import StrEnum
from itertools import zip_longest
from pathlib import Path
from typing import Any, cast

import psycopg
from alembic import command
from psycopg import sql
from sqlalchemy import Connection, Engine, NullPool, Table, create_engine, event, func, select, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, OperationalError, ProgrammingError

from clientes_app.storage.db.base import DatabaseFault
from clientes_app.storage.db.engine import direccion, open_engine, write_connection
from clientes_app.storage.db.migrate import alembic_config, migrating_alone
from clientes_app.storage.db.tables import METADATA

Progress = Callable[[int, int], None]
"""Told how many rows are done, of how many: each is copied once and compared once."""

_AT_ONCE = 2_000
_PATIENCE_S = 1
_SHOWN_AT_MOST = 6

# A table, view or sequence of anybody's, but for what an extension brought.
_THERE_ALREADY = text(
    "SELECT n.nspname || '.' || c.relname FROM pg_class c "
    "JOIN pg_namespace n ON n.oid = c.relnamespace "
    "WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') "
    "AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%' "
    "AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass "
    "AND d.objid = c.oid AND d.deptype = 'e') ORDER BY 1 LIMIT :most"
)
_LAST_IDS = text("SELECT name, seq FROM sqlite_sequence")
_GO_ON_AFTER = text("SELECT setval(pg_get_serial_sequence(:table, :column), :last)")


class MotivoDeMudanza(StrEnum):
    """Why nothing was moved.

    YA_MUDADA: this installation does not use SQLite. NADA: it has no database yet. SIN_DIRECCION:
    the target's address is none of PostgreSQL. EN_USO: somebody has SQLite's file open.
    NO_RESPONDE, NO_VACIO, SIN_UTF8, SIN_PERMISO: the target. FILA: PostgreSQL does not take a row.
    DISTINTO: a row is another one there, or changed meanwhile.
    """

    YA_MUDADA = "ya_mudada"
    NADA = "nada"
    SIN_DIRECCION = "sin_direccion"
    EN_USO = "en_uso"
    NO_RESPONDE = "no_responde"
    NO_VACIO = "no_vacio"
    SIN_UTF8 = "sin_utf8"
    SIN_PERMISO = "sin_permiso"
    FILA = "fila"
    DISTINTO = "distinto"


class MudanzaRechazada(Exception):
    """Nothing was moved, and the target is as empty as it was.

    `detalle` names the tables that are there (NO_VACIO), the target's encoding (SIN_UTF8), the
    table and the row that it does not take (FILA), or that is another than it was (DISTINTO).
    """

    def __init__(self, motivo: MotivoDeMudanza, detalle: str = "") -> None:
        super().__init__(f"{motivo}: {detalle}")
        self.motivo = motivo
        self.detalle = detalle


def address_of_postgresql(written: str) -> URL:
    """Return the address of a PostgreSQL database. Raises MudanzaRechazada when it is none."""
    try:
        url = direccion(written)
    except (ArgumentError, ValueError) as error:
        raise MudanzaRechazada(MotivoDeMudanza.SIN_DIRECCION) from error
    if url.get_backend_name() != "postgresql" or not url.database:
        raise MudanzaRechazada(MotivoDeMudanza.SIN_DIRECCION)
    return url


def mudar_filas(source: Path, target: URL, *, on_progress: Progress) -> dict[str, int]:
    """Move every row of an SQLite file at the newest revision into an empty PostgreSQL database.

    Returns how many rows of each table. The file stays as it is. Raises MudanzaRechazada.
    """
    engine = open_engine(target)
    try:
        with _held_alone(source) as origin, _empty(engine), write_connection(engine) as destination:
            return _move(origin, destination, on_progress)
    except ProgrammingError as error:
        if isinstance(error.orig, psycopg.errors.InsufficientPrivilege):
            raise MudanzaRechazada(MotivoDeMudanza.SIN_PERMISO) from error
        raise
    finally:
        engine.dispose()


@contextmanager
def _held_alone(source: Path) -> Generator[Connection]:
    """Give a transaction in SQLite's file beside which there is nobody, not even a reader.

    Every process that has the file open shows it by a lock, and in this mode SQLite wants it alone.
    """
    engine = create_engine(
        URL.create("sqlite", database=str(source)),
        poolclass=NullPool,
        hide_parameters=True,
        connect_args={"timeout": _PATIENCE_S},
    )
    event.listen(engine, "connect", _want_it_alone)
    event.listen(engine, "begin", _begin)
    with engine.connect() as connection:
        try:
            connection.begin()
        except OperationalError as error:
            code = error.orig.sqlite_errorcode if isinstance(error.orig, sqlite3.Error) else None
            if code == sqlite3.SQLITE_BUSY:
                raise MudanzaRechazada(MotivoDeMudanza.EN_USO) from error
            raise
        yield connection


def _want_it_alone(connection: Any, _record: object) -> None:  # noqa: ANN401 (a driver's connection)
    connection.isolation_level = None
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


@contextmanager
def _empty(target: Engine) -> Generator[None]:
    """Make sure that there is nothing at the target, and that nobody makes anything meanwhile."""
    try:
        with target.connect() as connection:
            encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
    except DatabaseFault as error:
        raise MudanzaRechazada(MotivoDeMudanza.NO_RESPONDE) from error
    if encoding != "UTF8":
        raise MudanzaRechazada(MotivoDeMudanza.SIN_UTF8, str(encoding))
    with migrating_alone(target):
        with target.connect() as connection:
            found = connection.execute(_THERE_ALREADY, {"most": _SHOWN_AT_MOST}).scalars().all()
        if found:
            more = "…" if len(found) == _SHOWN_AT_MOST else ""
            raise MudanzaRechazada(MotivoDeMudanza.NO_VACIO, ", ".join(found) + more)
        yield


def _move(origin: Connection, destination: Connection, on_progress: Progress) -> dict[str, int]:
    command.upgrade(alembic_config(destination), "head")
    tables = METADATA.sorted_tables
    for table in reversed(tables):
        # What a migration puts there stands at the origin, too.
        destination.execute(table.delete())
    counts = {table.name: _count(origin, table) for table in tables}
    done, total = 0, 2 * sum(counts.values())
    on_progress(done, total)
    for table in tables:
        for copied in _copy(origin, destination, table):
            done += copied
            on_progress(done, total)
    _set_sequences(origin, destination, tables)
    for table in tables:
        for compared in _compare(origin, destination, table):
            done += compared
            on_progress(done, total)
    # Until then the planner takes every table for a small one.
    destination.exec_driver_sql("ANALYZE")
    return counts


def _count(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar_one()


def _rows(connection: Connection, table: Table) -> Generator[Sequence[tuple[Any, ...]]]:
    """Give a table's rows some thousand at a time, in the order of their keys.

    Texts sort by their bytes in both databases (`column_types.TEXTO`).
    """
    ordered = select(table).order_by(*table.primary_key.columns)
    with connection.execute(ordered.execution_options(yield_per=_AT_ONCE)) as result:
        for rows in result.partitions():
            yield [tuple(row) for row in rows]


def _copy(origin: Connection, destination: Connection, table: Table) -> Iterator[int]:
    driver = cast("psycopg.Connection[Any]", destination.connection.driver_connection)
    order = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table.name),
        sql.SQL(", ").join(sql.Identifier(column.name) for column in table.columns),
    )
    number = 0
    try:
        with driver.cursor() as cursor, cursor.copy(order) as copy:
            for rows in _rows(origin, table):
                for row in rows:
                    number += 1
                    copy.write_row(row)
                yield len(rows)
    except (psycopg.DataError, psycopg.IntegrityError) as error:
        # The server, which hears of a row later, says «COPY cliente, line 17».
        told = re.search(r"\D(\d+)", error.diag.context or "")
        where = f"{table.name}, fila {told.group(1) if told else number}"
        raise MudanzaRechazada(MotivoDeMudanza.FILA, where) from error


def _set_sequences(origin: Connection, destination: Connection, tables: Sequence[Table]) -> None:
    """Let ids go on after the last one that was ever given, even if its row is gone."""
    given = {name: int(last) for name, last in origin.execute(_LAST_IDS)}
    for table in tables:
        column = table.autoincrement_column
        if column is None:
            continue
        greatest = origin.execute(select(func.max(column))).scalar_one() or 0
        if last := max(greatest, given.get(table.name, 0)):
            names = {"table": table.name, "column": column.name, "last": last}
            destination.execute(_GO_ON_AFTER, names)


def _compare(origin: Connection, destination: Connection, table: Table) -> Iterator[int]:
    """Read both again, side by side. Raises MudanzaRechazada at the first row that differs."""
    with closing(_rows(origin, table)) as here, closing(_rows(destination, table)) as there:
        for ours, theirs in zip_longest(here, there, fillvalue=()):
            if ours != theirs:
                pairs = zip_longest(ours, theirs)
                row = next(one or other for one, other in pairs if one != other)
                raise MudanzaRechazada(
                    MotivoDeMudanza.DISTINTO, f"{table.name}, {_key_of(row, table)}"
                )
            yield len(ours)


def _key_of(row: tuple[Any, ...], table: Table) -> str:
    named = dict(zip(table.columns.keys(), row, strict=True))
    keys = [column.name for column in table.primary_key.columns]
    return ", ".join(f"{key} {named[key]}" for key in keys)
