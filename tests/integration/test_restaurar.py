"""Restoring: equal to one moment of the original, whole or not at all, never under somebody."""

import hashlib
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import ModuleType

import pytest
from alembic import command
from sqlalchemy import Engine, select, text

from bench.caidas import vecino
from clientes_app.cli import respaldo as ordenes
from clientes_app.config import Settings, settings
from clientes_app.export.clientes_csv import lineas
from clientes_app.judging.plan import Opciones
from clientes_app.services.carga import procesos
from clientes_app.services.clientes import clientes as servicio
from clientes_app.services.clientes.demo import filas_inventadas
from clientes_app.services.context import Actor
from clientes_app.services.respaldo import respaldos, restauracion
from clientes_app.services.respaldo.restauracion import BaseEnUso
from clientes_app.storage.db import migrate as migraciones
from clientes_app.storage.db.engine import write_connection
from clientes_app.storage.db.tables import METADATA
from clientes_app.storage.respaldo import making, postgresql_copy, restoring, sqlite_copy
from clientes_app.storage.respaldo.archive import open_content
from clientes_app.storage.respaldo.making import write_archive
from clientes_app.worker import dbos_system
from tests.builders import un_cliente
from tests.gente import un_usuario
from tests.ordenes import Consola, abrir_consola, olvidar

pytestmark = pytest.mark.usefixtures("claves_rapidas")

PACIENCIA = 120.0
SOLO_SQLITE = pytest.param("sqlite", id="sqlite")


@pytest.fixture
def clientes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url_base: str, engine: Engine
) -> Iterator[Consola]:
    yield abrir_consola(monkeypatch, tmp_path / "datos", url_base)
    olvidar()


@pytest.fixture
def casa(clientes: Consola) -> Settings:
    return settings()


def _todo(engine: Engine) -> dict[str, str]:
    """The checksum of each table's rows."""
    with engine.connect() as conexion:
        return {
            nombre: hashlib.sha256(
                "\n".join(
                    sorted(repr(tuple(fila)) for fila in conexion.execute(select(tabla)))
                ).encode()
            ).hexdigest()
            for nombre, tabla in METADATA.tables.items()
        }


def _restaurar(ruta: Path, casa: Settings, engine: Engine) -> restauracion.Restaurado:
    engine.dispose()
    return restauracion.restaurar(ruta, casa, queue=dbos_system.queue_place(casa))


def _llena(engine: Engine, actor: Actor) -> None:
    un_usuario(engine, actor.cuenta_id)
    guardado = servicio.alta(engine, actor, un_cliente(nombre="ÑANDÚ \\ TAB\tO \\N"))
    servicio.borrar(engine, actor, guardado.id)
    for _ in range(3):
        servicio.alta(engine, actor, un_cliente())
    proceso_id = procesos.recibir(engine, actor, "a.csv", [*lineas(filas_inventadas(60)), b"mal"])
    procesos.poner_en_espera(engine, actor, proceso_id, Opciones())
    procesos.ejecutar(engine, proceso_id)


def test_what_comes_back_is_what_was_there(
    clientes: Consola, engine: Engine, actor: Actor, casa: Settings
) -> None:
    _llena(engine, actor)
    antes = _todo(engine)
    copia = Path(clientes("respaldar").stdout.strip())
    servicio.alta(engine, actor, un_cliente())
    despues = _todo(engine)
    engine.dispose()

    hecho = clientes("restaurar", copia.name, "--si")

    assert (hecho.exit_code, hecho.stdout) == (0, "")
    assert "Se restauró: 1 cuenta, 64 clientes, 1 usuario." in hecho.stderr
    assert _todo(engine) == antes
    # Ids go on behind those that were given, and everything can be searched and changed.
    nuevo = servicio.alta(engine, actor, un_cliente(nombre="NUEVO DESPUES"))
    hallado = servicio.buscar(engine, actor.cuenta_id, servicio.Consulta(texto="nuevo despues"))
    assert [fila.id for fila in hallado.filas] == [nuevo.id]
    # What was there is a backup, too.
    (anterior,) = (
        one.ruta
        for one in respaldos.lista(casa)
        if one.manifiesto and one.manifiesto.motivo == "antes-de-restaurar"
    )
    assert str(anterior) in hecho.stderr
    _restaurar(anterior, casa, engine)
    assert _todo(engine) == despues


