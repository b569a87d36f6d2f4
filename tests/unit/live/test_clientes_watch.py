"""One look for all tabs: it wakes those who wait, and sleeps when nobody does."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from queue import Empty, SimpleQueue

import pytest

from clientes_app.live.pulse import Pulso
from clientes_app.live.watcher import Observador, Visto
from clientes_app.storage.db.listener import Listener

PACIENCIA = 10.0


class Base:
    """Numbers of accounts, the revision of authority, and how often they were asked for."""

    def __init__(self) -> None:
        """Start everywhere at 1; nobody has read anything."""
        self.numeros = {1: 1, 2: 1}
        self.autoridad = 1
        self.fallos = 0
        self.leidas: list[int] = []

    def leer(self, cuenta_id: int) -> int:
        """Read a number, or fail as often as was asked."""
        self.leidas.append(cuenta_id)
        if self.fallos:
            self.fallos -= 1
            mensaje = "the database is away"
            raise OSError(mensaje)
        return self.numeros[cuenta_id]

    def derecho(self) -> int:
        """Read the revision of everybody's authority."""
        return self.autoridad


class PulsoDeMano(Pulso):
    """A pulse that beats only when the test says so, and tells who waits for it."""

    def __init__(self) -> None:
        """Nobody waits."""
        super().__init__(_sin_oido)
        self.llegados: asyncio.Queue[int] = asyncio.Queue()

    async def tras(self, numero: int) -> int:
        """Wait for the next beat."""
        self.llegados.put_nowait(numero)
        if self.numero == numero:
            await self._proximo.wait()
        return self.numero


def _sin_oido() -> Listener:
    raise AssertionError


class Escena:
    """An observer of a base, and the tabs that wait."""

    def __init__(self) -> None:
        """Make everything anew."""
        self.base = Base()
        self.pulso = PulsoDeMano()
        self.observador = Observador(
            self.base.leer, pausa=0.0, latido=self.pulso, derecho=self.base.derecho
        )
        self.tareas: list[asyncio.Task[Visto[int]]] = []

    def esperar(self, cuenta_id: int, visto: Visto[int]) -> asyncio.Task[Visto[int]]:
        """Have a tab wait."""
        tarea = asyncio.create_task(self.observador.despues_de(cuenta_id, visto))
        self.tareas.append(tarea)
        return tarea

    async def en_reposo(self, cuentas: int = 1) -> None:
        """Wait until so many accounts have been looked at and wait for the next beat."""
        for _ in range(cuentas):
            await asyncio.wait_for(self.pulso.llegados.get(), PACIENCIA)


@pytest.fixture
async def escena() -> AsyncIterator[Escena]:
    nueva = Escena()
    yield nueva
    vigilias = [puesto.tarea for puesto in nueva.observador._puestos.values() if puesto.tarea]
    for tarea in (*nueva.tareas, *vigilias):
        tarea.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await tarea


async def _en_paz(tarea: asyncio.Task[Visto[int]]) -> Visto[int]:
    return await asyncio.wait_for(tarea, PACIENCIA)


async def test_a_hundred_tabs_are_woken_by_one_look(escena: Escena) -> None:
    esperas = [escena.esperar(1, Visto(1, 1)) for _ in range(100)]
    await escena.en_reposo()
    escena.base.numeros[1] = 5
    escena.pulso.latir()
    assert [await _en_paz(tarea) for tarea in esperas] == [Visto(5, 1)] * 100
    assert escena.base.leidas == [1, 1]


async def test_a_tab_that_has_seen_less_is_answered_by_the_first_look(escena: Escena) -> None:
    escena.base.numeros[1] = 7
    assert await _en_paz(escena.esperar(1, Visto(6, 1))) == Visto(7, 1)


async def test_what_happens_in_one_account_wakes_nobody_of_another(escena: Escena) -> None:
    ajena, propia = escena.esperar(2, Visto(1, 1)), escena.esperar(1, Visto(1, 1))
    await escena.en_reposo(2)
    escena.base.numeros[1] = 5
    escena.pulso.latir()
    await _en_paz(propia)
    await escena.en_reposo()
    assert not ajena.done()


