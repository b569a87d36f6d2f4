"""One look at something of an account for all tabs of this process that follow it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from clientes_app.live.following import mirar
from clientes_app.live.pulse import Pulso, pulso
from clientes_app.live.threads import in_thread
from clientes_app.services.acceso import sesiones
from clientes_app.services.resources import shared_engine

T = TypeVar("T")

# Showing something costs a tab about a millisecond of the loop that all tabs share. While changes
# come without an end, this leaves two thirds of it to what people do; the first one need not wait.
_POR_PESTANA_S = 0.003
_PAUSA_MAXIMA_S = 0.6

# A hundred tabs woken together would make everybody else's next step wait for all of them.
_A_LA_VEZ = 8
_ENTRE_TANDAS_S = 0.008


@dataclass(frozen=True, slots=True)
class Visto(Generic[T]):
    """What was seen, and at which revision everybody's authority was then."""

    valor: T
    autoridad: int


def _autoridad() -> int:
    return sesiones.autoridad(shared_engine())


@dataclass(slots=True)
class _Puesto(Generic[T]):
    visto: Visto[T] | None = None
    esperan: int = 0
    cambio: asyncio.Condition = field(default_factory=asyncio.Condition)
    tarea: asyncio.Task[None] | None = None


class Observador(Generic[T]):
    """Tells waiting tabs as soon as something of their account is another than they have seen.

    They are also told when anybody's authority changed, so that they ask anew for their own.
    The database is asked only after a beat, and once for all who wait.
    """

    def __init__(
        self,
        leer: Callable[[int], T],
        *,
        pausa: float,
        latido: Pulso = pulso,
        derecho: Callable[[], int] = _autoridad,
    ) -> None:
        """`leer` gives the thing of an account, `derecho` the authority's revision; in a thread.

        Between two looks lie at least `pausa` seconds, and more after many tabs had to be told;
        what comes in between is seen together.
        """
        self._leer = leer
        self._pausa = pausa
        self._latido = latido
        self._derecho = derecho
        self._puestos: dict[int, _Puesto[T]] = {}

    async def actual(self, cuenta_id: int) -> Visto[T]:
        """Look now."""
        return await in_thread(self._mirar, cuenta_id)

    async def despues_de(self, cuenta_id: int, visto: Visto[T] | None) -> Visto[T]:
        """Wait until there is something else to be seen, and return it; at once after None."""
        puesto = self._puestos.setdefault(cuenta_id, _Puesto())
        puesto.esperan += 1
        if puesto.tarea is None:
            puesto.tarea = asyncio.create_task(self._vigilar(cuenta_id, puesto))
        try:
            async with puesto.cambio:
                while puesto.visto is None or puesto.visto == visto:
                    await puesto.cambio.wait()
                return puesto.visto
        finally:
            puesto.esperan -= 1

    def _mirar(self, cuenta_id: int) -> Visto[T]:
        # Authority first: seen too old it is seen again, seen too new it would be missed.
        derecho = self._derecho()
        return Visto(self._leer(cuenta_id), derecho)

    async def _vigilar(self, cuenta_id: int, puesto: _Puesto[T]) -> None:
        while puesto.esperan:
            # Before the look: what is written meanwhile has a beat of its own.
            numero = self._latido.numero
            visto = await mirar(self._mirar, cuenta_id)
            pausa = self._pausa
            if visto != puesto.visto:
                pausa = min(pausa + _POR_PESTANA_S * puesto.esperan, max(pausa, _PAUSA_MAXIMA_S))
                puesto.visto = visto
                await _despertar(puesto)
            await asyncio.sleep(pausa)
            await self._latido.tras(numero)
        del self._puestos[cuenta_id]


async def _despertar(puesto: _Puesto[T]) -> None:
    """Wake whoever waits, some at a time; whoever comes meanwhile has seen it and need not wait."""
    for _ in range(0, puesto.esperan, _A_LA_VEZ):
        async with puesto.cambio:
            puesto.cambio.notify(_A_LA_VEZ)
        await asyncio.sleep(_ENTRE_TANDAS_S)
