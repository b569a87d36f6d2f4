"""What waits has one workflow, however it came to wait; what ended is not run again by mistake."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from dbos import DBOSClient
from sqlalchemy import Engine

from clientes_app.config import settings
from clientes_app.judging.plan import Opciones
from clientes_app.services.carga import procesos
from clientes_app.services.carga.procesos import Outcome
from clientes_app.services.carga.queue import Work, handing_over, use_queue
from clientes_app.services.carga.runs import alone_in_account
from clientes_app.services.context import Actor
from clientes_app.services.errors import NoEncontrado
from clientes_app.worker import dbos_system, schedules, workflows
from clientes_app.worker.enqueuer import DbosQueue, connect
from clientes_app.worker.sweep import Sweep
from tests.integration.pasos_procesos import en_espera, un_archivo, varios
from tests.ordenes import abrir_consola, olvidar
from tests.servers import dsn


@pytest.fixture
def queue(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url_base: str) -> Iterator[DbosQueue]:
    """The queues of a new installation, in which nobody works."""
    abrir_consola(monkeypatch, tmp_path, url_base)
    dbos_system.migrate(settings())
    connected = connect(settings())
    yield connected
    use_queue(None)
    connected.close()
    olvidar()


@pytest.fixture
def client(queue: DbosQueue) -> Iterator[DBOSClient]:
    opened = dbos_system.client(settings())
    yield opened
    opened.destroy()


@pytest.fixture
def sweep(engine: Engine, queue: DbosQueue, client: DBOSClient) -> Sweep:
    return Sweep(engine, client=client, queue=queue, name="worker-1", patience=timedelta(0))


def _ids(client: DBOSClient, **what: str) -> list[str]:
    return sorted(w.workflow_id for w in client.list_workflows(**what))


def _write(url_base: str, statement: str) -> None:
    """Change DBOS's own table, as a worker that died would have left it."""
    if url_base.startswith("sqlite"):
        file = dbos_system.system_address(settings()).removeprefix("sqlite:///")
        with closing(sqlite3.connect(file)) as connection, connection:
            connection.execute(f"UPDATE workflow_status SET {statement}")  # noqa: S608 (a test's)
        return
    with psycopg.connect(dsn(dbos_system.database_address(url_base))) as connection:
        connection.execute(f"UPDATE dbos.workflow_status SET {statement}".encode())  # noqa: S608


def test_asked_for_often_it_is_queued_once(
    queue: DbosQueue, client: DBOSClient, engine: Engine, actor: Actor
) -> None:
    proceso_id = procesos.recibir(engine, actor, "a.csv", [un_archivo(varios(3))])
    procesos.previsualizar(engine, actor.cuenta_id, proceso_id)
    for _ in range(3):
        procesos.encolar(engine, actor, proceso_id, Opciones())
        queue.put(Work("carga", actor.cuenta_id, proceso_id))

    assert _ids(client) == [f"carga-{proceso_id}", f"vista-{proceso_id}"]
    assert queue.active() == {("carga", proceso_id), ("vista", proceso_id)}


def test_one_that_ended_is_followed_by_another(queue: DbosQueue, client: DBOSClient) -> None:
    work = Work("deshacer", 1, 7)
    for number in range(1, 4):
        queue.put(work)
        client.cancel_workflow(_ids(client, status="ENQUEUED")[0])
        assert len(_ids(client)) == number
    assert _ids(client) == ["deshacer-7", "deshacer-7-2", "deshacer-7-3"]
    assert queue.active() == set()


@pytest.mark.usefixtures("queue")
def test_on_postgresql_row_and_workflow_are_one_transaction(
    client: DBOSClient, engine: Engine, actor: Actor
) -> None:
    proceso_id = en_espera(engine, actor, varios(3))
    before = _ids(client)

    def fail() -> None:
        with handing_over(engine) as (_tx, work):
            work.append(Work("carga", actor.cuenta_id, proceso_id))
            raise InterruptedError

    with pytest.raises(InterruptedError):
        fail()
    assert _ids(client) == before
    with handing_over(engine) as (_tx, work):
        work.append(Work("carga", actor.cuenta_id, proceso_id))
        assert _ids(client) == before
    assert set(_ids(client)) - set(before) == {f"carga-{proceso_id}"}


