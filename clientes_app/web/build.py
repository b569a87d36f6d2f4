"""Build the front end when its sources changed, with the bun of the Python environment."""

import fcntl
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

RAIZ = Path(__file__).resolve().parent.parent.parent
"""The folder that holds rxconfig.py, assets/ and the package."""

_FUENTES = (
    "rxconfig.py",
    "assets",
    "docs/guia.md",
    "reflex.lock",
    "clientes_app/clientes_app.py",
    "clientes_app/domain",
    "clientes_app/routes.py",
    "clientes_app/ui",
    "clientes_app/web",
)
_SUFIJOS_AJENOS = {".pyc", ".pyo"}


class ConstruccionFallida(RuntimeError):
    """The front end could not be built; the message holds what the tools said."""


def carpeta_web() -> Path:
    """Where Reflex builds: CLIENTES_WEB, or .web beside rxconfig.py."""
    return Path(os.environ.get("CLIENTES_WEB", RAIZ / ".web")).resolve()


def carpeta_estatica() -> Path:
    """The built files that are sent to browsers."""
    return carpeta_web() / "build" / "client"


def _archivos_fuente() -> Iterator[Path]:
    for nombre in _FUENTES:
        fuente = RAIZ / nombre
        archivos = sorted(fuente.rglob("*")) if fuente.is_dir() else [fuente]
        for archivo in archivos:
            if archivo.is_file() and archivo.suffix not in _SUFIJOS_AJENOS:
                yield archivo


def huella() -> str:
    """Name the state of every file that the built front end depends on."""
    resumen = hashlib.sha256()
    for archivo in _archivos_fuente():
        resumen.update(archivo.relative_to(RAIZ).as_posix().encode())
        resumen.update(hashlib.sha256(archivo.read_bytes()).digest())
    return resumen.hexdigest()


def entorno_de_reflex() -> dict[str, str]:
    """What Reflex must be told by environment, to build as well as to serve."""
    return {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]),
        "REFLEX_WEB_WORKDIR": str(carpeta_web()),
        "REFLEX_TELEMETRY_ENABLED": "false",
        "REFLEX_CHECK_LATEST_VERSION": "false",
        "REFLEX_ENV_MODE": "prod",
    }


def construir(*, forzar: bool = False) -> Path:
    """Build the front end unless it is already built from these very sources.

    Of several processes that find it out of date, one builds and the others wait.
    Returns the folder of the built files. Raises ConstruccionFallida.
    """
    if forzar or not _is_current():
        with _build_lock():
            if forzar or not _is_current():
                _build()
    return carpeta_estatica()


def _mark() -> Path:
    """The file that names the sources of what is built."""
    return carpeta_web() / "huella.txt"


def _is_current() -> bool:
    return _mark().is_file() and _mark().read_text("utf-8") == huella()


@contextmanager
def _build_lock() -> Generator[None]:
    # The folder of the sources itself is locked: it is always there, and no file is left behind.
    folder = os.open(RAIZ, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _build() -> None:
    _mark().unlink(missing_ok=True)
    orden = [sys.executable, "-m", "reflex", "export", "--frontend-only", "--no-zip"]
    resultado = subprocess.run(  # noqa: S603 - a fixed command, no text of a user in it
        orden,
        cwd=RAIZ,
        env=os.environ | entorno_de_reflex(),
        capture_output=True,
        text=True,
        check=False,
    )
    if resultado.returncode != 0 or not carpeta_estatica().is_dir():
        raise ConstruccionFallida(resultado.stdout + resultado.stderr)
    _fijar_formato(RAIZ / "reflex.lock" / "package.json")
    # Reflex may have renewed its lock file: the mark names the sources as the build left them.
    _mark().write_text(huella(), "utf-8")


def _fijar_formato(archivo: Path) -> None:
    # Reflex writes it on one line, bun on many: without one form each build would look like a
    # change of the lock.
    contenido = json.loads(archivo.read_text("utf-8"))
    archivo.write_text(json.dumps(contenido, indent=2, ensure_ascii=False) + "\n", "utf-8")
