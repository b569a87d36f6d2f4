"""Files as one .zip that is handed out while it is made, so that no more than a file is held."""

import zipfile
from collections.abc import Iterable, Iterator


class _Pipe:
    """What a ZipFile writes into that cannot go back: it keeps what was written until asked."""

    def __init__(self) -> None:
        self._written = bytearray()

    def write(self, data: bytes) -> int:
        """Take some bytes."""
        self._written += data
        return len(data)

    def close(self) -> None:
        """Do nothing: it holds nothing but bytes."""

    def flush(self) -> None:
        """Do nothing: whoever reads takes what there is."""

    def taken(self) -> bytes:
        """Return what was written since the last time."""
        data = bytes(self._written)
        self._written.clear()
        return data


def zip_pieces(archivos: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    """Give a .zip of these files, name and content, in pieces."""
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as destino:
        for nombre, contenido in archivos:
            destino.writestr(nombre, contenido)
            yield pipe.taken()
    yield pipe.taken()


def zip_of_streams(
    archivos: Iterable[tuple[zipfile.ZipInfo, Iterable[bytes]]], *, comment: bytes
) -> Iterator[bytes]:
    """Give a .zip of files that arrive in pieces themselves, in pieces; a piece is held at a time.

    Each is compressed as its ZipInfo says, and the same files give the same bytes at any hour.
    """
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w") as destino:
        destino.comment = comment
        for info, piezas in archivos:
            # How long it gets is known at its end.
            with destino.open(info, "w", force_zip64=True) as miembro:
                for pieza in piezas:
                    miembro.write(pieza)
                    yield pipe.taken()
    yield pipe.taken()
