"""One watch on the database for all tabs of this process: the database is the bus."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field

from clientes_app.services.clientes import revision
from clientes_app.services.recursos import motor
from clientes_app.state.hilo import en_hilo

_bitacora = logging.getLogger(__name__)
_PAUSA = 0.25
_PAUSA_TRAS_FALLO = 2.0


@dataclass(slots=True)
class _Puesto:
    revision: int
    esperan: int = 0
    cambio: asyncio.Condition = field(default_factory=asyncio.Condition)
    tarea: asyncio.Task[None] | None = None


class Vigia:
    """Tells waiting tabs that something changed in their account, not what.

    The database is asked only while somebody waits, once for all who wait.
    """

    def __init__(self, leer: Callable[[int], int]) -> None:
        """`leer` gives the revision of an account; it runs in a thread."""
        self._leer = leer
        self._puestos: dict[int, _Puesto] = {}

    async def actual(self, cuenta_id: int) -> int:
        """The revision of the account now."""
        return await en_hilo(self._leer, cuenta_id)

    async def despues_de(self, cuenta_id: int, vista: int) -> int:
        """Wait until the account has a later revision than `vista`, and return it."""
        puesto = self._puestos.get(cuenta_id)
        if puesto is None:
            puesto = self._puestos[cuenta_id] = _Puesto(vista)
        puesto.esperan += 1
        if puesto.tarea is None:
            puesto.tarea = asyncio.create_task(self._vigilar(cuenta_id, puesto))
        try:
            async with puesto.cambio:
                await puesto.cambio.wait_for(lambda: puesto.revision > vista)
                return puesto.revision
        finally:
            puesto.esperan -= 1

    async def _vigilar(self, cuenta_id: int, puesto: _Puesto) -> None:
        while puesto.esperan:
            try:
                nueva = await self.actual(cuenta_id)
            except Exception:  # noqa: BLE001 - see below
                # Whatever the driver says: the watch goes on, else every open list stands still.
                _bitacora.exception("The revision of account %s could not be read", cuenta_id)
                await asyncio.sleep(_PAUSA_TRAS_FALLO)
                continue
            if nueva > puesto.revision:
                async with puesto.cambio:
                    puesto.revision = nueva
                    puesto.cambio.notify_all()
            await asyncio.sleep(_PAUSA)
        del self._puestos[cuenta_id]


def _revision(cuenta_id: int) -> int:
    return revision(motor(), cuenta_id)


vigia = Vigia(_revision)
