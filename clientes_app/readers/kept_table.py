"""The table that a document gave, kept in the document's place and read again as one.

A document is somebody's: once it was read, its rows are all that stays. Each line of JSON is one
`TextRows`; before them stands what the document as a whole says.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from clientes_app.domain.emisor import QuienFactura
from clientes_app.domain.problemas import Gravedad, Problema
from clientes_app.readers.documents import Document
from clientes_app.readers.table import (
    NADA_MAS,
    SUPUESTO,
    DichoDelDocumento,
    MalformedRow,
    TextRows,
    text_rows,
)


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
    _said: DichoDelDocumento = field(default=NADA_MAS, init=False)

    @property
    def dicho(self) -> DichoDelDocumento:
        """What the document said as a whole; who issued it only until the account says it."""
        return self._said._replace(emisores=(), supuesto="") if self.quien.rfc else self._said

    def tables(self) -> Iterator[TextRows]:
        """Yield the rows in their order, as the document gave them.

        Whoever was wrongly taken for the account is among them once it says who it is.
        """
        self.archivo.seek(0)
        self._said = _dicho(json.loads(self.archivo.readline()))
        apart = self._said.apartada if self.quien.rfc not in {"", self._said.supuesto} else None
        for line in self.archivo:
            said = json.loads(line)
            if apart is not None and _stands_in(apart[0], said["filas"]):
                said["filas"] = sorted([*said["filas"], [apart[0], *apart[1]]])
                apart = None
            yield _rows(said, without=self.quien.rfc)
        if apart is not None:
            yield text_rows([apart[0]], [apart[1]])

    def lugares(self) -> dict[int, str]:
        """Return where each row stood in the document, by its line."""
        places = {line: lugar for rows in self.tables() for line, lugar in rows.lugares.items()}
        if self._said.apartada is not None:
            line, _, lugar = self._said.apartada
            places[line] = lugar
        return places

    def count_rows(self) -> int:
        """Return how many rows `tables` gives."""
        return sum(len(rows.textos) + len(rows.malformed) for rows in self.tables())


def heading(document: Document) -> bytes:
    """Return what stands before the rows; known once the document was read to its end."""
    return _line(document.dicho._asdict())


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


def _dicho(said: dict[str, Any]) -> DichoDelDocumento:
    apartada = said.get("apartada")
    return DichoDelDocumento(
        emisores=tuple(said["emisores"]),
        supuesto=said.get("supuesto", ""),
        apartada=None if apartada is None else (apartada[0], tuple(apartada[1]), apartada[2]),
        sin_leer=said.get("sin_leer", ""),
    )


def _stands_in(line: int, filas: list[list[Any]]) -> bool:
    """Whether a line is to stand among these rows: before them, between them, or before none."""
    return not filas or line < filas[-1][0]


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
        [
            (linea, _problema(problema))
            for linea, problema in said["avisos"]
            if linea not in ours and not (without and _problema(problema).codigo == SUPUESTO)
        ],
        {int(linea): lugar for linea, lugar in said["lugares"].items()},
    )


def _problema(parts: list[Any]) -> Problema:
    problema = Problema(*parts)
    return problema._replace(gravedad=Gravedad(problema.gravedad))
