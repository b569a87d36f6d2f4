"""One watch for all tabs: it wakes those who wait, and sleeps when nobody does."""

import asyncio
import contextlib

import pytest

from clientes_app.state.vigia import Vigia


class Base:
    """A revision for each account, and how often it was asked for."""

    def __init__(self) -> None:
        """Start everywhere at revision 1."""
        self.revisiones = {1: 1, 2: 1}
        self.preguntas = 0
        self.fallos = 0

    def leer(self, cuenta_id: int) -> int:
        """Read a revision, or fail as often as was asked."""
        self.preguntas += 1
        if self.fallos:
            self.fallos -= 1
            mensaje = "the database is away"
            raise OSError(mensaje)
        return self.revisiones[cuenta_id]


async def test_all_who_wait_are_woken_by_one_question_at_a_time() -> None:
    """A hundred tabs ask no more often than one."""
    base = Base()
    vigia = Vigia(base.leer)
    esperas = [asyncio.create_task(vigia.despues_de(1, 1)) for _ in range(100)]
    await asyncio.sleep(0.1)
    base.revisiones[1] = 5
    assert await asyncio.wait_for(asyncio.gather(*esperas), 5) == [5] * 100
    assert base.preguntas <= 5


async def test_other_account_is_not_woken() -> None:
    """What happens in one account is no business of another."""
    base = Base()
    vigia = Vigia(base.leer)
    espera = asyncio.create_task(vigia.despues_de(2, 1))
    base.revisiones[1] = 5
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(asyncio.shield(espera), 0.6)
    espera.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await espera


async def test_nobody_waits_nobody_asks() -> None:
    """Closed tabs leave nothing running."""
    base = Base()
    vigia = Vigia(base.leer)
    espera = asyncio.create_task(vigia.despues_de(1, 1))
    await asyncio.sleep(0.1)
    espera.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await espera
    await asyncio.sleep(0.4)
    preguntas = base.preguntas
    await asyncio.sleep(0.6)
    assert base.preguntas == preguntas


async def test_failing_database_does_not_end_the_watch(caplog: pytest.LogCaptureFixture) -> None:
    """When it is back, so is the watch; the log says what happened."""
    base = Base()
    base.fallos = 1
    vigia = Vigia(base.leer)
    espera = asyncio.create_task(vigia.despues_de(1, 1))
    await asyncio.sleep(0.1)
    base.revisiones[1] = 2
    assert await asyncio.wait_for(espera, 5) == 2
    assert "could not be read" in caplog.text
