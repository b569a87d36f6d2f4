"""Logs that never fill a disk, whatever strangers say."""

import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from clientes_app.cli import log_files
from clientes_app.cli.log_files import begin_anew, rotating


@pytest.fixture
def log(tmp_path: Path) -> Iterator[tuple[logging.Logger, Path]]:
    """A logger, and the file that it writes to."""
    file = tmp_path / "prueba.log"
    handler = rotating(file)
    logger = logging.Logger("prueba")  # noqa: LOG001 - of no other test
    logger.addHandler(handler)
    yield logger, file
    handler.close()


def test_a_long_line_is_cut(log: tuple[logging.Logger, Path]) -> None:
    logger, file = log
    logger.warning("Said: %s", "x" * 200_000)
    assert len(file.read_text("utf-8")) < 3_000
    assert "(198006 characters)" in file.read_text("utf-8")


def test_a_long_traceback_is_cut(log: tuple[logging.Logger, Path]) -> None:
    logger, file = log
    try:
        int("x" * 200_000)
    except ValueError:
        logger.exception("It failed")
    written = file.read_text("utf-8")
    assert "It failed\nTraceback" in written
    assert len(written) < 10_000


def test_many_of_a_kind_are_counted(
    log: tuple[logging.Logger, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    logger, file = log
    now = 0.0
    monkeypatch.setattr(log_files.time, "monotonic", lambda: now)

    def say(number: int) -> None:
        logger.warning("Refused %s", number)

    for number in range(1_000):
        say(number)
    logger.warning("Something else")
    written = file.read_text("utf-8")
    assert written.count("Refused") == 30
    assert "Something else" in written
    now = 61.0
    say(1_000)
    assert "(970 more of this kind were only counted) Refused 1000" in file.read_text("utf-8")


def test_half_a_letter_is_written_somehow(log: tuple[logging.Logger, Path]) -> None:
    logger, file = log
    logger.warning("Said: %s", "\ud83d")
    assert "Said: ?" in file.read_text("utf-8")


def test_what_a_running_process_writes_is_begun_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_files, "LARGEST", 1_000)
    file = tmp_path / "parte-salida.log"
    program = "import sys\nfor line in sys.stdin: print(line * 100, flush=True, end='')"
    with file.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=output, text=True
        )
    assert process.stdin is not None
    begin_anew(file)
    process.stdin.write("before\n")
    process.stdin.flush()
    while file.stat().st_size < 700:
        pass
    begin_anew(file)
    assert file.stat().st_size == 700
    process.stdin.write("before\n")
    process.stdin.flush()
    while file.stat().st_size < 1_400:
        pass
    begin_anew(file)
    assert file.stat().st_size == 0
    assert (tmp_path / "parte-salida.anterior.log").stat().st_size == 1_000
    process.stdin.write("after\n")
    process.stdin.close()
    assert process.wait(30) == 0
    assert file.read_text("utf-8") == "after\n" * 100
