"""Real workers: killed with -9 in mid-load, asked to end, left alone by their parent."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select, update

from bench.caidas import vecino
from clientes_app.cli.supervisor import NoSeSostiene, Supervisor
from clientes_app.config import settings
from clientes_app.export.clientes_csv import lineas
from clientes_app.judging.plan import Opciones
from clientes_app.services.acceso import cuentas
from clientes_app.services.calidad import al_dia, cifras, duplicados
from clientes_app.services.carga import procesos
from clientes_app.services.carga.queue import Work, use_queue
from clientes_app.services.clientes import clientes
from clientes_app.services.clientes.demo import filas_inventadas
from clientes_app.services.context import Actor
from clientes_app.storage.db.engine import read_transaction, write_transaction
from clientes_app.storage.db.tables import CAMBIO, CLIENTE, REGLAS
from clientes_app.web.parent_process import PARENT
from clientes_app.worker import dbos_system, enqueuer
from clientes_app.worker.runner import NICENESS
from tests.builders import un_cliente, un_rfc
from tests.ordenes import abrir_consola, olvidar

FILAS = 7_000
PACIENCIA = 120.0
"""Seconds: workers start slowly on a busy machine. Nothing here measures a time."""


@pytest.fixture
def instalacion(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url_base: str) -> Iterator[Path]:
    """A data folder whose settings the workers inherit, with DBOS's tables ready."""
    abrir_consola(monkeypatch, tmp_path / "datos", url_base)
    (tmp_path / "datos").mkdir()
    dbos_system.migrate(settings())
    yield tmp_path / "datos"
    use_queue(None)
    olvidar()


@contextmanager
def _trabajador(datos: Path) -> Iterator[subprocess.Popen[bytes]]:
    with (datos / "dicho.txt").open("ab") as dicho:
        proceso = subprocess.Popen(
            [sys.executable, "-m", "clientes_app.cli", "worker"], stdout=dicho, stderr=dicho
        )
    try:
        yield proceso
    finally:
        proceso.kill()
        proceso.wait()


def _esperar(cierto: Callable[[], bool]) -> None:
    limite = time.monotonic() + PACIENCIA
    while not cierto():
        assert time.monotonic() < limite, "it did not happen in time"
        time.sleep(0.02)


@cache
def _archivo() -> bytes:
    return b"".join(lineas(filas_inventadas(FILAS)))


def _hechas(engine: Engine, actor: Actor, proceso_id: int) -> int:
    return procesos.detalle(engine, actor.cuenta_id, proceso_id).filas_hechas


def _ha_terminado(engine: Engine, actor: Actor, proceso_id: int) -> bool:
    return procesos.detalle(engine, actor.cuenta_id, proceso_id).ha_terminado


def test_killed_in_mid_load_it_goes_on_and_ends_right(
    instalacion: Path, engine: Engine, actor: Actor
) -> None:
    entera = Actor(cuentas.crear(engine, "Entera").id, "Eva", "carga")
    tranquilo = procesos.recibir(engine, entera, "a.csv", [_archivo()])
    procesos.poner_en_espera(engine, entera, tranquilo, Opciones())
    procesos.ejecutar(engine, tranquilo)
    conexion = enqueuer.connect(settings())
    proceso_id = procesos.recibir(engine, actor, "a.csv", [_archivo()])

    with _trabajador(instalacion) as primero:
        _esperar(lambda: procesos.vista_previa(engine, actor.cuenta_id, proceso_id) is not None)
        for _ in range(10):
            procesos.encolar(engine, actor, proceso_id, Opciones())
            conexion.put(Work("carga", actor.cuenta_id, proceso_id))
        conexion.close()
        # Somebody else writes too, so that the load is more than one transaction.
        with vecino(engine, actor.cuenta_id):
            _esperar(lambda: _hechas(engine, actor, proceso_id) > 0)
            primero.kill()
            primero.wait()
    assert 0 < _hechas(engine, actor, proceso_id) < FILAS
    with _trabajador(instalacion) as segundo:
        _esperar(lambda: _ha_terminado(engine, actor, proceso_id))
        segundo.send_signal(signal.SIGTERM)
        assert segundo.wait(PACIENCIA) == 0

    hecho = procesos.detalle(engine, actor.cuenta_id, proceso_id)
    assert (hecho.estado, hecho.creados) == (procesos.Estado.TERMINADO, FILAS)
    assert sorted(map(tuple, clientes.exportar(engine, actor.cuenta_id))) == sorted(
        map(tuple, clientes.exportar(engine, entera.cuenta_id))
    )
    with read_transaction(engine) as tx:
        cambios = tx.execute(select(func.count()).select_from(CAMBIO)).scalar_one()
    assert cambios == 2 * FILAS
    assert (instalacion / "dicho.txt").read_text(encoding="utf-8") == ""


