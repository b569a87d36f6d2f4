"""The database gives the room back that a large file had in it."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from clientes_app.services.acceso import cuentas
from clientes_app.services.carga import archivo, upkeep
from clientes_app.services.context import Actor
from clientes_app.storage.db.engine import checkpoint, open_engine
from clientes_app.storage.db.migrate import migrate_engine

_MB = 1 << 20


@pytest.fixture(params=["new", "from before"])
def sqlite(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database that is made now, and one that was made before it could give anything back."""
    file = tmp_path / "clientes.sqlite3"
    nuevo = open_engine(f"sqlite:///{file}")
    migrate_engine(nuevo)
    if request.param == "from before":
        with nuevo.connect() as connection:
            connection.connection.driver_connection.executescript(
                "PRAGMA auto_vacuum = NONE; VACUUM;"
            )
    yield nuevo
    nuevo.dispose()


def _bytes(engine: Engine) -> int:
    checkpoint(engine)
    return Path(str(engine.url.database)).stat().st_size


def _upload_and_refuse(engine: Engine, actor: Actor, size: int) -> None:
    with suppress(_Refused), archivo.Recepcion(engine, actor, "grande.csv") as recepcion:
        for _ in range(size // _MB):
            recepcion.agregar(os.urandom(_MB))
        raise _Refused


class _Refused(Exception):
    """As when the limit is passed."""


def test_a_large_file_that_was_refused_leaves_no_room_behind(
    sqlite: Engine, request: pytest.FixtureRequest
) -> None:
    with sqlite.connect() as connection:
        mode = connection.execute(text("PRAGMA auto_vacuum")).scalar_one()
        assert mode == (2 if request.node.callspec.params["sqlite"] == "new" else 0)
    actor = Actor(cuentas.asegurar_cuenta(sqlite), "Ana", "formulario")
    before = _bytes(sqlite)
    _upload_and_refuse(sqlite, actor, 24 * _MB)
    assert _bytes(sqlite) > before + 20 * _MB
    given = upkeep.devolver_espacio(sqlite)
    assert given > 20 * _MB
    assert _bytes(sqlite) < before + 2 * _MB
    with sqlite.connect() as connection:
        assert connection.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"
