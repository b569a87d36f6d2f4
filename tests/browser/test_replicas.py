"""Two applications that are started at once on a database of an old version, as an upgrade does."""

from pathlib import Path

import pytest
from alembic import command

from bench.caidas_instalacion import esperar, instalacion
from clientes_app.services.carga import procesos
from clientes_app.services.context import Actor
from clientes_app.storage.db.engine import open_engine, write_connection
from clientes_app.storage.db.migrate import alembic_config, is_up_to_date
from tests.conftest import POSTGRESQL, SQLITE
from tests.integration.filas_de_antes import contenido, perdidas, sembrar
from tests.integration.pasos_procesos import en_espera, varios
from tests.servers import Postgresql


@pytest.fixture(params=[SQLITE, POSTGRESQL])
def base_vieja(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give a database of the first version, with a row in every table."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/clientes.sqlite3"
    else:
        servidor: Postgresql = request.getfixturevalue("servidor_postgresql")
        url = servidor.base_vacia().render_as_string(hide_password=False)
    engine = open_engine(url)
    with write_connection(engine) as conexion:
        command.upgrade(alembic_config(conexion), "0001")
    sembrar(engine, 1)
    engine.dispose()
    return url


def test_two_replicas_that_start_at_once_migrate_it_once_and_both_serve(
    construida: Path,
    base_vieja: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> None:
    # The file of the old process has long been kept: the worker would forget it.
    monkeypatch.setenv("CLIENTES_RETENCION_DIAS", "36500")
    engine = open_engine(base_vieja)
    request.addfinalizer(engine.dispose)
    antes = contenido(engine)
    with (
        instalacion(tmp_path / "una", base_vieja) as una,
        instalacion(tmp_path / "otra", base_vieja) as otra,
    ):
        for replica in (una, otra):
            replica.lanzar()
        for replica in (una, otra):
            esperar(
                lambda replica=replica: replica.responde() or not replica.vive(),
                "las páginas no responden",
                pausa=0.1,
            )
            assert replica.vive(), replica.dicho()
        assert is_up_to_date(engine)
        assert perdidas(antes, contenido(engine)) == []
        proceso_id = en_espera(engine, Actor(1, "Ana", "formulario"), varios(20))
        esperar(
            lambda: procesos.detalle(engine, 1, proceso_id).ha_terminado,
            "nobody loads what waits",
            pausa=0.1,
        )
        assert procesos.detalle(engine, 1, proceso_id).filas_hechas == 20
        for replica in (una, otra):
            assert replica.responde()
            assert "Traceback" not in replica.dicho()
