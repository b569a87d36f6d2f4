"""Restoring from the very first page: ordered there, carried out above the two halves.

A database in use is never overwritten. So what somebody uploads waits as a file until the process
that keeps both halves has ended them; there it takes the database's place, while nobody can sign
in, so that nothing of anybody's is lost. How that ended is a file, too: the new web process reads
it to whoever asks with the number of the order.
"""

import fcntl
import json
import logging
import os
import re
import secrets
import shutil
import time
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from clientes_app.config import Settings
from clientes_app.services import resources
from clientes_app.services.respaldo.respaldos import ErrorDeRespaldo, folder_of
from clientes_app.services.respaldo.restauracion import (
    contenido_de,
    exigir_que_sirva,
    restaurar,
)
from clientes_app.storage.acceso.usuarios import UsuarioRepository
from clientes_app.storage.db.engine import read_transaction
from clientes_app.storage.respaldo.folder import create_private, place, work_folder

_log = logging.getLogger(__name__)

_FOLDER: Final = ".restauracion"
_WATCHED: Final = "vigilada"
_UPLOADING: Final = "subiendo"
_NUMBER: Final = re.compile(r"[0-9a-f]{32}")
_TIMES_AN_UPLOAD: Final = 10
_FORGOTTEN_AFTER_S: Final = 24 * 3600
# What has to stay free on the disk for those who work, and how often that is looked at.
_ROOM: Final = 256 << 20
_LOOK_EVERY: Final = 16 << 20


class NoSePuedeEncargar(ErrorDeRespaldo):
    """The upload of a backup is refused; the text says why."""


@dataclass(frozen=True, slots=True)
class Desenlace:
    """How an order ended: whether it was carried out, and what a person is told."""

    hecho: bool
    mensaje: str


def limite_mb(settings: Settings) -> int:
    """Return the greatest backup that can be uploaded, in megabytes."""
    return settings.max_archivo_mb * _TIMES_AN_UPLOAD


class SubidaDeRespaldo:
    """A backup that is being uploaded, one at a time; without `encargar` nothing stays of it."""

    def __init__(self, settings: Settings) -> None:
        """Begin. Raises NoSePuedeEncargar while somebody else uploads one or it is not possible."""
        self._settings = settings
        self._length = 0
        self._open = ExitStack()
        with ExitStack() as opening:
            self._folder = _made(settings)
            lock = os.open(self._folder / _UPLOADING, os.O_RDONLY | os.O_CREAT, 0o600)
            opening.callback(os.close, lock)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                mensaje = "Ya se está subiendo un respaldo. Espere a que termine."
                raise NoSePuedeEncargar(mensaje) from error
            work = opening.enter_context(work_folder(folder_of(settings)))
            self._path = work / "subida"
            create_private(self._path)
            self._file = opening.enter_context(self._path.open("r+b"))
            self._open = opening.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def agregar(self, trozo: bytes) -> None:
        """Add a piece. Raises NoSePuedeEncargar when it is too much, and OSError."""
        before = self._length
        self._length += len(trozo)
        if self._length > limite_mb(self._settings) * 1_000_000:
            mensaje = (
                f"El respaldo pasa de {limite_mb(self._settings):,} MB. Restáurelo en el servidor, "
                "con «clientes restaurar»."
            )
            raise NoSePuedeEncargar(mensaje)
        if before // _LOOK_EVERY != self._length // _LOOK_EVERY:
            self._require_room()
        self._file.write(trozo)

    def _require_room(self) -> None:
        if shutil.disk_usage(self._folder).free < _ROOM:
            mensaje = "No hay espacio en el disco del servidor para este respaldo."
            raise NoSePuedeEncargar(mensaje)

    def encargar(self) -> str:
        """Order that it be restored, after reading it whole; return the number of the order.

        Raises ErrorDeRespaldo when it is not whole or does not fit, and OSError.
        """
        self._require_room()
        self._file.flush()
        exigir_que_sirva(self._path, self._settings)
        number = secrets.token_hex(16)
        place(self._path, self._folder / f"{number}.zip")
        return number


