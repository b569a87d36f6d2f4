"""One look at the database for all tabs that follow the processes."""

import asyncio

from clientes_app.services.procesos import PaginaDeProcesos
from clientes_app.state.procesos_observador import ObservadorDeProcesos


def _pagina(total: int) -> PaginaDeProcesos:
    return PaginaDeProcesos((), total, 1, 1)


def test_many_tabs_wait_for_the_next_page_and_the_watch_ends_with_them() -> None:
    """All are told the same change; nobody asks the database when nobody waits."""
    lecturas: list[int] = []

    def leer(cuenta_id: int) -> PaginaDeProcesos:
        lecturas.append(cuenta_id)
        return _pagina(0 if len(lecturas) < 5 else 1)

    async def escena() -> list[PaginaDeProcesos]:
        observador = ObservadorDeProcesos(leer, pausa=0.01)
        primera = await observador.despues_de(7, None)
        assert primera == _pagina(0)
        vistas = await asyncio.gather(*(observador.despues_de(7, primera) for _ in range(20)))
        await asyncio.sleep(0.05)
        hechas = len(lecturas)
        await asyncio.sleep(0.1)
        assert len(lecturas) == hechas
        return vistas

    assert asyncio.run(escena()) == [_pagina(1)] * 20
    assert set(lecturas) == {7}
    assert len(lecturas) < 20
