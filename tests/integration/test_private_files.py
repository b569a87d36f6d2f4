"""What the program keeps is for nobody else on the machine: folders 700, files 600."""

import os
import stat
import subprocess
import sys
from pathlib import Path

from tests.builders import un_cliente, un_csv


def _clientes(datos: Path, *orden: str | Path, umask: int = 0o022) -> None:
    subprocess.run(
        [sys.executable, "-m", "clientes_app.cli", *orden],
        env=os.environ | {"CLIENTES_DATOS": str(datos), "CLIENTES_DATABASE_URL": ""},
        check=True,
        capture_output=True,
        umask=umask,
    )


def _modes(folder: Path) -> dict[str, int]:
    return {
        path.relative_to(folder).as_posix(): stat.S_IMODE(path.lstat().st_mode)
        for path in (folder, *folder.rglob("*"))
        if not path.is_symlink()
    }


def _expected(folder: Path) -> dict[str, int]:
    return {
        path.relative_to(folder).as_posix(): 0o700 if path.is_dir() else 0o600
        for path in (folder, *folder.rglob("*"))
        if not path.is_symlink()
    }


def test_new_and_old_files_are_private_and_exports_are_as_the_person_has_them(
    tmp_path: Path,
) -> None:
    datos, archivo = tmp_path / "datos", tmp_path / "a.csv"
    archivo.write_bytes(un_csv([un_cliente()]))
    _clientes(datos, "importar", archivo)
    _clientes(datos, "migrar")
    names = _modes(datos)
    assert {"clientes.sqlite3", "clientes-procesos.sqlite3", "registro"} <= names.keys()
    assert names == _expected(datos)

    # As a version before left it, with what somebody linked to.
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir(mode=0o755)
    (datos / "linked").symlink_to(elsewhere)
    (datos / "respaldos").mkdir()
    (datos / "respaldos" / "viejo.zip").write_bytes(b"")
    for path in (datos, *datos.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() else 0o644)
    salida = tmp_path / "salida.csv"
    _clientes(datos, "exportar", "-o", salida)
    assert _modes(datos) == _expected(datos)
    assert stat.S_IMODE(elsewhere.stat().st_mode) == 0o755
    assert stat.S_IMODE(salida.stat().st_mode) == 0o644


def test_a_database_elsewhere_is_private_too(tmp_path: Path) -> None:
    base = tmp_path / "otra" / "mis-clientes.sqlite3"
    base.parent.mkdir()
    base.touch(mode=0o644)
    env = os.environ | {
        "CLIENTES_DATOS": str(tmp_path / "datos"),
        "CLIENTES_DATABASE_URL": f"sqlite:///{base}",
    }
    orden = [sys.executable, "-m", "clientes_app.cli", "migrar"]
    subprocess.run(orden, env=env, check=True, capture_output=True, umask=0o022)
    found = {path.name: stat.S_IMODE(path.stat().st_mode) for path in base.parent.glob("*.sqlite3")}
    assert found == {"mis-clientes.sqlite3": 0o600, "mis-clientes-procesos.sqlite3": 0o600}
