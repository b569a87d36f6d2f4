"""The door to the database: one engine, and transactions that say whether they write."""

import random
import sqlite3
import time
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from clientes_app.storage.db.base import Bind
from clientes_app.storage.db.write_turn import esperando

ESPERA_SQLITE_MS = 30_000
"""How long a writer waits for another one (milliseconds) before it gives up."""

CANAL = "clientes_escrito"
"""On PostgreSQL every transaction that writes tells this channel so when it commits."""

_MOMENTO_MS = 50
MEMORIA_KIB = 64 * 1024
"""How much of SQLite's file a connection keeps in memory."""

_MMAP_SQLITE = 1 << 31
# Pages of 4 KiB. By SQLite's default each batch of a load would copy all that it changed, most of
# which the next one changes again; when nothing is loaded the worker does it (`checkpoint`).
_PAGINAS_SIN_ASENTAR = 16_000
# Beside a load a person's save would else be the one that copies 64 MB, every few times.
_PAGINAS_SIN_QUIEN_ASIENTE = 128_000
_ESCRIBE = "clientes_escribe"
_SIN_ESPERA = "clientes_sin_espera"
_EMPEZAR = "BEGIN IMMEDIATE"
_ENTRE_INTENTOS = (0.001, 0.004)
"""Seconds between two looks whether one may write; at random, lest two fall into step."""

_CODIGO_SIN_DETALLE = 0xFF


def direccion(url: str | URL) -> URL:
    """Return the address with its driver: psycopg 3 for whatever way PostgreSQL was written."""
    completa = make_url(url)
    if completa.drivername in {"postgres", "postgresql", "postgresql+psycopg"}:
        return completa.set(drivername="postgresql+psycopg")
    return completa


def abrir(url: str | URL, *, mapa: bool = False) -> Engine:
    """Return an engine for the address; SQLite's folder is made when it is missing.

    With `mapa` SQLite's file is mapped into memory. That is for what serves the pages: what is
    touched of the file then counts as memory of the process, which a load would touch whole.
    Such a process leaves it to others to copy SQLite's log, unless nobody does.
    Nothing is connected yet. The caller disposes of it.
    """
    completa = direccion(url)
    if completa.get_backend_name() == "sqlite":
        return _abrir_sqlite(completa, mapa=mapa)
    return _abrir_postgresql(completa)


def _abrir_postgresql(url: URL) -> Engine:
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
    event.listen(engine, "connect", _preparar_postgresql)
    return engine


def _preparar_postgresql(conexion: Any, _registro: object) -> None:  # noqa: ANN401 (a driver's connection)
    # A worker whose machine lost power leaves a transaction open at the server, which by Linux's
    # default would keep the account's row locked for two hours. This way it is half a minute.
    with conexion.cursor() as cursor:
        for ajuste in ("idle = 10", "interval = 5", "count = 3"):
            cursor.execute(f"SET tcp_keepalives_{ajuste}")
    conexion.commit()


def _abrir_sqlite(url: URL, *, mapa: bool) -> Engine:
    if url.database and url.database != ":memory:":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url,
        pool_size=10,
        max_overflow=20,
        # The one used last holds the pages that are wanted next.
        pool_use_lifo=True,
        # What a batch was about to store is no business of the log's.
        hide_parameters=True,
        connect_args={"timeout": ESPERA_SQLITE_MS / 1000, "check_same_thread": False},
    )
    event.listen(engine, "connect", _preparar_sqlite)
    if mapa:
        event.listen(engine, "connect", _mapear_sqlite)
    event.listen(engine, "begin", _empezar_sqlite)
    return engine


def _preparar_sqlite(conexion: Any, _registro: object) -> None:  # noqa: ANN401 (a driver's connection)
    # The driver's own way of opening transactions starts them too late for DDL and never
    # IMMEDIATE; with None it leaves them to us.
    conexion.isolation_level = None
    cursor = conexion.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {ESPERA_SQLITE_MS}")
    _insistir(lambda: _poner_wal(cursor))
    cursor.execute("PRAGMA foreign_keys = ON")
    # In WAL mode a power cut may lose the last transactions only with OFF or NORMAL.
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute(f"PRAGMA cache_size = -{MEMORIA_KIB}")
    cursor.execute(f"PRAGMA wal_autocheckpoint = {_PAGINAS_SIN_ASENTAR}")
    cursor.execute("PRAGMA temp_store = MEMORY")
    cursor.close()


def _mapear_sqlite(conexion: Any, _registro: object) -> None:  # noqa: ANN401 (a driver's connection)
    conexion.execute(f"PRAGMA mmap_size = {_MMAP_SQLITE}")
    conexion.execute(f"PRAGMA wal_autocheckpoint = {_PAGINAS_SIN_QUIEN_ASIENTE}")


