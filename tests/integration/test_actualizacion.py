"""From any revision with rows to the newest one: nothing is lost, whoever starts, whatever dies."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Engine, text

from clientes_app.services.clientes import clientes
from clientes_app.services.context import Actor
from clientes_app.storage.db import migrate as migrations
from clientes_app.storage.db.engine import open_engine, write_connection
from clientes_app.storage.db.migrate import (
    MigrationFailed,
    NewerSchema,
    alembic_config,
    current_revision,
    is_up_to_date,
    known_revisions,
    migrate,
    migrate_engine,
    migrating_alone,
    newest_revision,
)
from clientes_app.storage.respaldo.archive import extract
from clientes_app.storage.respaldo.manifest import MotivoDeRespaldo
from tests.architecture.test_readme import COMMANDS
from tests.builders import un_cliente, un_rfc
from tests.conftest import POSTGRESQL, SQLITE
from tests.integration.filas_de_antes import contenido, perdidas, sembrar
from tests.ordenes import Consola, abrir_consola, olvidar
from tests.servers import Postgresql

REVISIONES = known_revisions()[::-1]
"""The oldest one first."""


@pytest.fixture(params=[SQLITE, POSTGRESQL])
def url_vieja(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give the address of a database in which there is nothing."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/datos/clientes.sqlite3"
    servidor: Postgresql = request.getfixturevalue("servidor_postgresql")
    return servidor.base_vacia().render_as_string(hide_password=False)


@pytest.fixture
def vieja(url_vieja: str) -> Iterator[Engine]:
    engine = open_engine(url_vieja)
    yield engine
    engine.dispose()


def _llevar(engine: Engine, revision: str) -> None:
    with write_connection(engine) as conexion:
        command.upgrade(alembic_config(conexion), revision)


def _sirve(engine: Engine, cuenta_id: int) -> None:
    """The program of today works with what there is: an account, its list, a client more."""
    actor = Actor(cuenta_id, "Ana", "formulario")
    antes = clientes.buscar(engine, cuenta_id, clientes.Consulta()).total
    nuevo = clientes.alta(engine, actor, un_cliente(nombre="RECIEN LLEGADO", rfc=un_rfc(7_777)))
    assert clientes.buscar(engine, cuenta_id, clientes.Consulta()).total == antes + 1
    hallados = clientes.buscar(engine, cuenta_id, clientes.Consulta(texto="recien"))
    assert [fila.id for fila in hallados.filas] == [nuevo.id]


def _se_sostiene(engine: Engine) -> None:
    if engine.dialect.name == "sqlite":
        with write_connection(engine) as conexion:
            assert conexion.exec_driver_sql("PRAGMA quick_check").scalar_one() == "ok"
            assert conexion.exec_driver_sql("PRAGMA foreign_key_check").all() == []
            # Raises when the index does not hold what the rows say.
            conexion.exec_driver_sql(
                "INSERT INTO cliente_fts(cliente_fts, rank) VALUES ('integrity-check', 1)"
            )


@pytest.mark.parametrize("revision", REVISIONES)
def test_rows_of_any_revision_are_there_at_the_newest_one(
    vieja: Engine, url_vieja: str, revision: str
) -> None:
    _llevar(vieja, revision)
    for numero in (1, 2):
        sembrar(vieja, numero)
    antes = contenido(vieja)
    assert all(len(filas) == 2 for filas in antes.values())
    migrate(url_vieja)
    assert perdidas(antes, contenido(vieja)) == []
    _se_sostiene(vieja)
    _sirve(vieja, 2)


def test_a_database_that_went_through_every_revision_keeps_the_rows_of_each(vieja: Engine) -> None:
    for numero, revision in enumerate(REVISIONES, start=1):
        antes = contenido(vieja)
        _llevar(vieja, revision)
        assert perdidas(antes, contenido(vieja)) == [], revision
        sembrar(vieja, numero)
    ahora = contenido(vieja)
    assert len(ahora["cliente"]) == len(ahora["cambio"]) == len(REVISIONES)
    _se_sostiene(vieja)
    _sirve(vieja, len(REVISIONES))


_MUERTE = """
import os, signal, sys
from sqlalchemy import event
from sqlalchemy.engine import Engine
from clientes_app.storage.db.migrate import migrate

