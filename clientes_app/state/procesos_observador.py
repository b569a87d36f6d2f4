"""One look at the processes for all tabs of an account, while somebody follows them."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from clientes_app.services import procesos
from clientes_app.services.procesos import PaginaDeProcesos
from clientes_app.services.recursos import motor
from clientes_app.state.seguimiento import mirar

_PAUSA = 0.4


@dataclass(slots=True)
class _Puesto:
    valor: PaginaDeProcesos | None = None
    esperan: int = 0
    cambio: asyncio.Condition = field(default_factory=asyncio.Condition)
    tarea: asyncio.Task[None] | None = None


class ObservadorDeProcesos:
    """Gives waiting tabs the first page of processes as soon as it is another one.

    The database is asked only while somebody waits, once for all who wait.
    """

    def __init__(self, leer: Callable[[int], PaginaDeProcesos], *, pausa: float = _PAUSA) -> None:
        """`leer` gives the page of an account in a thread, every `pausa` seconds."""
        self._leer = leer
        self._pausa = pausa
        self._puestos: dict[int, _Puesto] = {}

    async def despues_de(self, cuenta_id: int, vista: PaginaDeProcesos | None) -> PaginaDeProcesos:
        """Wait until the page differs from `vista`, and return it; at once when `vista` is None."""
        puesto = self._puestos.setdefault(cuenta_id, _Puesto())
        puesto.esperan += 1
        if puesto.tarea is None:
            puesto.tarea = asyncio.create_task(self._vigilar(cuenta_id, puesto))
        try:
            async with puesto.cambio:
                while puesto.valor is None or puesto.valor == vista:
                    await puesto.cambio.wait()
                return puesto.valor
        finally:
            puesto.esperan -= 1

    async def _vigilar(self, cuenta_id: int, puesto: _Puesto) -> None:
        while puesto.esperan:
            nuevo = await mirar(self._leer, cuenta_id)
            if nuevo != puesto.valor:
                async with puesto.cambio:
                    puesto.valor = nuevo
                    puesto.cambio.notify_all()
            await asyncio.sleep(self._pausa)
        del self._puestos[cuenta_id]


def _primera_pagina(cuenta_id: int) -> PaginaDeProcesos:
    return procesos.lista(motor(), cuenta_id)


observador = ObservadorDeProcesos(_primera_pagina)
