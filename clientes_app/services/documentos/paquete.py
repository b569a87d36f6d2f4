"""Many documents as the one file that a process takes: a zip, made while it is read."""

from collections import Counter
from collections.abc import Iterable, Iterator

from clientes_app.export.zip_pieces import zip_pieces


def empacar(documentos: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    """Return a zip of documents, name and bytes, piece by piece; one is in memory at a time.

    Of documents of one name each gets a number, so that what is said of one says which.
    """
    return zip_pieces(numerados(documentos))


def numerados(documentos: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    """Yield documents, name and bytes; of those of one name from the second on with a number."""
    times: Counter[str] = Counter()
    for name, content in documentos:
        times[name] += 1
        yield (name if times[name] == 1 else f"{name} ({times[name]})"), content