_ESQUEMA = {
    "sqlite": ("SELECT type, name, sql FROM sqlite_master ORDER BY name",),
    "postgresql": (
        "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1",
        "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint ORDER BY 1",
        (
            "SELECT table_name, column_name, data_type, is_nullable, column_default "
            "FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2"
        ),
    ),
}


def test_the_restored_schema_is_that_of_the_program(
    engine: Engine, actor: Actor, casa: Settings
) -> None:
    def esquema() -> list[object]:
        with engine.connect() as conexion:
            return [
                tuple(fila)
                for consulta in _ESQUEMA[engine.dialect.name]
                for fila in conexion.execute(text(consulta))
            ]

    antes = esquema()
    _restaurar(respaldos.make_backup(engine, casa).ruta, casa, engine)
    assert esquema() == antes


def test_an_older_one_is_brought_up_to_date(engine: Engine, actor: Actor, casa: Settings) -> None:
    servicio.alta(engine, actor, un_cliente())
    with write_connection(engine) as conexion:
        command.downgrade(migraciones.alembic_config(conexion), "0011")
    copia = respaldos.make_backup(engine, casa)
    assert copia.manifiesto is not None
    assert copia.manifiesto.esquema == "0011"

    _restaurar(copia.ruta, casa, engine)

    assert migraciones.is_up_to_date(engine)
    assert servicio.buscar(engine, actor.cuenta_id, servicio.Consulta()).total == 1


def _de_otro(ruta: Path, **cambios: str) -> Path:
    """The same backup, which says something else of itself."""
    with open_content(ruta) as (manifest, content):
        data = content.read(1 << 30)
    otro = ruta.with_name("-".join(("otro", *cambios)) + ".zip")
    with otro.open("wb") as file:
        write_archive(
            file,
            [data],
            contenido=manifest.contenido,
            manifest=lambda *_: replace(manifest, **cambios),
        )
    return otro


def test_what_does_not_fit_is_refused_and_nothing_changes(
    clientes: Consola, engine: Engine, actor: Actor, casa: Settings
) -> None:
    servicio.alta(engine, actor, un_cliente())
    antes = _todo(engine)
    copia = respaldos.make_backup(engine, casa).ruta
    engine.dispose()
    mitad = copia.with_name("mitad.zip")
    mitad.write_bytes(copia.read_bytes()[:-300])
    crosswise = {
        "sqlite": ("postgresql", "CLIENTES_DATABASE_URL"),
        "postgresql": ("sqlite", "clientes mudar --a URL"),
    }[engine.dialect.name]
    for ruta, dicho in (
        (mitad, "incompleto"),
        (_de_otro(copia, esquema="9999"), "versión más nueva"),
        (_de_otro(copia, motor=crosswise[0]), crosswise[1]),
        (copia.with_name("no-hay.zip"), "No existe"),
    ):
        told = clientes("restaurar", ruta, "--si")
        assert (told.exit_code, told.stdout) == (2, "")
        assert told.stderr.startswith("Error: ")
        assert told.stderr.count("\n") == 1
        assert dicho in told.stderr
    assert _todo(engine) == antes


