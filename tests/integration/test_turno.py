"""A load stores on as long as nobody waits, and lets in whoever does, in whatever process."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from clientes_app.services.carga import pace, procesos
from clientes_app.services.carga.pace import ROWS
from clientes_app.services.clientes import clientes
from clientes_app.services.context import Actor
from clientes_app.storage.clientes.clientes import ClienteRepository
from clientes_app.storage.db import write_turn
from clientes_app.storage.db.engine import open_engine, read_transaction, write_transaction
from tests.builders import un_cliente
from tests.integration.pasos_procesos import en_espera, varios

_OTRO = """
import sys
from clientes_app.services.clientes import clientes
from clientes_app.services.clientes.demo import filas_inventadas
from clientes_app.services.context import Actor
from clientes_app.storage.db.engine import open_engine
nuevo = next(iter(filas_inventadas(1, semilla=99))).como_dict()
print("listo", flush=True)
sys.stdin.readline()
clientes.alta(open_engine(sys.argv[1]), Actor(int(sys.argv[2]), "Eva", "formulario"), nuevo)
"""


def test_who_waits_is_seen_and_who_came_in_is_not(engine: Engine, actor: Actor) -> None:
    with write_transaction(engine) as tx:
        ClienteRepository(tx, actor.cuenta_id).bloquear()
        assert not write_turn.somebody_waits(tx)
        otro = threading.Thread(target=lambda: clientes.alta(engine, actor, un_cliente()))
        otro.start()
        visto = threading.Event()
        for _ in range(500):
            if write_turn.somebody_waits(tx):
                visto.set()
                break
            visto.wait(0.01)
        assert visto.is_set()
    otro.join()
    with write_transaction(engine) as tx:
        assert not write_turn.somebody_waits(tx)


def test_another_process_gets_in_before_the_load_ends(
    engine: Engine, url_base: str, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The load of three parts is one transaction; with somebody at the door it is more."""
    monkeypatch.setattr(pace, "SECONDS", 600.0)
    sola: list[int] = []
    procesos.ejecutar(
        engine,
        en_espera(engine, actor, varios(3 * ROWS)),
        on_progress=lambda hechas, _: sola.append(hechas),
    )
    assert sola == [3 * ROWS]

    proceso_id = en_espera(engine, actor, varios(5 * ROWS))
    orden = [sys.executable, "-c", _OTRO, url_base, str(actor.cuenta_id)]
    with subprocess.Popen(orden, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as otro:
        assert otro.stdin is not None
        assert otro.stdout is not None
        assert otro.stdout.readline() == "listo\n"
        otro.stdin.write("\n")
        otro.stdin.flush()
        procesos.ejecutar(engine, proceso_id)
    assert otro.returncode == 0
    with read_transaction(engine) as tx:
        ultimo, suyo = tx.execute(
            text("SELECT max(id), max(CASE WHEN quien = 'Eva' THEN id END) FROM cambio")
        ).one()
    assert suyo < ultimo


def test_a_sign_that_cannot_be_given_is_no_fault(tmp_path: Path) -> None:
    with write_turn.waiting_to_write(str(tmp_path / "no" / "existe")):
        pass


@pytest.mark.parametrize("fin", ["sale", "muere"])
def test_the_sign_goes_with_its_process(tmp_path: Path, fin: str) -> None:
    base = tmp_path / "clientes.sqlite3"
    engine = open_engine(f"sqlite:///{base}")
    guion = (
        "import sys; from clientes_app.storage.db.write_turn import waiting_to_write\n"
        "with waiting_to_write(sys.argv[1]):\n  print('x', flush=True); sys.stdin.readline()"
    )
    with (
        subprocess.Popen(
            [sys.executable, "-c", guion, str(base)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as otro,
        write_transaction(engine) as tx,
    ):
        assert otro.stdout is not None
        otro.stdout.readline()
        assert write_turn.somebody_waits(tx)
        if fin == "muere":
            otro.kill()
        else:
            otro.communicate("\n")
        otro.wait()
        assert not write_turn.somebody_waits(tx)
    engine.dispose()
