"""Backups: of one moment whoever writes, by hand and by the clock, listed as what they are."""

import errno
import json
import logging
import os
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from clientes_app.config import Settings, settings
from clientes_app.services.clientes import clientes as servicio
from clientes_app.services.context import Actor
from clientes_app.services.respaldo import respaldos
from clientes_app.services.respaldo.respaldos import MotivoDeRespaldo
from clientes_app.storage.respaldo import making, postgresql_copy
from clientes_app.storage.respaldo.archive import open_content, verify
from clientes_app.worker import schedules
from tests.builders import un_cliente
from tests.gente import un_usuario
from tests.ordenes import Consola, abrir_consola, olvidar

pytestmark = pytest.mark.usefixtures("claves_rapidas")


@pytest.fixture
def clientes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url_base: str, engine: Engine
) -> Iterator[Consola]:
    yield abrir_consola(monkeypatch, tmp_path / "datos", url_base)
    olvidar()


@pytest.fixture
def casa(clientes: Consola) -> Settings:
    return settings()


def _vieja(ruta: Path, *, horas: float) -> None:
    """Have a backup be that much older: also what it says of itself."""
    with open_content(ruta) as (manifest, content):
        data = content.read(1 << 30)
    before = replace(manifest, creado_en=manifest.creado_en - timedelta(hours=horas))
    old = ruta.with_name(making.backup_name(before))
    with old.open("wb") as file:
        making.write_archive(file, [data], contenido=manifest.contenido, manifest=lambda *_: before)
    ruta.unlink()


def test_a_backup_is_one_private_file_that_says_what_it_holds(
    clientes: Consola, engine: Engine, actor: Actor
) -> None:
    for _ in range(3):
        servicio.alta(engine, actor, un_cliente())
    made = clientes("respaldar")

    assert made.exit_code == 0
    assert made.stderr == "Se guardó el respaldo: 1 cuenta, 3 clientes, 0 usuarios.\n"
    path = Path(made.stdout.strip())
    assert path.parent == clientes.datos / "respaldos"
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    (said,) = clientes.json("respaldos")
    assert said["archivo"] == path.name
    assert (said["entero"], said["falta"], said["motivo"]) == (True, None, "manual")
    assert said["bytes"] == path.stat().st_size
    assert said["motor"] == engine.dialect.name
    assert (said["conteos"]["cliente"], said["conteos"]["cambio"]) == (3, 3)
    assert datetime.now(UTC) - datetime.fromisoformat(said["creado_en"]) < timedelta(minutes=5)
    assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_it_goes_where_somebody_says(clientes: Consola, tmp_path: Path) -> None:
    folder = tmp_path / "usb"
    folder.mkdir()
    file = tmp_path / "copia.zip"
    assert clientes("respaldar", file).stdout == f"{file}\n"
    assert file.stat().st_mode & 0o777 == 0o600
    # An existing file keeps its mode, as with every path that is given.
    file.chmod(0o640)
    assert clientes("respaldar", file).exit_code == 0
    assert file.stat().st_mode & 0o777 == 0o640
    named = Path(clientes("respaldar", folder).stdout.strip())
    assert named.parent == folder
    assert sorted(p.name for p in tmp_path.iterdir() if p.suffix == ".zip") == ["copia.zip"]
    assert clientes.json("respaldos") == []
    pipe = tmp_path / "tubo"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    assert clientes("respaldar", pipe).exit_code == 0
    reader.join()
    file.write_bytes(read[0])
    assert verify(file).motivo == "manual"


def test_where_nothing_can_be_written_is_told_before(clientes: Consola, tmp_path: Path) -> None:
    told = clientes("respaldar", tmp_path / "no" / "hay.zip")
    assert (told.exit_code, told.stdout) == (2, "")
    assert "no existe" in told.stderr.lower()
    assert not (clientes.datos / "respaldos").exists()


