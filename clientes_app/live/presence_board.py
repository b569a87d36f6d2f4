"""What the tabs of this process have open, and the one task that writes it down for the others."""

import asyncio
import hashlib
import logging
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from clientes_app.live.threads import in_thread
from clientes_app.services.clientes import presencia
from clientes_app.services.clientes.presencia import LATIDO, Presente
from clientes_app.services.resources import shared_engine

_log = logging.getLogger(__name__)
_JUNTAR_S = 0.1

Escribir = Callable[[int, Sequence[Presente], Sequence[str]], None]


def _escribir(cuenta_id: int, presentes: Sequence[Presente], idos: Sequence[str]) -> None:
    presencia.asentar(shared_engine(), cuenta_id, presentes=presentes, idos=idos)


class Mesa:
    """The stays of this process. Changes that come together, and the beats, are one transaction."""

    def __init__(
        self,
        escribir: Escribir = _escribir,
        *,
        latido: float = LATIDO.total_seconds(),
        juntar: float = _JUNTAR_S,
    ) -> None:
        """`escribir` runs in a thread: an account, who is there, which stays have ended."""
        self._escribir = escribir
        self._latido = latido
        self._juntar = juntar
        self._presentes: dict[str, tuple[int, Presente]] = {}
        self._nuevos: set[str] = set()
        self._idos: dict[str, int] = {}
        self._algo = asyncio.Event()
        self._tarea: asyncio.Task[None] | None = None

    @contextmanager
    def estancia(self, cuenta_id: int, presente: Presente) -> Iterator[None]:
        """Have somebody be there while the block runs, however it ends."""
        self._poner(cuenta_id, presente)
        try:
            yield
        finally:
            del self._presentes[presente.estancia]
            self._nuevos.discard(presente.estancia)
            self._idos[presente.estancia] = cuenta_id
            self._avisar()

    def editando(self, pestana: str, cliente_id: int) -> None:
        """Note that something was typed in that tab into that client."""
        for cuenta_id, presente in tuple(self._presentes.values()):
            suyo = (presente.pestana, presente.cliente_id) == (pestana, cliente_id)
            if suyo and not presente.editando:
                self._poner(cuenta_id, replace(presente, editando=True))

    def _poner(self, cuenta_id: int, presente: Presente) -> None:
        self._presentes[presente.estancia] = (cuenta_id, presente)
        self._nuevos.add(presente.estancia)
        self._avisar()

    def _avisar(self) -> None:
        self._algo.set()
        if self._tarea is None or self._tarea.done():
            self._tarea = asyncio.create_task(self._llevar())

    async def _llevar(self) -> None:
        """Write what is new, and everybody who is there at each beat, until nobody is."""
        while self._presentes or self._idos:
            try:
                await asyncio.wait_for(self._algo.wait(), self._latido)
                await asyncio.sleep(self._juntar)
            except TimeoutError:
                self._nuevos.update(self._presentes)
            self._algo.clear()
            nuevos, self._nuevos = self._nuevos, set()
            idos, self._idos = self._idos, {}
            try:
                await self._asentar(nuevos, idos)
            except Exception:  # noqa: BLE001 - see below
                # Whatever the driver says: presence is a courtesy, and the next beat tries again.
                _log.exception("Who is where could not be written down")
                self._nuevos |= nuevos & self._presentes.keys()
                self._idos |= idos
                await asyncio.sleep(self._juntar)

    async def _asentar(self, nuevos: set[str], idos: dict[str, int]) -> None:
        lotes: dict[int, tuple[list[Presente], list[str]]] = defaultdict(lambda: ([], []))
        for estancia in nuevos:
            cuenta_id, presente = self._presentes[estancia]
            lotes[cuenta_id][0].append(presente)
        for estancia, cuenta_id in idos.items():
            lotes[cuenta_id][1].append(estancia)
        for cuenta_id, (presentes, terminados) in lotes.items():
            await in_thread(self._escribir, cuenta_id, presentes, terminados)


mesa = Mesa()


def pestana_de(token: str) -> str:
    """Return what tells the tab of that socket's token from others: always the same, no secret."""
    return hashlib.sha256(token.encode()).hexdigest()