def test_what_waits_without_a_workflow_is_queued_when_its_account_is_free(
    sweep: Sweep, queue: DbosQueue, engine: Engine, actor: Actor
) -> None:
    use_queue(None)
    uploaded = procesos.recibir(engine, actor, "a.csv", [un_archivo(varios(3))])
    first, second = (en_espera(engine, actor, varios(3)) for _ in range(2))
    with alone_in_account(engine, actor.cuenta_id):
        sweep.look()
        assert queue.active() == {("vista", uploaded)}
    sweep.look()
    assert queue.active() == {("vista", uploaded), ("carga", first), ("carga", second)}
    assert sweep.queue_what_waits() == []


def test_a_row_that_a_backup_brought_back_is_queued_anew(
    sweep: Sweep, client: DBOSClient, engine: Engine, actor: Actor
) -> None:
    """The queue knows its workflow as ended, the restored row waits for it."""
    proceso_id = en_espera(engine, actor, varios(3))
    sweep.look()
    client.cancel_workflow(f"carga-{proceso_id}")
    sweep.look()
    assert f"carga-{proceso_id}-2" in _ids(client, status="ENQUEUED")


def test_what_this_worker_claimed_and_does_not_run_is_run_again(
    sweep: Sweep, queue: DbosQueue, client: DBOSClient, url_base: str
) -> None:
    queue.put(Work("carga", 1, 7))
    _write(url_base, "status = 'PENDING', executor_id = 'worker-1'")
    sweep.look()
    assert _ids(client, status="PENDING") == ["carga-7"]
    sweep.look()
    (again,) = client.list_workflows(status="ENQUEUED")
    assert (again.workflow_id, again.queue_name) == ("carga-7", dbos_system.LOAD_QUEUE)


def test_ended_workflows_go_after_some_time(
    queue: DbosQueue, client: DBOSClient, url_base: str
) -> None:
    for proceso_id in (7, 8):
        queue.put(Work("carga", 1, proceso_id))
    long_ago = int((datetime.now(UTC) - timedelta(days=2)).timestamp() * 1000)
    _write(
        url_base, f"status = 'SUCCESS', completed_at = {long_ago} WHERE workflow_uuid = 'carga-7'"
    )
    assert schedules.forget_ended(client, before=datetime.now(UTC) - timedelta(days=1)) == 1
    assert _ids(client) == ["carga-8"]


@pytest.mark.usefixtures("queue")
def test_a_run_is_repeated_until_it_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workflows, "stopping", _NeverWaits())
    outcomes = iter(
        [
            Outcome.NO_DATABASE,
            RuntimeError("whatever it is"),
            Outcome.BUSY,
            Outcome.FAILED,
            Outcome.DONE,
            AssertionError("one too many"),
        ]
    )

    def run() -> Outcome:
        outcome = next(outcomes)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    assert workflows._repeat(run)
    assert isinstance(next(outcomes), AssertionError)

    def gone() -> Outcome:
        raise NoEncontrado

    assert workflows._repeat(gone)


def test_asked_to_stop_a_workflow_does_not_end(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = threading.Event()
    monkeypatch.setattr(workflows, "stopping", asked)

    def run() -> Outcome:
        asked.set()
        return Outcome.STOPPED

    assert not workflows._repeat(run)
    assert not workflows._repeat(lambda: pytest.fail("it began"))


def test_only_the_last_run_of_a_schedule_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    monkeypatch.setattr(schedules, "TASKS", {"sessions": lambda: done.append("sessions")})
    schedules.do_task(datetime.now(UTC) - timedelta(hours=3), "sessions")
    assert done == []
    schedules.do_task(datetime.now(UTC) - timedelta(minutes=59), "sessions")
    assert done == ["sessions"]


class _NeverWaits(threading.Event):
    def wait(self, timeout: float | None = None) -> bool:
        del timeout
        return self.is_set()
