"""The application on PostgreSQL, with what the tabs look at in Redis."""

import contextlib
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from redis import Redis
from redis.exceptions import ConnectionError as SinRedis

from tests.browser.conftest import Servidor, puerto_libre, servir
from tests.servers import Postgresql

FALTA_REDIS = (
    "Redis is not installed, so its test is left out. Debian: apt-get install redis-server."
)


@contextlib.contextmanager
def redis_efimero(carpeta: Path) -> Iterator[Redis]:
    """Run a Redis that keeps nothing on a free loopback port, and end it."""
    puerto = puerto_libre()
    proceso = subprocess.Popen(
        [
            *("redis-server", "--bind", "127.0.0.1", "--port", str(puerto)),
            *("--save", "", "--appendonly", "no", "--dir", str(carpeta)),
        ],
        stdout=subprocess.DEVNULL,
    )
    cliente = Redis(host="127.0.0.1", port=puerto)
    try:
        limite = time.monotonic() + 30
        while True:
            with contextlib.suppress(SinRedis):
                cliente.ping()
                break
            assert time.monotonic() < limite, "Redis did not start"
            time.sleep(0.1)
        yield cliente
    finally:
        cliente.close()
        proceso.terminate()
        proceso.wait(30)


@pytest.fixture(scope="module")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Redis]:
    """Give an ephemeral Redis; where it is not installed the test is skipped, in CI it fails."""
    if shutil.which("redis-server") is None:
        if os.environ.get("CI") == "true":
            pytest.fail(FALTA_REDIS)
        pytest.skip(FALTA_REDIS)
    with redis_efimero(tmp_path_factory.mktemp("redis")) as cliente:
        yield cliente


@pytest.fixture(scope="module")
def servidor(
    construida: Path,
    tmp_path_factory: pytest.TempPathFactory,
    servidor_postgresql: Postgresql,
    redis: Redis,
) -> Iterator[Servidor]:
    """Give the application on PostgreSQL and Redis."""
    assert construida.is_dir()
    base = servidor_postgresql.base_migrada().render_as_string(hide_password=False)
    puerto = redis.connection_pool.connection_kwargs["port"]
    with servir(
        tmp_path_factory.mktemp("datos"),
        base=base,
        CLIENTES_REDIS_URL=f"redis://127.0.0.1:{puerto}",
    ) as corriendo:
        yield corriendo


def test_list_and_live_changes(page: Page, servidor: Servidor, redis: Redis) -> None:
    """The list, its search and what somebody else adds work as on one machine."""
    servidor.alta(nombre="COMERCIALIZADORA ÑANDÚ")
    page.goto("/catalogos/clientes")
    expect(page.get_by_role("cell", name="COMERCIALIZADORA ÑANDÚ")).to_be_visible()
    servidor.alta(nombre="HERRERIA & ELECTRICOS")
    expect(page.get_by_role("cell", name="HERRERIA & ELECTRICOS")).to_be_visible()
    page.get_by_role("searchbox").fill("nandu")
    expect(page.get_by_role("cell", name="HERRERIA & ELECTRICOS")).to_be_hidden()
    expect(page.get_by_role("cell", name="COMERCIALIZADORA ÑANDÚ")).to_be_visible()
    assert redis.dbsize() > 0
