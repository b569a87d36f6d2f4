"""The beat of the database in this process: everybody who follows something waits for it."""

import asyncio
import logging
import threading
import time
from collections.abc import Callable

from clientes_app.services.resources import Listener, listen

_log = logging.getLogger(__name__)
_RED_S = 2.0
_PAUSA_TRAS_FALLO_S = 1.0


class Pulso:
    """Beats after every write, whoever wrote; it listens only while somebody waits.

    One thread listens for the whole process, so that neither a busy event loop makes it deaf nor
    its waiting costs the loop anything.
    """

    def __init__(self, escuchar: Callable[[], Listener], *, red: float = _RED_S) -> None:
        """`escuchar` opens the ear in the thread; it beats every `red` seconds in any case.

        That is the net for a write that was not heard, and for what changes because time passes.
        """
        self._escuchar = escuchar
        self._red = red
        self._esperan = 0
        self._hilo: threading.Thread | None = None
        self._cerrojo = threading.Lock()
        self._proximo = asyncio.Event()
        self.numero = 0
        """How often it has beaten."""

    async def tras(self, numero: int) -> int:
        """Wait until it has beaten more often than `numero`, and return how often."""
        if self.numero > numero:
            return self.numero
        with self._cerrojo:
            self._esperan += 1
            if self._hilo is None:
                lazo = asyncio.get_running_loop()
                self._hilo = threading.Thread(
                    target=self._oir, args=(lazo,), name="pulso", daemon=True
                )
                self._hilo.start()
        try:
            await self._proximo.wait()
        finally:
            self._esperan -= 1
        return self.numero

    def latir(self) -> None:
        """Beat. Called on the loop."""
        self.numero += 1
        self._proximo.set()
        self._proximo = asyncio.Event()

    def _oir(self, lazo: asyncio.AbstractEventLoop) -> None:
        oido_abierto: Listener | None = None
        sordo = False
        while self._hago_falta(lazo):
            try:
                if oido_abierto is None:
                    oido_abierto = self._escuchar()
                else:
                    oido_abierto.wait(self._red)
                sordo = False
            except Exception:  # noqa: BLE001 - see below
                # Whatever the driver says: those who follow look by themselves until it is back.
                if not sordo:
                    _log.exception("The database cannot be listened to")
                sordo = True
                oido_abierto = _cerrado(oido_abierto)
                time.sleep(_PAUSA_TRAS_FALLO_S)
            # Also when it has just begun to listen: what was written before was not heard.
            _en(lazo, self.latir)
        _cerrado(oido_abierto)

    def _hago_falta(self, lazo: asyncio.AbstractEventLoop) -> bool:
        with self._cerrojo:
            if self._esperan and not lazo.is_closed():
                return True
            self._hilo = None
            return False


def _cerrado(oido_abierto: Listener | None) -> None:
    try:
        if oido_abierto is not None:
            oido_abierto.close()
    except Exception:  # noqa: BLE001 - it is of no more use, and that is known
        _log.debug("The ear did not close", exc_info=True)


def _en(lazo: asyncio.AbstractEventLoop, que: Callable[[], None]) -> None:
    try:
        lazo.call_soon_threadsafe(que)
    except RuntimeError:
        # The loop ended in this very moment, and with it those who waited.
        _log.debug("The loop is closed", exc_info=True)


pulso = Pulso(listen)
