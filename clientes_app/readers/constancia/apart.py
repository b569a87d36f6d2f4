"""PDFs read in another process, which is ended when it takes too long and may die of any of them.

PDFium is C++, knows no threads, and reads what anybody sent.
"""

import subprocess
import sys
from contextlib import suppress
from threading import BoundedSemaphore, Timer
from types import TracebackType
from typing import BinaryIO, Self, cast

from pydantic import TypeAdapter, ValidationError

from clientes_app.readers.constancia.child import message, receive
from clientes_app.readers.constancia.reader import MOST_BYTES
from clientes_app.readers.constancia.values import ConstanciaReading, reason

SECONDS = 4.0
"""Seconds for one PDF."""

_SECONDS_TO_START = 30.0
_AT_ONCE = 2
_PROGRAM = (sys.executable, "-I", "-m", "clientes_app.readers.constancia.child")
_READING = TypeAdapter(ConstanciaReading)
# Each child may take as much memory as it is allowed to.
_turns = BoundedSemaphore(_AT_ONCE)


class PdfChild:
    """The process that reads, for as long as the block lasts; another one when it died."""

    def __init__(self, *, seconds: float = SECONDS) -> None:
        """Begin; `seconds` is how long one PDF may take."""
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        """Wait for a turn: few such processes run at a time."""
        _turns.acquire()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the process."""
        try:
            self._end()
        finally:
            _turns.release()

    def read(self, contenido: bytes) -> ConstanciaReading:
        """Return what a PDF says; what kills its reader or holds it up cannot be read."""
        if len(contenido) > MOST_BYTES:
            return ConstanciaReading(motivo=reason("demasiado_grande"))
        answer = self._ask(contenido)
        if answer is not None:
            with suppress(ValidationError):
                return _READING.validate_json(answer)
        self._end()
        return ConstanciaReading(motivo=reason("no_se_pudo_leer"))

    def _ask(self, contenido: bytes) -> bytes | None:
        process = self._process or self._start()
        if process is None:
            return None
        with suppress(BrokenPipeError):
            return _within(self._seconds, process, message(contenido))
        return None

    def _start(self) -> subprocess.Popen[bytes] | None:
        # Neither the database's password nor anything else of the environment goes along.
        process = subprocess.Popen(  # noqa: S603 - this program
            _PROGRAM,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"LC_ALL": "C.UTF-8"},
            start_new_session=True,
        )
        self._process = process
        return process if _within(_SECONDS_TO_START, process) == b"" else None

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        with suppress(BrokenPipeError):
            process.communicate()


def _within(seconds: float, process: subprocess.Popen[bytes], sent: bytes = b"") -> bytes | None:
    """Send something and return the next message; None when the process ended, or was ended."""
    end = Timer(seconds, process.kill)
    end.daemon = True
    end.start()
    try:
        if sent:
            entrance = cast("BinaryIO", process.stdin)
            entrance.write(sent)
            entrance.flush()
        return receive(cast("BinaryIO", process.stdout))
    finally:
        end.cancel()


def read_apart(contenido: bytes) -> ConstanciaReading:
    """Read one PDF in a process of its own."""
    with PdfChild() as child:
        return child.read(contenido)
