"""Constancias looked into without a database: what they say, for the command line and the pages.

Nothing of a document is kept, and nothing it says is written into a log.
"""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any, BinaryIO

from clientes_app.domain.catalogos import REGIMENES
from clientes_app.domain.columnas import CAMPOS
from clientes_app.readers.constancia.apart import read_apart
from clientes_app.readers.constancia.document import readings, row
from clientes_app.readers.constancia.values import ConstanciaData, ConstanciaReading
from clientes_app.readers.motivos import NoCargableError
from clientes_app.readers.zip_members import FIRMA


@dataclass(frozen=True, slots=True)
class ConstanciaLeida:
    """What came of one file, or of one member of a zip, which is called «zip!member»."""

    archivo: str
    reading: ConstanciaReading

    @property
    def es_buena(self) -> bool:
        """Whether its data were read."""
        return self.reading.datos is not None

    def como_dict(self) -> dict[str, Any]:
        """As `clientes constancia --json` prints it."""
        reading = self.reading
        motivo = reading.motivo
        return {
            "archivo": self.archivo,
            "resultado": "ok" if self.es_buena else "error",
            "motivo": {"codigo": motivo.codigo, "mensaje": motivo.mensaje} if motivo else None,
            "datos": reading.datos.como_dict() if reading.datos else {},
            "qr": reading.qr._asdict() if reading.qr else None,
            "avisos": [notice._asdict() for notice in reading.avisos],
        }

    def en_palabras(self) -> str:
        """Say for a terminal what the document says."""
        reading = self.reading
        if reading.datos is None:
            mensaje = reading.motivo.mensaje if reading.motivo else ""
            lineas = [f"{self.archivo}: no se pudo leer. {mensaje}"]
            if reading.qr is not None:
                lineas.append(
                    f"  De su código QR: RFC {reading.qr.rfc}, idCIF {reading.qr.id_cif}."
                )
        else:
            lineas = [f"{self.archivo}: {_en_una_linea(reading.datos)}"]
        lineas += (f"  {notice.mensaje}" for notice in reading.avisos)
        return "\n".join(lineas)


def leer_constancia(contenido: bytes) -> ConstanciaReading:
    """Read one PDF, in a process of its own: for whoever has it in memory."""
    return read_apart(contenido)


def leer_constancias(archivo: BinaryIO, nombre: str) -> Iterator[ConstanciaLeida]:
    """Read a PDF, or a zip of them one after the other; `archivo` must allow seeking."""
    archivo.seek(0)
    is_zip = archivo.read(len(FIRMA)) == FIRMA
    try:
        with closing(readings(archivo, nombre)) as read:
            for miembro, reading in read:
                yield ConstanciaLeida(f"{nombre}!{miembro}" if is_zip else nombre, reading)
    except NoCargableError as error:
        yield ConstanciaLeida(nombre, ConstanciaReading(motivo=error.motivo))


def valores_de_cliente(datos: ConstanciaData) -> dict[str, str]:
    """Return what a constancia says of a client: field to value, without the blank ones.

    The régimen is there only when exactly one is in force; `regimenes_a_elegir` gives the others.
    """
    return {campo: valor for campo, valor in zip(CAMPOS, row(datos), strict=True) if valor}


def regimenes_a_elegir(datos: ConstanciaData) -> tuple[tuple[str, str], ...]:
    """Return key and name of each régimen in force, in the order of the constancia."""
    return tuple((clave, REGIMENES[clave].descripcion) for clave in datos.vigentes)


def _en_una_linea(datos: ConstanciaData) -> str:
    claves = ", ".join(datos.vigentes)
    partes = [
        f"{datos.nombre or '(sin nombre)'}, {datos.rfc}",
        f"C.P. {datos.cp}" if datos.cp else "",
        f"{'regímenes' if len(datos.vigentes) > 1 else 'régimen'} {claves}" if claves else "",
        datos.estatus.lower(),
    ]
    return ", ".join(filter(None, partes)) + "."
