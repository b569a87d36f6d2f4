"""Files that nobody else on the machine may read: databases, logs, copies; 700 and 600.

New ones are made so, and those that are there, from a version before or by another program, are
made so too. What belongs to another user is left to them.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

FOLDER_MODE: Final = 0o700
FILE_MODE: Final = 0o600
_OF_OTHERS: Final = 0o077
_BESIDE_A_DATABASE: Final = ("", "-wal", "-shm", "-journal")


def make_private_folder(folder: Path) -> None:
    """Make a folder, unless it is there, and let nobody else into it or at what lies in it."""
    folder.mkdir(parents=True, exist_ok=True, mode=FOLDER_MODE)
    for path in _inside(folder):
        _tighten(path)


def make_private_database(file: Path) -> None:
    """Make an empty file for SQLite, unless it is there, and let nobody else at it.

    SQLite gives what it makes beside a database the mode of the database.
    """
    file.parent.mkdir(parents=True, exist_ok=True, mode=FOLDER_MODE)
    # What is no file, and a folder that cannot be written into, are told by SQLite itself.
    with suppress(OSError):
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, FILE_MODE))
    for suffix in _BESIDE_A_DATABASE:
        _tighten(file.with_name(file.name + suffix))


def open_private(path: str, flags: int) -> int:
    """Open a file as `open` wants its `opener` to: a new one is for nobody else."""
    return os.open(path, flags, FILE_MODE)


def _inside(folder: Path) -> Iterator[Path]:
    yield folder
    for parent, folders, files in os.walk(folder):
        yield from (Path(parent, name) for name in (*folders, *files))


def _tighten(path: Path) -> None:
    # A symbolic link leads to what somebody keeps elsewhere, under rules of their own. What just
    # went away, and what belongs to somebody else, needs nothing from us.
    with suppress(OSError):
        mode = path.lstat().st_mode
        if mode & _OF_OTHERS and not path.is_symlink():
            path.chmod(mode & ~_OF_OTHERS & 0o7777)
