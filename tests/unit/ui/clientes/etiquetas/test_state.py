"""The etiquetas of an account while they are managed."""

import asyncio

from clientes_app.services.clientes import etiquetas
from clientes_app.services.context import Actor
from clientes_app.services.resources import shared_engine
from clientes_app.ui.clientes.etiquetas.state import EtiquetasState
from tests.unit.ui.conftest import Tab, until


async def test_opened_once_more_they_are_followed_once(tab: Tab, beto: Actor) -> None:
    state = await tab.state(EtiquetasState)
    await tab.call(EtiquetasState, "abrir")
    earlier = asyncio.create_task(tab.call(EtiquetasState, "seguir"))
    await asyncio.to_thread(etiquetas.crear, shared_engine(), beto, "Mayoreo")
    await until(lambda: [fila.nombre for fila in state.filas] == ["Mayoreo"])
    await tab.call(EtiquetasState, "cerrar")
    await tab.call(EtiquetasState, "abrir")
    async with tab.running(EtiquetasState, "seguir"):
        await until(lambda: len(state.filas) == 1)
        await asyncio.to_thread(etiquetas.crear, shared_engine(), beto, "Menudeo")
        await until(lambda: len(state.filas) == 2)
        assert await asyncio.wait_for(earlier, 20) == []