async def test_a_change_of_authority_wakes_everybody(escena: Escena) -> None:
    esperas = [escena.esperar(cuenta, Visto(1, 1)) for cuenta in (1, 2)]
    await escena.en_reposo(2)
    escena.base.autoridad = 2
    escena.pulso.latir()
    assert [await _en_paz(tarea) for tarea in esperas] == [Visto(1, 2)] * 2


async def test_a_beat_without_news_wakes_nobody(escena: Escena) -> None:
    espera = escena.esperar(1, Visto(1, 1))
    await escena.en_reposo()
    escena.pulso.latir()
    await escena.en_reposo()
    assert not espera.done()


async def test_when_the_tabs_are_gone_nobody_looks(escena: Escena) -> None:
    espera = escena.esperar(1, Visto(1, 1))
    await escena.en_reposo()
    espera.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await espera
    vigilia = escena.observador._puestos[1].tarea
    assert vigilia is not None
    escena.pulso.latir()
    await asyncio.wait_for(vigilia, PACIENCIA)
    assert not escena.observador._puestos
    assert escena.base.leidas == [1]


async def test_a_failing_database_does_not_end_the_watch(
    escena: Escena, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clientes_app.live.following._PAUSA_TRAS_FALLO", 0)
    escena.base.fallos = 2
    escena.base.numeros[1] = 2
    assert await _en_paz(escena.esperar(1, Visto(1, 1))) == Visto(2, 1)
    assert "could not look" in caplog.text


class OidoDeMano:
    """An ear that hears what the test puts into its queue; an exception is raised."""

    abiertos = 0

    def __init__(self, sucesos: SimpleQueue[BaseException | None]) -> None:
        """Listen to a queue."""
        self.sucesos = sucesos
        type(self).abiertos += 1

    def wait(self, segundos: float) -> bool:
        """Wait for what the test puts in."""
        try:
            suceso = self.sucesos.get(timeout=segundos)
        except Empty:
            return False
        if suceso is not None:
            raise suceso
        return True

    def close(self) -> None:
        """Nothing is open."""


async def test_a_lost_ear_is_opened_again_and_what_it_missed_is_looked_for(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clientes_app.live.pulse._PAUSA_TRAS_FALLO_S", 0)
    sucesos: SimpleQueue[BaseException | None] = SimpleQueue()
    antes = OidoDeMano.abiertos
    pulso = Pulso(lambda: OidoDeMano(sucesos), red=PACIENCIA)
    numero = await asyncio.wait_for(pulso.tras(0), PACIENCIA)
    sucesos.put(OSError("the server restarts"))
    perdido = await asyncio.wait_for(pulso.tras(numero), PACIENCIA)
    assert await asyncio.wait_for(pulso.tras(perdido), PACIENCIA) > perdido
    assert OidoDeMano.abiertos - antes == 2
    assert caplog.text.count("cannot be listened to") == 1
    sucesos.put(None)


async def test_without_anybody_who_waits_the_thread_ends() -> None:
    sucesos: SimpleQueue[BaseException | None] = SimpleQueue()
    pulso = Pulso(lambda: OidoDeMano(sucesos), red=PACIENCIA)
    await asyncio.wait_for(pulso.tras(0), PACIENCIA)
    hilo = pulso._hilo
    assert hilo is not None
    sucesos.put(None)
    await asyncio.to_thread(hilo.join, PACIENCIA)
    assert not hilo.is_alive()
    assert pulso._hilo is None


async def test_silence_beats_too_so_that_what_was_not_heard_is_seen() -> None:
    pulso = Pulso(lambda: OidoDeMano(SimpleQueue()), red=0.01)
    numero = await asyncio.wait_for(pulso.tras(0), PACIENCIA)
    assert await asyncio.wait_for(pulso.tras(numero), PACIENCIA) > numero