def test_what_is_broken_or_half_is_listed_as_such(clientes: Consola) -> None:
    whole = Path(clientes("respaldar").stdout.strip())
    half = whole.with_name("mitad.zip")
    half.write_bytes(whole.read_bytes()[:-500])
    altered = bytearray(whole.read_bytes())
    # In the middle of the data: of what a header says beside them nothing depends.
    altered[len(altered) // 2] ^= 1
    whole.with_name("alterado.zip").write_bytes(altered)
    (whole.parent / ".en-curso-x").mkdir()

    told = clientes("respaldos")
    assert told.exit_code == 1
    assert told.stderr == f"3 respaldos en {whole.parent}.\n"
    by_name = {one["archivo"]: one for one in json.loads(clientes("respaldos", "--json").stdout)}
    assert {name: one["entero"] for name, one in by_name.items()} == {
        whole.name: True,
        "mitad.zip": False,
        "alterado.zip": False,
    }
    assert "Use otro" in by_name["alterado.zip"]["falta"]


def test_it_is_of_one_moment_whoever_writes(engine: Engine, actor: Actor, casa: Settings) -> None:
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            servicio.alta(engine, actor, un_cliente())

    writer = threading.Thread(target=write)
    writer.start()
    try:
        made = [respaldos.make_backup(engine, casa) for _ in range(5)]
    finally:
        stop.set()
        writer.join()
    counts = [one.manifiesto.conteos for one in made if one.manifiesto]
    assert len(counts) == 5
    # Each client and its history are stored in one transaction, which also counts them.
    assert all(one["cliente"] == one["cambio"] for one in counts)
    assert sorted(one["cliente"] for one in counts) == [one["cliente"] for one in counts]


def test_the_clock_makes_one_when_it_is_due(engine: Engine, cuenta_id: int, casa: Settings) -> None:
    # Nobody can sign in yet: there is nothing to lose.
    assert respaldos.respaldar_si_toca(engine, casa) is None
    assert respaldos.estado(casa).ultimo is None
    un_usuario(engine, cuenta_id)
    first = respaldos.respaldar_si_toca(engine, casa)
    assert first is not None
    assert first.manifiesto is not None
    assert first.manifiesto.motivo == "programado"
    assert respaldos.respaldar_si_toca(engine, casa) is None
    _vieja(first.ruta, horas=23)
    assert respaldos.respaldar_si_toca(engine, casa) is None
    never = replace(casa, respaldo_cada=None)
    _vieja(respaldos.lista(casa)[0].ruta, horas=25)
    assert respaldos.estado(casa).viejo
    assert not respaldos.estado(never).hay_que_ver
    assert respaldos.respaldar_si_toca(engine, never) is None
    assert respaldos.respaldar_si_toca(engine, casa) is not None
    assert not respaldos.estado(casa).viejo


def test_only_the_newest_of_the_clock_are_kept_and_all_of_a_person(
    engine: Engine, casa: Settings
) -> None:
    few = replace(casa, respaldo_conservar=2)
    by_hand = respaldos.make_backup(engine, few)
    for age in (30, 20, 10):
        made = respaldos.make_backup(engine, few, MotivoDeRespaldo.PROGRAMADO)
        _vieja(made.ruta, horas=age)
    respaldos.make_backup(engine, few, MotivoDeRespaldo.ANTES_DE_ACTUALIZAR)
    respaldos.make_backup(engine, few, MotivoDeRespaldo.PROGRAMADO)

    left = [one.manifiesto for one in respaldos.lista(few) if one.manifiesto]
    kept = [one.creado_en for one in left if one.motivo == "programado"]
    assert len(kept) == 2
    assert datetime.now(UTC) - min(kept) < timedelta(hours=11)
    assert by_hand.ruta.exists()
    assert sum(one.motivo == "antes-de-actualizar" for one in left) == 1


def test_one_that_fails_is_logged_seen_and_tried_again(
    engine: Engine,
    cuenta_id: int,
    casa: Settings,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    un_usuario(engine, cuenta_id)

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "")

    with monkeypatch.context() as disk, caplog.at_level(logging.ERROR):
        disk.setattr(making, "write_archive", full)
        assert respaldos.respaldar_si_toca(engine, casa) is None
    assert "The scheduled backup failed" in caplog.text
    told = respaldos.estado(casa)
    assert told.hay_que_ver
    assert "disco" in told.fallo
    assert told.fallo_en is not None
    assert respaldos.lista(casa) == []
    assert respaldos.respaldar_si_toca(engine, casa) is not None
    assert not respaldos.estado(casa).hay_que_ver


@pytest.mark.parametrize("url_base", [pytest.param("sqlite", id="sqlite")], indirect=True)
def test_a_disk_without_room_is_left_alone(
    engine: Engine, casa: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "ROOM", 1 << 60)
    with pytest.raises(respaldos.NoSePuedeRespaldar, match="No hay espacio"):
        respaldos.make_backup(engine, casa)
    assert list(respaldos.folder_of(casa).iterdir()) == []


@pytest.mark.parametrize(
    "url_base",
    [pytest.param("postgresql", id="postgresql", marks=pytest.mark.postgresql)],
    indirect=True,
)
def test_without_pg_dump_it_says_how_to_get_it(
    engine: Engine, clientes: Consola, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(postgresql_copy, "_INSTALLED", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    told = clientes("respaldar")
    assert told.exit_code == 2
    assert "apt-get install postgresql-client" in told.stderr
    # One that fails says why, and leaves nothing.
    program = tmp_path / "15" / "bin" / "pg_dump"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\necho mal >&2\nexit 1\n")
    program.chmod(0o755)
    told = clientes("respaldar")
    assert told.stderr == "Error: pg_dump no pudo leer la base de datos y dijo: «mal»\n"
    assert list((clientes.datos / "respaldos").iterdir()) == []


def test_the_worker_asks_the_clock_every_hour(
    engine: Engine, cuenta_id: int, casa: Settings
) -> None:
    un_usuario(engine, cuenta_id)
    schedules.do_task(datetime.now(UTC) - timedelta(hours=3), "backup")
    assert respaldos.lista(casa) == []
    for _ in range(2):
        schedules.do_task(datetime.now(UTC), "backup")
    (made,) = respaldos.lista(casa)
    assert made.manifiesto is not None
    assert made.manifiesto.motivo == "programado"
