"""The bridge between an upload that arrives on the event loop and a service in a thread."""

import asyncio
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future

import reflex as rx


class ReceivedChunks(Iterator[rx.UploadChunk]):
    """The pieces of an upload, for a thread that asks for them one after another.

    The thread waits while nothing has arrived, and the browser waits while the thread is
    busy, so that never more than a few pieces are held.
    """

    def __init__(self, chunks: rx.UploadChunkIterator, first: rx.UploadChunk) -> None:
        """Begin with the piece that was already taken to learn the file's name."""
        self._chunks = chunks
        self._first: rx.UploadChunk | None = first
        self._loop = asyncio.get_running_loop()
        self._pending: Future[rx.UploadChunk | None] | None = None

    def __next__(self) -> rx.UploadChunk:
        """Return the next piece; raises CancelledError when the browser has gone."""
        if self._first is not None:
            first, self._first = self._first, None
            return first
        self._pending = asyncio.run_coroutine_threadsafe(self._read(), self._loop)
        chunk = self._pending.result()
        if chunk is None:
            raise StopIteration
        return chunk

    async def _read(self) -> rx.UploadChunk | None:
        return await anext(self._chunks, None)

    def abandon(self) -> None:
        """Wake the thread with an error: nothing more will arrive."""
        if self._pending is not None:
            self._pending.cancel()


def files_in(chunks: Iterator[rx.UploadChunk]) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Yield each file of an upload, its name and its pieces, while they arrive.

    What was not taken of one is passed over when the next is asked for.
    """
    following = next(chunks, None)

    def pieces(first: rx.UploadChunk) -> Iterator[bytes]:
        nonlocal following
        yield first.data
        # Names may repeat; each file begins at its own beginning.
        while (following := next(chunks, None)) is not None and following.offset:
            yield following.data

    while following is not None:
        whole = pieces(following)
        yield following.filename, whole
        deque(whole, maxlen=0)
