"""`clientes revisar`: what is sound is said to be, and what is not is named, with what mends it."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, make_url, text

from clientes_app.services.acceso import cuentas
from clientes_app.services.context import Actor
from clientes_app.services.instalacion import entorno
from clientes_app.storage.db.engine import write_connection
from clientes_app.storage.db.process_lock import held_since, process_lock
from clientes_app.storage.respaldo.archive import write_archive
from clientes_app.storage.respaldo.manifest import Manifiesto, MotivoDeRespaldo
from tests.integration.pasos_procesos import en_espera, poner, varios
from tests.ordenes import Consola, abrir_consola, olvidar

NOMBRES = [
    *("Python", "ajustes", "carpeta de datos", "espacio en disco", "base de datos", "revisión"),
    *("integridad", "worker", "procesos", "último respaldo", "Redis", "dirección", "páginas"),
]


@pytest.fixture
def consola(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url_base: str, engine: Engine
) -> Iterator[Consola]:
    """An installation in which all is well, but for what a test spoils."""
    (datos := tmp_path / "datos").mkdir(mode=0o700)
    (datos / "respaldos").mkdir(mode=0o700)
    _un_respaldo(datos, hace=timedelta(hours=1))
    cuentas.asegurar_cuenta(engine)
    monkeypatch.setattr("clientes_app.web.is_front_end_built", lambda: True)
    yield abrir_consola(monkeypatch, datos, url_base)
    olvidar()


def _un_respaldo(datos: Path, *, hace: timedelta) -> Path:
    """A whole backup of some time ago; nobody looks into its data here."""
    ruta = datos / "respaldos" / "clientes-manual.zip"
    with ruta.open("wb") as abierto:
        write_archive(
            abierto,
            [b"datos"],
            contenido="datos",
            manifest=lambda tamano, sha256: Manifiesto(
                version="1",
                esquema="0001",
                motor="sqlite",
                creado_en=datetime.now(UTC) - hace,
                motivo=MotivoDeRespaldo.MANUAL.value,
                conteos={},
                contenido="datos",
                tamano=tamano,
                sha256=sha256,
            ),
        )
    ruta.chmod(0o600)
    return ruta


@pytest.fixture
def worker(engine: Engine) -> Iterator[None]:
    """Somebody who holds the number of a worker."""
    lock = process_lock(engine, "worker-3")
    assert lock.acquire()
    yield
    lock.release()


def _chequeos(consola: Consola, estado: int = 0) -> dict[str, tuple[str, str]]:
    resultado = consola("revisar")
    assert resultado.exit_code == estado, resultado.output
    assert resultado.stderr == ""
    dicho = consola.json("revisar")
    lineas = resultado.stdout.splitlines()
    assert lineas[0] == f"Clientes {dicho['version']}"
    assert len(lineas) == len(dicho["chequeos"]) + 2 <= 24
    olvidar()
    return {c["nombre"]: (c["resultado"], c["frase"]) for c in dicho["chequeos"]}


def test_a_sound_installation_is_said_to_be_and_left_as_it_is(
    consola: Consola, worker: None, tmp_path: Path, url_base: str
) -> None:
    antes = sorted(tmp_path.rglob("*"))
    chequeos = _chequeos(consola)
    assert list(chequeos) == NOMBRES
    assert {nombre: nivel for nombre, (nivel, _) in chequeos.items() if nivel != "bien"} == {}
    assert consola("revisar").stdout.splitlines()[-1] == "Todo está bien."
    assert consola.json("revisar")["resultado"] == "bien"
    clave = make_url(url_base).password
    assert clave is None or clave not in str(chequeos)
    olvidar()
    assert [ruta for ruta in sorted(tmp_path.rglob("*")) if ruta.suffix != ".sqlite3-shm"] == [
        ruta for ruta in antes if ruta.suffix != ".sqlite3-shm"
    ]


def test_where_nothing_ever_ran_nothing_is_made(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    consola = abrir_consola(monkeypatch, tmp_path / "nada", "")
    chequeos = _chequeos(consola)
    assert chequeos["carpeta de datos"][0] == chequeos["base de datos"][0] == "aviso"
    assert not (tmp_path / "nada").exists()
    assert "worker" not in chequeos


def test_a_setting_that_nobody_reads_is_named_with_the_one_that_was_meant(
    consola: Consola, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLIENTES_PUERT0", "3000")
    monkeypatch.setenv("CLIENTES_SERVICE_HOST", "10.0.0.1")
    nivel, frase = _chequeos(consola)["ajustes"]
    assert nivel == "aviso"
    assert "CLIENTES_PUERT0 no es un ajuste de Clientes; ¿quiso decir CLIENTES_PUERTO?" in frase
    assert "CLIENTES_SERVICE_HOST no es un ajuste de Clientes: quítela." in frase


def test_a_setting_that_cannot_be_used_is_a_failure(
    consola: Consola, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLIENTES_PUERTO", "muchos")
    chequeos = _chequeos(consola, 1)
    assert chequeos["ajustes"] == (
        "falla",
        "CLIENTES_PUERTO debe ser un número entre 1 y 65535; dice «muchos».",
    )


def test_a_database_that_does_not_answer_is_a_failure_and_shows_no_password(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    consola = abrir_consola(monkeypatch, tmp_path, "postgresql://ana:secreta@127.0.0.1:1/nada")
    nivel, frase = _chequeos(consola, 1)["base de datos"]
    assert nivel == "falla"
    assert "CLIENTES_DATABASE_URL" in frase
    assert "secreta" not in frase


def test_a_revision_that_is_another_one_is_told(consola: Consola, engine: Engine) -> None:
    for revision, estado, dicho in (
        ("0001", 0, "se pone al día al arrancar"),
        ("9998", 1, "de una versión más nueva de Clientes"),
    ):
        with write_connection(engine) as conexion:
            conexion.execute(text("UPDATE alembic_version SET version_num = :r"), {"r": revision})
        chequeos = _chequeos(consola, estado)
        assert dicho in chequeos["revisión"][1]
        assert "procesos" not in chequeos
        with engine.connect() as conexion:
            assert conexion.execute(text("SELECT version_num FROM alembic_version")).scalar() == (
                revision
            )


def _estropear(consola: Consola, engine: Engine, tmp_path: Path) -> None:
    if engine.dialect.name == "postgresql":
        with write_connection(engine) as conexion:
            conexion.execute(
                text(
                    "UPDATE pg_index SET indisvalid = false "
                    "WHERE indexrelid = 'ix_cliente_busqueda'::regclass"
                )
            )
        return
    engine.dispose()
    archivo = tmp_path / "clientes.sqlite3"
    with closing(sqlite3.connect(archivo)) as conexion:
        conexion.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (pagina,) = conexion.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'ix_cliente_email'"
        ).fetchone()
        (tamano,) = conexion.execute("PRAGMA page_size").fetchone()
    with archivo.open("r+b") as abierto:
        abierto.seek((pagina - 1) * tamano)
        abierto.write(b"\xff" * tamano)


def test_a_damaged_database_is_a_failure(consola: Consola, engine: Engine, tmp_path: Path) -> None:
    _estropear(consola, engine, tmp_path)
    nivel, frase = _chequeos(consola, 1)["integridad"]
    assert nivel == "falla"
    roto = {"sqlite": "hay páginas dañadas", "postgresql": "el índice ix_cliente_busqueda no sirve"}
    assert roto[engine.dialect.name] in frase
    assert "vuelva al último respaldo" in frase


def test_a_file_that_is_no_database_is_a_failure(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "clientes.sqlite3").write_bytes(b"no soy una base de datos, de veras que no" * 99)
    consola = abrir_consola(monkeypatch, tmp_path, "")
    assert _chequeos(consola, 1)["base de datos"][0] == "falla"


def test_work_that_nobody_does_is_a_failure_and_work_that_goes_nowhere_is_told(
    consola: Consola, engine: Engine, actor: Actor
) -> None:
    assert _chequeos(consola)["worker"][0] == "aviso"
    proceso_id = en_espera(engine, actor, varios(1))
    nivel, frase = _chequeos(consola, 1)["worker"]
    assert nivel == "falla"
    assert "hay procesos por hacer (1)" in frase
    lock = process_lock(engine, "worker-1")
    assert lock.acquire()
    chequeos = _chequeos(consola)
    assert chequeos["worker"][0] == chequeos["procesos"][0] == "bien"
    assert chequeos["procesos"][1] == "0 en marcha, 1 en espera."
    poner(engine, proceso_id, creado_en=datetime.now(UTC) - timedelta(hours=1))
    assert _chequeos(consola)["procesos"][0] == "aviso"
    poner(engine, proceso_id, estado="procesando")
    assert _chequeos(consola)["procesos"] == ("bien", "1 en marcha, 0 en espera.")
    poner(engine, proceso_id, intentos=2)
    nivel, frase = _chequeos(consola)["procesos"]
    assert (nivel, frase[:14]) == ("aviso", "No avanzan: 1.")
    lock.release()


def test_since_when_a_lock_is_held_is_known_without_touching_it(engine: Engine) -> None:
    assert held_since(engine, "algo") is None
    lock, otro = process_lock(engine, "algo"), process_lock(engine, "algo")
    assert lock.acquire()
    desde = held_since(engine, "algo")
    assert desde is not None
    assert abs(datetime.now(UTC) - desde) < timedelta(minutes=1)
    assert not otro.acquire()
    assert lock.is_held()
    lock.release()
    assert held_since(engine, "algo") is None
    assert otro.acquire()
    otro.release()


def test_a_folder_that_others_can_read_or_own_is_told(
    consola: Consola, monkeypatch: pytest.MonkeyPatch
) -> None:
    datos = consola.datos
    (base := datos / "clientes.sqlite3").touch(mode=0o644)
    assert _chequeos(consola)["carpeta de datos"][0] == "bien"
    datos.chmod(0o755)
    base.chmod(0o644)
    assert _chequeos(consola)["carpeta de datos"] == (
        "aviso",
        f"Otros usuarios de esta máquina pueden leer {base}: «chmod 700 {datos}».",
    )
    base.chmod(0o600)
    assert _chequeos(consola)["carpeta de datos"][0] == "bien"
    if os.geteuid() == 0:
        os.chown(base, 12_345, -1)
        nivel, frase = _chequeos(consola, 1)["carpeta de datos"]
        assert nivel == "falla"
        assert f"{base} es de otro usuario" in frase


@pytest.mark.parametrize(
    ("libre", "estado", "nivel"), [(10 << 20, 1, "falla"), (300 << 20, 0, "aviso")]
)
def test_a_disk_that_fills_up_is_told(
    consola: Consola, monkeypatch: pytest.MonkeyPatch, libre: int, estado: int, nivel: str
) -> None:
    class Uso:
        free = libre

    monkeypatch.setattr(entorno.shutil, "disk_usage", lambda _ruta: Uso)
    assert _chequeos(consola, estado)["espacio en disco"][0] == nivel


def test_a_backup_that_is_old_or_missing_is_told(consola: Consola) -> None:
    respaldo = _un_respaldo(consola.datos, hace=timedelta(days=3))
    (consola.datos / "respaldos" / ".a-medias.zip").touch()
    assert "haga uno nuevo" in _chequeos(consola)["último respaldo"][1]
    respaldo.unlink()
    assert _chequeos(consola)["último respaldo"][1].startswith("No hay ninguno: ")


@pytest.mark.parametrize(
    ("variables", "nivel"),
    [
        ({"CLIENTES_URL": "https://clientes.example.com"}, "bien"),
        ({"CLIENTES_URL": "http://clientes.example.com"}, "aviso"),
        ({"CLIENTES_URL": "http://localhost:3000"}, "bien"),
        ({"CLIENTES_HOST": "192.0.2.7"}, "aviso"),
        ({"CLIENTES_HOST": "192.0.2.7", "CLIENTES_URL": "https://clientes.example.com"}, "bien"),
    ],
)
def test_an_address_that_others_can_listen_in_on_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, variables: dict[str, str], nivel: str
) -> None:
    for nombre, valor in variables.items():
        monkeypatch.setenv(nombre, valor)
    consola = abrir_consola(monkeypatch, tmp_path, "")
    assert _chequeos(consola)["dirección"][0] == nivel


@pytest.mark.parametrize("url", ["redis://:secreta@127.0.0.1:1", "redis://nadie.invalid"])
def test_a_redis_that_does_not_answer_is_a_failure(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url: str
) -> None:
    monkeypatch.setenv("CLIENTES_REDIS_URL", url)
    consola = abrir_consola(monkeypatch, tmp_path, "")
    assert _chequeos(consola, 1)["Redis"] == (
        "falla",
        "No responde: arránquelo, o corrija o quite CLIENTES_REDIS_URL.",
    )


def test_a_data_folder_of_ours_is_made_for_nobody_else(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    consola = abrir_consola(monkeypatch, tmp_path / "nueva", "")
    assert consola("migrar").exit_code == 0
    assert (tmp_path / "nueva").stat().st_mode & 0o777 == 0o700
    assert _chequeos(consola)["carpeta de datos"][0] == "bien"
