"""A database that is locked, or whose server goes away, while a real worker loads a file."""

import contextlib
import os
import signal
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL, text

from bench.caidas import Ensayo, base_nueva, preparar
from bench.caidas_archivo import hacer
from bench.caidas_base import cerradas, cortar, reiniciar
from bench.caidas_instalacion import esperar, instalacion
from clientes_app.services.acceso import cuentas
from clientes_app.services.carga import procesos
from clientes_app.services.clientes import clientes
from clientes_app.services.context import Actor
from clientes_app.services.resources import is_database_fault
from clientes_app.storage.db.base import DatabaseFault
from clientes_app.storage.db.engine import open_engine, read_transaction
from tests.builders import un_cliente, un_csv
from tests.ordenes import olvidar
from tests.servers import FALTA_POSTGRESQL, Postgresql, postgresql, programas

FILAS = 5_000


@pytest.fixture(autouse=True)
def _limpio(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Forget the settings that a test pointed elsewhere."""
    for nombre in ("CLIENTES_DATOS", "CLIENTES_DATABASE_URL"):
        monkeypatch.setenv(nombre, os.environ.get(nombre, ""))
    yield
    olvidar()


def test_locked_by_another_process_everybody_waits(tmp_path: Path) -> None:
    """Two seconds here, 20 in `python -m bench.caidas_base`: writers wait 30."""
    base = tmp_path / "clientes.sqlite3"
    with (
        base_nueva("sqlite", tmp_path) as url,
        preparar(tmp_path, url) as engine,
        instalacion(tmp_path, url, parte="worker") as casa,
    ):
        ensayo = Ensayo(engine, hacer(FILAS), casa, semilla=1)
        actor = Actor(cuentas.crear(engine, "Otra").id, "Eva", "formulario")
        hecho: list[str] = []

        def trabajar() -> str:
            with cerradas(2.0, base):
                assert clientes.buscar(engine, actor.cuenta_id, clientes.Consulta()).total == 0
                with (
                    contextlib.closing(sqlite3.connect(base, timeout=0)) as impaciente,
                    pytest.raises(sqlite3.OperationalError, match="locked"),
                ):
                    impaciente.execute("BEGIN IMMEDIATE")
                hecho.append(clientes.alta(engine, actor, un_cliente()).datos.rfc)
                procesos.recibir(engine, actor, "a.csv", [un_csv([un_cliente()])])
            return "cerrada"

        ensayo.estorbar("entre", "candado", trabajar)
        assert clientes.por_rfc(engine, actor.cuenta_id, hecho[0]) is not None
    assert ensayo.resultado.faltas == []


@pytest.fixture(scope="module")
def servidor_propio() -> Iterator[Postgresql]:
    """A PostgreSQL that a test may stop; in CI it must be there."""
    bin_ = programas()
    if bin_ is None:
        if os.environ.get("CI") == "true":
            pytest.fail(FALTA_POSTGRESQL)
        pytest.skip(FALTA_POSTGRESQL)
    with postgresql(bin_) as servidor:
        yield servidor


def _caer(servidor: Postgresql, direccion: URL) -> str:
    """Let the server crash; what a person is told meanwhile; start it again."""
    servidor.parar(signal.SIGQUIT)
    fuera = open_engine(direccion)
    with pytest.raises(DatabaseFault) as error:
        cuentas.lista(fuera)
    fuera.dispose()
    assert is_database_fault(error.value)
    return reiniciar(servidor)


@pytest.mark.postgresql
@pytest.mark.parametrize("estorbo", [cortar, _caer])
def test_lost_connections_cost_nothing(
    servidor_propio: Postgresql, tmp_path: Path, estorbo: Callable[[Postgresql, URL], str]
) -> None:
    direccion = servidor_propio.base_migrada()
    url = direccion.render_as_string(hide_password=False)
    with preparar(tmp_path, url) as engine, instalacion(tmp_path, url, parte="worker") as casa:
        ensayo = Ensayo(engine, hacer(FILAS), casa, semilla=1)
        for momento in ("revisando", "dentro"):
            ensayo.estorbar(momento, "conexión", lambda: estorbo(servidor_propio, direccion))
        assert casa.vive()
    assert ensayo.resultado.faltas == []


@pytest.mark.postgresql
def test_a_worker_waits_for_a_server_that_starts_later(
    servidor_propio: Postgresql, tmp_path: Path
) -> None:
    """Whoever starts both together does not start the worker again by hand."""
    url = servidor_propio.base_migrada().render_as_string(hide_password=False)
    with preparar(tmp_path, url) as engine, instalacion(tmp_path, url, parte="worker") as casa:
        ensayo = Ensayo(engine, hacer(FILAS), casa, semilla=1)
        engine.dispose()
        servidor_propio.parar(signal.SIGQUIT)
        try:
            casa.arrancar()
            esperar(lambda: "La base de datos no responde" in casa.dicho(), "no se dice")
        finally:
            servidor_propio.arrancar()
        ensayo.estorbar("dentro", "nada", lambda: "tardó en arrancar")
        assert casa.vive()
    assert ensayo.resultado.faltas == []


@pytest.mark.postgresql
def test_connections_notice_a_machine_without_power(servidor_propio: Postgresql) -> None:
    """Else the locks of its worker, and the account's row, stay for the two hours of Linux."""
    engine = open_engine(servidor_propio.base_migrada())
    with read_transaction(engine) as tx:
        valores = [
            int(tx.execute(text(f"SHOW tcp_keepalives_{nombre}")).scalar_one())
            for nombre in ("idle", "interval", "count")
        ]
    engine.dispose()
    assert valores[0] + valores[1] * valores[2] <= 30
