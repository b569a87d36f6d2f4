"""A write by whatever connection or process is heard by whoever listens, on both databases."""

import contextlib
import multiprocessing
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine, text

from clientes_app.services.acceso import cuentas
from clientes_app.services.clientes import clientes, presencia
from clientes_app.services.clientes.presencia import Presente
from clientes_app.services.context import Actor
from clientes_app.storage.carga.procesos import LifecycleRepository
from clientes_app.storage.db.engine import open_engine, read_transaction, write_transaction
from clientes_app.storage.db.listener import Listener, open_listener
from clientes_app.storage.db.tables import Proceso
from tests.builders import un_cliente
from tests.gente import un_usuario
from tests.servers import Postgresql, dsn, postgresql, programas

PACIENCIA = 60.0


@pytest.fixture
def oido(engine: Engine, cuenta_id: int) -> Iterator[Listener]:
    abierto = open_listener(engine)
    yield abierto
    abierto.close()


def _alta(url: str, cuenta_id: int) -> None:
    """What another process does."""
    otro = open_engine(url)
    clientes.alta(otro, Actor(cuenta_id, "Otra", "cli"), un_cliente())
    otro.dispose()


def test_a_write_of_another_process_is_heard(oido: Listener, url_base: str, cuenta_id: int) -> None:
    proceso = multiprocessing.get_context("spawn").Process(target=_alta, args=(url_base, cuenta_id))
    proceso.start()
    assert oido.wait(PACIENCIA)
    proceso.join(PACIENCIA)
    assert proceso.exitcode == 0


def test_a_write_of_this_process_is_heard_once(
    oido: Listener, engine: Engine, actor: Actor
) -> None:
    clientes.alta(engine, actor, un_cliente())
    assert oido.wait(PACIENCIA)
    assert not oido.wait(0.05)


def _presencia(engine: Engine, cuenta_id: int) -> None:
    ana = Presente("e1", 1, "p1", None, "Ana", editando=False)
    presencia.asentar(engine, cuenta_id, presentes=[ana], idos=[])


def _proceso(engine: Engine, cuenta_id: int) -> None:
    with write_transaction(engine) as tx:
        tx.add(Proceso(cuenta_id=cuenta_id, archivo="a.csv", quien="Ana", origen="cli"))


def _autoridad(engine: Engine, cuenta_id: int) -> None:
    un_usuario(engine, cuenta_id)


@pytest.mark.parametrize("escribir", [_presencia, _proceso, _autoridad])
def test_whatever_is_written_is_heard(
    oido: Listener, engine: Engine, cuenta_id: int, escribir: Callable[[Engine, int], None]
) -> None:
    escribir(engine, cuenta_id)
    assert oido.wait(PACIENCIA)


def test_the_progress_of_a_process_is_heard(engine: Engine, cuenta_id: int) -> None:
    """What a worker writes after each batch: those who follow a load ask for nothing."""
    _proceso(engine, cuenta_id)
    listener = open_listener(engine)
    with write_transaction(engine) as tx:
        assert LifecycleRepository(tx, cuenta_id).cambiar(1, de=["recibido"], filas_hechas=500)
    assert listener.wait(PACIENCIA)
    listener.close()


def test_what_was_undone_is_not_heard_nor_is_a_look(
    oido: Listener, engine: Engine, cuenta_id: int
) -> None:
    def a_medias() -> None:
        with write_transaction(engine) as tx:
            tx.execute(text("UPDATE cuenta SET nombre = 'x'"))
            raise KeyError

    with pytest.raises(KeyError):
        a_medias()
    with read_transaction(engine) as tx:
        tx.execute(text("SELECT count(*) FROM cuenta")).scalar()
    assert not oido.wait(0.1)


def test_an_ear_takes_no_place_of_the_pool(engine: Engine, cuenta_id: int) -> None:
    oidos = [open_listener(engine) for _ in range(35)]
    assert clientes.revision(engine, cuenta_id) == 0
    for abierto in oidos:
        abierto.close()


@contextlib.contextmanager
def _reiniciable(bin_: Path) -> Iterator[tuple[str, Callable[[str], None]]]:
    """Give a database of a server of its own, and a way to have pg_ctl act upon that server."""
    with postgresql(bin_) as servidor:
        url = servidor.base_migrada()
        with psycopg.connect(dsn(url)) as conexion:
            datos = conexion.execute("SHOW data_directory").fetchone()

        def pg_ctl(accion: str) -> None:
            subprocess.run(
                [bin_ / "pg_ctl", "-D", *(datos or ()), accion, "-m", "fast", "-w"],
                check=True,
                stdout=subprocess.DEVNULL,
                user="postgres" if os.geteuid() == 0 else None,
                cwd="/",
            )

        try:
            yield url.render_as_string(hide_password=False), pg_ctl
        finally:
            pg_ctl("stop")


@pytest.mark.postgresql
def test_a_server_that_restarts_is_noticed_and_can_be_listened_to_again(
    servidor_postgresql: Postgresql,
) -> None:
    bin_ = programas()
    assert bin_ is not None
    with _reiniciable(bin_) as (url, pg_ctl):
        engine = open_engine(url)
        cuenta_id = cuentas.asegurar_cuenta(engine)
        oido = open_listener(engine)
        pg_ctl("restart")
        with pytest.raises(psycopg.OperationalError):
            oido.wait(PACIENCIA)
        oido.close()
        otro = open_listener(engine)
        _alta(url, cuenta_id)
        assert otro.wait(PACIENCIA)
        otro.close()
        engine.dispose()
