"""The members of a zip, one after the other: in memory, by their place, never by name, never out.

A zip comes from anybody: its names may repeat and lead anywhere, its sizes may lie, and a few bytes
may stand for gigabytes. Names are only shown. What a member holds is found out from its bytes.
"""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import BinaryIO, NamedTuple

from clientes_app.domain.texto import sin_medias_letras, visible
from clientes_app.readers.motivos import Motivo, NoCargableError, no_cargable

FIRMA = b"PK\x03\x04"
"""How a zip begins that holds anything."""

_MEGA = 1 << 20
_MAX_DIRECTORY = 16 * _MEGA
_END = struct.Struct("<4s4H2LH")
_END_64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR_64 = 20
_MAX_COMMENT = 1 << 16
_RATIO = 200
_RATIO_MATTERS_FROM = _MEGA
_ENCRYPTED = 1
_KNOWN = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_LONGEST_NAME = 200
# What an operating system adds to a folder, and nobody means to send.
_OF_THE_SYSTEM = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)
"""What `zipfile` raises at a zip that is damaged or lies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ZipLimits:
    """How much of a zip is read: members, bytes of one of them, bytes of all together."""

    members: int = 200_000
    member_bytes: int = 10 * _MEGA
    all_bytes: int = 1024 * _MEGA


class ZipMember(NamedTuple):
    """A member: its name as it can be shown, and its bytes, or why they are not read."""

    nombre: str
    contenido: bytes
    motivo: Motivo | None = None


def members(archivo: BinaryIO, limits: ZipLimits | None = None) -> Iterator[ZipMember]:
    """Yield the members of a zip in the order of its directory; one is in memory at a time.

    Folders, and what operating systems add, are passed over. A member that is a zip itself, needs a
    password, passes a limit or is damaged comes with its `motivo`. `archivo` must allow seeking.
    Raises NoCargableError for what is no whole zip, or has too much in it.
    """
    limits = limits or ZipLimits()
    with _opened(archivo) as opened:
        read = 0
        for info in _infos(opened, limits):
            member = _member(opened, info, limits)
            read += len(member.contenido)
            if read > limits.all_bytes:
                raise no_cargable(
                    codigo="demasiado_grande",
                    mensaje=f"Lo que contiene el .zip pasa de {limits.all_bytes // _MEGA:,} MB: "
                    "repártalo en varios .zip.",
                )
            yield member


def contents(
    archivo: BinaryIO, nombre: str, limits: ZipLimits | None = None
) -> Iterator[ZipMember]:
    """Yield the members of a zip, or what is no zip as its only member, `nombre`.

    Raises NoCargableError as `members` does.
    """
    archivo.seek(0)
    is_zip = archivo.read(len(FIRMA)) == FIRMA
    archivo.seek(0)
    if is_zip:
        yield from members(archivo, limits)
        return
    limits = limits or ZipLimits()
    contenido = archivo.read(limits.member_bytes + 1)
    if len(contenido) > limits.member_bytes:
        yield ZipMember(nombre, b"", _too_large(archivo.seek(0, 2), limits))
    else:
        yield ZipMember(nombre, contenido)


def heads(
    archivo: BinaryIO, size: int, limits: ZipLimits | None = None
) -> Iterator[tuple[bytes, str]]:
    """Yield the first `size` bytes and the name of each member that may be read at all.

    Raises NoCargableError as `members` does.
    """
    limits = limits or ZipLimits()
    with _opened(archivo) as opened:
        for info in _infos(opened, limits):
            if _refused(info, limits) is None:
                with suppress(*_BROKEN), opened.open(info) as member:
                    yield member.read(size), info.filename


def _opened(archivo: BinaryIO) -> zipfile.ZipFile:
    _check_directory(archivo)
    try:
        return zipfile.ZipFile(archivo)
    except _BROKEN as error:
        raise _damaged() from error


def _infos(opened: zipfile.ZipFile, limits: ZipLimits) -> list[zipfile.ZipInfo]:
    """Return the members that somebody meant to send, unless they are too many."""
    infos = [info for info in opened.infolist() if not _is_passed_over(info)]
    if len(infos) > limits.members:
        raise no_cargable(
            codigo="zip_demasiados",
            mensaje=f"El .zip tiene {len(infos):,} archivos y se leen {limits.members:,} como "
            "máximo: repártalos en varios .zip.",
        )
    return infos


def _check_directory(archivo: BinaryIO) -> None:
    """Refuse a zip whose directory alone would fill the memory, before it is read."""
    size = archivo.seek(0, 2)
    tail_at = max(0, size - _MAX_COMMENT - _END.size - _END_64.size - _LOCATOR_64)
    archivo.seek(tail_at)
    tail = archivo.read()
    archivo.seek(0)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END.size:
        raise _damaged()
    directory = _END.unpack_from(tail, at)[5]
    at_64 = at - _LOCATOR_64 - _END_64.size
    if at_64 >= 0 and tail.startswith(b"PK\x06\x06", at_64):
        directory = _END_64.unpack_from(tail, at_64)[8]
    if directory > _MAX_DIRECTORY:
        raise no_cargable(
            codigo="zip_demasiados",
            mensaje="El .zip tiene demasiados archivos: repártalos en varios .zip.",
        )


def _is_passed_over(info: zipfile.ZipInfo) -> bool:
    path = info.filename.replace("\\", "/")
    name = path.rpartition("/")[2]
    return (
        path.endswith("/")
        or path.startswith("__MACOSX/")
        or name.startswith("._")
        or name in _OF_THE_SYSTEM
    )


def _member(opened: zipfile.ZipFile, info: zipfile.ZipInfo, limits: ZipLimits) -> ZipMember:
    nombre = visible(sin_medias_letras(info.filename))[-_LONGEST_NAME:]
    motivo = _refused(info, limits)
    if motivo is not None:
        return ZipMember(nombre, b"", motivo)
    try:
        with opened.open(info) as member:
            contenido = member.read(limits.member_bytes + 1)
    except _BROKEN:
        return ZipMember(
            nombre,
            b"",
            Motivo(
                codigo="danado",
                mensaje="El archivo está dañado dentro del .zip: haga el .zip de nuevo.",
            ),
        )
    if contenido.startswith(FIRMA):
        return ZipMember(
            nombre,
            b"",
            Motivo(
                codigo="zip_anidado",
                mensaje="Es un .zip dentro de otro: súbalo aparte, o ponga lo que contiene "
                "directamente en el .zip de afuera.",
            ),
        )
    return ZipMember(nombre, contenido)


def _refused(info: zipfile.ZipInfo, limits: ZipLimits) -> Motivo | None:
    """Say why a member is not even opened."""
    if info.flag_bits & _ENCRYPTED:
        return Motivo(
            codigo="cifrado",
            mensaje="El archivo pide una contraseña: haga el .zip de nuevo sin ella.",
        )
    if info.compress_type not in _KNOWN:
        return Motivo(
            codigo="compresion_desconocida",
            mensaje="El archivo está comprimido de una forma que no se puede leer: haga el .zip "
            "de nuevo con el programa de su sistema.",
        )
    is_bomb = info.file_size > _RATIO_MATTERS_FROM and info.file_size > _RATIO * max(
        1, info.compress_size
    )
    if info.file_size > limits.member_bytes or is_bomb:
        return _too_large(info.file_size, limits)
    return None


def _too_large(size: int, limits: ZipLimits) -> Motivo:
    return Motivo(
        codigo="demasiado_grande",
        mensaje=f"El archivo ocupa {size / _MEGA:,.1f} MB, que es demasiado para un documento; se "
        f"leen hasta {limits.member_bytes // _MEGA} MB.",
    )


def _damaged() -> NoCargableError:
    return no_cargable(
        codigo="zip_danado",
        mensaje="El .zip está dañado o llegó incompleto: descárguelo o hágalo de nuevo.",
    )