url, donde, cuantas = sys.argv[1], sys.argv[2], int(sys.argv[3])
vistas = 0

@event.listens_for(Engine, "after_cursor_execute")
def _(conexion, cursor, orden, *_):
    global vistas
    if donde in orden:
        vistas += 1
        if vistas == cuantas:
            os.kill(os.getpid(), signal.SIGKILL)

migrate(url)
"""


def _esquema(engine: Engine) -> object:
    """All that the database says of its form, and where it stands."""
    with engine.connect() as conexion:
        if engine.dialect.name == "sqlite":
            forma = conexion.exec_driver_sql("SELECT name, sql FROM sqlite_master ORDER BY 1").all()
        else:
            forma = [
                *conexion.exec_driver_sql(
                    "SELECT table_name, column_name, data_type, is_nullable, column_default "
                    "FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2"
                ).all(),
                *conexion.exec_driver_sql("SELECT indexdef FROM pg_indexes ORDER BY 1").all(),
            ]
    return forma, current_revision(engine)


# In the middle of it, and after the last statement of all.
@pytest.mark.parametrize(
    ("donde", "cuantas"),
    [("CREATE TABLE presencia", 1), ("UPDATE alembic_version", len(REVISIONES) - 1)],
)
def test_a_migration_that_is_killed_leaves_the_old_schema_and_its_rows(
    vieja: Engine, url_vieja: str, donde: str, cuantas: int
) -> None:
    _llevar(vieja, REVISIONES[0])
    sembrar(vieja, 1)
    antes, filas = _esquema(vieja), contenido(vieja)
    muerta = subprocess.run(
        [sys.executable, "-c", _MUERTE, url_vieja, donde, str(cuantas)],
        check=False,
        env=os.environ,
    )
    assert muerta.returncode == -signal.SIGKILL
    assert _esquema(vieja) == antes
    assert contenido(vieja) == filas
    # The lock died with it, and the next one does it all.
    migrate(url_vieja)
    assert is_up_to_date(vieja)
    assert perdidas(filas, contenido(vieja)) == []
    _sirve(vieja, 1)


@pytest.mark.parametrize(
    "donde", ["INSERT INTO _alembic_tmp_sesion", "DROP TABLE sesion", "RENAME TO sesion"]
)
def test_a_table_that_is_made_anew_is_whole_wherever_it_is_killed(
    tmp_path: Path, donde: str
) -> None:
    url = f"sqlite:///{tmp_path}/clientes.sqlite3"
    vieja = open_engine(url)
    _llevar(vieja, "0008")
    sembrar(vieja, 1)
    antes, filas = _esquema(vieja), contenido(vieja)
    muerta = subprocess.run([sys.executable, "-c", _MUERTE, url, donde, "1"], check=False)
    assert muerta.returncode == -signal.SIGKILL
    assert (_esquema(vieja), contenido(vieja)) == (antes, filas)
    vieja.dispose()


def _otra_migracion(monkeypatch: pytest.MonkeyPatch, carpeta: Path, cuerpo: str) -> None:
    """Have one migration more, behind those that there are."""
    origen = migrations.migrations_folder()
    (carpeta / "versions").mkdir(parents=True)
    for archivo in (origen / "env.py", *(origen / "versions").glob("*.py")):
        (carpeta / archivo.relative_to(origen)).write_text(archivo.read_text("utf-8"), "utf-8")
    (carpeta / "versions" / "9999_prueba.py").write_text(
        '"""A migration of a test."""\nimport sqlalchemy as sa\nfrom alembic import op\n'
        f'revision = "9999"\ndown_revision = "{newest_revision()}"\n'
        f"def upgrade():\n    {cuerpo}\n",
        "utf-8",
    )
    monkeypatch.setattr(migrations, "migrations_folder", lambda: carpeta)


def test_a_table_with_children_is_made_anew_and_keeps_them(
    url_base: str, engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sembrar(engine, 1)
    antes = contenido(engine)
    # Its pieces, findings and refused rows go when a process goes.
    _otra_migracion(
        monkeypatch,
        tmp_path / "otras",
        'with op.batch_alter_table("proceso", recreate="auto") as proceso:\n'
        '        proceso.alter_column("archivo", nullable=True)',
    )
    migrate(url_base)
    assert current_revision(engine) == "9999"
    assert perdidas(antes, contenido(engine)) == []
    _se_sostiene(engine)
    if engine.dialect.name == "sqlite":
        with engine.connect() as conexion:
            assert conexion.exec_driver_sql("PRAGMA foreign_keys").scalar_one() == 1


def test_a_migration_that_leaves_rows_without_their_parent_is_undone(
    url_base: str, engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sembrar(engine, 1)
    antes, revision = contenido(engine), newest_revision()
    _otra_migracion(monkeypatch, tmp_path / "otras", 'op.execute("DELETE FROM cuenta")')
    with pytest.raises(MigrationFailed) as fallida:
        migrate(url_base)
    assert fallida.value.revision == current_revision(engine) == revision
    assert contenido(engine) == antes


def test_who_comes_while_another_migrates_waits_as_long_as_it_takes(
    vieja: Engine, url_vieja: str, caplog: pytest.LogCaptureFixture
) -> None:
    hecho = threading.Event()

    def otro() -> None:
        migrate(url_vieja)
        hecho.set()

    hilo = threading.Thread(target=otro)
    with migrating_alone(vieja):
        hilo.start()
        assert not hecho.wait(0.5)
        assert current_revision(vieja) is None
        assert "this one waits" in caplog.text
    hilo.join()
    assert hecho.is_set()
    assert is_up_to_date(vieja)


_ARRANQUE = [sys.executable, "-m", "clientes_app.cli", "migrar"]


def test_two_programs_that_start_at_once_on_an_old_database_migrate_it_once_and_go_on(
    vieja: Engine, url_vieja: str, tmp_path: Path
) -> None:
    _llevar(vieja, REVISIONES[0])
    sembrar(vieja, 1)
    antes = contenido(vieja)
    entorno = os.environ | {
        "CLIENTES_DATOS": str(tmp_path / "datos"),
        "CLIENTES_DATABASE_URL": url_vieja,
    }
    arranques = [
        subprocess.Popen(_ARRANQUE, env=entorno, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    dicho = [arranque.communicate() for arranque in arranques]
    assert dicho == [("La base de datos está al día.\n".encode(), b"")] * 2
    assert [arranque.returncode for arranque in arranques] == [0] * 2
    assert perdidas(antes, contenido(vieja)) == []
    _sirve(vieja, 1)


def test_what_is_done_before_is_done_under_the_lock_and_only_for_a_database_with_data(
    vieja: Engine,
) -> None:
    vistas: list[tuple[str | None, str]] = []

    def antes(engine: Engine, revision: str) -> None:
        vistas.append((current_revision(engine), revision))

    _llevar(vieja, REVISIONES[0])
    migrate_engine(vieja, before=antes)
    assert vistas == []
    with write_connection(vieja) as conexion:
        command.downgrade(alembic_config(conexion), REVISIONES[0])
    sembrar(vieja, 1)

    def no_se_puede(engine: Engine, revision: str) -> None:
        antes(engine, revision)
        raise FileNotFoundError

    with pytest.raises(FileNotFoundError):
        migrate_engine(vieja, before=no_se_puede)
    assert current_revision(vieja) == REVISIONES[0]
    migrate_engine(vieja, before=antes)
    migrate_engine(vieja, before=antes)
    assert vistas == [(REVISIONES[0], newest_revision())] * 2


@pytest.fixture
def consola(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url_vieja: str) -> Iterator[Consola]:
    yield abrir_consola(monkeypatch, tmp_path / "datos", url_vieja)
    olvidar()


def test_a_copy_is_taken_before_an_upgrade(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"sqlite:///{tmp_path}/datos/clientes.sqlite3"
    engine = open_engine(url)
    consola = abrir_consola(monkeypatch, tmp_path / "datos", url)
    _llevar(engine, REVISIONES[0])
    sembrar(engine, 1)
    antes = contenido(engine)
    assert consola("migrar").exit_code == 0
    (copia,) = (tmp_path / "datos" / "respaldos").glob("*.zip")
    assert copia.stat().st_mode & 0o777 == 0o600
    manifiesto = extract(copia, tmp_path / "guardada")
    assert manifiesto.motivo == MotivoDeRespaldo.ANTES_DE_ACTUALIZAR
    guardada = open_engine(f"sqlite:///{tmp_path / 'guardada'}")
    assert current_revision(guardada) == REVISIONES[0]
    assert contenido(guardada) == antes
    guardada.dispose()
    engine.dispose()
    olvidar()


def test_where_no_copy_can_be_written_nothing_is_migrated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path}/datos/clientes.sqlite3"
    engine = open_engine(url)
    consola = abrir_consola(monkeypatch, tmp_path / "datos", url)
    _llevar(engine, REVISIONES[0])
    sembrar(engine, 1)
    (tmp_path / "datos" / "respaldos").write_text("", "utf-8")
    resultado = consola("migrar")
    assert (resultado.exit_code, resultado.stdout) == (2, "")
    assert "Traceback" not in resultado.stderr
    assert "respaldos" in resultado.stderr
    assert current_revision(engine) == REVISIONES[0]
    engine.dispose()
    olvidar()


# Whoever only looks at files needs no database, and what looks after the installation says it
# among the rest.
_CONSTANCIA = Path(__file__).parents[1] / "data/documentos/constancias/p01_moral_simple.pdf"
_SIN_BASE = {
    *("clientes plantilla", "clientes validar", "clientes revisar", "clientes cfdi"),
    "clientes sat qr",
    *("clientes respaldos", "clientes restaurar"),
}
_CON_BASE: dict[str, list[str]] = {
    "clientes servir": [],
    "clientes web": [],
    "clientes worker": [],
    "clientes migrar": [],
    "clientes cuentas crear": ["Otra"],
    "clientes cuentas lista": [],
    "clientes usuarios crear": [
        *("--email", "a@correo.mx"),
        *("--nombre", "Ana"),
        *("--rol", "editor"),
    ],
    "clientes usuarios lista": [],
    "clientes usuarios enlace-clave": ["a@correo.mx"],
    "clientes importar": ["{csv}"],
    "clientes constancia": ["{pdf}", "--importar"],
    "clientes etiquetas": [],
    "clientes exportar": [],
    "clientes buscar": ["a"],
    "clientes calidad": [],
    "clientes procesos": [],
    "clientes arreglar": ["acentos"],
    "clientes sat exportar": [],
    "clientes sat respuesta": ["{csv}"],
    "clientes deshacer": ["1"],
    "clientes demo": [],
    "clientes respaldar": [],
    "clientes mudar": ["--a", "postgresql://nadie@127.0.0.1:1/nada"],
}


def test_a_database_of_a_newer_program_is_refused_by_every_command_and_left_alone(
    consola: Consola, vieja: Engine, url_vieja: str, tmp_path: Path
) -> None:
    if vieja.dialect.name == "sqlite":
        assert set(COMMANDS) - _SIN_BASE - set(_CON_BASE) == set()
    migrate(url_vieja)
    with write_connection(vieja) as conexion:
        conexion.execute(text("UPDATE alembic_version SET version_num = '9998'"))
    (archivo := tmp_path / "a.csv").write_bytes(b"")
    archivos = {"{csv}": archivo, "{pdf}": _CONSTANCIA}
    antes = _esquema(vieja)
    for orden, argumentos in _CON_BASE.items():
        if orden == "clientes mudar" and vieja.dialect.name != "sqlite":
            continue
        dados = [str(archivos.get(dado, dado)) for dado in argumentos]
        resultado = consola(*orden.split()[1:], *dados)
        assert (resultado.exit_code, resultado.stdout) == (2, ""), orden
        assert "de una versión más nueva de Clientes" in resultado.stderr, orden
        assert "9998" in resultado.stderr
        olvidar()
    assert _esquema(vieja) == antes
    with pytest.raises(NewerSchema):
        migrate(url_vieja)


def test_a_migration_that_fails_is_told_in_a_sentence(
    url_base: str,
    engine: Engine,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    consola = abrir_consola(monkeypatch, tmp_path / "datos", url_base)
    revision = newest_revision()
    _otra_migracion(monkeypatch, tmp_path / "otras", 'op.drop_table("no_hay")')
    resultado = consola("migrar")
    assert (resultado.exit_code, resultado.stdout) == (2, "")
    assert f"quedó como estaba (en la revisión {revision})" in resultado.stderr
    assert "Traceback" in (tmp_path / "datos" / "registro" / "comandos.log").read_text("utf-8")
    assert current_revision(engine) == revision
    olvidar()