def hay_vigia(settings: Settings) -> bool:
    """Whether a process above the two halves would carry out what is ordered here."""
    try:
        held = os.open(_folder(settings) / _WATCHED, os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(held, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(held)
    return False


def resultado(settings: Settings, number: str) -> Desenlace | None:
    """Return how an order ended, None while it is not known."""
    if not _NUMBER.fullmatch(number):
        return None
    with suppress(OSError, ValueError, KeyError):
        said = json.loads((_folder(settings) / f"{number}.json").read_text(encoding="utf-8"))
        return Desenlace(hecho=bool(said["hecho"]), mensaje=str(said["mensaje"]))
    return None


class VigiaDeRestauraciones:
    """What the process above the two halves asks, and does while both have ended."""

    def __init__(self, settings: Settings, *, queue: str) -> None:
        """Show, as long as this process lives, that orders are carried out here."""
        self._settings = settings
        self._queue = queue
        self._folder = _made(settings)
        self._held = os.open(self._folder / _WATCHED, os.O_RDONLY | os.O_CREAT, 0o600)
        # Of two on one folder the first is watched; the other one finds the orders, too.
        with suppress(BlockingIOError):
            fcntl.flock(self._held, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def close(self) -> None:
        """Show it no longer."""
        os.close(self._held)

    def pendiente(self) -> Path | None:
        """Return a backup that waits to be restored, None when there is none."""
        return next(self._folder.glob("*.zip"), None)

    def cumplir(self, origen: Path) -> Desenlace:
        """Restore it; both halves have ended. Whatever happens is said, and the order is over."""
        try:
            ended = self._restore(origen)
        except ErrorDeRespaldo as error:
            _log.warning("An uploaded backup is refused: %s", error)
            ended = Desenlace(hecho=False, mensaje=str(error))
        except Exception:  # noqa: BLE001 - whoever waits is told, and the two halves start again
            _log.exception("An uploaded backup could not be restored")
            mensaje = (
                "No se pudo restaurar y todo quedó como estaba. El registro, en la carpeta de "
                "datos, dice por qué."
            )
            ended = Desenlace(hecho=False, mensaje=mensaje)
        self._say(origen, ended)
        return ended

    def _restore(self, origen: Path) -> Desenlace:
        if somebody_can_sign_in():
            mensaje = (
                "No se restauró: mientras tanto alguien creó al primer propietario. Use «clientes "
                "restaurar» en el servidor."
            )
            raise NoSePuedeEncargar(mensaje)
        done = restaurar(origen, self._settings, queue=self._queue)
        mensaje = (
            f"Se restauró el respaldo: {contenido_de(done.manifiesto)}. Entre con el e-mail y la "
            "contraseña que tenía."
        )
        return Desenlace(hecho=True, mensaje=mensaje)

    def _say(self, origen: Path, ended: Desenlace) -> None:
        said = json.dumps({"hecho": ended.hecho, "mensaje": ended.mensaje}, ensure_ascii=False)
        with suppress(OSError):
            partial = origen.with_suffix(".parcial")
            partial.write_text(said, encoding="utf-8")
            place(partial, origen.with_suffix(".json"))
        origen.unlink(missing_ok=True)


def somebody_can_sign_in() -> bool:
    """Whether the database has a user with a password; this process closes it again."""
    try:
        with read_transaction(resources.shared_engine()) as tx:
            return UsuarioRepository(tx).hay_con_clave()
    finally:
        resources.close()


def _folder(settings: Settings) -> Path:
    return folder_of(settings) / _FOLDER


def _made(settings: Settings) -> Path:
    folder = _folder(settings)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for old in folder.glob("*.json"):
        with suppress(OSError):
            if time.time() - old.stat().st_mtime > _FORGOTTEN_AFTER_S:
                old.unlink()
    return folder
