"""The folder of the backups: work that is not done yet, and how a file appears when it is whole.

Work in hand lies in a folder of its own, whose name begins with a dot. Whoever works there holds a
lock on it, which dies with the process: what nobody holds was left by one that was killed.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_WORK: Final = ".en-curso-"
_PRIVATE_FOLDER: Final = 0o700


@contextmanager
def work_folder(folder: Path) -> Generator[Path]:
    """Give a folder for work in hand inside `folder`, which is made if need be; remove it after."""
    folder.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)
    # One at a time: a folder just made, which nobody holds yet, would pass for an abandoned one.
    with locked(folder):
        _remove_abandoned(folder)
        work = Path(tempfile.mkdtemp(prefix=_WORK, dir=folder))
        held = os.open(work, os.O_RDONLY)
        fcntl.flock(held, fcntl.LOCK_EX)
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)
        os.close(held)


@contextmanager
def locked(path: Path) -> Generator[None]:
    """Hold the lock of a file or folder; wait for whoever holds it."""
    opened = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX)
        yield
    finally:
        os.close(opened)


def _remove_abandoned(folder: Path) -> None:
    for work in folder.glob(f"{_WORK}*"):
        held = os.open(work, os.O_RDONLY)
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(work, ignore_errors=True)
        except BlockingIOError:
            continue
        finally:
            os.close(held)


def place(made: Path, target: Path) -> None:
    """Let a whole file appear under its name, and make sure that a power cut leaves it there."""
    sync(made)
    made.replace(target)
    sync(target.parent)


def place_as_new(made: Path, folder: Path, name: str) -> Path:
    """Do so under a name that no file of the folder has; a number is put behind it if need be."""
    target, number = folder / name, 1
    with locked(folder):
        while target.exists():
            number += 1
            target = folder / f"{Path(name).stem}-{number}{Path(name).suffix}"
        place(made, target)
    return target


def sync(path: Path) -> None:
    """Wait until a file or folder is on the disk."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def create_private(path: Path) -> None:
    """Make an empty file that nobody else may read. Raises FileExistsError."""
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
