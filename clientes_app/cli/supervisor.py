"""Two children in one tree: started, watched, started again, and ended together."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, TypeVar

from clientes_app.cli.log_files import begin_anew
from clientes_app.web.parent_process import PARENT

_PAUSA = 0.2
_GRACIA = 10.0
# Each thread that finds the heap busy begins one of its own, and what is freed there stays there:
# a worker takes a fifth more, the pages a little. Two are enough beside Python's lock.
_HEAPS = {"MALLOC_ARENA_MAX": "2"}
_CAIDAS_TOLERADAS = 5
_VENTANA = 60.0
_ESPERA_MAXIMA = 15.0
_T = TypeVar("_T")


class NoSeSostiene(Exception):
    """A child ends again and again; `parte` names it, `registro` holds what it said.

    It is None when that stands on the terminal.
    """

    def __init__(self, parte: str, registro: Path | None) -> None:
        self.parte = parte
        self.registro = registro
        donde = "las líneas de arriba" if registro is None else registro
        super().__init__(
            f"La parte «{parte}» terminó {_CAIDAS_TOLERADAS} veces seguidas. "
            f"Vea por qué en {donde}."
        )


@dataclass(slots=True)
class _Hijo:
    parte: str
    orden: list[str]
    registro: Path | None
    proceso: subprocess.Popen[bytes] | None = None
    caidas: deque[float] = field(default_factory=lambda: deque[float](maxlen=_CAIDAS_TOLERADAS))
    no_antes_de: float = 0.0

    def arrancar(self) -> None:
        """Start it in a process group of its own, so that nothing it starts can outlive it."""
        with _abrir_registro(self.registro) as salida:
            self.proceso = subprocess.Popen(  # noqa: S603 - our own program
                self.orden,
                stdin=subprocess.DEVNULL,
                stdout=salida,
                stderr=salida,
                env=_HEAPS | os.environ | {PARENT: str(os.getpid())},
                process_group=0,
            )

    def senalar(self, senal: signal.Signals) -> None:
        """Send a signal to it and to all that it started."""
        if self.proceso is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.proceso.pid, senal)

    def vive(self) -> bool:
        """Whether it runs."""
        return self.proceso is not None and self.proceso.poll() is None


class Supervisor:
    """Keeps children alive until it is told to stop."""

    def __init__(self, carpeta: Path | None) -> None:
        """Keep what the children say in files of this folder; without one it goes to stderr."""
        self._carpeta = carpeta
        self._hijos: list[_Hijo] = []
        self._parar = threading.Event()

    def agregar(self, parte: str, *argumentos: str) -> None:
        """Add a command of ours as a child."""
        orden = [sys.executable, "-m", "clientes_app.cli", parte, *argumentos]
        registro = None if self._carpeta is None else self._carpeta / f"{parte}-salida.log"
        self._hijos.append(_Hijo(parte, orden, registro))

    def parar(self) -> None:
        """Ask `sostener` to end. Safe in a signal handler."""
        self._parar.set()

    def sostener(self, *, al_pasar: Callable[[], None]) -> None:
        """Run the children until `parar`; `al_pasar` is called some times a second.

        Raises NoSeSostiene when a child cannot be kept running; then all of them are ended.
        """
        try:
            while not self._parar.is_set():
                for hijo in self._hijos:
                    if not hijo.vive():
                        self._levantar(hijo)
                    # What cannot be moved aside now can be the next time.
                    if hijo.registro is not None:
                        with contextlib.suppress(OSError):
                            begin_anew(hijo.registro)
                al_pasar()
                self._parar.wait(_PAUSA)
        finally:
            self._terminar()

    def sin_hijos(self, hacer: Callable[[], _T]) -> _T:
        """End all children, do something, and have them started again; for use in `al_pasar`."""
        self._terminar()
        for hijo in self._hijos:
            hijo.proceso = None
        return hacer()

    def _levantar(self, hijo: _Hijo) -> None:
        ahora = time.monotonic()
        if hijo.proceso is not None:
            # What a killed child left behind would still hold its port.
            hijo.senalar(signal.SIGKILL)
            hijo.proceso = None
            hijo.caidas.append(ahora)
            if len(hijo.caidas) == _CAIDAS_TOLERADAS and ahora - hijo.caidas[0] < _VENTANA:
                raise NoSeSostiene(hijo.parte, hijo.registro)
            recientes = sum(1 for caida in hijo.caidas if ahora - caida < _VENTANA)
            hijo.no_antes_de = ahora + min(_ESPERA_MAXIMA, 0.25 * 2**recientes)
        if ahora >= hijo.no_antes_de:
            hijo.arrancar()

    def _terminar(self) -> None:
        for hijo in self._hijos:
            if hijo.proceso is not None:
                with contextlib.suppress(ProcessLookupError):
                    hijo.proceso.send_signal(signal.SIGTERM)
        limite = time.monotonic() + _GRACIA
        for hijo in self._hijos:
            if hijo.proceso is not None:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    hijo.proceso.wait(max(0.0, limite - time.monotonic()))
                hijo.senalar(signal.SIGKILL)


def _abrir_registro(ruta: Path | None) -> BinaryIO:
    """Open the file for what a child says; on a full disk the child runs without one."""
    if ruta is None:
        return os.fdopen(os.dup(sys.stderr.fileno()), "ab")
    try:
        return ruta.open("ab")
    except OSError:
        return Path(os.devnull).open("ab")
