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

ROOT = Path(__file__).resolve().parent.parent.parent
"""The folder that holds rxconfig.py, assets/ and the package."""

_SOURCES = (
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
_FOREIGN_SUFFIXES = {".pyc", ".pyo"}


class BuildFailed(RuntimeError):
    """The front end could not be built; the message holds what the tools said."""


def web_folder() -> Path:
    """Where Reflex builds: CLIENTES_WEB, or .web beside rxconfig.py."""
    return Path(os.environ.get("CLIENTES_WEB", ROOT / ".web")).resolve()


def static_folder() -> Path:
    """The built files that are sent to browsers."""
    return web_folder() / "build" / "client"


def _source_files() -> Iterator[Path]:
    for name in _SOURCES:
        source = ROOT / name
        files = sorted(source.rglob("*")) if source.is_dir() else [source]
        for file in files:
            if file.is_file() and file.suffix not in _FOREIGN_SUFFIXES:
                yield file


def fingerprint() -> str:
    """Name the state of every file that the built front end depends on."""
    digest = hashlib.sha256()
    for file in _source_files():
        digest.update(file.relative_to(ROOT).as_posix().encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def reflex_environment() -> dict[str, str]:
    """What Reflex must be told by environment, to build as well as to serve."""
    return {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]),
        "REFLEX_WEB_WORKDIR": str(web_folder()),
        "REFLEX_TELEMETRY_ENABLED": "false",
        "REFLEX_CHECK_LATEST_VERSION": "false",
        "REFLEX_ENV_MODE": "prod",
    }


def build_front_end(*, force: bool = False) -> Path:
    """Build the front end unless it is already built from these very sources.

    Of several processes that find it out of date, one builds and the others wait.
    Returns the folder of the built files. Raises BuildFailed.
    """
    if force or not _is_current():
        with _build_lock():
            if force or not _is_current():
                _build()
    return static_folder()


def is_front_end_built() -> bool:
    """Whether the front end is there, and was built from these very sources."""
    return static_folder().is_dir() and _is_current()


def _mark() -> Path:
    """The file that names the sources of what is built."""
    return web_folder() / "huella.txt"


def _is_current() -> bool:
    return _mark().is_file() and _mark().read_text("utf-8") == fingerprint()


@contextmanager
def _build_lock() -> Generator[None]:
    # The folder of the sources itself is locked: it is always there, and no file is left behind.
    folder = os.open(ROOT, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _build() -> None:
    _mark().unlink(missing_ok=True)
    command = [sys.executable, "-m", "reflex", "export", "--frontend-only", "--no-zip"]
    result = subprocess.run(  # noqa: S603 - a fixed command, no text of a user in it
        command,
        cwd=ROOT,
        env=os.environ | reflex_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode != 0 or not static_folder().is_dir():
        raise BuildFailed(result.stdout + result.stderr)
    _fix_format(ROOT / "reflex.lock" / "package.json")
    # Reflex may have renewed its lock file: the mark names the sources as the build left them.
    _mark().write_text(fingerprint(), "utf-8")


def _fix_format(file: Path) -> None:
    # Reflex writes it on one line, bun on many: without one form each build would look like a
    # change of the lock.
    content = json.loads(file.read_text("utf-8"))
    file.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", "utf-8")
