"""What all tabs of this process that look at the same page read once."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from clientes_app.live.threads import in_thread
from clientes_app.services.clientes.clientes import Consulta

T = TypeVar("T")

_CUANTAS = 64


@dataclass(frozen=True, slots=True)
class _Lectura(Generic[T]):
    desde: int
    tarea: asyncio.Task[T]
    sin_prisa: bool

    def sirve(self, *, desde: int, sin_prisa: bool) -> bool:
        """Whether somebody who asks now may wait for it: who is in a hurry waits for no turn."""
        return self.desde >= desde and (sin_prisa or not self.sin_prisa or self.tarea.done())


class Lecturas(Generic[T]):
    """Pages of accounts, each read once for a revision, however many tabs ask at the same time.

    The last `cuantas` are kept, and none of them once its account is at a later revision.
    """

    def __init__(self, leer: Callable[[int, Consulta], T], *, cuantas: int = _CUANTAS) -> None:
        """`leer` reads a page in a thread. What it returns is shared, so nobody may change it."""
        self._leer = leer
        self._cuantas = cuantas
        self._hechas: OrderedDict[tuple[int, Consulta], _Lectura[T]] = OrderedDict()
        self._turno = asyncio.Semaphore(1)

    async def leer(
        self, cuenta_id: int, consulta: Consulta, *, desde: int, sin_prisa: bool = False
    ) -> T:
        """Return the page as it is at revision `desde` of the account, or later.

        `sin_prisa` says that nobody has just asked for it, somebody else's change has. After one
        change fifty tabs may show fifty searches: those are read anew one after the other, so that
        whoever is working does not wait for them.
        """
        clave = (cuenta_id, consulta)
        pending = self._hechas.get(clave)
        if pending is None or not pending.sirve(desde=desde, sin_prisa=sin_prisa):
            self._olvidar(cuenta_id, desde)
            sin_prisa = sin_prisa and bool(consulta.texto)
            leer = self._por_turno if sin_prisa else self._ya
            tarea = asyncio.create_task(leer(cuenta_id, consulta))
            pending = self._hechas[clave] = _Lectura(desde, tarea, sin_prisa)
            tarea.add_done_callback(lambda hecha: self._al_acabar(clave, hecha))
        self._hechas.move_to_end(clave)
        # One tab that goes away must not take the page from the others.
        return await asyncio.shield(pending.tarea)

    async def _ya(self, cuenta_id: int, consulta: Consulta) -> T:
        return await in_thread(self._leer, cuenta_id, consulta)

    async def _por_turno(self, cuenta_id: int, consulta: Consulta) -> T:
        async with self._turno:
            pending = self._hechas.get((cuenta_id, consulta))
            if pending is not None and pending.tarea is not asyncio.current_task():
                # Somebody in a hurry has asked for the same meanwhile.
                return await asyncio.shield(pending.tarea)
            return await self._ya(cuenta_id, consulta)

    def _olvidar(self, cuenta_id: int, desde: int) -> None:
        viejas = [
            clave
            for clave, pending in self._hechas.items()
            if clave[0] == cuenta_id and pending.desde < desde
        ]
        for clave in viejas:
            del self._hechas[clave]
        while len(self._hechas) >= self._cuantas:
            self._hechas.popitem(last=False)

    def _al_acabar(self, clave: tuple[int, Consulta], tarea: asyncio.Task[T]) -> None:
        """Keep no failure: whoever asks next tries again."""
        if tarea.cancelled() or tarea.exception() is not None:
            pending = self._hechas.get(clave)
            if pending is not None and pending.tarea is tarea:
                del self._hechas[clave]
