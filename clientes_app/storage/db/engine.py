"""The door to the database: one engine, and transactions that say whether they write."""

import random
import sqlite3
import time
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from clientes_app.storage.db.base import Bind
from clientes_app.storage.db.private_files import make_private_database
from clientes_app.storage.db.write_turn import waiting_to_write

SQLITE_WAIT_MS = 30_000
"""How long a writer waits for another one (milliseconds) before it gives up."""

CHANNEL = "clientes_escrito"
"""On PostgreSQL every transaction that writes tells this channel so when it commits."""

_MOMENT_MS = 50
CACHE_KIB = 64 * 1024
"""How much of SQLite's file a connection keeps in memory."""

_MMAP_SQLITE = 1 << 31
# Pages of 4 KiB. By SQLite's default each batch of a load would copy all that it changed, most of
# which the next one changes again; when nothing is loaded the worker does it (`checkpoint`).
_PAGES_BEFORE_CHECKPOINT = 16_000
# Beside a load a person's save would else be the one that copies 64 MB, every few times.
_PAGES_IF_NOBODY_CHECKPOINTS = 128_000
_LOG_KEPT = 64 << 20
_WRITES = "clientes_escribe"
_NO_WAIT = "clientes_sin_espera"
_BEGIN = "BEGIN IMMEDIATE"
_BETWEEN_TRIES = (0.001, 0.004)
"""Seconds between two looks whether one may write; at random, lest two fall into step."""

_PRIMARY_CODE = 0xFF


def direccion(url: str | URL) -> URL:
    """Return the address with its driver: psycopg 3 for whatever way PostgreSQL was written."""
    full = make_url(url)
    if full.drivername in {"postgres", "postgresql", "postgresql+psycopg"}:
        return full.set(drivername="postgresql+psycopg")
    return full


def open_engine(url: str | URL, *, mapa: bool = False) -> Engine:
    """Return an engine for the address; SQLite's folder is made when it is missing.

    With `mapa` SQLite's file is mapped into memory. That is for what serves the pages: what is
    touched of the file then counts as memory of the process, which a load would touch whole.
    Such a process leaves it to others to copy SQLite's log, unless nobody does.
    Nothing is connected yet. The caller disposes of it.
    """
    full = direccion(url)
    if full.get_backend_name() == "sqlite":
        return _open_sqlite(full, mapa=mapa)
    return _open_postgresql(full)


def _open_postgresql(url: URL) -> Engine:
    # Prepared statements would get a generic plan after five runs, which for a search is a bad
    # one: it depends on the word. A connection that died is noticed before it is used, one whose
    # server vanished without a word within some ten seconds.
    engine = create_engine(
        url,
        pool_pre_ping=True,
        pool_size=10,
        max_overflow=20,
        hide_parameters=True,
        connect_args={
            "prepare_threshold": None,
            "application_name": "clientes",
            "keepalives_idle": 5,
            "keepalives_interval": 2,
            "keepalives_count": 3,
            "tcp_user_timeout": 10_000,
        },
    )
    event.listen(engine, "connect", _prepare_postgresql)
    return engine


def _prepare_postgresql(connection: Any, _registro: object) -> None:  # noqa: ANN401 (a driver's connection)
    # A worker whose machine lost power leaves a transaction open at the server, which by Linux's
    # default would keep the account's row locked for two hours. This way it is half a minute.
    with connection.cursor() as cursor:
        for setting in ("idle = 10", "interval = 5", "count = 3"):
            cursor.execute(f"SET tcp_keepalives_{setting}")
    connection.commit()


class _CompilerWithHints(SQLiteCompiler):
    """Writes a hint behind its table (INDEXED BY); SQLAlchemy's own passes over it on SQLite."""

    def get_from_hint_text(self, table: object, text: str | None) -> str | None:
        """Return the hint as it was given."""
        del table
        return text


def _open_sqlite(url: URL, *, mapa: bool) -> Engine:
    if url.database and url.database != ":memory:":
        make_private_database(Path(url.database))
    engine = create_engine(
        url,
        pool_size=10,
        max_overflow=20,
        # The one used last holds the pages that are wanted next.
        pool_use_lifo=True,
        # What a batch was about to store is no business of the log's.
        hide_parameters=True,
        connect_args={"timeout": SQLITE_WAIT_MS / 1000, "check_same_thread": False},
    )
    engine.dialect.statement_compiler = _CompilerWithHints
    event.listen(engine, "connect", _prepare_sqlite)
    if mapa:
        event.listen(engine, "connect", _map_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _registro: object) -> None:  # noqa: ANN401 (a driver's connection)
    # The driver's own way of opening transactions starts them too late for DDL and never
    # IMMEDIATE; with None it leaves them to us.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {SQLITE_WAIT_MS}")
    _retry_while_busy(lambda: _switch_to_wal(cursor))
    cursor.execute("PRAGMA foreign_keys = ON")
    # In WAL mode a power cut may lose the last transactions only with OFF or NORMAL.
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    cursor.execute(f"PRAGMA wal_autocheckpoint = {_PAGES_BEFORE_CHECKPOINT}")
    cursor.execute("PRAGMA temp_store = MEMORY")
    # A long transaction makes the log long; it need not stay so.
    cursor.execute(f"PRAGMA journal_size_limit = {_LOG_KEPT}")
    cursor.close()


