"""The bridge between an upload that arrives on the event loop and a service in a thread."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import Future

import reflex as rx


class TrozosRecibidos(Iterator[bytes]):
    """The bytes of an upload, for a thread that asks for them one after another.

    The thread waits while nothing has arrived, and the browser waits while the thread is
    busy, so that never more than a few pieces are held. `nombre` is the name of the file,
    known from the first piece on.
    """

    def __init__(self, trozos: rx.UploadChunkIterator, primero: bytes) -> None:
        """Begin with the piece that was already taken to learn the file's name."""
        self._trozos = trozos
        self._primero: bytes | None = primero
        self._bucle = asyncio.get_running_loop()
        self._pendiente: Future[bytes | None] | None = None

    def __next__(self) -> bytes:
        """Return the next bytes; raises CancelledError when the browser has gone."""
        if self._primero is not None:
            primero, self._primero = self._primero, None
            return primero
        self._pendiente = asyncio.run_coroutine_threadsafe(self._siguiente(), self._bucle)
        trozo = self._pendiente.result()
        if trozo is None:
            raise StopIteration
        return trozo

    async def _siguiente(self) -> bytes | None:
        trozo = await anext(self._trozos, None)
        return None if trozo is None else trozo.data

    def abandonar(self) -> None:
        """Wake the thread with an error: nothing more will arrive."""
        if self._pendiente is not None:
            self._pendiente.cancel()
