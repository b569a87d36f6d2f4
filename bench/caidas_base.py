"""A database that is locked for 20 seconds, or whose connections are lost, during a load.

    python -m bench.caidas_base --filas 20000 --segundos 20 --base sqlite

The whole tree of `clientes servir` loads a file as in `bench.caidas`; in the middle of it another
process holds SQLite's write lock (also that of the queues), or PostgreSQL's connections are ended
again and again, or its server crashes and is started later. What is stored must equal an
undisturbed load; how long a client took to be saved meanwhile is printed.
"""

import argparse
import contextlib
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from sqlalchemy import URL, Engine, make_url

from bench.caidas import BASES, Ensayo, preparar
from bench.caidas_archivo import hacer
from bench.caidas_huella import comparar_indice
from bench.caidas_instalacion import instalacion
from clientes_app.services.acceso import cuentas
from clientes_app.services.clientes import clientes
from clientes_app.services.clientes.demo import filas_inventadas
from clientes_app.services.context import Actor
from clientes_app.storage.db.migrate import migrate
from tests.servers import Postgresql, postgresql, programas

_CANDADO = """
import sqlite3, sys, time
bases = [sqlite3.connect(ruta, isolation_level=None, timeout=60) for ruta in sys.argv[2:]]
for base in bases:
    base.execute("BEGIN EXCLUSIVE")
print("cerrada", flush=True)
time.sleep(float(sys.argv[1]))
for base in bases:
    base.execute("COMMIT")
"""
_SEMILLA_DEL_CAJON = 99


@contextlib.contextmanager
def cerradas(segundos: float, *bases: Path) -> Iterator[None]:
    """Have another process hold the one write lock of SQLite databases for so long."""
    orden = [sys.executable, "-c", _CANDADO, str(segundos), *map(str, bases)]
    with subprocess.Popen(orden, stdout=subprocess.PIPE) as otro:
        if otro.stdout is None or otro.stdout.readline() != b"cerrada\n":
            raise AssertionError
        yield


def cortar(servidor: Postgresql, direccion: URL, *, veces: int = 8) -> str:
    """End every connection, again and again, as a proxy or an administrator does."""
    cortadas = 0
    for _ in range(veces):
        cortadas += servidor.cortar(direccion)
        time.sleep(0.15)
    return f"{cortadas} conexiones cortadas"


def reiniciar(servidor: Postgresql, *, segundos: float = 1.0) -> str:
    """Let the server crash, and start it again later."""
    servidor.parar(signal.SIGQUIT)
    time.sleep(segundos)
    servidor.arrancar()
    return f"servidor fuera {segundos:.0f} s"


def guardar_en_el_cajon(engine: Engine, actor: Actor) -> float:
    """Add a client as the drawer does; return the seconds that it took."""
    datos = next(filas_inventadas(1, semilla=_SEMILLA_DEL_CAJON))
    inicio = time.perf_counter()
    guardado = clientes.alta(engine, actor, datos.como_dict())
    clientes.borrar(engine, actor, guardado.id)
    return time.perf_counter() - inicio


def _probar(
    carpeta: Path, url: str, *, filas: int, estorbos: dict[str, Callable[[Engine], str]]
) -> list[str]:
    with preparar(carpeta, url) as engine, instalacion(carpeta, url) as casa:
        ensayo = Ensayo(engine, hacer(filas), casa, semilla=1)
        for nombre, estorbo in estorbos.items():
            for momento in ("revisando", "dentro"):
                ensayo.estorbar(momento, nombre, lambda e=estorbo: e(engine))
        if not casa.vive():
            ensayo.resultado.faltas.append("la instalación no sigue en pie")
        comparar_indice(engine)
        return ensayo.resultado.faltas


def _en_sqlite(filas: int, segundos: float) -> list[str]:
    with tempfile.TemporaryDirectory(prefix="clientes-candado-") as temporal:
        carpeta = Path(temporal)
        base, colas = carpeta / "clientes.sqlite3", carpeta / "clientes-procesos.sqlite3"
        migrate(f"sqlite:///{base}")

        def cerrar(engine: Engine) -> str:
            actor = Actor(cuentas.asegurar_cuenta(engine), "Eva", "formulario")
            with cerradas(segundos, base, colas):
                inicio = time.perf_counter()
                clientes.buscar(engine, actor.cuenta_id, clientes.Consulta())
                leer = time.perf_counter() - inicio
                guardar = guardar_en_el_cajon(engine, actor)
            return f"lista {leer:.2f} s, cajón {guardar:.1f} s"

        return _probar(
            carpeta, f"sqlite:///{base}", filas=filas, estorbos={f"{segundos:.0f} s": cerrar}
        )


def _en_postgresql(filas: int, segundos: float) -> list[str]:
    bin_ = programas()
    if bin_ is None:
        mensaje = "PostgreSQL no está instalado."
        raise SystemExit(mensaje)
    with (
        tempfile.TemporaryDirectory(prefix="clientes-candado-") as temporal,
        postgresql(bin_) as servidor,
    ):
        url = servidor.base_migrada().render_as_string(hide_password=False)
        return _probar(
            Path(temporal),
            url,
            filas=filas,
            estorbos={
                "cortes": lambda _: cortar(servidor, make_url(url)),
                "reinicio": lambda _: reiniciar(servidor, segundos=segundos),
            },
        )


def principal() -> int:
    """Do what the arguments ask for; return the exit status."""
    argumentos = argparse.ArgumentParser(description="Estorba a la base durante una carga.")
    argumentos.add_argument("--filas", type=int, default=20_000)
    argumentos.add_argument("--segundos", type=float, default=20.0)
    argumentos.add_argument("--base", choices=BASES, nargs="+", default=list(BASES))
    pedido = argumentos.parse_args()
    faltas: list[str] = []
    for nombre in pedido.base:
        print(f"\n{nombre}", flush=True)
        probar = _en_sqlite if nombre == "sqlite" else _en_postgresql
        nuevas = probar(pedido.filas, pedido.segundos)
        print(f"{nombre}: diferencias: {len(nuevas)}", *nuevas, sep="\n  ")
        faltas += nuevas
    return int(bool(faltas))


if __name__ == "__main__":
    sys.exit(principal())