def _map_sqlite(connection: Any, _registro: object) -> None:  # noqa: ANN401 (a driver's connection)
    connection.execute(f"PRAGMA mmap_size = {_MMAP_SQLITE}")
    connection.execute(f"PRAGMA wal_autocheckpoint = {_PAGES_IF_NOBODY_CHECKPOINTS}")


def _begin_sqlite(connection: Connection) -> None:
    # A writer that begins as a reader cannot be made to wait for the other writer: SQLite
    # answers "database is locked" at once. IMMEDIATE waits at the start, where waiting works.
    options = connection.get_execution_options()
    if options.get(_WRITES, False):
        base = None if options.get(_NO_WAIT, False) else connection.engine.url.database
        _begin_to_write(connection.connection.driver_connection, base)
    else:
        connection.exec_driver_sql("BEGIN")


def _switch_to_wal(cursor: sqlite3.Cursor) -> None:
    # Of several that find a new database at once, SQLite tells all but one that it is busy.
    if cursor.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        if cursor.execute("PRAGMA page_count").fetchone()[0] == 0:
            # Before there is anything in it: what is deleted can be given back (`storage.db.room`).
            cursor.execute("PRAGMA auto_vacuum = INCREMENTAL")
        cursor.execute("PRAGMA journal_mode = WAL")


def _begin_to_write(connection: Any, base: str | None) -> None:  # noqa: ANN401 (a driver's connection)
    """Begin to write as soon as nobody else does, or fail after ESPERA_SQLITE_MS.

    Without the file's name (`base`) it fails at once, and nobody is made to hurry.
    SQLite itself looks again after 1 ms, later after ever longer pauses of up to 100: beside a
    load, which rests for some milliseconds when somebody waits, it would hit that rest by luck.
    """
    cursor = connection.cursor()
    cursor.execute("PRAGMA busy_timeout = 0")
    try:
        cursor.execute(_BEGIN)
    except sqlite3.OperationalError as error:
        if base is None or not _is_busy(error):
            raise OperationalError(_BEGIN, None, error) from error
        with waiting_to_write(base):
            _retry_while_busy(lambda: cursor.execute(_BEGIN))
    finally:
        cursor.execute(f"PRAGMA busy_timeout = {SQLITE_WAIT_MS}")
        cursor.close()


def _retry_while_busy(action: Callable[[], object]) -> None:
    """Do it as soon as the database is not busy; raise OperationalError after ESPERA_SQLITE_MS."""
    deadline = time.monotonic() + SQLITE_WAIT_MS / 1000
    while True:
        try:
            action()
        except sqlite3.OperationalError as error:
            if not _is_busy(error) or time.monotonic() > deadline:
                raise OperationalError(None, None, error) from error
            time.sleep(random.uniform(*_BETWEEN_TRIES))  # noqa: S311 (no secret)
        else:
            return


def _is_busy(error: sqlite3.OperationalError) -> bool:
    return error.sqlite_errorcode & _PRIMARY_CODE == sqlite3.SQLITE_BUSY


@contextmanager
def write_connection(engine: Bind) -> Generator[Connection]:
    """Give a connection in one transaction that may write; leaving commits it.

    It is a new one, or the one given, in which no transaction may be open. Whoever listens
    (`storage.db.listener`) is told at the commit, in whatever process.
    """
    opened = engine.connect() if isinstance(engine, Engine) else nullcontext(engine)
    with (
        opened as connection,
        connection.execution_options(**{_WRITES: True}).begin(),
    ):
        yield connection
        if not is_sqlite(connection):
            # Here and not beside each table, so that no write can forget it.
            connection.exec_driver_sql(f"NOTIFY {CHANNEL}")


@contextmanager
def write_transaction(engine: Bind) -> Generator[Session]:
    """Give a session in one transaction that may write; leaving commits, an error undoes all."""
    with (
        write_connection(engine) as connection,
        Session(connection, expire_on_commit=False) as tx,
    ):
        yield tx
        tx.flush()


@contextmanager
def write_transaction_without_waiting(engine: Engine) -> Generator[Session]:
    """Give a session that may write, as `write_transaction`, for what may as well be written later.

    Raises DatabaseFault at once, or on PostgreSQL after a moment, while somebody else writes.
    """
    with (
        engine.connect().execution_options(**{_WRITES: True, _NO_WAIT: True}) as connection,
        connection.begin(),
        Session(connection, expire_on_commit=False) as tx,
    ):
        if not is_sqlite(connection):
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = {_MOMENT_MS}")
        yield tx
        tx.flush()


def checkpoint(engine: Engine) -> None:
    """Copy what SQLite's log holds into the database, as far as nobody has to wait for it.

    Otherwise the commit after which the log is too long does so, while somebody waits.
    """
    if engine.dialect.name == "sqlite":
        # Not within a transaction, which every connection of SQLAlchemy's would begin.
        with closing(engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
            cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")


@contextmanager
def read_transaction(engine: Engine) -> Generator[Session]:
    """Give a session in one transaction that reads; whatever it wrote is undone."""
    with engine.connect() as connection, Session(connection, expire_on_commit=False) as tx:
        yield tx


def is_sqlite(tx: Session | Connection) -> bool:
    """Whether the session speaks to SQLite."""
    connection = tx if isinstance(tx, Connection) else tx.connection()
    return connection.dialect.name == "sqlite"
