"""A CSV as the document that a bulk load reads."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from clientes_app.readers.csv.dialect import CsvDialect, detect_dialect
from clientes_app.readers.csv.frames import leer_tablas
from clientes_app.readers.csv.records import leer
from clientes_app.readers.table import NADA_MAS, DichoDelDocumento, TextRows


@dataclass(frozen=True, slots=True)
class CsvDocument:
    """A file of the template, and how it is written. Each row has every column: blank is blank."""

    archivo: BinaryIO
    dialecto: CsvDialect
    parcial: bool = False
    documento: str = ""
    dicho: DichoDelDocumento = NADA_MAS

    @property
    def codificacion(self) -> str:
        """The encoding (`CsvDialect`)."""
        return self.dialecto.codificacion

    @property
    def delimitador(self) -> str:
        """The separator (`CsvDialect`)."""
        return self.dialecto.delimitador

    def tables(self) -> Iterator[TextRows]:
        """Yield the rows, some thousand at a time. Raises NoCargableError."""
        return leer_tablas(self.archivo, self.dialecto)

    def count_rows(self) -> int:
        """Read the file to its end and say how many rows it has. Raises NoCargableError."""
        return sum(1 for _ in leer(self.archivo, self.dialecto))


def open_csv(archivo: BinaryIO, nombre: str) -> CsvDocument:
    """Find out how a CSV is written. Raises NoCargableError for what is none."""
    return CsvDocument(archivo, detect_dialect(archivo, nombre))