def test_it_asks_first(
    clientes: Consola,
    engine: Engine,
    actor: Actor,
    casa: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    copia = respaldos.make_backup(engine, casa).ruta
    servicio.alta(engine, actor, un_cliente())
    engine.dispose()
    sin_terminal = clientes("restaurar", copia)
    assert sin_terminal.exit_code == 2
    assert "--si" in sin_terminal.stderr
    monkeypatch.setattr(ordenes, "_is_terminal", lambda: True)
    for respuesta in ("n\n", "\n", "no\n"):
        dicho = clientes("restaurar", copia, entrada=respuesta)
        assert dicho.exit_code == 2
        assert "¿Continuar? [s/N]" in dicho.stderr
    assert servicio.buscar(engine, actor.cuenta_id, servicio.Consulta()).total == 1
    engine.dispose()
    assert clientes("restaurar", copia, entrada="s\n").exit_code == 0
    assert servicio.buscar(engine, actor.cuenta_id, servicio.Consulta()).total == 0


def test_a_database_in_use_is_left_alone(clientes: Consola, engine: Engine, casa: Settings) -> None:
    copia = respaldos.make_backup(engine, casa).ruta
    engine.dispose()
    programa = (
        "from clientes_app.services.resources import shared_engine\n"
        "engine = shared_engine()\n"
        "held = engine.connect() if engine.dialect.name != 'sqlite' else None\n"
        "print('listo', flush=True)\n"
        "input()\n"
    )
    orden = [sys.executable, "-c", programa]
    with subprocess.Popen(orden, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as otro:
        assert otro.stdout is not None
        assert otro.stdout.readline() == b"listo\n"
        dicho = clientes("restaurar", copia, "--si")
        otro.kill()
    assert dicho.exit_code == 2
    assert "La base de datos está en uso" in dicho.stderr
    # Whoever was killed holds nothing any more.
    limite = time.monotonic() + PACIENCIA
    while (dicho := clientes("restaurar", copia, "--si")).exit_code:
        assert time.monotonic() < limite, dicho.stderr
        time.sleep(0.1)


@pytest.mark.parametrize("url_base", [SOLO_SQLITE], indirect=True)
def test_another_program_that_has_the_file_open_is_noticed(engine: Engine, casa: Settings) -> None:
    copia = respaldos.make_backup(engine, casa).ruta
    engine.dispose()
    otro = sqlite3.connect(engine.url.database or "")
    otro.execute("SELECT count(*) FROM cliente").fetchone()
    with pytest.raises(BaseEnUso):
        _restaurar(copia, casa, engine)
    otro.close()
    _restaurar(copia, casa, engine)


@pytest.mark.parametrize("url_base", [SOLO_SQLITE], indirect=True)
def test_a_damaged_database_is_replaced_and_its_files_are_kept(
    engine: Engine, actor: Actor, casa: Settings
) -> None:
    servicio.alta(engine, actor, un_cliente())
    antes = _todo(engine)
    copia = respaldos.make_backup(engine, casa).ruta
    engine.dispose()
    base = Path(engine.url.database or "")
    for danada in (
        b"esto no es una base de datos" * 1000,
        base.read_bytes()[: 20 * 4096] + b"\xff" * 4096 * 20,
    ):
        base.write_bytes(danada)
        hecho = _restaurar(copia, casa, engine)
        assert hecho.anterior is not None
        assert (hecho.anterior / base.name).read_bytes()[-4096:] == danada[-4096:]
        assert _todo(engine) == antes
        engine.dispose()


def test_the_queue_begins_anew(engine: Engine, casa: Settings) -> None:
    dbos_system.migrate(casa)
    cliente = dbos_system.client(casa)
    cliente.enqueue({"workflow_name": "carga", "queue_name": "cargas", "workflow_id": "carga-1"})
    assert len(cliente.list_workflows()) == 1
    cliente.destroy()
    _restaurar(respaldos.make_backup(engine, casa).ruta, casa, engine)
    dbos_system.migrate(casa)
    cliente = dbos_system.client(casa)
    assert cliente.list_workflows() == []
    cliente.destroy()


@contextmanager
def _trabajador(datos: Path, **entorno: str) -> Iterator[subprocess.Popen[bytes]]:
    datos.mkdir(exist_ok=True)
    with (datos / "dicho.txt").open("ab") as dicho:
        proceso = subprocess.Popen(
            [sys.executable, "-m", "clientes_app.cli", "worker"],
            stdout=dicho,
            stderr=dicho,
            env=os.environ | entorno,
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


def _se_pudo(ruta: Path, casa: Settings, engine: Engine) -> bool:
    try:
        _restaurar(ruta, casa, engine)
    except BaseEnUso:
        return False
    return True


def test_a_running_process_goes_on_where_the_backup_is_restored(
    clientes: Consola, engine: Engine, actor: Actor, casa: Settings
) -> None:
    filas = 3_000
    dbos_system.migrate(casa)
    proceso_id = procesos.recibir(engine, actor, "a.csv", lineas(filas_inventadas(filas)))

    def hechas() -> int:
        return procesos.detalle(engine, actor.cuenta_id, proceso_id).filas_hechas

    with _trabajador(clientes.datos) as trabajador:
        _esperar(lambda: procesos.vista_previa(engine, actor.cuenta_id, proceso_id) is not None)
        procesos.encolar(engine, actor, proceso_id, Opciones())
        # Somebody else writes too, so that the load is more than one transaction.
        with vecino(engine, actor.cuenta_id):
            _esperar(lambda: hechas() > 0)
        # It is within its work, and gets no further while the copy is made.
        trabajador.send_signal(signal.SIGSTOP)
        copia = respaldos.make_backup(engine, casa)
        programa = [sys.executable, "-m", "clientes_app.cli", "restaurar", copia.ruta, "--si"]
        negado = subprocess.run(programa, capture_output=True, text=True, check=False)
        assert (negado.returncode, "en uso" in negado.stderr) == (2, True)
    # PostgreSQL needs a moment to notice that a client was killed.
    _esperar(lambda: _se_pudo(copia.ruta, casa, engine))
    assert 0 < hechas() < filas
    with _trabajador(clientes.datos):
        _esperar(lambda: procesos.detalle(engine, actor.cuenta_id, proceso_id).ha_terminado)
    hecho = procesos.detalle(engine, actor.cuenta_id, proceso_id)
    assert (hecho.estado, hecho.creados) == (procesos.Estado.TERMINADO, filas)
    with engine.connect() as conexion:
        sin_historia = conexion.execute(
            text(
                "SELECT count(*) FROM cliente WHERE (SELECT count(*) FROM cambio "
                "WHERE cambio.cliente_id = cliente.id) <> 1"
            )
        ).scalar_one()
    assert sin_historia == 0


def test_killed_anywhere_it_leaves_the_old_or_the_new(
    engine: Engine, actor: Actor, casa: Settings
) -> None:
    servicio.alta(engine, actor, un_cliente())
    nuevo, copia = _todo(engine), respaldos.make_backup(engine, casa).ruta
    servicio.alta(engine, actor, un_cliente())
    viejo = _todo(engine)
    vistos = []
    for modulo, nombre in _PASOS[engine.dialect.name]:
        for antes in (True, False):
            engine.dispose()
            # PostgreSQL needs a moment to notice that the one before was killed.
            _esperar(partial(_muere_al_restaurar, copia, casa, modulo, nombre, antes=antes))
            hay = _todo(engine)
            assert hay in (viejo, nuevo), nombre
            assert all(one.entero for one in respaldos.lista(casa)), nombre
            vistos.append(hay == nuevo)
    assert set(vistos) == {True, False}
    _restaurar(copia, casa, engine)
    assert _todo(engine) == nuevo


# A restore kills itself before or after each of these calls.
_PASOS: dict[str, list[tuple[ModuleType, str]]] = {
    "sqlite": [
        (restoring, "extract"),
        (restoring, "migrate"),
        (making, "write_archive"),
        (restoring, "make_backup"),
        (sqlite_copy, "place"),
    ],
    "postgresql": [
        (making, "write_archive"),
        (restoring, "make_backup"),
        (postgresql_copy, "_drop"),
        (postgresql_copy, "_fill"),
        (postgresql_copy, "load"),
    ],
}


_EN_USO = 3
"""The exit status of a child that found the database still in use."""


def _muere_al_restaurar(
    copia: Path, casa: Settings, modulo: ModuleType, nombre: str, *, antes: bool
) -> bool:
    """Have a child restore and be killed at that call; False when the database was in use."""
    hijo = os.fork()
    if not hijo:
        try:
            _morir_en(modulo, nombre, antes=antes)
            restauracion.restaurar(copia, casa, queue=dbos_system.queue_place(casa))
        except BaseEnUso:
            os._exit(_EN_USO)
        finally:
            os._exit(0)
    fin = os.waitstatus_to_exitcode(os.waitpid(hijo, 0)[1])
    assert fin in (_EN_USO, -signal.SIGKILL), nombre
    return fin != _EN_USO


def _morir_en(modulo: ModuleType, nombre: str, *, antes: bool) -> None:
    real = getattr(modulo, nombre)

    def muere(*args: object, **kwargs: object) -> None:
        if not antes:
            real(*args, **kwargs)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(modulo, nombre, muere)
