"""Backups of the whole installation: make one, list them, know whether all is well with them.

The files themselves say what they are; beside them lies only why the last scheduled one failed. So
whoever has the folder, also on another machine, knows as much as the application.
"""

import json
import logging
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO, Final

from clientes_app.config import Settings
from clientes_app.storage.acceso.usuarios import UsuarioRepository
from clientes_app.storage.db.base import DatabaseFault, Engine
from clientes_app.storage.db.engine import read_transaction
from clientes_app.storage.respaldo import making
from clientes_app.storage.respaldo.archive import manifest_of, verify
from clientes_app.storage.respaldo.errors import (
    ErrorDeRespaldo,
    NoSePuedeRespaldar,
    NoSePuedeRestaurar,
    RespaldoInservible,
)
from clientes_app.storage.respaldo.folder import work_folder
from clientes_app.storage.respaldo.manifest import Manifiesto, MotivoDeRespaldo

__all__ = [
    "ErrorDeRespaldo",
    "EstadoDeRespaldos",
    "Manifiesto",
    "MotivoDeRespaldo",
    "NoSePuedeRespaldar",
    "NoSePuedeRestaurar",
    "Respaldo",
    "RespaldoInservible",
    "backup_name",
    "estado",
    "folder_of",
    "last_backup",
    "lista",
    "make_backup",
    "respaldar_si_toca",
    "write_backup",
]

_log = logging.getLogger(__name__)

backup_name = making.backup_name

