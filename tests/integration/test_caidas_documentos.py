"""Workers killed with -9 while they read documents of the SAT: nothing is lost, doubled or left.

The full measure, with 10,000 invoices, is `python -m bench.caidas_documentos`.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bench.caidas import base_nueva
from bench.caidas_archivo import Archivo
from bench.caidas_documentos import con_algo_de, constancias, ensayar, facturas
from bench.caidas_instalacion import Instalacion, instalacion
from clientes_app.config import settings
from clientes_app.services.acceso.cuentas import asegurar_cuenta
from clientes_app.services.carga import procesos, queue
from clientes_app.services.context import Actor
from clientes_app.storage.db.engine import open_engine, read_transaction
from clientes_app.worker import dbos_system
from clientes_app.worker.enqueuer import connect
from tests.ordenes import abrir_consola, olvidar


@pytest.fixture
def casa(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url_base: str) -> Iterator[Instalacion]:
    """Give a worker that can be killed, and queues through which it gets its work."""
    abrir_consola(monkeypatch, tmp_path / "datos", url_base)
    (tmp_path / "datos").mkdir()
    dbos_system.migrate(settings())
    conexion = connect(settings())
    with instalacion(tmp_path / "datos", url_base, parte="worker") as nueva:
        yield nueva
    queue.use_queue(None)
    conexion.close()
    olvidar()


@pytest.mark.parametrize(("hacer", "cuantos"), [(facturas, 1_000), (constancias, 8)])
def test_killed_at_any_moment_a_document_is_read_once_and_gone(
    engine: Engine,
    casa: Instalacion,
    tmp_path: Path,
    hacer: Callable[[int], Archivo],
    cuantos: int,
) -> None:
    ensayo = ensayar(engine, casa, hacer(cuantos), muertes=4)
    casa.terminar()
    if engine.dialect.name == "sqlite" and _borra_de_verdad(engine):
        ensayo.nada_queda(tmp_path)

    assert ensayo.resultado.faltas == []
    assert ensayo.resultado.muertes.total() == 4


def test_what_waits_for_its_reader_is_found_where_it_is_stored(tmp_path: Path) -> None:
    archivo = facturas(200)
    with base_nueva("sqlite", tmp_path) as url:
        engine = open_engine(url)
        actor = Actor(asegurar_cuenta(engine), "Ana", "carga")
        with procesos.Recepcion(engine, actor, archivo.nombre) as recepcion:
            recepcion.agregar(archivo.contenido)
            recepcion.terminar()
        assert con_algo_de(archivo, tmp_path)
        engine.dispose()


def _borra_de_verdad(engine: Engine) -> bool:
    """Whether SQLite overwrites what is deleted, as Debian builds it."""
    with read_transaction(engine) as tx:
        return bool(tx.connection().exec_driver_sql("PRAGMA secure_delete").scalar())
