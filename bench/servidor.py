"""A running application to measure: its processes, who is signed in, what memory it takes."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Literal

from sqlalchemy import Engine

from clientes_app.domain.roles import Rol
from clientes_app.services.acceso import sesiones, usuarios
from clientes_app.services.acceso.cookie import SESSION_COOKIE
from clientes_app.storage.db.engine import write_transaction

_ARRANQUE_S = 240.0
_NOMBRES = ("Ana López", "Beto Ruiz", "Carla Ponce", "Darío Sáenz", "Elena Mora")


class NoArranca(Exception):
    """The server did not answer in time; the text is its log."""


@dataclass(frozen=True)
class Servidor:
    """A process that serves at `url`, and its children."""

    url: str
    proceso: subprocess.Popen[bytes]

    def procesador_ms(self) -> float:
        """The processor time that the web process has used so far (milliseconds)."""
        pulsos = sum(_pulsos(pid) for pid in self._web())
        return pulsos * 1000 / os.sysconf("SC_CLK_TCK")

    def memoria_kb(self, de: Literal["web", "worker"] = "web") -> int:
        """The memory of one half that nobody else has (RssAnon, kB).

        What the processes share, and what they have mapped of the database's file, is not theirs.
        """
        return sum(_anonima_kb(pid) for pid in (self._web() if de == "web" else self._worker()))

    def abiertos(self) -> int:
        """How many files and sockets all processes together have open."""
        return sum(
            len(list(Path(f"/proc/{pid}/fd").iterdir())) for pid in _familia(self.proceso.pid)
        )

    def _web(self) -> list[int]:
        return [pid for pid in _familia(self.proceso.pid) if "worker" not in _orden(pid)]

    def _worker(self) -> list[int]:
        return [pid for pid in _familia(self.proceso.pid) if "worker" in _orden(pid)]


@contextmanager
def servir(base: str, datos: Path, orden: str = "servir") -> Iterator[Servidor]:
    """Run `clientes servir` (or `web`) on a database and a free port until the block ends."""
    datos.mkdir(parents=True, exist_ok=True)
    with socket.socket() as enchufe:
        enchufe.bind(("127.0.0.1", 0))
        puerto = enchufe.getsockname()[1]
    registro = datos / f"{orden}.log"
    with registro.open("wb") as salida:
        proceso = subprocess.Popen(
            [sys.executable, "-m", "clientes_app.cli", orden, "--puerto", str(puerto)],
            env=os.environ | {"CLIENTES_DATOS": str(datos), "CLIENTES_DATABASE_URL": base},
            stdout=salida,
            stderr=subprocess.STDOUT,
        )
    url = f"http://127.0.0.1:{puerto}"
    limite = time.monotonic() + _ARRANQUE_S
    try:
        while not _responde(url):
            if proceso.poll() is not None or time.monotonic() > limite:
                raise NoArranca(registro.read_text("utf-8", errors="replace"))
            time.sleep(0.2)
        yield Servidor(url, proceso)
    finally:
        proceso.send_signal(signal.SIGTERM)
        proceso.wait(30)


def galletas(engine: Engine, cuenta_id: int) -> Iterator[str]:
    """Give the cookies of ever new sessions, of five people in turn."""
    personas = [
        usuarios.crear(
            engine,
            cuenta_id=cuenta_id,
            email=f"{nombre.split()[0].lower()}@despacho.example",
            nombre=nombre,
            rol=Rol.EDITOR,
            clave="correcto caballo batería grapa",
        )
        for nombre in _NOMBRES
    ]
    for persona in cycle(personas):
        with write_transaction(engine) as tx:
            ficha = sesiones.abrir(tx, persona, agente="bench", cuenta_id=cuenta_id)
        yield f"{SESSION_COOKIE}={ficha}"


def _responde(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/salud", timeout=2) as respuesta:  # noqa: S310
            return respuesta.status == 200  # noqa: PLR2004
    except OSError:
        return False


def _familia(pid: int) -> list[int]:
    hijos = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    return [pid, *(nieto for hijo in hijos for nieto in _familia(int(hijo)))]


def _orden(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text("utf-8").replace("\0", " ")


def _anonima_kb(pid: int) -> int:
    for linea in Path(f"/proc/{pid}/status").read_text("utf-8").splitlines():
        if linea.startswith("RssAnon"):
            return int(linea.split()[1])
    return 0


def _pulsos(pid: int) -> int:
    campos = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return int(campos[11]) + int(campos[12])
