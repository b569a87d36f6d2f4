"""What a piece of work took: by the clock, and in processor time, which neighbours change less."""

import os
import resource
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

_TICS = os.sysconf("SC_CLK_TCK")


@dataclass
class Medida:
    """Seconds by the clock, seconds of processor (children and server too), peak megabytes."""

    reloj: float = 0.0
    procesador: float = 0.0
    memoria: float = 0.0

    def entre(self, otra: "Medida") -> tuple[float, float]:
        """How many times as long as the other one: by the clock, in processor time."""
        return self.reloj / otra.reloj, self.procesador / otra.procesador

    def por(self, cuantas: int) -> "Medida":
        """Return it for one of so many."""
        return Medida(self.reloj / cuantas, self.procesador / cuantas, self.memoria)


@contextmanager
def medir(servidor: int | None = None) -> Iterator[Medida]:
    """Measure a block; with the postmaster's number, what its backends used counts too."""
    medida = Medida()
    reloj, procesador = time.perf_counter(), _usado(servidor) + del_servidor(servidor)
    yield medida
    medida.reloj = time.perf_counter() - reloj
    medida.procesador = _usado(servidor) + del_servidor(servidor) - procesador
    medida.memoria = _mayor_memoria()


def _mayor_memoria() -> float:
    """Return the greatest size in memory that this program had, in megabytes.

    Not getrusage's, which begins with what the program that started this one had.
    """
    dicho = Path("/proc/self/status").read_text("utf-8")
    return int(dicho.partition("VmHWM:")[2].split()[0]) / 1024


def _usado(servidor: int | None) -> float:
    """Return the processor seconds of this process and of all it started, also what still runs.

    But for the server, which counts by itself and may be a child, too.
    """
    partes = (resource.getrusage(de) for de in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    hilos = Path("/proc/self/task").iterdir()
    vivos = [int(pid) for hilo in hilos for pid in (hilo / "children").read_text("utf-8").split()]
    de_hijos = sum(_de_hijo(pid) for pid in vivos if pid != servidor)
    return sum(parte.ru_utime + parte.ru_stime for parte in partes) + de_hijos


def del_servidor(pid: int | None) -> float:
    """Return the processor seconds of a process and of all it started, living and ended."""
    if pid is None:
        return 0.0
    campos = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    hijos = Path(f"/proc/{pid}/task/{pid}/children").read_text("utf-8").split()
    propio = sum(int(campo) for campo in campos[11:15]) / _TICS
    return propio + sum(_de_hijo(int(hijo)) for hijo in hijos)


def _de_hijo(pid: int) -> float:
    try:
        return del_servidor(pid)
    except OSError:
        return 0.0


def cuantil(valores: Iterable[float], parte: float) -> float:
    """Return the value below which that share of the values lies."""
    ordenados = sorted(valores)
    return ordenados[min(len(ordenados) - 1, int(parte * len(ordenados)))]


def resumen(nombre: str, medidas: list[Medida], filas: int) -> None:
    """Print the medians of some rounds, by the clock and in processor time."""
    reloj, procesador = (median(m.reloj for m in medidas), median(m.procesador for m in medidas))
    print(
        f"{nombre:44}{reloj:9.2f} s{reloj / filas * 1e6:8.1f} µs/fila{procesador:9.2f} s cpu"
        f"{procesador / filas * 1e6:8.1f} µs cpu/fila{max(m.memoria for m in medidas):7.0f} MB",
        flush=True,
    )


def proporcion(nombre: str, pares: list[tuple[Medida, Medida]]) -> None:
    """Print the ratios paired within each round: median and range, clock and processor."""
    razones = [una.entre(otra) for una, otra in pares]
    for que, lugar in (("reloj", 0), ("procesador", 1)):
        suyas = [razon[lugar] for razon in razones]
        print(
            f"  {nombre}, {que}: {median(suyas):.2f} veces ({min(suyas):.2f}-{max(suyas):.2f})",
            flush=True,
        )
