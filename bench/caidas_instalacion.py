"""A real installation whose processes can be killed: started, found by what they are, ended."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

PACIENCIA = 600.0
"""Seconds until something that must happen is said not to: machines may be slow."""


class NoSucedio(Exception):
    """What had to happen did not within PACIENCIA."""


def esperar(
    cierto: Callable[[], bool],
    que: str,
    *,
    pausa: float = 0.005,
    tolera: tuple[type[Exception], ...] = (),
) -> None:
    """Wait until it is so; while asking raises one of `tolera`, it is not.

    Raises NoSucedio, which names `que`.
    """
    limite = time.monotonic() + PACIENCIA
    while True:
        with contextlib.suppress(*tolera):
            if cierto():
                return
        if time.monotonic() > limite:
            raise NoSucedio(que)
        time.sleep(pausa)


@dataclass(frozen=True)
class Proceso:
    """A process of the operating system: number, parent, command line."""

    pid: int
    padre: int
    orden: str


def procesos_vivos() -> dict[int, Proceso]:
    """Give what runs now, without the dead that nobody has buried."""
    vivos: dict[int, Proceso] = {}
    for carpeta in Path("/proc").iterdir():
        if not carpeta.name.isdecimal():
            continue
        with contextlib.suppress(OSError):
            estado = (carpeta / "stat").read_text("utf-8").rpartition(")")[2].split()
            orden = (carpeta / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            if estado[0] != "Z":
                pid = int(carpeta.name)
                vivos[pid] = Proceso(pid, int(estado[1]), orden)
    return vivos


def descendientes(raiz: int) -> list[Proceso]:
    """Give what a process started, and what that started."""
    vivos = procesos_vivos()
    hallados: list[Proceso] = []
    padres = {raiz}
    while padres:
        hijos = [p for p in vivos.values() if p.padre in padres]
        hallados += hijos
        padres = {p.pid for p in hijos}
    return hallados


class Instalacion:
    """`clientes servir`, or `clientes worker` alone, on a data folder and a database."""

    def __init__(self, datos: Path, url: str, *, parte: str = "servir") -> None:
        """Start nothing yet; `parte` is "servir" or "worker"."""
        self.datos = datos
        self.url = url
        self._parte = parte
        self.puerto = _puerto_libre()
        self.raiz: subprocess.Popen[bytes] | None = None

    def arrancar(self) -> None:
        """Start it; `servir` is waited for until its pages answer."""
        self.lanzar()
        if self._parte == "servir":
            esperar(
                lambda: self.responde() or not self.vive(), "las páginas no responden", pausa=0.1
            )
            if not self.vive():
                raise NoSucedio(self.dicho()[-1000:])

    def lanzar(self) -> None:
        """Start it and wait for nothing."""
        orden = [sys.executable, "-m", "clientes_app.cli", self._parte]
        if self._parte == "servir":
            orden += ["--puerto", str(self.puerto)]
        with (self.datos / "dicho.txt").open("ab") as dicho:
            self.raiz = subprocess.Popen(
                orden,
                stdout=dicho,
                stderr=dicho,
                env=os.environ
                | {"CLIENTES_DATOS": str(self.datos), "CLIENTES_DATABASE_URL": self.url},
            )

    def responde(self) -> bool:
        """Whether the pages answer and say that their database does."""
        url = f"http://127.0.0.1:{self.puerto}/salud"
        try:
            with urllib.request.urlopen(url, timeout=5) as respuesta:
                return respuesta.status == 200  # noqa: PLR2004 - HTTP's «OK»
        except OSError:
            return False

    def dicho(self) -> str:
        """Give all that it said, on its output and in its logs."""
        textos = [self.datos / "dicho.txt", *(self.datos / "registro").glob("*.log")]
        return "\n".join(texto.read_text("utf-8") for texto in textos if texto.exists())

    def vive(self) -> bool:
        """Whether what was started runs."""
        return self.raiz is not None and self.raiz.poll() is None

    def esta_entera(self) -> bool:
        """Whether all its processes are there: what was killed comes back after a moment."""
        return all(map(self.blancos, ("worker", "padre", "hijo")))

    def blancos(self, objetivo: str) -> list[int]:
        """Give the processes that are meant by the name of a target.

        "worker"; "web" (what serves the pages and the process it started); "padre" and "hijo"
        (only the former, only the latter); "servir" (only the one that watches); "todos".
        """
        if self.raiz is None:
            return []
        if self._parte == "worker" or objetivo == "servir":
            return [self.raiz.pid]
        arbol = descendientes(self.raiz.pid)
        if objetivo == "todos":
            return [self.raiz.pid, *(p.pid for p in arbol)]
        if objetivo == "worker":
            return [p.pid for p in arbol if " worker" in p.orden]
        # What it forks has the same command line.
        web = [p for p in arbol if p.padre == self.raiz.pid and " web " in p.orden]
        hijos = [p for p in arbol if p.padre in {w.pid for w in web}]
        return [
            *(p.pid for p in web if objetivo != "hijo"),
            *(p.pid for p in hijos if objetivo != "padre"),
        ]

    def matar(self, *objetivos: str) -> int:
        """Kill with -9, all at once; return how many processes."""
        blancos = {pid for objetivo in objetivos for pid in self.blancos(objetivo)}
        for pid in blancos:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        if self.raiz is not None and self.raiz.pid in blancos:
            self.raiz.wait()
        return len(blancos)

    def terminar(self) -> None:
        """End it as an administrator does."""
        if self.raiz is not None and self.raiz.poll() is None:
            self.raiz.send_signal(signal.SIGTERM)
            try:
                self.raiz.wait(30)
            except subprocess.TimeoutExpired:
                self.matar("todos")


@contextlib.contextmanager
def instalacion(datos: Path, url: str, *, parte: str = "servir") -> Iterator[Instalacion]:
    """Give an installation that is ended with the block, whatever happens in it."""
    datos.mkdir(parents=True, exist_ok=True)
    nueva = Instalacion(datos, url, parte=parte)
    try:
        yield nueva
    finally:
        nueva.terminar()


def _puerto_libre() -> int:
    with socket.socket() as enchufe:
        enchufe.bind(("127.0.0.1", 0))
        puerto: int = enchufe.getsockname()[1]
        return puerto
