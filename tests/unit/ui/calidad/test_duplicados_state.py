"""The page of possible duplicates: groups of more clients than stand side by side."""

import pytest

from clientes_app import routes
from clientes_app.services.calidad import duplicados
from clientes_app.services.clientes import clientes, ficha
from clientes_app.services.context import Actor
from clientes_app.services.resources import shared_engine
from clientes_app.ui.calidad.duplicados.state import DuplicadosState
from clientes_app.ui.clientes.ficha.shown import ficha_en_pantalla
from tests.builders import un_cliente
from tests.unit.ui.conftest import Tab, until

_NOMBRES = ("ACEROS", "BARRO FINO", "CALZADO", "DULCES MARI", "ESPEJOS", "FLORES", "GRUAS LEON")


@pytest.fixture
def grupos(beto: Actor) -> tuple[list[int], list[int]]:
    """Two clients of nearly one name, and seven who have one e-mail: more than fit on the page."""

    def alta(nombre: str, email: str) -> int:
        return clientes.alta(shared_engine(), beto, un_cliente(nombre=nombre, email=email)).id

    pareja = [alta(f"MADERAS DEL COLOR{i}N", f"{i}@uno.mx") for i in ("I", "Í")]
    muchos = [alta(nombre, "buzon@contadores.mx") for nombre in _NOMBRES]
    duplicados.buscar(shared_engine(), beto.cuenta_id)
    return pareja, muchos


async def test_the_way_to_a_large_group_shows_the_first_of_it(
    tab: Tab, grupos: tuple[list[int], list[int]]
) -> None:
    _, muchos = grupos
    estado = await tab.state(DuplicadosState)
    tab.go(routes.DUPLICADOS)
    async with tab.running(DuplicadosState, "follow"):
        await until(lambda: estado.cargado)
    assert estado.lista.donde == "1 de 2, por parecido"
    tab.go(estado.lista.siguiente)
    async with tab.running(DuplicadosState, "follow"):
        await until(lambda: estado.lista.donde == "2 de 2, por parecido")
    assert [lado.cliente_id for lado in estado.vista.lados] == muchos[: routes.MAS_JUNTOS]


async def test_a_large_group_is_left_for_later_too(
    tab: Tab, grupos: tuple[list[int], list[int]]
) -> None:
    pareja, muchos = grupos
    estado = await tab.state(DuplicadosState)
    tab.go(routes.pareja(muchos))
    async with tab.running(DuplicadosState, "follow"):
        await until(lambda: estado.vista.clave != "")
    await tab.call(DuplicadosState, "dejar")
    await tab.call(DuplicadosState, "dejar")
    assert estado.lista.parejas[0].ruta == routes.pareja(pareja)


def test_the_card_of_the_last_of_a_large_group_leads_to_a_comparison_with_it(
    beto: Actor, grupos: tuple[list[int], list[int]]
) -> None:
    *otros, ultimo = grupos[1]
    vista = ficha_en_pantalla(ficha.leer(shared_engine(), beto.cuenta_id, ultimo, cambios=1))
    assert vista.comparar == routes.pareja([ultimo, *otros])
    assert str(ultimo) in vista.comparar.rpartition("/")[2].split("-")
