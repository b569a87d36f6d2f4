"""A full disk: nothing is lost, nothing is blamed on the file, and it goes on with free space.

SQLite's own limit of pages gives the very error of a full disk; `python -m bench.caidas_disco`
does the same on a small tmpfs, with the whole tree.
"""

import os
import random
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from bench.caidas_archivo import Archivo, guardar_previos, hacer
from bench.caidas_huella import comparar_indice, huella
from clientes_app.export.clientes_csv import lineas
from clientes_app.judging.plan import Opciones
from clientes_app.services.acceso import cuentas
from clientes_app.services.carga import procesos
from clientes_app.services.clientes import clientes
from clientes_app.services.clientes.demo import filas_inventadas
from clientes_app.services.context import Actor
from clientes_app.services.resources import is_database_fault
from clientes_app.storage.db.base import DatabaseFault
from clientes_app.storage.db.engine import open_engine, read_transaction
from clientes_app.storage.db.migrate import migrate
from clientes_app.storage.db.tables import PROCESO
from tests.builders import un_cliente
from tests.integration.pasos_procesos import almacenado, cargar, un_archivo, varios

FILAS = 5_000
Limitar = Callable[[int], Engine]


@pytest.fixture
def url(tmp_path: Path) -> str:
    """The address of a new database."""
    direccion = f"sqlite:///{tmp_path / 'clientes.sqlite3'}"
    migrate(direccion)
    return direccion


@pytest.fixture
def holgado(url: str) -> Iterator[Engine]:
    """Give an engine with all the space it wants."""
    engine = open_engine(url)
    yield engine
    engine.dispose()


@pytest.fixture
def lleno(url: str) -> Iterator[Limitar]:
    """Give a way to open the same database on a disk with so many pages left."""
    abiertos: list[Engine] = []

    def limitar(paginas: int) -> Engine:
        engine = open_engine(url)

        def poner_limite(conexion: Any, _registro: object) -> None:  # noqa: ANN401
            hay = conexion.execute("PRAGMA page_count").fetchone()[0]
            conexion.execute(f"PRAGMA max_page_count = {hay + paginas}")

        event.listen(engine, "connect", poner_limite)
        abiertos.append(engine)
        return engine

    yield limitar
    for engine in abiertos:
        engine.dispose()


@pytest.fixture
def actor(holgado: Engine) -> Actor:
    """Somebody who loads."""
    return Actor(cuentas.asegurar_cuenta(holgado), "Ana", "carga")


@pytest.fixture
def archivo() -> Archivo:
    """A file with faults, whose account holds a part of it before."""
    return hacer(FILAS)


def _intentos(engine: Engine) -> int:
    with read_transaction(engine) as tx:
        return tx.execute(PROCESO.select()).mappings().one()["intentos"]


def test_an_upload_says_that_nothing_was_taken(
    holgado: Engine, lleno: Limitar, actor: Actor
) -> None:
    contenido = random.Random(3).randbytes(3_000_000)
    trozos = [contenido[i : i + 200_000] for i in range(0, len(contenido), 200_000)]

    with pytest.raises(procesos.NoSeGuardo, match="disco está lleno") as error:
        procesos.recibir(lleno(200), actor, "a.csv", trozos)
    assert isinstance(error.value, procesos.ErrorDeProceso)
    with read_transaction(holgado) as tx:
        assert tx.execute(PROCESO.select()).all() == []
    proceso_id = procesos.recibir(holgado, actor, "a.csv", trozos)
    assert b"".join(procesos.original(holgado, actor.cuenta_id, proceso_id)) == contenido


def test_preview_and_load_wait_for_space_however_often_they_fail(
    holgado: Engine, lleno: Limitar, actor: Actor, archivo: Archivo
) -> None:
    tranquilo = Actor(cuentas.crear(holgado, "Tranquila").id, "Ana", "carga")
    guardar_previos(holgado, actor.cuenta_id, archivo)
    proceso_id = procesos.recibir(holgado, actor, "clientes.csv", [archivo.contenido])
    for paginas in (0, 2, 2, 2, 5):
        assert procesos.previsualizar(lleno(paginas), actor.cuenta_id, proceso_id) is None
    assert _intentos(holgado) == 0
    vista = procesos.previsualizar(holgado, actor.cuenta_id, proceso_id)
    assert vista is not None
    assert (vista.filas, vista.rechazadas) == (archivo.filas, archivo.malas)

    procesos.encolar(holgado, actor, proceso_id, Opciones())
    for paginas in (0, 3, 40, 200, 500):
        desenlace = procesos.ejecutar(lleno(paginas), proceso_id)
        assert desenlace is procesos.Outcome.NO_DATABASE
        a_medias = procesos.detalle(holgado, actor.cuenta_id, proceso_id)
        assert not a_medias.ha_terminado
        assert a_medias.creados == len(almacenado(holgado, actor.cuenta_id)) - len(archivo.previos)
    assert _intentos(holgado) == 0
    assert procesos.ejecutar(holgado, proceso_id) is procesos.Outcome.DONE

    guardar_previos(holgado, tranquilo.cuenta_id, archivo)
    otro = procesos.recibir(holgado, tranquilo, "clientes.csv", [archivo.contenido])
    procesos.previsualizar(holgado, tranquilo.cuenta_id, otro)
    procesos.encolar(holgado, tranquilo, otro, Opciones())
    procesos.ejecutar(holgado, otro)
    comparar_indice(holgado)
    assert huella(holgado, actor.cuenta_id, proceso_id) == huella(
        holgado, tranquilo.cuenta_id, otro
    )