_FAILURE: Final = "fallo.json"
# The schedule looks every full hour, some seconds sooner or later.
_SLACK: Final = timedelta(minutes=30)
_AUTOMATIC: Final = (MotivoDeRespaldo.PROGRAMADO, MotivoDeRespaldo.ANTES_DE_ACTUALIZAR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Respaldo:
    """A file among the backups; `falta` says what is wrong with it, "" when it is whole.

    `manifiesto` is None when it does not even say what it is. `tamano` is in bytes.
    """

    ruta: Path
    tamano: int
    manifiesto: Manifiesto | None
    falta: str

    @property
    def entero(self) -> bool:
        """Whether it can be restored, as far as was looked."""
        return not self.falta


@dataclass(frozen=True, slots=True, kw_only=True)
class EstadoDeRespaldos:
    """How it stands with the backups: the last whole one, and what is wrong.

    `fallo` is why the last scheduled one was not made ("" if it was), `fallo_en` when that was.
    With `viejo` the last one is older than it should be; where none are scheduled (`programados`)
    that is as somebody wanted it. Of a new installation there is none yet.
    """

    ultimo: Manifiesto | None
    programados: bool
    viejo: bool
    fallo: str = ""
    fallo_en: datetime | None = None

    @property
    def hay_que_ver(self) -> bool:
        """Whether somebody should look after them."""
        return bool(self.fallo) or self.viejo


def folder_of(settings: Settings) -> Path:
    """Return the folder of an installation's backups, which may not be there yet."""
    return settings.datos / "respaldos"


def make_backup(
    engine: Engine,
    settings: Settings,
    motivo: MotivoDeRespaldo = MotivoDeRespaldo.MANUAL,
    *,
    folder: Path | None = None,
) -> Respaldo:
    """Make a backup in the folder of the installation, or another, while everybody goes on working.

    Of those made automatically for the same reason the oldest are removed. Raises ErrorDeRespaldo,
    errors of DatabaseFault, and OSError.
    """
    ours = folder_of(settings)
    ruta = making.make_backup(engine, folder or ours, motivo)
    (ours / _FAILURE).unlink(missing_ok=True)
    for automatic in _AUTOMATIC:
        _rotate(ours, automatic, keep=settings.respaldo_conservar)
    return _looked_at(ruta, whole=False)


def write_backup(engine: Engine, file: BinaryIO, settings: Settings) -> Manifiesto:
    """Write a backup into an open file elsewhere. Raises what `make_backup` does."""
    with work_folder(folder_of(settings)) as work:
        return making.write_backup(engine, file, work, MotivoDeRespaldo.MANUAL)


def _rotate(folder: Path, motivo: MotivoDeRespaldo, *, keep: int) -> None:
    made = sorted(_files(folder, f"*-{motivo.value}*{making.SUFFIX}"), reverse=True)
    for old in made[keep:]:
        old.unlink(missing_ok=True)
        _log.info("The backup %s is removed: %s newer ones are kept", old.name, keep)


def lista(settings: Settings, *, leer: bool = True) -> list[Respaldo]:
    """Return what lies in the folder of the backups, newest first.

    With `leer` each one is read whole and compared with its checksum, which takes a while.
    """
    found = [_looked_at(ruta, whole=leer) for ruta in _files(folder_of(settings))]
    return sorted(found, key=_moment, reverse=True)


def last_backup(settings: Settings) -> Manifiesto | None:
    """Return what the newest whole backup says of itself; the data are not read."""
    found = (one.manifiesto for one in lista(settings, leer=False) if one.entero)
    return next((manifest for manifest in found if manifest is not None), None)


def estado(settings: Settings) -> EstadoDeRespaldos:
    """Return how it stands with the backups, by the files alone."""
    ultimo = last_backup(settings)
    cada = settings.respaldo_cada
    fallo, fallo_en = _failure(folder_of(settings))
    return EstadoDeRespaldos(
        ultimo=ultimo,
        programados=cada is not None,
        # What failed is tried again within the hour: after twice the time nobody makes any.
        viejo=cada is not None
        and ultimo is not None
        and datetime.now(UTC) - ultimo.creado_en > 2 * cada,
        fallo=fallo,
        fallo_en=fallo_en,
    )


def respaldar_si_toca(engine: Engine, settings: Settings) -> Respaldo | None:
    """Make the scheduled backup if it is due; return it, None when it is not or when it failed.

    Why it failed is logged, kept for whoever asks for the state, and tried again at the next call.
    Nothing is made while nobody can sign in: there is nothing to lose yet.
    """
    folder = folder_of(settings)
    try:
        if not _is_due(engine, settings):
            return None
        return make_backup(engine, settings, MotivoDeRespaldo.PROGRAMADO)
    except (ErrorDeRespaldo, OSError, *DatabaseFault) as error:
        _log.exception("The scheduled backup failed")
        _keep_failure(folder, _why(error))
    return None


def _is_due(engine: Engine, settings: Settings) -> bool:
    if settings.respaldo_cada is None:
        return False
    with read_transaction(engine) as tx:
        if not UsuarioRepository(tx).hay_con_clave():
            return False
    made = (
        one.manifiesto.creado_en
        for one in lista(settings, leer=False)
        if one.manifiesto is not None and one.entero
        if one.manifiesto.motivo == MotivoDeRespaldo.PROGRAMADO
    )
    last = next(made, None)
    return last is None or datetime.now(UTC) - last >= settings.respaldo_cada - _SLACK


def _why(error: Exception) -> str:
    if isinstance(error, ErrorDeRespaldo):
        return str(error)
    if isinstance(error, OSError):
        return f"El sistema no pudo escribirlo (código {error.errno}): ¿queda espacio en el disco?"
    return "No se pudo leer la base de datos."


def _keep_failure(folder: Path, why: str) -> None:
    said = {"cuando": datetime.now(UTC).isoformat(), "mensaje": why}
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (folder / _FAILURE).write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
    except OSError:
        _log.exception("It could not be written down that a backup failed")


def _failure(folder: Path) -> tuple[str, datetime | None]:
    with suppress(OSError, ValueError, KeyError, TypeError):
        said = json.loads((folder / _FAILURE).read_text(encoding="utf-8"))
        return str(said["mensaje"]), datetime.fromisoformat(said["cuando"])
    return "", None


def _files(folder: Path, pattern: str = f"*{making.SUFFIX}") -> Iterable[Path]:
    # What begins with a dot is not done yet.
    return [path for path in folder.glob(pattern) if path.name[0] != "." and path.is_file()]


def _looked_at(ruta: Path, *, whole: bool) -> Respaldo:
    tamano = 0
    manifest = None
    falta = ""
    try:
        tamano = ruta.stat().st_size
        manifest = manifest_of(ruta)
        if whole:
            verify(ruta)
    except RespaldoInservible as error:
        falta = str(error)
    except OSError:
        falta = "No se pudo leer el archivo."
    return Respaldo(ruta=ruta, tamano=tamano, manifiesto=manifest, falta=falta)


def _moment(one: Respaldo) -> tuple[datetime, str]:
    if one.manifiesto is not None:
        return one.manifiesto.creado_en, one.ruta.name
    try:
        changed = one.ruta.stat().st_mtime
    except OSError:
        changed = 0.0
    return datetime.fromtimestamp(changed, UTC), one.ruta.name
