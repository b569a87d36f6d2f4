"""Who is where is told while a page is open, and no longer."""

import asyncio

from clientes_app.services.clientes import presencia
from clientes_app.services.clientes.clientes import ClienteGuardado
from clientes_app.services.clientes.presencia import Presente
from clientes_app.services.resources import shared_engine
from clientes_app.ui.clientes.presencia.state import PresenciaState
from tests.unit.ui.conftest import Tab, until


def stay(tab: Tab, *presentes: Presente, gone: tuple[str, ...] = ()) -> None:
    presencia.asentar(shared_engine(), tab.actor.cuenta_id, presentes=presentes, idos=gone)


async def test_somebody_at_a_client_of_the_page_is_shown_until_they_leave(
    tab: Tab, cliente: ClienteGuardado
) -> None:
    state = await tab.state(PresenciaState)
    beto = Presente("b", cliente.id, "another tab", None, "Beto Ruiz", editando=True)
    async with tab.running(PresenciaState, "follow"):
        await asyncio.to_thread(stay, tab, beto)
        await until(lambda: cliente.id in state.en_filas)
        (shown,) = state.en_filas[cliente.id]
        assert (shown.iniciales, shown.editando) == ("BR", True)
        await asyncio.to_thread(stay, tab, gone=("b",))
        await until(lambda: not state.en_filas)


async def test_ones_own_stay_is_written_down_while_the_address_names_a_client(
    tab: Tab, cliente: ClienteGuardado
) -> None:
    def there() -> list[int]:
        found = presencia.quienes(shared_engine(), tab.actor.cuenta_id)
        return [one.cliente_id for one in found]

    tab.go(f"/catalogos/clientes?cliente={cliente.id}")
    async with tab.running(PresenciaState, "follow"):
        await until(lambda: there() == [cliente.id])
    await until(lambda: not there())
