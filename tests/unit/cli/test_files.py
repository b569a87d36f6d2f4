"""Where the commands write: links, pipes, modes, and what is told before anything is done."""

import os
import threading
from pathlib import Path

import pytest

from clientes_app.cli.files import OutputPath, write_chunks
from clientes_app.cli.program import CommandError


def _write(target: Path) -> None:
    write_chunks([b"uno,", b"dos"], OutputPath().convert(str(target), None, None))


def test_a_symbolic_link_is_followed_and_stays(tmp_path: Path) -> None:
    folder = tmp_path / "otra"
    folder.mkdir()
    link = tmp_path / "enlace.csv"
    link.symlink_to(folder / "real.csv")
    for _ in range(2):
        _write(link)
        assert link.is_symlink()
        assert (folder / "real.csv").read_bytes() == b"uno,dos"
    assert sorted(p.name for p in folder.iterdir()) == ["real.csv"]


def test_a_pipe_is_written_into(tmp_path: Path) -> None:
    pipe = tmp_path / "tubo"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    _write(pipe)
    reader.join()
    assert read == [b"uno,dos"]
    assert pipe.is_fifo()


def test_a_device_stays_what_it_is() -> None:
    _write(Path(os.devnull))
    assert Path(os.devnull).is_char_device()


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_an_existing_file_keeps_its_mode(tmp_path: Path, mode: int) -> None:
    target = tmp_path / "a.csv"
    target.write_bytes(b"antes")
    target.chmod(mode)
    _write(target)
    assert (target.read_bytes(), target.stat().st_mode & 0o777) == (b"uno,dos", mode)


def test_a_new_file_has_the_usual_mode(tmp_path: Path) -> None:
    (tmp_path / "otro").touch()
    _write(tmp_path / "a.csv")
    assert (tmp_path / "a.csv").stat().st_mode == (tmp_path / "otro").stat().st_mode


def test_what_was_there_stays_until_the_new_one_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "a.csv"
    target.write_bytes(b"antes")

    def broken() -> list[bytes]:
        raise OSError(5, "", str(target))

    with pytest.raises(CommandError):
        write_chunks((chunk for part in (lambda: [b"x"], broken) for chunk in part()), target)
    assert target.read_bytes() == b"antes"
    assert [p.name for p in tmp_path.iterdir()] == ["a.csv"]


def test_a_path_that_cannot_be_written_is_told_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "archivo").touch()
    (tmp_path / "roto").symlink_to(tmp_path / "no" / "a.csv")
    for wrong, said in (
        (tmp_path / "no" / "a.csv", "No existe"),
        (tmp_path / "roto", "No existe"),
        (tmp_path, "es una carpeta"),
        (tmp_path / "archivo" / "a.csv", "Se esperaba una carpeta"),
    ):
        with pytest.raises(CommandError, match=said):
            OutputPath().convert(str(wrong), None, None)
    monkeypatch.setattr(os, "access", lambda _path, _mode: False)
    for unwritable in (tmp_path / "archivo", tmp_path / "nuevo.csv"):
        with pytest.raises(CommandError, match="Falta permiso"):
            OutputPath().convert(str(unwritable), None, None)