def test_a_process_waits_that_cannot_even_be_taken(
    holgado: Engine, actor: Actor, tmp_path: Path
) -> None:
    """Of a folder SQLite says the same as of a file it cannot open, on a disk that failed."""
    proceso_id = procesos.recibir(holgado, actor, "a.csv", [un_archivo(varios(3))])
    procesos.poner_en_espera(holgado, actor, proceso_id, Opciones())
    perdida = open_engine(f"sqlite:///{tmp_path}")
    assert procesos.ejecutar(perdida, proceso_id) is procesos.Outcome.NO_DATABASE
    perdida.dispose()
    assert _intentos(holgado) == 0
    assert procesos.ejecutar(holgado, proceso_id) is procesos.Outcome.DONE


def test_undoing_waits_for_space(holgado: Engine, lleno: Limitar, actor: Actor) -> None:
    viejas = varios(3_000)
    cargar(holgado, actor, viejas)
    antes = almacenado(holgado, actor.cuenta_id)
    hecho = cargar(holgado, actor, [fila | {"nombre": f"OTRO {fila['rfc']}"} for fila in viejas])
    # How many free pages loads leave in the file, none or 171, hangs on the machine's pace.
    with closing(sqlite3.connect(holgado.url.database or "")) as conexion:
        conexion.execute("VACUUM")

    for paginas in (0, 60):
        with pytest.raises(DatabaseFault):
            procesos.deshacer(lleno(paginas), actor, hecho.id)
    visto = procesos.detalle(holgado, actor.cuenta_id, hecho.id)
    assert visto.deshaciendo
    assert visto.estado is procesos.Estado.TERMINADO
    assert procesos.deshacer(holgado, actor, hecho.id) == procesos.ResultadoDeDeshacer(0, 3_000, 0)
    assert almacenado(holgado, actor.cuenta_id) == antes
    comparar_indice(holgado)


def test_the_drawer_is_told_and_the_list_and_the_export_go_on(
    holgado: Engine, lleno: Limitar, actor: Actor
) -> None:
    sin_espacio = lleno(0)
    guardado = clientes.alta(holgado, actor, un_cliente())

    def llenar() -> None:
        for _ in range(500):
            clientes.alta(sin_espacio, actor, un_cliente())

    with pytest.raises(DatabaseFault, match="full") as error:
        llenar()
    assert is_database_fault(error.value)
    hay = clientes.buscar(sin_espacio, actor.cuenta_id, clientes.Consulta()).total
    exportados = [fila[1] for fila in clientes.exportar(sin_espacio, actor.cuenta_id)]
    assert 1 <= hay == len(exportados) < 500
    assert guardado.datos.rfc in exportados
    comparar_indice(holgado)


def test_commands_say_it_in_spanish_and_leave_no_half_file(tmp_path: Path) -> None:
    """The limit on the size of a file, which the system keeps, is a disk that is full."""
    datos = tmp_path / "datos"
    entorno = os.environ | {"CLIENTES_DATOS": str(datos), "CLIENTES_DATABASE_URL": ""}
    csv = tmp_path / "clientes.csv"
    csv.write_bytes(b"".join(lineas(filas_inventadas(6_000))))

    def clientes_(*argumentos: str, limite: int) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "clientes_app.cli", *argumentos],
            env=entorno,
            capture_output=True,
            text=True,
            check=False,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limite, limite)),
        )

    assert clientes_("migrar", limite=resource.RLIM_INFINITY).returncode == 0
    falla = clientes_("importar", str(csv), limite=700_000)
    assert (falla.returncode, falla.stdout) == (2, "")
    assert falla.stderr.startswith("Error: ")
    assert "disco" in falla.stderr
    assert "Traceback" not in falla.stderr
    assert clientes_("importar", str(csv), limite=resource.RLIM_INFINITY).returncode == 0
    salida = tmp_path / "todos.csv"
    falla = clientes_("exportar", "-o", str(salida), limite=200_000)
    assert falla.returncode == 2
    assert "Traceback" not in falla.stderr
    assert sorted(p.name for p in tmp_path.iterdir()) == ["clientes.csv", "datos"]
