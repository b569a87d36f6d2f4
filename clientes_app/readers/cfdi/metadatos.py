"""The metadata of the SAT's bulk download: a row an invoice, columns parted by «~».

Columns go by their names, whatever their order. A line break may stand inside a name, quotes are
plain characters, and a «~» inside a name shifts what follows: such a row is put right when its RFCs
and dates leave one way only, and refused otherwise. One row is held at a time, since there may be a
million.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from clientes_app.domain.rfc.structure import normalizar, sigue_patron
from clientes_app.domain.texto import mayusculas, sin_acentos
from clientes_app.readers.cfdi.comprobante import (
    VERSION_DE_METADATOS,
    Comprobante,
    DocumentoRechazado,
    EmisorDeCfdi,
    Leido,
    ReceptorDeCfdi,
    motivo_de_tipo,
)
from clientes_app.readers.cfdi.invoice import collapsed
from clientes_app.readers.cfdi.motivos import no_es_cfdi

_SEPARATORS = "~|\t"
"""The SAT writes «~»; programs that hand its metadata on write others."""

_WANTED = (
    "uuid",
    "rfcemisor",
    "nombreemisor",
    "rfcreceptor",
    "nombrereceptor",
    "fechaemision",
    "efectocomprobante",
    "estatus",
)
_BEFORE = " \r\n\xef\xbb\xbf"
_MAX_LINE = 64 * 1024
_MAX_EXTRA = 20
_RE_UUID = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
_RE_FECHA = re.compile(r"(\d{4})-(\d{2})-(\d{2})[T ](\d{2}:\d{2}:\d{2})")
_RE_FECHA_LOCAL = re.compile(r"(\d{2})/(\d{2})/(\d{4})(?:[T ]+(\d{2}:\d{2}:\d{2}))?")
_AS_SAVED = bytes.maketrans(b",;", b"~~")
_HEADINGS = frozenset({"uuid", "rfcreceptor"})
_OF_THIRD_PARTIES = frozenset({"uuid", "rfcacuentaterceros"})
_EFECTOS = {"INGRESO": "I", "EGRESO": "E", "PAGO": "P", "TRASLADO": "T", "NOMINA": "N"}


@dataclass(frozen=True, slots=True)
class _MetadataColumns:
    """Where each column that is wanted stands, how many there are, and what parts them."""

    places: dict[str, int]
    count: int
    separator: str

    @property
    def needed(self) -> int:
        """How many a row must have at least: those behind them may be missing where it ends."""
        return max(self.places.values()) + 1

    def begins_row(self, line: str) -> bool:
        """Whether a line holds the number of an invoice where that stands."""
        cells = line.split(self.separator, self.places["uuid"] + 1)
        at = self.places["uuid"]
        return len(cells) > at and _RE_UUID.match(cells[at].strip()) is not None


def is_metadata(head: bytes) -> bool:
    """Whether a file that begins so is the SAT's metadata."""
    return any(set(names) >= _HEADINGS for names in _possible_headers(head))


def is_of_third_parties(head: bytes) -> bool:
    """Whether it is the list of third parties that comes beside the metadata."""
    return any(set(names) >= _OF_THIRD_PARTIES for names in _possible_headers(head))


def is_metadata_saved_anew(head: bytes) -> bool:
    """Whether the metadata were opened in Excel and saved: then a comma may part two names."""
    return is_metadata(head.translate(_AS_SAVED, b'"'))


def _possible_headers(head: bytes) -> Iterator[list[str]]:
    """Yield the names in the first line for each separator that it may have, if it may be one."""
    # Of a hundred thousand files in a zip hardly one is metadata: each header has this name.
    if b"uuid" not in head.lower():
        return
    first = next(iter(head.decode("latin-1").lstrip(_BEFORE).splitlines()), "")
    for separator in _SEPARATORS:
        yield _names(first, separator)


def _names(header: str, separator: str) -> list[str]:
    return [name.strip().lower() for name in header.split(separator)]


def read_metadatos(file: BinaryIO, archivo: str) -> Iterator[Leido]:
    """Yield the rows below the header. Raises NoEsCfdiError when a column is missing in it."""
    lines = _lines(file)
    columns = _columns(next((line for _, line in lines if line.strip()), ""))
    for number, row in _rows(lines, columns):
        comprobante = _comprobante(row, columns, archivo)
        if comprobante is None:
            refusal = no_es_cfdi(motivo="renglon_ilegible", detalle=f"{number:,}")
            yield DocumentoRechazado(archivo, refusal.codigo, refusal.mensaje)
        else:
            yield comprobante


