"""Who works on a process, and whether that one still lives.

A worker that was killed cannot give back what it holds. On its own machine the next one
sees that it is gone and takes over at once; elsewhere the lease runs out by itself.
"""

import itertools
import os
import socket
from pathlib import Path

# A lease is renewed with every batch, and a batch takes well under a second; the rest is
# patience with a stopped disk or a loaded machine. Seconds.
ARRIENDO = 30.0
ESPERA_TRAS_FALLO = 10.0


_corridas = itertools.count(1)


def nombre_de_trabajador() -> str:
    """Name one run: machine, number of the process, when that began, and a number of its own.

    Two runs of one operating system process are two workers: what one of them holds the other
    may not take.
    """
    pid = os.getpid()
    return f"{socket.gethostname()}/{pid}/{_inicio(pid)}/{next(_corridas)}"


def ha_muerto(trabajador: str) -> bool:
    """Whether a worker certainly lives no more; one of another machine may well live."""
    maquina, pid, inicio, *_ = [*trabajador.split("/"), "", ""]
    if maquina != socket.gethostname() or not pid.isdecimal():
        return False
    return _inicio(int(pid)) != inicio


def _inicio(pid: int) -> str:
    """When a process began, in clock ticks since the machine started; "" when there is none.

    Numbers of processes are used again, a number with its beginning is not (proc(5), field 22;
    the name in field 2 may hold blanks and parentheses). A zombie (Z) has ended.
    """
    try:
        campos = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return ""
    return "" if campos[0] == "Z" else campos[19]
