"""The table that a document gave, kept in the document's place and read again as one.

A document is somebody's: once it was read, its rows are all that stays. Each line of JSON is one
`TextRows`; before them stands what the document as a whole says.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO, cast

from clientes_app.domain.emisor import QuienFactura
from clientes_app.domain.problemas import Gravedad, Problema
from clientes_app.readers.documents import Document
from clientes_app.readers.table import MalformedRow, TextRows, text_rows


@dataclass(slots=True)
class KeptTable:
    """The rows of a document that is gone, on the lines on which they stood.

    `quien` is no client: his rows are left out, whenever the account learned who he is.
    """

    archivo: BinaryIO
    documento: str
    quien: QuienFactura
    codificacion: str = ""
    delimitador: str = ""
    parcial: bool = True
    _issuers: tuple[str, ...] = field(default=(), init=False)

    @property
    def emisores(self) -> tuple[str, ...]:
        """Who issued, where the document did not tell which of them is the account."""
        return () if self.quien.rfc else self._issuers

    def tables(self) -> Iterator[TextRows]:
        """Yield the rows in their order, as the document gave them."""
        self.archivo.seek(0)
        said = cast("dict[str, list[str]]", json.loads(self.archivo.readline()))
        self._issuers = tuple(said["emisores"])
        for line in self.archivo:
            yield _rows(json.loads(line), without=self.quien.rfc)

    def lugares(self) -> dict[int, str]:
        """Return where each row stood in the document, by its line."""
        return {line: lugar for rows in self.tables() for line, lugar in rows.lugares.items()}

    def count_rows(self) -> int:
        """Return how many rows `tables` gives."""
        return sum(len(rows.textos) + len(rows.malformed) for rows in self.tables())


def heading(document: Document) -> bytes:
    """Return what stands before the rows; known once the document was read to its end."""
    return _line({"emisores": list(document.emisores)})


def kept(rows: TextRows) -> bytes:
    """Return some rows as they are kept."""
    columns = (rows.textos.index.tolist(), rows.textos.to_numpy(dtype=object).tolist())
    return _line(
        {
            "filas": [[linea, *valores] for linea, valores in zip(*columns, strict=True)],
            "mal_formadas": rows.malformed,
            "avisos": rows.avisos,
            "lugares": rows.lugares,
        }
    )


def _line(said: dict[str, Any]) -> bytes:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _rows(said: dict[str, Any], *, without: str) -> TextRows:
    filas: list[list[Any]] = said["filas"]
    ours: set[int] = set()
    if without:
        # The RFC is the second of the twenty columns.
        ours = {linea for linea, _nombre, rfc, *_ in filas if rfc == without}
    left = [fila for fila in filas if fila[0] not in ours]
    return text_rows(
        [fila[0] for fila in left],
        [fila[1:] for fila in left],
        [
            MalformedRow(linea, tuple(valores), _problema(problema))
            for linea, valores, problema in said["mal_formadas"]
        ],
        [(linea, _problema(problema)) for linea, problema in said["avisos"] if linea not in ours],
        {int(linea): lugar for linea, lugar in said["lugares"].items()},
    )


def _problema(parts: list[Any]) -> Problema:
    problema = Problema(*parts)
    return problema._replace(gravedad=Gravedad(problema.gravedad))