def test_work_whose_queueing_was_lost_is_found(
    instalacion: Path, engine: Engine, actor: Actor
) -> None:
    proceso_id = procesos.recibir(engine, actor, "a.csv", [_archivo()])

    with _trabajador(instalacion) as trabajador:
        _esperar(lambda: procesos.vista_previa(engine, actor.cuenta_id, proceso_id) is not None)
        # Whoever serves people has the processor first.
        assert os.getpriority(os.PRIO_PROCESS, trabajador.pid) == NICENESS
        procesos.encolar(engine, actor, proceso_id, Opciones())
        _esperar(lambda: _ha_terminado(engine, actor, proceso_id))
        procesos.pedir_deshacer(engine, actor, proceso_id)
        _esperar(
            lambda: (
                procesos.detalle(engine, actor.cuenta_id, proceso_id).estado
                is procesos.Estado.DESHECHO
            )
        )
    assert list(clientes.exportar(engine, actor.cuenta_id)) == []


def test_clients_are_judged_and_compared_beside_everything_else(
    instalacion: Path, engine: Engine, actor: Actor
) -> None:
    """By rules that changed since they were stored, and after each change."""
    for nombre, lejos in (("JOSÉ ALBA ROMO", 1), ("JOSÉ ALVA ROMO", 2_969)):
        clientes.alta(engine, actor, un_cliente(nombre=nombre, rfc=un_rfc(lejos)))
    with write_transaction(engine) as tx:
        tx.execute(update(CLIENTE).values(observaciones=0))
        tx.execute(update(REGLAS).values(version="de antes"))
    with _trabajador(instalacion):
        _esperar(lambda: al_dia.esta_al_dia(engine))
        _esperar(lambda: duplicados.ver(engine, actor.cuenta_id).al_dia)
        assert duplicados.ver(engine, actor.cuenta_id).grupos == 1
        acentos, *_ = cifras.contar(engine, actor.cuenta_id).problemas
        assert (acentos.codigo, acentos.cuantos) == ("acentos", 2)
    assert (instalacion / "dicho.txt").read_text(encoding="utf-8") == ""


def test_a_worker_ends_with_its_parent(instalacion: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    arranca = (
        "import os, subprocess, sys\n"
        f"hijo = subprocess.Popen([sys.executable, '-m', 'clientes_app.cli', 'worker'],"
        f" env=os.environ | {{'{PARENT}': str(os.getpid())}})\n"
        "print(hijo.pid, flush=True)\n"
        "hijo.wait()\n"
    )
    with subprocess.Popen([sys.executable, "-c", arranca], stdout=subprocess.PIPE) as padre:
        assert padre.stdout is not None
        hijo = int(padre.stdout.readline())
        _esperar((instalacion / "registro" / "comandos.log").parent.is_dir)
        padre.kill()
    _esperar(lambda: not _vive(hijo))


def _vive(pid: int) -> bool:
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except OSError:
        return False


def test_a_child_that_always_ends_is_given_up(tmp_path: Path) -> None:
    supervisor = Supervisor(tmp_path)
    supervisor.agregar("no-existe")

    with pytest.raises(NoSeSostiene, match="no-existe") as caida:
        supervisor.sostener(al_pasar=lambda: None)
    assert "No existe el comando" in caida.value.registro.read_text(encoding="utf-8")


@pytest.mark.parametrize("orden", ["servir", "web"])
def test_a_port_in_use_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, orden: str) -> None:
    consola = abrir_consola(monkeypatch, tmp_path / "datos", "")
    with socket.create_server(("127.0.0.1", 0)) as ocupado:
        puerto = str(ocupado.getsockname()[1])
        resultado = consola(orden, "--puerto", puerto)
    olvidar()

    assert (resultado.exit_code, resultado.stdout) == (2, "")
    assert resultado.stderr == (
        f"Error: El puerto {puerto} ya está en uso. Elija otro con --puerto.\n"
    )
    assert not consola.datos.exists()
