"""What is told of the installation: with a worker, without one, without a database; to whom."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine, insert
from sqlalchemy.exc import OperationalError

from clientes_app import routes
from clientes_app.api.app import crear_api
from clientes_app.config import settings
from clientes_app.services import readiness
from clientes_app.services.resources import shared_engine
from clientes_app.services.respaldo import respaldos
from clientes_app.storage.db.engine import write_transaction
from clientes_app.storage.db.life_signs import last_sign
from clientes_app.storage.db.tables import PROCESO
from clientes_app.web.installation_figures import figures_of
from clientes_app.web.request_ids import RequestIds, is_loopback
from clientes_app.worker import dbos_system
from clientes_app.worker.number import WorkerNumber, living_workers
from tests.ordenes import abrir_consola, olvidar
from tests.servers import puerto_libre

_PATIENCE_S = 120.0


@pytest.fixture
def installation(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url_base: str) -> Iterator[Path]:
    """The settings point to a data folder and a fresh database."""
    abrir_consola(monkeypatch, tmp_path / "datos", url_base)
    (tmp_path / "datos").mkdir()
    yield tmp_path / "datos"
    olvidar()


async def ask(peer: str = "127.0.0.1", **headers: str) -> tuple[int, dict[str, Any]]:
    """Return status and answer of `/salud/listo` to a caller at that address."""
    transport = httpx.ASGITransport(RequestIds(crear_api(), trusts=is_loopback), client=(peer, 1))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as asking:
        answer = await asking.get(routes.SALUD_LISTO, headers=headers)
    assert answer.headers["cache-control"] == "no-store"
    return answer.status_code, answer.json()


@pytest.mark.usefixtures("installation")
async def test_with_a_worker_everything_is_well_until_it_is_gone(cuenta_id: int) -> None:
    with write_transaction(shared_engine()) as tx:
        for estado in ("en_espera", "en_espera", "procesando", "terminado"):
            tx.execute(insert(PROCESO).values(**un_proceso(cuenta_id, estado)))
    worker = WorkerNumber(shared_engine())
    try:
        assert worker.keep()
        status, told = await ask()
    finally:
        worker.release()
    assert (status, told["estado"], told["avisos"]) == (200, "bien", [])
    assert re.fullmatch(r"\d+\.\d+\.\d+", told["version"])
    assert told["base_de_datos"] == {
        "responde": True,
        "motor": shared_engine().dialect.name,
    }
    assert told["hilos_libres"]["manejadores"] > 0
    assert told["ultimo_respaldo"] is None
    assert told["cola"] == {"en_espera": 2, "en_marcha": 1}
    (one,) = told["workers"]
    assert one["nombre"] == "worker-1"
    since, sign = (datetime.fromisoformat(one[name]) for name in ("desde", "ultima_senal"))
    assert abs(datetime.now(UTC) - since) < timedelta(minutes=2)
    assert abs(datetime.now(UTC) - sign) < timedelta(minutes=2)

    status, told = await ask()
    # The pages work all the same, and no other replica would have a worker either.
    assert (status, told["estado"], told["workers"]) == (200, "con avisos", [])
    (aviso,) = told["avisos"]
    assert aviso.startswith("Ningún worker está en marcha")
    assert "Arranque «clientes worker»" in aviso


def un_proceso(cuenta_id: int, estado: str) -> dict[str, object]:
    return {
        "cuenta_id": cuenta_id,
        "archivo": "clientes.csv",
        "estado": estado,
        "quien": "Ana",
        "origen": "cli",
        "creado_en": datetime.now(UTC),
    }


@pytest.mark.usefixtures("installation")
@pytest.mark.parametrize("url_base", ["sqlite"], indirect=True)
async def test_the_last_backup_is_told_and_counted(cuenta_id: int) -> None:
    made = respaldos.make_backup(shared_engine(), settings()).manifiesto
    assert made is not None
    _, told = await ask()
    assert told["ultimo_respaldo"] == made.creado_en.isoformat(timespec="seconds")
    found = readiness.look(shared_engine(), workers=living_workers)
    figures = {metric.name: metric.samples for metric in figures_of(found)}
    (sample,) = figures["clientes_last_backup_timestamp_seconds"]
    assert sample.value == made.creado_en.timestamp()


@pytest.mark.usefixtures("installation")
async def test_strangers_learn_nothing_but_how_it_is() -> None:
    assert await ask("192.0.2.7") == (200, {"estado": "con avisos"})
    assert await ask(**{"X-Forwarded-For": "192.0.2.7"}) == (200, {"estado": "con avisos"})


@pytest.mark.usefixtures("installation")
async def test_without_a_database_nobody_is_sent_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(_tx: object) -> dict[str, int]:
        raise OperationalError(None, None, Exception())

    monkeypatch.setattr(readiness, "procesos_por_estado", gone)
    status, told = await ask()
    assert (status, told["estado"], told["base_de_datos"]["responde"]) == (503, "mal", False)
    found = readiness.look(shared_engine(), workers=living_workers)
    figures = {metric.name: metric.samples[0].value for metric in figures_of(found)}
    assert figures == {"clientes_info": 1, "clientes_database_up": 0}


@pytest.mark.usefixtures("installation")
async def test_a_worker_that_hangs_is_told_from_one_that_works(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(readiness, "_SILENT_AFTER", timedelta(seconds=-60))
    worker = WorkerNumber(shared_engine())
    try:
        assert worker.keep()
        status, told = await ask()
    finally:
        worker.release()
    assert (status, told["estado"]) == (200, "con avisos")
    assert told["avisos"] == [
        "«worker-1» no da señales de vida: vea su registro y arránquelo de nuevo."
    ]


def test_each_look_of_a_worker_is_a_sign(engine: Engine) -> None:
    assert last_sign(engine, "worker-1") is None
    worker = WorkerNumber(engine)
    try:
        assert worker.keep()
        first = last_sign(engine, "worker-1")
        assert first is not None
        _until(lambda: worker.keep() and (last_sign(engine, "worker-1") or first) > first)
    finally:
        worker.release()


def _until(true: Callable[[], bool]) -> None:
    limit = time.monotonic() + _PATIENCE_S
    while not true():
        assert time.monotonic() < limit, "it did not happen in time"
        time.sleep(0.05)


@pytest.mark.parametrize("url_base", ["sqlite"], indirect=True)
def test_a_real_worker_is_seen_and_answers_prometheus(installation: Path) -> None:
    dbos_system.migrate(settings())
    port = puerto_libre()
    said = installation / "dicho.txt"
    with said.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "clientes_app.cli", "worker"],
            stdout=output,
            stderr=output,
            env=os.environ
            | {
                "CLIENTES_METRICAS": f"127.0.0.1:{port - 1}",
                "CLIENTES_LOG_SALIDA": "terminal",
            },
        )
    try:
        _until(lambda: last_sign(shared_engine(), "worker-1") is not None)
        assert "worker-1" in living_workers(shared_engine())
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=30) as answer:
            text = answer.read().decode()
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=_PATIENCE_S)
    finally:
        process.kill()
        process.wait()
    assert "clientes_rows_loaded_total 0.0" in text
    assert "process_resident_memory_bytes" in text
    assert not (installation / "registro" / "worker.log").exists()
    assert not living_workers(shared_engine())
