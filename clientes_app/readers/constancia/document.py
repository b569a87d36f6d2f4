"""Constancias as the document that a bulk load reads: a PDF, or a zip of them, a row each.

A constancia says neither the use of invoices nor, in most years, an e-mail, and of several
régimenes nobody can tell which one: those cells stay blank.
"""

from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice
from typing import BinaryIO

from clientes_app.domain.columnas import CAMPOS
from clientes_app.domain.cruces import dia_de
from clientes_app.domain.emisor import QuienFactura
from clientes_app.domain.problemas import Problema, aviso, error
from clientes_app.readers.constancia.apart import PdfChild
from clientes_app.readers.constancia.reader import MOST_BYTES, is_pdf
from clientes_app.readers.constancia.values import (
    ConstanciaData,
    ConstanciaReading,
    notices_of_age,
    reason,
)
from clientes_app.readers.motivos import Motivo, NoCargableError
from clientes_app.readers.table import (
    NADA_MAS,
    DichoDelDocumento,
    MalformedRow,
    TextRows,
    text_rows,
)
from clientes_app.readers.zip_members import FIRMA, ZipLimits, ZipMember, contents

LIMITS = ZipLimits(members=5_000, member_bytes=MOST_BYTES)
"""How much of a zip of constancias is read."""

_ROWS = 20


@dataclass(frozen=True, slots=True)
class ConstanciasDocument:
    """A PDF, or a zip. Each row stands on the «line» of its place among the files, from 1.

    `hoy` is the day by which a constancia is old.
    """

    archivo: BinaryIO
    nombre: str
    hoy: date
    codificacion: str = ""
    delimitador: str = ""
    parcial: bool = True
    documento: str = "constancias"
    dicho: DichoDelDocumento = NADA_MAS

    def tables(self) -> Iterator[TextRows]:
        """Yield the rows, a few at a time; what is no constancia is a row that is refused.

        Raises NoCargableError for a bare file that is none, and for what is no whole zip.
        """
        self.archivo.seek(0)
        is_zip = self.archivo.read(len(FIRMA)) == FIRMA
        with closing(readings(self.archivo, self.nombre)) as read:
            numbered = enumerate(read, start=1)
            while chunk := list(islice(numbered, _ROWS)):
                _, (_, first) = chunk[0]
                if first.motivo is not None and not is_zip:
                    raise NoCargableError(first.motivo)
                yield _table(chunk, self.hoy)

    def count_rows(self) -> int:
        """Say how many files there are. Raises NoCargableError."""
        return sum(1 for _ in contents(self.archivo, self.nombre, LIMITS))


def is_constancia(head: bytes, nombre: str) -> bool:
    """Whether a file is a PDF, or at least meant to be one."""
    return is_pdf(head) or nombre.lower().endswith(".pdf")


def open_constancias(archivo: BinaryIO, nombre: str, _quien: QuienFactura) -> ConstanciasDocument:
    """Open a PDF, or a zip of them, which say the same whoever issues."""
    return ConstanciasDocument(archivo, nombre, dia_de(datetime.now(UTC)))


def readings(archivo: BinaryIO, nombre: str) -> Generator[tuple[str, ConstanciaReading]]:
    """Yield the name of each PDF and what it says, read in a process of its own.

    Raises NoCargableError for what is no whole zip.
    """
    with PdfChild() as child:
        for member in contents(archivo, nombre, LIMITS):
            yield member.nombre, _reading(member, child)


def _reading(member: ZipMember, child: PdfChild) -> ConstanciaReading:
    if member.motivo is not None:
        return ConstanciaReading(motivo=member.motivo)
    if not is_pdf(member.contenido):
        return ConstanciaReading(motivo=reason("no_es_pdf" if member.contenido else "vacio"))
    return child.read(member.contenido)


def row(datos: ConstanciaData) -> tuple[str, ...]:
    """Return the twenty values of the client whom a constancia is about; its address is theirs.

    The régimen is there only when exactly one has not ended.
    """
    live = [each for each in datos.regimenes if each.hasta is None]
    values = {
        "nombre": datos.nombre,
        "rfc": datos.rfc,
        "regimen_fiscal": (live[0].clave or "") if len(live) == 1 else "",
        "email": datos.email,
        "codigo_postal": datos.cp,
        "calle": datos.calle,
        "numero_exterior": datos.numero_exterior,
        "numero_interior": datos.numero_interior,
        "colonia": datos.colonia,
        "codigo_postal_envio": datos.cp,
        "localidad": datos.localidad,
        "municipio": datos.municipio,
        "estado": datos.estado,
    }
    return tuple(values.get(campo, "") for campo in CAMPOS)


def _table(chunk: list[tuple[int, tuple[str, ConstanciaReading]]], hoy: date) -> TextRows:
    lineas: list[int] = []
    filas: list[tuple[str, ...]] = []
    malformed: list[MalformedRow] = []
    avisos: list[tuple[int, Problema]] = []
    lugares: dict[int, str] = {}
    for linea, (nombre, reading) in chunk:
        lugares[linea] = nombre
        if reading.datos is None:
            malformed.append(_refused(linea, nombre, reading))
            continue
        lineas.append(linea)
        filas.append(row(reading.datos))
        avisos += [(linea, each) for each in _notices(nombre, reading, reading.datos, hoy)]
    return text_rows(lineas, filas, malformed, avisos, lugares)


def _refused(linea: int, nombre: str, reading: ConstanciaReading) -> MalformedRow:
    """Refuse a file; what its QR says is in the row, to be completed by hand."""
    motivo = reading.motivo or Motivo(codigo="", mensaje="")
    rfc = reading.qr.rfc if reading.qr else ""
    valores = tuple(rfc if campo == "rfc" else "" for campo in CAMPOS)
    return MalformedRow(linea, valores, error(None, motivo.codigo, motivo.mensaje, valor=nombre))


def _notices(
    nombre: str, reading: ConstanciaReading, datos: ConstanciaData, hoy: date
) -> Iterator[Problema]:
    for notice in (*reading.avisos, *notices_of_age(datos, hoy)):
        yield aviso(None, notice.codigo, notice.mensaje, valor=nombre)
    if len(datos.vigentes) > 1:
        yield aviso(
            "regimen_fiscal",
            "varios_regimenes",
            "La constancia muestra varios regímenes vigentes.",
            valor=", ".join(datos.vigentes),
            sugerencia="Elija con cuál se le factura.",
        )
