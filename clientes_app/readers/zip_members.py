"""The members of a zip, one after the other: in memory, by their place, never by name, never out.

A zip comes from anybody: its names may repeat and lead anywhere, its sizes may lie, and a few bytes
may stand for gigabytes. Names are only shown. What a member holds is found out from its bytes.

A zip in a zip is refused, but for the one that we make ourselves of several files that somebody
gave together (PACKAGE): there each zip is opened like the files beside it, within the same limits.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, BinaryIO, NamedTuple, cast

from clientes_app.domain.texto import sin_medias_letras, visible
from clientes_app.readers.motivos import Motivo, NoCargableError, no_cargable

FIRMA = b"PK\x03\x04"
"""How a zip begins that holds anything."""

PACKAGE = b"clientes: varios archivos"
"""The comment of a zip that holds several files as they were given, the zips among them stored."""

_LOCAL = struct.Struct("<4s5H3L2H")
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
        for entry in _entries(archivo, opened, limits):
            member = _member(entry, limits)
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
        for entry in _entries(archivo, opened, limits):
            if entry.motivo is None and _refused(entry.info, limits) is None:
                with suppress(*_BROKEN), entry.opened.open(entry.info) as member:
                    yield member.read(size), entry.info.filename


def is_package(archivo: BinaryIO) -> bool:
    """Whether a file is a zip that was made of several files given together."""
    size = archivo.seek(0, 2)
    archivo.seek(max(0, size - len(PACKAGE)))
    ends_so = archivo.read() == PACKAGE
    archivo.seek(0)
    return ends_so and archivo.read(len(FIRMA)) == FIRMA and archivo.seek(0) == 0


class _Held(NamedTuple):
    """What stands in a zip, or in a zip of a package, or why such a zip cannot be opened."""

    opened: zipfile.ZipFile
    info: zipfile.ZipInfo
    nombre: str
    motivo: Motivo | None = None


def _entries(archivo: BinaryIO, opened: zipfile.ZipFile, limits: ZipLimits) -> Iterator[_Held]:
    """Yield what stands in a zip; of a package also what stands in its zips."""
    infos = _infos(opened, limits)
    is_of_ours = opened.comment == PACKAGE
    left = limits.members - len(infos)
    for info in infos:
        within = _zip_within(archivo, info) if is_of_ours else None
        if within is None:
            yield _Held(opened, info, info.filename)
            continue
        try:
            with _opened(within) as inner:
                its_own = _infos(inner, replace(limits, members=left))
                left -= len(its_own)
                for each in its_own:
                    yield _Held(inner, each, f"{info.filename}!{each.filename}")
        except NoCargableError as error:
            yield _Held(opened, info, info.filename, error.motivo)


def _zip_within(archivo: BinaryIO, info: zipfile.ZipInfo) -> BinaryIO | None:
    """Return a zip that is stored in another one as it was, to be read where it lies."""
    if info.compress_type != zipfile.ZIP_STORED or info.flag_bits & _ENCRYPTED:
        return None
    archivo.seek(info.header_offset)
    header = archivo.read(_LOCAL.size)
    if len(header) < _LOCAL.size:
        return None
    *_, name, extra = _LOCAL.unpack(header)
    begins_at = info.header_offset + _LOCAL.size + name + extra
    archivo.seek(begins_at)
    if archivo.read(len(FIRMA)) != FIRMA:
        return None
    stretch = _Stretch(archivo, begins_at, info.file_size)
    return cast("BinaryIO", io.BufferedReader(stretch))


class _Stretch(io.RawIOBase):
    """Some bytes of a file that follow each other, as a file."""

    def __init__(self, archivo: BinaryIO, begins_at: int, size: int) -> None:
        super().__init__()
        self._archivo = archivo
        self._begins_at = begins_at
        self._size = size
        self._position = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._size}[whence]
        self._position = max(0, base + offset)
        return self._position

    def readinto(self, buffer: Any, /) -> int:  # noqa: ANN401 (its type has a name from 3.12 on)
        goal: memoryview = memoryview(buffer).cast("B")
        self._archivo.seek(self._begins_at + self._position)
        piece = self._archivo.read(min(len(goal), max(0, self._size - self._position)))
        goal[: len(piece)] = piece
        self._position += len(piece)
        return len(piece)


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


def _member(entry: _Held, limits: ZipLimits) -> ZipMember:
    nombre = visible(sin_medias_letras(entry.nombre))[-_LONGEST_NAME:]
    motivo = entry.motivo or _refused(entry.info, limits)
    if motivo is not None:
        return ZipMember(nombre, b"", motivo)
    try:
        with entry.opened.open(entry.info) as member:
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
