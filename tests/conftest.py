"""Fixtures for every test: databases that are real and already migrated."""

import os
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from hypothesis import settings
from sqlalchemy import Engine

from clientes_app.services.acceso import credentials, cuentas, new_password
from clientes_app.services.carga import pace
from clientes_app.services.context import Actor
from clientes_app.storage.db.engine import open_engine
from clientes_app.storage.db.migrate import migrate
from tests.builders import desde_el_primer_rfc
from tests.servers import FALTA_POSTGRESQL, Postgresql, postgresql, programas

SQLITE = pytest.param("sqlite", id="sqlite")
POSTGRESQL = pytest.param("postgresql", id="postgresql", marks=pytest.mark.postgresql)


# How long an example takes depends on who else uses the machine; nothing here measures a time.
settings.register_profile("sin reloj", deadline=None)
settings.load_profile("sin reloj")


def pytest_configure(config: pytest.Config) -> None:
    """Say what the marker means; have the workers that tests start look for work more often."""
    os.environ.setdefault("CLIENTES_WORKER_PAUSA_MS", "400")
    config.addinivalue_line("markers", "postgresql: needs an ephemeral PostgreSQL server")


@pytest.fixture(scope="module", autouse=True)
def rfcs_de_cada_modulo() -> None:
    """Give what a module's tests share the same RFCs in whatever worker of xdist they run."""
    desde_el_primer_rfc()


@pytest.fixture(autouse=True)
def rfcs_de_cada_prueba() -> None:
    """Give a test the same RFCs whichever ran before it: some of them hold what another looks for.

    Where tests share a database they have to go on counting, and replace this.
    """
    desde_el_primer_rfc()


@pytest.fixture(autouse=True)
def files_as_a_person_has_them() -> Iterator[None]:
    """Give a test the ordinary umask: `clientes servir` sets its own, also for these tests."""
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture(scope="session")
def servidor_postgresql() -> Iterator[Postgresql]:
    """An ephemeral PostgreSQL, one for each worker of xdist.

    Where it is not installed the test is skipped, but in CI (CI=true) it fails.
    """
    bin_ = programas()
    if bin_ is None:
        if os.environ.get("CI") == "true":
            pytest.fail(FALTA_POSTGRESQL)
        pytest.skip(FALTA_POSTGRESQL)
    with postgresql(bin_) as servidor:
        yield servidor


@pytest.fixture(scope="session")
def _plantilla_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    archivo = tmp_path_factory.mktemp("plantilla") / "clientes.sqlite3"
    migrate(f"sqlite:///{archivo}")
    return archivo


@pytest.fixture(params=[SQLITE, POSTGRESQL])
def url_base(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the address of a fresh, migrated database, on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        plantilla: Path = request.getfixturevalue("_plantilla_sqlite")
        copia = tmp_path / "clientes.sqlite3"
        shutil.copyfile(plantilla, copia)
        yield f"sqlite:///{copia}"
        return
    servidor: Postgresql = request.getfixturevalue("servidor_postgresql")
    direccion = servidor.base_migrada()
    yield direccion.render_as_string(hide_password=False)
    servidor.eliminar(direccion)


@pytest.fixture
def engine(url_base: str) -> Iterator[Engine]:
    """Give an engine on a fresh, migrated database, on SQLite and on PostgreSQL."""
    nuevo = open_engine(url_base)
    yield nuevo
    nuevo.dispose()


@pytest.fixture
def cuenta_id(engine: Engine) -> int:
    """Give the account that the first start makes."""
    return cuentas.asegurar_cuenta(engine)


@pytest.fixture
def actor(cuenta_id: int) -> Actor:
    """Give somebody who works in that account through the drawer."""
    return Actor(cuenta_id, "Ana", "formulario")


_guesses_once = cache(new_password._guesses)


@pytest.fixture
def claves_rapidas(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have passwords hashed with next to no work: what hashing costs is tested where it counts.

    How easily one is guessed is worked out once for each: many tests choose the same.
    """
    barato = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(credentials, "_hasher", barato)
    monkeypatch.setattr(new_password, "_guesses", _guesses_once)
    credentials._decoy.cache_clear()
    yield
    credentials._decoy.cache_clear()


@pytest.fixture
def transacciones_cortas(monkeypatch: pytest.MonkeyPatch) -> None:
    """End every transaction of a load after one part, of 2,000 rows, as when somebody waits."""
    monkeypatch.setattr(pace, "SECONDS", 0.0)
    monkeypatch.setattr(pace, "TIMES_THE_COMMIT", 0)
