"""The application on PostgreSQL, with what the tabs look at in Redis."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from redis import Redis

from tests.browser.conftest import Servidor, servir
from tests.servers import Postgresql


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
    expect(page.get_by_role("cell", name="COMERCIALIZADORA ÑANDÚ", exact=True)).to_be_visible()
    servidor.alta(nombre="HERRERIA & ELECTRICOS")
    expect(page.get_by_role("cell", name="HERRERIA & ELECTRICOS", exact=True)).to_be_visible()
    page.get_by_role("searchbox").fill("nandu")
    expect(page.get_by_role("cell", name="HERRERIA & ELECTRICOS", exact=True)).to_be_hidden()
    expect(page.get_by_role("cell", name="COMERCIALIZADORA ÑANDÚ", exact=True)).to_be_visible()
    assert redis.dbsize() > 0