def _columns(header: str) -> _MetadataColumns:
    separator = max(_SEPARATORS, key=header.count)
    names = _names(header, separator)
    for wanted in _WANTED:
        if wanted not in names:
            raise no_es_cfdi(motivo="encabezado", detalle=wanted)
    return _MetadataColumns({name: names.index(name) for name in _WANTED}, len(names), separator)


def _lines(file: BinaryIO) -> Iterator[tuple[int, str]]:
    """Yield the physical lines with their numbers, without their ends."""
    number = 0
    while line := file.readline(_MAX_LINE):
        number += 1
        yield number, _decoded(line).lstrip("\ufeff").rstrip("\r\n")


def _decoded(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")


def _rows(lines: Iterator[tuple[int, str]], columns: _MetadataColumns) -> Iterator[tuple[int, str]]:
    """Join what a line break inside a name has parted: a row begins with the number of an invoice.

    A line that begins otherwise goes on with the row before it, while that one lacks columns.
    """
    start, row = 0, ""
    for number, line in lines:
        is_whole = row.count(columns.separator) >= columns.count - 1 or len(row) >= _MAX_LINE
        goes_on = row and not is_whole and not columns.begins_row(line)
        if goes_on:
            row = f"{row} {line}"
            continue
        if row.strip():
            yield start, row
        start, row = number, line
    if row.strip():
        yield start, row


def _comprobante(row: str, columns: _MetadataColumns, archivo: str) -> Comprobante | None:
    """Return the invoice of a row; None when its columns cannot be told apart."""
    cells = [cell.strip() for cell in row.split(columns.separator)]
    cells = _repaired(cells, columns)
    if not cells:
        return None
    value = {name: cells[place] for name, place in columns.places.items()}
    efecto = sin_acentos(mayusculas(value["efectocomprobante"]))
    tipo = _EFECTOS.get(efecto, efecto)
    return Comprobante(
        archivo=archivo,
        version=VERSION_DE_METADATOS,
        tipo=tipo,
        uuid=value["uuid"],
        fecha=_moment(value["fechaemision"]),
        emisor=EmisorDeCfdi(normalizar(value["rfcemisor"]), collapsed(value["nombreemisor"])),
        receptor=ReceptorDeCfdi(
            rfc=normalizar(value["rfcreceptor"]), nombre=collapsed(value["nombrereceptor"])
        ),
        motivo=motivo_de_tipo(tipo),
        cancelado=value["estatus"].lower() in {"0", "cancelado"},
    )


def _repaired(cells: list[str], columns: _MetadataColumns) -> list[str]:
    """Return a row with as many cells as the header; none when there is not one way only.

    Of the cells too many each belongs to one of the two names; too few are none only behind all
    that are wanted.
    """
    if columns.needed <= len(cells) < columns.count:
        cells = cells + [""] * (columns.count - len(cells))
    extra = len(cells) - columns.count
    first, second = sorted((columns.places["nombreemisor"], columns.places["nombrereceptor"]))
    if not 0 <= extra <= _MAX_EXTRA:
        return []
    ways: list[list[str]] = []
    for to_first in range(extra + 1):
        half = _joined(cells, first, to_first, columns.separator)
        one = _joined(half, second, extra - to_first, columns.separator)
        if _fits(one, columns):
            ways.append(one)
    return ways[0] if len(ways) == 1 else []


def _joined(cells: list[str], place: int, extra: int, separator: str) -> list[str]:
    end = place + 1 + extra
    return [*cells[:place], separator.join(cells[place:end]), *cells[end:]]


def _fits(cells: list[str], columns: _MetadataColumns) -> bool:
    """Whether number, RFCs and date stand where the header says."""
    at = columns.places
    return (
        _RE_UUID.fullmatch(cells[at["uuid"]]) is not None
        and all(sigue_patron(normalizar(cells[at[rfc]])) for rfc in ("rfcemisor", "rfcreceptor"))
        and _moment(cells[at["fechaemision"]])[:1].isdigit()
    )


def _moment(text: str) -> str:
    """Return a moment as ISO 8601; "" for what is none."""
    if found := _RE_FECHA.match(text):
        return f"{found[1]}-{found[2]}-{found[3]}T{found[4]}"
    if found := _RE_FECHA_LOCAL.match(text):
        return f"{found[3]}-{found[2]}-{found[1]}T{found[4] or '00:00:00'}"
    return ""
