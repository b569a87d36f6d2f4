"""Locks that die with the process that holds them."""

import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine, make_url

from clientes_app.storage.db.base import DatabaseFault
from clientes_app.storage.db.engine import open_engine
from clientes_app.storage.db.process_lock import process_lock
from clientes_app.worker.number import WorkerNumber
from tests.servers import Postgresql

_HOLD = """
import sys
from clientes_app.storage.db.engine import open_engine
from clientes_app.storage.db.process_lock import process_lock
print(process_lock(open_engine(sys.argv[1]), sys.argv[2]).acquire(), flush=True)
sys.stdin.readline()
"""


def _until(true: Callable[[], bool]) -> bool:
    """Wait a little: PostgreSQL takes a moment to see that a client is gone."""
    pause = threading.Event()
    return any(true() or pause.wait(0.01) for _ in range(3_000))


def test_one_holder_at_a_time_even_in_one_process(engine: Engine) -> None:
    first, second, other = (process_lock(engine, name) for name in ("a", "a", "b/../c"))

    assert first.acquire()
    assert not second.acquire()
    assert other.acquire()
    assert (first.is_held(), second.is_held()) == (True, False)
    second.release()
    first.release()
    assert not first.is_held()
    assert second.acquire()
    second.release()
    other.release()


@pytest.mark.parametrize("name", ["cuenta-1", "worker-1"])
def test_it_goes_with_its_process(engine: Engine, url_base: str, name: str) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _HOLD, url_base, name],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "True\n"
        lock = process_lock(engine, name)
        assert not lock.acquire()
        holder.kill()
    assert _until(lock.acquire)
    lock.release()


def test_the_lowest_number_that_nobody_holds(engine: Engine) -> None:
    first, second, third = (WorkerNumber(engine) for _ in range(3))
    assert [n.name for n in (first, second, third)] == ["worker-1", "worker-2", "worker-3"]
    second.release()
    free = WorkerNumber(engine)
    assert free.name == "worker-2"
    assert first.keep()
    for number in (first, free, third):
        number.release()


@pytest.mark.postgresql
def test_a_connection_that_ended_takes_the_lock_with_it(servidor_postgresql: Postgresql) -> None:
    url = servidor_postgresql.base_migrada()
    engine = open_engine(url)
    number = WorkerNumber(engine)
    lock = process_lock(engine, "cuenta-1")
    assert lock.acquire()

    servidor_postgresql.cortar(make_url(url))
    assert not lock.is_held()
    assert number.keep()
    servidor_postgresql.cortar(make_url(url))
    other = process_lock(engine, number.name)
    assert _until(other.acquire)
    assert not number.keep()
    other.release()
    engine.dispose()
    servidor_postgresql.eliminar(url)


def test_a_folder_that_cannot_be_written_is_a_fault_of_the_database(tmp_path: Path) -> None:
    (tmp_path / "clientes.sqlite3-locks").write_text("no folder")
    engine = open_engine(f"sqlite:///{tmp_path / 'clientes.sqlite3'}")
    with pytest.raises(DatabaseFault):
        process_lock(engine, "cuenta-1").acquire()
    engine.dispose()
