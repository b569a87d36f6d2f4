"""The process in which PDFs are read: one after the other from standard input, within limits.

A message is its length in four bytes and then itself. In comes a PDF, out goes what was read, as
JSON; an empty message says that the process is ready. Nothing is written but that, and no line of
what a document says goes anywhere else.
"""

import json
import resource
import struct
import sys
from collections.abc import Iterator
from dataclasses import asdict
from typing import BinaryIO

from clientes_app.readers.constancia.reader import read_constancia

LENGTH = struct.Struct("<I")
"""How the length of a message is written."""

MEMORY = 200 << 20
"""Bytes of memory, all that is mapped included; reading a constancia takes about 60 MB."""

SECONDS = 5
"""Seconds of the processor for one PDF, should nobody be left to end it; most take 0.05."""

_OPEN_FILES = 64


def message(content: bytes) -> bytes:
    """Return a message of this content."""
    return LENGTH.pack(len(content)) + content


def receive(stream: BinaryIO) -> bytes | None:
    """Return the next message, None at the end of the stream, also in the midst of one."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (size,) = LENGTH.unpack(head)
    content = stream.read(size)
    return content if len(content) == size else None


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (_OPEN_FILES, _OPEN_FILES))


def _allow_time() -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = int(used.ru_utime + used.ru_stime) + SECONDS + 1
    resource.setrlimit(resource.RLIMIT_CPU, (until, resource.RLIM_INFINITY))


def _pdfs() -> Iterator[bytes]:
    while (contenido := receive(sys.stdin.buffer)) is not None:
        yield contenido


def main() -> None:
    """Read PDFs until standard input ends."""
    _limit()
    output = sys.stdout.buffer
    output.write(message(b""))
    output.flush()
    for contenido in _pdfs():
        _allow_time()
        reading = asdict(read_constancia(contenido))
        output.write(message(json.dumps(reading, ensure_ascii=False).encode()))
        output.flush()


if __name__ == "__main__":
    main()
