"""Who goes on with what: another machine's worker, the worker after the command line, after a kill.

The full measure of two machines is `python -m bench.caidas_relevo`.
"""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bench.caidas import Ensayo, base_nueva, preparar, vecino
from bench.caidas_archivo import hacer
from bench.caidas_instalacion import Instalacion, esperar, instalacion
from bench.caidas_relevo import DosMaquinas
from clientes_app.export.clientes_csv import lineas
from clientes_app.judging.plan import Opciones
from clientes_app.services.acceso import cuentas
from clientes_app.services.carga import procesos
from clientes_app.services.clientes.demo import filas_inventadas
from clientes_app.services.context import Actor
from clientes_app.storage.db.tables import CAMBIO
from tests.conftest import POSTGRESQL, SQLITE
from tests.integration.pasos_procesos import almacenado, cuantos_hay
from tests.ordenes import abrir_consola, olvidar

FILAS = 3_000


@pytest.fixture
def carpeta(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """A folder; the settings that the test changes are put back."""
    abrir_consola(monkeypatch, tmp_path, "")
    yield tmp_path
    olvidar()


@pytest.fixture(params=[SQLITE, POSTGRESQL])
def engine(request: pytest.FixtureRequest, carpeta: Path) -> Iterator[Engine]:
    """An engine on a new database, whose queues this process hands work to."""
    with base_nueva(request.param, carpeta) as url, preparar(carpeta, url) as nuevo:
        yield nuevo


@pytest.fixture
def casa(engine: Engine, carpeta: Path) -> Iterator[Instalacion]:
    """A worker, not started yet."""
    url = engine.url.render_as_string(hide_password=False)
    with instalacion(carpeta, url, parte="worker") as nueva:
        yield nueva


@pytest.mark.postgresql
@pytest.mark.parametrize("que", [DosMaquinas.morir, DosMaquinas.parecer_muerta])
def test_another_machine_goes_on_and_stores_no_row_twice(
    carpeta: Path, que: Callable[[DosMaquinas], str]
) -> None:
    with (
        base_nueva("postgresql", carpeta) as url,
        preparar(carpeta, url) as engine,
        instalacion(carpeta / "a", url, parte="worker") as una,
        instalacion(carpeta / "b", url, parte="worker") as otra,
    ):
        casa = DosMaquinas((una, otra))
        ensayo = Ensayo(engine, hacer(FILAS), casa, semilla=1)
        ensayo.estorbar("entre", "relevo", lambda: que(casa))
    assert ensayo.resultado.faltas == []


def test_killed_while_somebody_cancels(engine: Engine, casa: Instalacion, actor: Actor) -> None:
    proceso_id = _subido(engine, actor)
    casa.arrancar()
    esperar(lambda: _hay_vista(engine, actor, proceso_id), "no se revisa")
    with vecino(engine, actor.cuenta_id):
        procesos.encolar(engine, actor, proceso_id, Opciones())
        esperar(lambda: _visto(engine, actor, proceso_id).filas_hechas > 0, "no empieza")
        assert procesos.cancelar(engine, actor, proceso_id).cancelando
        casa.matar("worker")
        casa.arrancar()
        esperar(lambda: _visto(engine, actor, proceso_id).ha_terminado, "no termina")

    hecho = _visto(engine, actor, proceso_id)
    assert hecho.estado is procesos.Estado.CANCELADO
    assert 0 < hecho.creados < FILAS
    assert len(almacenado(engine, actor.cuenta_id)) == hecho.creados == cuantos_hay(engine, CAMBIO)


def test_the_worker_goes_on_with_a_load_whose_command_was_killed(
    engine: Engine, casa: Instalacion, actor: Actor, carpeta: Path
) -> None:
    casa.arrancar()
    with vecino(engine, actor.cuenta_id), _importar(carpeta) as orden:
        esperar(lambda: _lo_hecho(engine, actor) > 0, "no empieza")
        orden.kill()
        orden.wait()
        assert 0 < _lo_hecho(engine, actor) < FILAS
        esperar(lambda: _lo_hecho(engine, actor) == FILAS, "nadie sigue")
        esperar(lambda: _ultimo(engine, actor).ha_terminado, "no termina")

    hecho = _ultimo(engine, actor)
    assert (hecho.estado, hecho.creados) == (procesos.Estado.TERMINADO, FILAS)
    assert len(almacenado(engine, actor.cuenta_id)) == FILAS == cuantos_hay(engine, CAMBIO)


def test_command_and_worker_load_one_after_the_other(
    engine: Engine, casa: Instalacion, actor: Actor, carpeta: Path
) -> None:
    casa.arrancar()
    proceso_id = _subido(engine, actor)
    esperar(lambda: _hay_vista(engine, actor, proceso_id), "no se revisa")
    with vecino(engine, actor.cuenta_id), _importar(carpeta) as orden:
        esperar(lambda: _lo_hecho(engine, actor) > 0, "no empieza")
        procesos.encolar(engine, actor, proceso_id, Opciones())
        esperar(lambda: _visto(engine, actor, proceso_id).ha_terminado, "no termina")
        assert orden.wait() == 0

    suyo, del_worker = _ultimo(engine, actor), _visto(engine, actor, proceso_id)
    assert suyo.id != del_worker.id
    assert (suyo.creados, suyo.iguales) == (FILAS, 0)
    assert (del_worker.creados, del_worker.iguales) == (0, FILAS)
    assert suyo.terminado_en is not None
    assert del_worker.iniciado_en is not None
    assert suyo.terminado_en <= del_worker.iniciado_en
    assert cuantos_hay(engine, CAMBIO) == FILAS


@pytest.fixture
def actor(engine: Engine) -> Actor:
    return Actor(cuentas.asegurar_cuenta(engine), "Ana", "carga")


def _archivo() -> bytes:
    return b"".join(lineas(filas_inventadas(FILAS)))


def _subido(engine: Engine, actor: Actor) -> int:
    return procesos.recibir(engine, actor, "a.csv", [_archivo()])


def _importar(carpeta: Path) -> subprocess.Popen[bytes]:
    archivo = carpeta / "mandado.csv"
    archivo.write_bytes(_archivo())
    return subprocess.Popen(
        [sys.executable, "-m", "clientes_app.cli", "importar", str(archivo)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _hay_vista(engine: Engine, actor: Actor, proceso_id: int) -> bool:
    return procesos.vista_previa(engine, actor.cuenta_id, proceso_id) is not None


def _visto(engine: Engine, actor: Actor, proceso_id: int) -> procesos.ProcesoGuardado:
    return procesos.detalle(engine, actor.cuenta_id, proceso_id)


def _ultimo(engine: Engine, actor: Actor) -> procesos.ProcesoGuardado:
    return procesos.lista(engine, actor.cuenta_id).filas[0]


def _lo_hecho(engine: Engine, actor: Actor) -> int:
    """How many rows the process that was started last has stored."""
    filas = procesos.lista(engine, actor.cuenta_id).filas
    return filas[0].filas_hechas if filas else 0
