"""PDFs read in another process: what it may not do, and what becomes of the next PDF."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from clientes_app.readers.constancia import apart
from clientes_app.readers.constancia.apart import PdfChild, read_apart
from clientes_app.readers.constancia.child import MEMORY, message
from clientes_app.readers.constancia.reader import MOST_BYTES, read_constancia

CONSTANCIAS = Path(__file__).parents[3] / "data" / "documentos" / "constancias"
BUENA = (CONSTANCIAS / "p01_moral_simple.pdf").read_bytes()


def _program(monkeypatch: pytest.MonkeyPatch, what_it_does: str) -> None:
    """Have another program in the child's place, which says that it is ready and does something."""
    ready = "import os, sys, time; sys.stdout.buffer.write(bytes(4)); sys.stdout.flush();"
    monkeypatch.setattr(apart, "_PROGRAM", (sys.executable, "-c", ready + what_it_does))


def _motivo(child: PdfChild) -> str | None:
    reading = child.read(BUENA)
    return reading.motivo and reading.motivo.codigo


def test_it_says_what_the_reader_says() -> None:
    with PdfChild() as child:
        for _ in "ab":
            assert child.read(BUENA) == read_constancia(BUENA)


@pytest.mark.parametrize(
    "what_it_does",
    [
        "os.abort()",
        "os._exit(0)",
        "time.sleep(60)",
        "sys.stdout.buffer.write(bytes([1, 0, 0, 0]) + b'?'); sys.stdout.flush(); time.sleep(60)",
        "sys.stdout.buffer.write(b'12')",
    ],
    ids=["aborts", "ends", "takes too long", "answers nonsense", "answers half"],
)
def test_what_kills_or_holds_up_the_reader_cannot_be_read(
    monkeypatch: pytest.MonkeyPatch, what_it_does: str
) -> None:
    child = PdfChild(seconds=1)
    with child:
        with monkeypatch.context() as replaced:
            _program(replaced, what_it_does)
            since = time.monotonic()
            assert _motivo(child) == "no_se_pudo_leer"
            assert time.monotonic() - since < 20
        child._seconds = apart.SECONDS
        assert _motivo(child) is None


def test_one_that_does_not_start_cannot_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "_PROGRAM", (sys.executable, "-c", "raise SystemExit(1)"))
    with PdfChild() as child:
        assert _motivo(child) == "no_se_pudo_leer"


def test_it_knows_nothing_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLIENTES_DATABASE_URL", "postgresql://ana:secreto@127.0.0.1/clientes")
    with PdfChild() as child:
        child.read(BUENA)
        assert child._process is not None
        environment = Path(f"/proc/{child._process.pid}/environ").read_bytes()
    assert b"secreto" not in environment


def test_it_has_its_limits() -> None:
    with PdfChild() as child:
        child.read(BUENA)
        assert child._process is not None
        limits = Path(f"/proc/{child._process.pid}/limits").read_text("ascii")
    said = {line[:26].strip(): line[26:].split() for line in limits.splitlines()}
    assert said["Max address space"][:2] == [str(MEMORY)] * 2
    assert said["Max file size"][:2] == said["Max core file size"][:2] == ["0", "0"]


def test_it_ends_with_its_block_and_with_its_parent() -> None:
    with PdfChild() as child:
        child.read(BUENA)
        assert child._process is not None
        pid = child._process.pid
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    ended = subprocess.run(
        apart._PROGRAM, input=message(BUENA)[:99], capture_output=True, timeout=30, check=False
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, bytes(4), b"")


def test_what_is_too_large_is_not_even_sent() -> None:
    reading = read_apart(b"%PDF-1.4" + bytes(MOST_BYTES))
    assert reading.motivo is not None
    assert reading.motivo.codigo == "demasiado_grande"
