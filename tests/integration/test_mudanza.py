"""From SQLite to PostgreSQL: every row, or nothing; and the work goes on there."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, Table, inspect, make_url, text

from clientes_app.config import settings
from clientes_app.services.acceso import cuentas
from clientes_app.services.carga import procesos, upkeep
from clientes_app.services.clientes import clientes
from clientes_app.services.context import Actor
from clientes_app.storage.db.engine import open_engine, write_connection
from clientes_app.storage.db.migrate import is_up_to_date, migrate
from clientes_app.storage.db.tables import METADATA
from clientes_app.storage.instalacion import mudanza
from tests.builders import un_cliente
from tests.gente import entrar, quien, un_usuario
from tests.integration.filas_de_antes import contenido, perdidas, sembrar
from tests.integration.pasos_procesos import almacenado, cargar, en_espera, varios
from tests.ordenes import Consola, abrir_consola, olvidar
from tests.servers import Postgresql

pytestmark = pytest.mark.postgresql


@pytest.fixture
def origen(tmp_path: Path) -> Iterator[Engine]:
    """An installation on SQLite; nobody has it open."""
    url = f"sqlite:///{tmp_path}/datos/clientes.sqlite3"
    migrate(url)
    engine = open_engine(url)
    yield engine
    engine.dispose()


@pytest.fixture
def destino(servidor_postgresql: Postgresql) -> Iterator[str]:
    direccion = servidor_postgresql.base_vacia()
    yield direccion.render_as_string(hide_password=False)
    servidor_postgresql.eliminar(direccion)


@pytest.fixture
def llegada(destino: str) -> Iterator[Engine]:
    engine = open_engine(destino)
    yield engine
    engine.dispose()


@pytest.fixture
def consola(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, origen: Engine) -> Iterator[Consola]:
    yield abrir_consola(monkeypatch, tmp_path / "datos", "")
    olvidar()


def _vacio(llegada: Engine) -> bool:
    return inspect(llegada).get_table_names() == []


def _negado(consola: Consola, destino: str) -> str:
    resultado = consola("mudar", "--a", destino)
    assert (resultado.exit_code, resultado.stdout) == (2, "")
    assert resultado.stderr.startswith("Error: No se mudó nada: ")
    return resultado.stderr


def test_every_row_of_every_table_is_there_and_the_program_goes_on_with_it(
    origen: Engine, destino: str, llegada: Engine, consola: Consola, claves_rapidas: None
) -> None:
    cuenta = cuentas.asegurar_cuenta(origen)
    actor = Actor(cuenta, "Ana", "formulario")
    un_usuario(origen, cuenta)
    token = entrar(origen)
    raro = clientes.alta(origen, actor, un_cliente(nombre="PEÑA «ÑANDÚ» \\ 100 % 😀", calle="A\tB"))
    clientes.borrar(origen, actor, clientes.alta(origen, actor, un_cliente()).id)
    cargar(origen, actor, varios(30, malos=2))
    sembrar(origen, 1_000)
    with write_connection(origen) as conexion:
        # A revision that was given and is gone: it must not be given to anybody else.
        conexion.execute(text("DELETE FROM cambio WHERE id = 1000"))
    antes = contenido(origen)
    assert all(antes.values())
    origen.dispose()

    resultado = consola("mudar", "--a", destino)

    assert resultado.exit_code == 0, resultado.stderr
    assert "Se mudaron 31 clientes de 2 cuentas" in resultado.stdout
    assert resultado.stdout.splitlines()[-1] == f"CLIENTES_DATABASE_URL={destino}"
    assert is_up_to_date(llegada)
    ahora = contenido(llegada)
    assert {nombre: len(filas) for nombre, filas in ahora.items()} == {
        nombre: len(filas) for nombre, filas in antes.items()
    }
    # The tables of today tell moments apart from texts; so does what compared them on the way.
    with origen.connect() as una, llegada.connect() as otra:
        for tabla in METADATA.sorted_tables:
            orden = tabla.select().order_by(*tabla.primary_key.columns)
            assert una.execute(orden).all() == otra.execute(orden).all(), tabla.name
    assert quien(llegada, token).nombre == "Ana"
    hallados = clientes.buscar(llegada, cuenta, clientes.Consulta(texto="nandu"))
    assert [fila.id for fila in hallados.filas] == [raro.id]
    nuevo = clientes.alta(llegada, actor, un_cliente())
    assert nuevo.id == 1_001
    assert contenido(llegada)["cambio"][-1]["id"] == 1_001
    # The one it came from is as it was.
    assert perdidas(antes, contenido(origen)) == []


def test_the_indexes_are_those_of_a_new_database(
    origen: Engine, destino: str, llegada: Engine, consola: Consola, servidor_postgresql: Postgresql
) -> None:
    indices = text("SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1")
    origen.dispose()
    assert consola("mudar", "--a", destino).exit_code == 0
    nueva = open_engine(servidor_postgresql.base_migrada())
    with llegada.connect() as una, nueva.connect() as otra:
        assert una.execute(indices).all() == otra.execute(indices).all()
    nueva.dispose()


def test_a_process_under_way_goes_on_after_the_last_row_that_was_stored(
    origen: Engine,
    destino: str,
    llegada: Engine,
    consola: Consola,
    transacciones_cortas: None,
) -> None:
    actor = Actor(cuentas.asegurar_cuenta(origen), "Ana", "formulario")
    filas = varios(4_500)
    a_medias = en_espera(origen, actor, filas)
    vistas: list[int] = []

    def parar() -> bool:
        vistas.append(procesos.detalle(origen, actor.cuenta_id, a_medias).filas_hechas)
        return vistas[-1] > 0

    control = procesos.RunControl(stop=parar)
    assert procesos.ejecutar(origen, a_medias, control=control) is procesos.Outcome.STOPPED
    espera = en_espera(origen, actor, varios(3))
    assert 0 < vistas[-1] < 4_500
    origen.dispose()

    assert consola("mudar", "--a", destino).exit_code == 0

    # What the worker's look for lost work finds there, and queues.
    esperan = upkeep.waiting(llegada, patience=timedelta(0))
    assert [trabajo.proceso_id for trabajo in esperan] == [a_medias, espera]
    assert procesos.detalle(llegada, actor.cuenta_id, a_medias).filas_hechas == vistas[-1]
    for trabajo in esperan:
        assert procesos.ejecutar(llegada, trabajo.proceso_id) is procesos.Outcome.DONE
    assert procesos.detalle(llegada, actor.cuenta_id, a_medias).creados == 4_500
    assert len(almacenado(llegada, actor.cuenta_id)) == 4_503


_ABIERTA = """
import sqlite3, sys
conexion = sqlite3.connect(sys.argv[1])
print(conexion.execute("SELECT count(*) FROM cuenta").fetchone(), flush=True)
sys.stdin.read()
"""


def test_a_source_that_anybody_has_open_is_refused(
    origen: Engine, destino: str, llegada: Engine, consola: Consola, tmp_path: Path
) -> None:
    cuentas.asegurar_cuenta(origen)
    origen.dispose()
    otro = [
        *(sys.executable, "-c"),
        _ABIERTA,
        str(tmp_path / "datos" / "clientes.sqlite3"),
    ]
    with subprocess.Popen(otro, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as proceso:
        assert proceso.stdout is not None
        assert proceso.stdout.readline() == b"(1,)\n"
        assert "está en uso. Detenga «clientes servir»" in _negado(consola, destino)
        assert _vacio(llegada)
        proceso.communicate()
    assert consola("mudar", "--a", destino).exit_code == 0


def test_a_target_that_is_not_empty_or_cannot_be_used_is_refused(
    origen: Engine, destino: str, llegada: Engine, consola: Consola
) -> None:
    cuentas.asegurar_cuenta(origen)
    origen.dispose()
    url = make_url(destino)
    for direccion, dicho in (
        ("sqlite:///otra.sqlite3", "debe ser la dirección de una base de PostgreSQL"),
        ("nada", "debe ser la dirección de una base de PostgreSQL"),
        ("postgresql://h:x/b", "debe ser la dirección de una base de PostgreSQL"),
        (
            url.set(database="no_hay").render_as_string(hide_password=False),
            "no se puede usar la base de destino",
        ),
    ):
        assert dicho in _negado(consola, direccion)
    with write_connection(llegada) as conexion:
        conexion.execute(text("CREATE SCHEMA dbos"))
        conexion.execute(text("CREATE TABLE dbos.algo (x integer)"))
    assert "no está vacía: tiene dbos.algo." in _negado(consola, destino)
    with write_connection(llegada) as conexion:
        conexion.execute(text("DROP SCHEMA dbos CASCADE"))
    assert consola("mudar", "--a", destino).exit_code == 0
    assert "no está vacía: tiene public.alembic_version, " in _negado(consola, destino)


def test_a_user_who_may_make_nothing_is_told_so(
    origen: Engine, destino: str, llegada: Engine, consola: Consola
) -> None:
    cuentas.asegurar_cuenta(origen)
    origen.dispose()
    with write_connection(llegada) as conexion:
        conexion.execute(text("CREATE ROLE mirona LOGIN"))
    de_otra = make_url(destino).set(username="mirona").render_as_string(hide_password=False)
    assert "no puede crear tablas en la base de destino" in _negado(consola, de_otra)
    with write_connection(llegada) as conexion:
        conexion.execute(text("DROP ROLE mirona"))
    assert _vacio(llegada)


def test_an_installation_without_sqlite_has_nothing_to_move(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, destino: str
) -> None:
    sin_nada = abrir_consola(monkeypatch, tmp_path / "nada", "")
    assert "no tiene todavía una base de datos" in _negado(sin_nada, destino)
    assert not (tmp_path / "nada" / "clientes.sqlite3").exists()
    ya_mudada = abrir_consola(monkeypatch, tmp_path / "nada", destino)
    assert "esta instalación no usa SQLite" in _negado(ya_mudada, destino)
    olvidar()


def test_a_row_that_postgresql_does_not_take_is_named_and_nothing_stays(
    origen: Engine, destino: str, llegada: Engine, consola: Consola
) -> None:
    sembrar(origen, 1)
    sembrar(origen, 2)
    with write_connection(origen) as conexion:
        conexion.execute(text("UPDATE cliente SET calle = 'a' || char(0) || 'b' WHERE id = 2"))
    origen.dispose()
    assert "cliente, fila 2" in _negado(consola, destino)
    assert _vacio(llegada)


def test_what_arrives_as_another_row_is_noticed_and_nothing_stays(
    origen: Engine,
    destino: str,
    llegada: Engine,
    consola: Consola,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for numero in (1, 2, 3):
        sembrar(origen, numero)
    origen.dispose()
    al_fin = mudanza._set_sequences

    def estropear(origin: Connection, destination: Connection, tables: Sequence[Table]) -> None:
        al_fin(origin, destination, tables)
        destination.execute(text(ordenes[-1]))

    monkeypatch.setattr(mudanza, "_set_sequences", estropear)
    ordenes: list[str] = []
    for orden, donde in (
        ("UPDATE cliente SET calle = 'OTRA' WHERE id = 2", "cliente, id 2"),
        ("DELETE FROM proceso_rechazo WHERE proceso_id = 3", "proceso_rechazo, proceso_id 3"),
        ("DELETE FROM intento", "intento, clave"),
    ):
        ordenes.append(orden)
        assert donde in _negado(consola, destino)
        assert _vacio(llegada)


_MUERTE = """
import os, signal, sys
from clientes_app.storage.instalacion import mudanza
mudanza._set_sequences = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
from clientes_app.cli.main import app
app(["mudar", "--a", sys.argv[1]])
"""


def test_a_move_that_is_killed_leaves_the_target_empty_and_can_be_repeated(
    origen: Engine, destino: str, llegada: Engine, consola: Consola
) -> None:
    sembrar(origen, 1)
    origen.dispose()
    muerta = subprocess.run(
        [sys.executable, "-c", _MUERTE, destino],
        check=False,
        env=os.environ | {"CLIENTES_DATOS": str(settings().datos), "CLIENTES_DATABASE_URL": ""},
    )
    assert muerta.returncode == -signal.SIGKILL
    assert _vacio(llegada)
    assert consola("mudar", "--a", destino).exit_code == 0


def test_the_password_is_not_shown(origen: Engine, destino: str, consola: Consola) -> None:
    cuentas.asegurar_cuenta(origen)
    origen.dispose()
    con_clave = make_url(destino).set(password="muy secreta").render_as_string(hide_password=False)
    resultado = consola("mudar", "--a", con_clave)
    assert resultado.exit_code == 0
    assert "secreta" not in resultado.output
    assert "postgres:CONTRASEÑA@127.0.0.1:" in resultado.stdout
    assert "no está vacía" in _negado(consola, con_clave)
    assert "secreta" not in (consola.datos / "registro" / "comandos.log").read_text("utf-8")


def test_all_tables_of_the_file_are_known(origen: Engine, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "datos" / "clientes.sqlite3")) as conexion:
        (*hay,) = conexion.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    nombres = {nombre for (nombre,) in hay if not nombre.startswith(("cliente_fts", "sqlite_"))}
    assert nombres - {"alembic_version"} == set(METADATA.tables)
