"""The one file of a backup: nothing passes for a whole one that is none."""

import io
import random
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from clientes_app.storage.respaldo.archive import (
    MANIFEST,
    extract,
    manifest_of,
    verify,
    write_archive,
)
from clientes_app.storage.respaldo.errors import RespaldoInservible
from clientes_app.storage.respaldo.manifest import FORMATO, Manifiesto

DATA = [random.Random(7).randbytes(50_000), b"fin"]


def _manifest(length: int, digest: str) -> Manifiesto:
    return Manifiesto(
        version="1.2",
        esquema="0012",
        motor="sqlite",
        creado_en=datetime(2026, 11, 29, 8, 0, tzinfo=UTC),
        motivo="manual",
        conteos={"cliente": 3},
        contenido="datos",
        tamano=length,
        sha256=digest,
    )


@pytest.fixture
def whole() -> bytes:
    file = io.BytesIO()
    write_archive(file, DATA, contenido="datos", manifest=_manifest)
    return file.getvalue()


@pytest.fixture
def path(tmp_path: Path, whole: bytes) -> Path:
    path = tmp_path / "a.zip"
    path.write_bytes(whole)
    return path


def test_what_was_written_is_read_again(path: Path, tmp_path: Path) -> None:
    manifest = verify(path)
    assert manifest == manifest_of(path) == extract(path, tmp_path / "datos")
    assert (manifest.version, manifest.conteos) == ("1.2", {"cliente": 3})
    assert (tmp_path / "datos").read_bytes() == b"".join(DATA)
    assert (tmp_path / "datos").stat().st_mode & 0o777 == 0o600


def test_a_pipe_takes_one_too(tmp_path: Path, path: Path) -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def tell(self) -> int:
            raise OSError

    pipe = Pipe()
    write_archive(pipe, DATA, contenido="datos", manifest=_manifest)
    path.write_bytes(pipe.getvalue())
    assert verify(path).tamano == len(b"".join(DATA))


def test_a_half_one_is_refused_wherever_it_was_cut(path: Path, whole: bytes) -> None:
    for length in (0, 1, 100, len(whole) // 2, len(whole) - 100, len(whole) - 1):
        path.write_bytes(whole[:length])
        with pytest.raises(RespaldoInservible):
            verify(path)


def test_an_altered_byte_of_the_data_is_found(path: Path, whole: bytes) -> None:
    for place in range(200, 50_000, 5_000):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(RespaldoInservible):
            verify(path)


def _zip(path: Path, **members: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in members.items():
            archive.writestr(name.replace("_", "."), text)
    return path


def test_what_is_no_backup_is_refused(path: Path) -> None:
    with pytest.raises(RespaldoInservible):
        verify(_zip(path, otra_cosa="x"))
    for written in ("", "[]", "{", '{"programa": "otro"}', '{"programa": "clientes"}'):
        with pytest.raises(RespaldoInservible, match="no es un respaldo"):
            verify(_zip(path, manifiesto_json=written))
    later = _manifest(1, "x").as_json().replace(f'"formato": {FORMATO}', '"formato": 99')
    with pytest.raises(RespaldoInservible, match="versión más nueva"):
        verify(_zip(path, manifiesto_json=later))


def test_data_that_are_not_those_of_the_manifest_are_refused(path: Path) -> None:
    said = _manifest(3, "x").as_json()
    for members in ({}, {"datos": "abc"}, {"datos": "x" * 5_000_000}):
        with pytest.raises(RespaldoInservible):
            verify(_zip(path, **{MANIFEST.replace(".", "_"): said, **members}))
