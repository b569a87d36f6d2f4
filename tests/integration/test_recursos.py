"""What a process has once, and what it is for."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from clientes_app.config import settings
from clientes_app.services import resources


@pytest.fixture
def _limpio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("CLIENTES_DATABASE_URL", f"sqlite:///{tmp_path / 'clientes.sqlite3'}")
    monkeypatch.setattr(resources, "_mapped", False)
    resources.close()
    settings.cache_clear()
    yield
    resources.close()
    settings.cache_clear()


def _mapa() -> int:
    with resources.shared_engine().connect() as conexion:
        tamano: int = conexion.exec_driver_sql("PRAGMA mmap_size").scalar_one()
        return tamano


@pytest.mark.usefixtures("_limpio")
def test_only_who_serves_searches_maps_the_database() -> None:
    assert _mapa() == 0
    antes = resources.shared_engine()
    resources.map_database_file()
    assert resources.shared_engine() is not antes
    assert _mapa() > 0