def _empezar_sqlite(conexion: Connection) -> None:
    # A writer that begins as a reader cannot be made to wait for the other writer: SQLite
    # answers "database is locked" at once. IMMEDIATE waits at the start, where waiting works.
    opciones = conexion.get_execution_options()
    if opciones.get(_ESCRIBE, False):
        base = None if opciones.get(_SIN_ESPERA, False) else conexion.engine.url.database
        _empezar_a_escribir(conexion.connection.driver_connection, base)
    else:
        conexion.exec_driver_sql("BEGIN")


def _poner_wal(cursor: sqlite3.Cursor) -> None:
    # Of several that find a new database at once, SQLite tells all but one that it is busy.
    if cursor.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        cursor.execute("PRAGMA journal_mode = WAL")


def _empezar_a_escribir(conexion: Any, base: str | None) -> None:  # noqa: ANN401 (a driver's connection)
    """Begin to write as soon as nobody else does, or fail after ESPERA_SQLITE_MS.

    Without the file's name (`base`) it fails at once, and nobody is made to hurry.
    SQLite itself looks again after 1 ms, later after ever longer pauses of up to 100: beside a
    load, which rests for some milliseconds when somebody waits, it would hit that rest by luck.
    """
    cursor = conexion.cursor()
    cursor.execute("PRAGMA busy_timeout = 0")
    try:
        cursor.execute(_EMPEZAR)
    except sqlite3.OperationalError as error:
        if base is None or not _esta_ocupada(error):
            raise OperationalError(_EMPEZAR, None, error) from error
        with esperando(base):
            _insistir(lambda: cursor.execute(_EMPEZAR))
    finally:
        cursor.execute(f"PRAGMA busy_timeout = {ESPERA_SQLITE_MS}")
        cursor.close()


def _insistir(hacer: Callable[[], object]) -> None:
    """Do it as soon as the database is not busy; raise OperationalError after ESPERA_SQLITE_MS."""
    limite = time.monotonic() + ESPERA_SQLITE_MS / 1000
    while True:
        try:
            hacer()
        except sqlite3.OperationalError as error:
            if not _esta_ocupada(error) or time.monotonic() > limite:
                raise OperationalError(None, None, error) from error
            time.sleep(random.uniform(*_ENTRE_INTENTOS))  # noqa: S311 (no secret)
        else:
            return


def _esta_ocupada(error: sqlite3.OperationalError) -> bool:
    return error.sqlite_errorcode & _CODIGO_SIN_DETALLE == sqlite3.SQLITE_BUSY


@contextmanager
def write_connection(engine: Bind) -> Generator[Connection]:
    """Give a connection in one transaction that may write; leaving commits it.

    It is a new one, or the one given, in which no transaction may be open. Whoever listens
    (`storage.db.listener`) is told at the commit, in whatever process.
    """
    abierta = engine.connect() if isinstance(engine, Engine) else nullcontext(engine)
    with (
        abierta as conexion,
        conexion.execution_options(**{_ESCRIBE: True}).begin(),
    ):
        yield conexion
        if not es_sqlite(conexion):
            # Here and not beside each table, so that no write can forget it.
            conexion.exec_driver_sql(f"NOTIFY {CANAL}")


@contextmanager
def write_transaction(engine: Bind) -> Generator[Session]:
    """Give a session in one transaction that may write; leaving commits, an error undoes all."""
    with (
        write_connection(engine) as conexion,
        Session(conexion, expire_on_commit=False) as tx,
    ):
        yield tx
        tx.flush()


@contextmanager
def write_transaction_without_waiting(engine: Engine) -> Generator[Session]:
    """Give a session that may write, as `write_transaction`, for what may as well be written later.

    Raises SinConexion at once, or on PostgreSQL after a moment, while somebody else writes.
    """
    with (
        engine.connect().execution_options(**{_ESCRIBE: True, _SIN_ESPERA: True}) as conexion,
        conexion.begin(),
        Session(conexion, expire_on_commit=False) as tx,
    ):
        if not es_sqlite(conexion):
            conexion.exec_driver_sql(f"SET LOCAL lock_timeout = {_MOMENTO_MS}")
        yield tx
        tx.flush()


def checkpoint(engine: Engine) -> None:
    """Copy what SQLite's log holds into the database, as far as nobody has to wait for it.

    Otherwise the commit after which the log is too long does so, while somebody waits.
    """
    if engine.dialect.name == "sqlite":
        # Not within a transaction, which every connection of SQLAlchemy's would begin.
        with closing(engine.raw_connection()) as conexion, closing(conexion.cursor()) as cursor:
            cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")


@contextmanager
def read_transaction(engine: Engine) -> Generator[Session]:
    """Give a session in one transaction that reads; whatever it wrote is undone."""
    with engine.connect() as conexion, Session(conexion, expire_on_commit=False) as tx:
        yield tx


def es_sqlite(tx: Session | Connection) -> bool:
    """Whether the session speaks to SQLite."""
    conexion = tx if isinstance(tx, Connection) else tx.connection()
    return conexion.dialect.name == "sqlite"
