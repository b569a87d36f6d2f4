"""Workers killed with -9 at random moments: what is stored equals an undisturbed load.

The full measure, with the whole tree and 40 deaths, is `python -m bench.caidas`.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, make_url, text

from bench.caidas import ensayar, vecino
from bench.caidas_instalacion import Instalacion, esperar, instalacion
from clientes_app.config import settings
from clientes_app.judging.plan import Opciones
from clientes_app.services.carga import procesos, queue
from clientes_app.services.context import Actor
from clientes_app.storage.db.engine import read_transaction, write_connection
from clientes_app.storage.db.tables import PROCESO
from clientes_app.worker import dbos_system
from clientes_app.worker.enqueuer import connect
from tests.integration.pasos_procesos import almacenado, un_archivo, varios
from tests.ordenes import abrir_consola, olvidar
from tests.servers import Postgresql


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


def test_killed_at_any_moment_every_row_is_stored_once(engine: Engine, casa: Instalacion) -> None:
    resultado = ensayar(engine, casa, filas=5_000, muertes=8)

    assert resultado.faltas == []
    assert resultado.muertes.total() == 8
    assert resultado.acabadas < 8


_SIN_FIN = (
    "CREATE VIEW sin_fin AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
    "SELECT max(i) AS i FROM n"
)
_AL_INSERTAR = (
    "CREATE TRIGGER atasco BEFORE INSERT ON cliente WHEN NEW.calle = 'ATASCO' "
    "BEGIN SELECT i FROM sin_fin; END"
)
_DORMIR = (
    "CREATE FUNCTION atasco() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN PERFORM pg_sleep(86400); RETURN NEW; END $$"
)
_ANTES_DE_INSERTAR = (
    "CREATE TRIGGER atasco BEFORE INSERT ON cliente FOR EACH ROW "
    "WHEN (NEW.calle = 'ATASCO') EXECUTE FUNCTION atasco()"
)
_ATASCO = {"sqlite": (_SIN_FIN, _AL_INSERTAR), "postgresql": (_DORMIR, _ANTES_DE_INSERTAR)}
"""A row that no worker gets past: its insertion never ends."""

_QUIETO = 3.0
"""Seconds in which nobody else may write, and a load is stuck: a part takes a tenth of one."""


def test_a_file_that_kills_its_workers_is_stopped_and_says_so(
    engine: Engine, casa: Instalacion, actor: Actor, cortar: Callable[[], object]
) -> None:
    with write_connection(engine) as conexion:
        for orden in _ATASCO[engine.dialect.name]:
            conexion.execute(text(orden))
    filas = varios(5_000)
    filas[4_000]["calle"] = "ATASCO"
    proceso_id = procesos.recibir(engine, actor, "veneno.csv", [un_archivo(filas)])
    procesos.poner_en_espera(engine, actor, proceso_id, Opciones())
    # Somebody waits, so that the rows before the one that kills are a transaction of their own.
    with vecino(engine, actor.cuenta_id) as sin_escribir:
        hechas = intentos = corridas = 0
        while intentos < 3:
            antes = hechas, intentos
            casa.arrancar()
            hechas, intentos = _donde_se_atasca(engine, proceso_id, antes, sin_escribir)
            casa.matar("worker")
            # PostgreSQL notices the death of its client when the statement ends, which this won't.
            cortar()
            esperar(lambda: sin_escribir() < _QUIETO, "no se suelta")
            corridas += 1
            assert corridas < 8
    assert 0 < hechas <= 4_000
    casa.arrancar()
    esperar(lambda: _detalle(engine, actor, proceso_id).ha_terminado, "no se rinde")

    parado = _detalle(engine, actor, proceso_id)
    assert (parado.estado, parado.creados) == (procesos.Estado.CANCELADO, hechas)
    assert parado.motivo_codigo == "demasiados_intentos"
    assert "3 intentos" in parado.motivo_mensaje
    assert f"ya se había cargado: {hechas:,} filas." in parado.motivo_mensaje
    assert f"a partir de la línea {hechas + 2:,}" in parado.motivo_mensaje
    # The account is free: what waits behind it is loaded, and it can be taken back.
    otro = procesos.recibir(engine, actor, "bueno.csv", [un_archivo(varios(10))])
    procesos.poner_en_espera(engine, actor, otro, Opciones())
    esperar(lambda: _detalle(engine, actor, otro).creados == 10, "lo siguiente no se carga")
    procesos.pedir_deshacer(engine, actor, proceso_id)
    esperar(
        lambda: _detalle(engine, actor, proceso_id).estado is procesos.Estado.DESHECHO,
        "no se deshace",
    )
    assert len(almacenado(engine, actor.cuenta_id)) == 10


@pytest.fixture
def cortar(url_base: str, request: pytest.FixtureRequest) -> Callable[[], object]:
    """Give a way to end what dead processes left running at the database's server."""
    if url_base.startswith("sqlite"):
        return lambda: None
    servidor: Postgresql = request.getfixturevalue("servidor_postgresql")
    return lambda: servidor.cortar(make_url(url_base))


def _detalle(engine: Engine, actor: Actor, proceso_id: int) -> procesos.ProcesoGuardado:
    return procesos.detalle(engine, actor.cuenta_id, proceso_id)


def _donde_se_atasca(
    engine: Engine, proceso_id: int, antes: tuple[int, int], sin_escribir: Callable[[], float]
) -> tuple[int, int]:
    """Wait until it goes on from where it was, and then lets nobody else write for some seconds."""
    esperar(lambda: _va_por(engine, proceso_id) != antes, "nadie lo toma")
    esperar(lambda: sin_escribir() > _QUIETO, "no se atasca")
    return _va_por(engine, proceso_id)


def _va_por(engine: Engine, proceso_id: int) -> tuple[int, int]:
    """Rows stored, attempts without progress."""
    with read_transaction(engine) as tx:
        fila = tx.execute(PROCESO.select().where(PROCESO.c.id == proceso_id)).mappings().one()
    return fila["filas_hechas"], fila["intentos"]
