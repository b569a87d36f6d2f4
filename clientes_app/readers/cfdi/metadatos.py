"""The metadata of the SAT's bulk download: a row an invoice, columns parted by «~».

A line break may stand inside a name, quotes are plain characters, and a «~» inside a name shifts
what follows: such a row is put right when its RFCs and dates leave one way only, and refused
otherwise. One row is held at a time, since there may be a million.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from clientes_app.domain.rfc.structure import normalizar, sigue_patron
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

SEPARATOR = "~"
HEADER = b"uuid~rfcemisor~"
THIRD_PARTIES = b"uuid~rfcacuentaterceros~"

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
_MAX_LINE = 64 * 1024
_MAX_EXTRA = 20
_RE_UUID = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
_RE_FECHA = re.compile(r"(\d{4})-(\d{2})-(\d{2})[T ](\d{2}:\d{2}:\d{2})")
_RE_FECHA_LOCAL = re.compile(r"(\d{2})/(\d{2})/(\d{4})(?:[T ]+(\d{2}:\d{2}:\d{2}))?")
_EFECTOS = {"INGRESO": "I", "EGRESO": "E", "PAGO": "P", "TRASLADO": "T", "NOMINA": "N"}


@dataclass(frozen=True, slots=True)
class _MetadataColumns:
    """Where each column that is wanted stands, and how many there are."""

    places: dict[str, int]
    count: int


def read_metadatos(file: BinaryIO, archivo: str) -> Iterator[Leido]:
    """Yield the rows below the header. Raises NoEsCfdiError when a column is missing in it."""
    lines = _lines(file)
    columns = _columns(next(lines, (1, ""))[1])
    for number, row in _rows(lines, columns.count):
        comprobante = _comprobante(row, columns, archivo)
        if comprobante is None:
            refusal = no_es_cfdi(motivo="renglon_ilegible", detalle=f"{number:,}")
            yield DocumentoRechazado(archivo, refusal.codigo, refusal.mensaje)
        else:
            yield comprobante


def _columns(header: str) -> _MetadataColumns:
    names = [name.strip().lower() for name in header.split(SEPARATOR)]
    for wanted in _WANTED:
        if wanted not in names:
            raise no_es_cfdi(motivo="encabezado", detalle=wanted)
    return _MetadataColumns({name: names.index(name) for name in _WANTED}, len(names))


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


def _rows(lines: Iterator[tuple[int, str]], count: int) -> Iterator[tuple[int, str]]:
    """Join what a line break inside a name has parted: a row begins with the number of an invoice.

    A line that begins otherwise goes on with the row before it, while that one lacks columns.
    """
    start, row = 0, ""
    for number, line in lines:
        is_row = _RE_UUID.match(line) is not None
        goes_on = row and not is_row and row.count(SEPARATOR) < count - 1 and len(row) < _MAX_LINE
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
    cells = [cell.strip() for cell in row.split(SEPARATOR)]
    cells = _repaired(cells, columns)
    if not cells:
        return None
    value = {name: cells[place] for name, place in columns.places.items()}
    efecto = value["efectocomprobante"].upper()
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

    Of the cells too many each belongs to one of the two names.
    """
    extra = len(cells) - columns.count
    emisor, receptor = columns.places["nombreemisor"], columns.places["nombrereceptor"]
    if not 0 <= extra <= _MAX_EXTRA or emisor > receptor:
        return []
    ways: list[list[str]] = []
    for to_emisor in range(extra + 1):
        one = _joined(_joined(cells, emisor, to_emisor), receptor, extra - to_emisor)
        if _fits(one, columns):
            ways.append(one)
    return ways[0] if len(ways) == 1 else []


def _joined(cells: list[str], place: int, extra: int) -> list[str]:
    end = place + 1 + extra
    return [*cells[:place], SEPARATOR.join(cells[place:end]), *cells[end:]]


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
