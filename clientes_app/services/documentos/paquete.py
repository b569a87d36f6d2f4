"""Many documents as the one file that a process takes: a zip, made while they are read."""

import zipfile
from collections.abc import Iterable, Iterator
from itertools import chain, count
from typing import TypeVar

from clientes_app.export.zip_pieces import zip_of_streams
from clientes_app.readers.csv.diagnosis import es_de_oficina
from clientes_app.readers.zip_members import FIRMA, PACKAGE
from clientes_app.services.errors import ErrorDeServicio

MAX_ARCHIVOS = 2_000
"""So many files are taken together at once; a zip counts as one of them."""

_HEAD = 4096
_CSV = ".csv"
_TABLES = (_CSV, ".xlsx", ".xlsm", ".xls", ".ods")

T = TypeVar("T")
Trozos = Iterable[bytes]


class NoVanJuntos(ErrorDeServicio):
    """A table came among documents; `str()` tells the user how to go on."""

    def __init__(self, nombre: str) -> None:
        """Keep the name of the file."""
        self.nombre = nombre
        solo = (
            "Los .csv se suben uno por uno."
            if nombre.lower().endswith(_CSV)
            else "Es un libro de hojas de cálculo: guárdelo como .csv y súbalo solo."
        )
        super().__init__(
            f"Entre los archivos está «{nombre}». {solo} Quítelo y suba juntos los demás. No se "
            "guardó nada."
        )


def empacar(documentos: Iterable[tuple[str, Trozos]]) -> Iterator[bytes]:
    """Return a zip of documents, name and pieces, piece by piece; one piece is in memory at a time.

    Of documents of one name each gets a number, so that what is said of one says which. A zip among
    them stays one, to be read like the others (`zip_members.PACKAGE`).
    """
    return zip_of_streams(
        (_member(name, pieces) for name, pieces in numerados(documentos)), comment=PACKAGE
    )


def numerados(documentos: Iterable[tuple[str, T]]) -> Iterator[tuple[str, T]]:
    """Yield documents, name and content; of those of one name from the second on with a number."""
    taken: set[str] = set()
    for name, content in documentos:
        stem, dot, ending = name.rpartition(".")
        numbered = (f"{stem} ({n}){dot}{ending}" if dot else f"{name} ({n})" for n in count(2))
        free = next(one for one in chain((name,), numbered) if one not in taken)
        taken.add(free)
        yield free, content


def solo_documentos(documentos: Iterable[tuple[str, Trozos]]) -> Iterator[tuple[str, Trozos]]:
    """Yield files as they are, unless one of them is a table, which is loaded by itself.

    Raises NoVanJuntos.
    """
    for name, pieces in documentos:
        if name.lower().endswith(_TABLES):
            raise NoVanJuntos(name)
        yield name, pieces


def nombre_de_varios(primero: str, cuantos: int) -> str:
    """Return what several files together are called."""
    otros = cuantos - 1
    return f"{primero} y {otros:,} más" if otros > 1 else f"{primero} y otro más"


def _member(name: str, pieces: Trozos) -> tuple[zipfile.ZipInfo, Trozos]:
    head, whole = _beginning(pieces)
    # With no moment of its own: the same files are known by the same bytes.
    info = zipfile.ZipInfo(name)
    if not head.startswith(FIRMA) or es_de_oficina(head):
        info.compress_type = zipfile.ZIP_DEFLATED
    return info, whole


def _beginning(pieces: Trozos) -> tuple[bytes, Trozos]:
    """Return the first bytes of a file, and all of its pieces."""
    rest, head = iter(pieces), b""
    first: list[bytes] = []
    while len(head) < _HEAD and (piece := next(rest, None)) is not None:
        first.append(piece)
        head += piece[:_HEAD]
    return head, chain(first, rest)
