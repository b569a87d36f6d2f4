"""The bridge between an upload that arrives on the event loop and a service in a thread."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import Future

import reflex as rx


class ReceivedChunks(Iterator[bytes]):
    """The bytes of an upload, for a thread that asks for them one after another.

    The thread waits while nothing has arrived, and the browser waits while the thread is
    busy, so that never more than a few chunks are held.
    """

    def __init__(self, chunks: rx.UploadChunkIterator, first: bytes) -> None:
        """Begin with the chunk that was already taken to learn the file's name."""
        self._chunks = chunks
        self._first: bytes | None = first
        self._loop = asyncio.get_running_loop()
        self._pending: Future[bytes | None] | None = None

    def __next__(self) -> bytes:
        """Return the next bytes; raises CancelledError when the browser has gone."""
        if self._first is not None:
            first, self._first = self._first, None
            return first
        self._pending = asyncio.run_coroutine_threadsafe(self._read(), self._loop)
        chunk = self._pending.result()
        if chunk is None:
            raise StopIteration
        return chunk

    async def _read(self) -> bytes | None:
        chunk = await anext(self._chunks, None)
        return None if chunk is None else chunk.data

    def abandon(self) -> None:
        """Wake the thread with an error: nothing more will arrive."""
        if self._pending is not None:
            self._pending.cancel()
