"""«¿Cuál es su RFC?», answered as the page answers it."""

import pytest

from clientes_app import routes
from clientes_app.domain.roles import Rol
from clientes_app.services.acceso import cuentas
from clientes_app.services.carga import procesos
from clientes_app.services.resources import shared_engine
from clientes_app.ui.carga.preview.rfc_state import RfcPropioState
from tests.facturas import PROPIO, una_factura
from tests.unit.ui.conftest import Tab


def rfc_propio(tab: Tab) -> str:
    return cuentas.obtener(shared_engine(), tab.actor.cuenta_id).rfc_propio


@pytest.fixture
def proceso_id(tab: Tab) -> int:
    """Invoices that were looked into, with the tab on them."""
    factura = una_factura().encode()
    number = procesos.recibir(shared_engine(), tab.actor, "a.xml", [factura])
    procesos.previsualizar(shared_engine(), tab.actor.cuenta_id, number)
    tab.go(routes.proceso_en_carga(number))
    return number


def vista(tab: Tab, proceso_id: int) -> procesos.VistaPrevia | None:
    return procesos.vista_previa(shared_engine(), tab.actor.cuenta_id, proceso_id)


@pytest.mark.parametrize("mal", ["", "  ", "XAXX010101000", "GAL"])
async def test_what_is_nobodys_is_refused_beside_the_field(
    tab: Tab, proceso_id: int, mal: str
) -> None:
    state = await tab.state(RfcPropioState)
    answer = await tab.call(RfcPropioState, "guardar", {"rfc_propio": mal})
    assert "campo-rfc-propio" in str(answer)
    assert state.error.endswith("Constancia.")
    assert not state.guardado
    assert vista(tab, proceso_id) is not None
    assert rfc_propio(tab) == ""
    await tab.call(RfcPropioState, "open_page")
    assert state.error == ""


async def test_what_is_said_is_stored_and_the_file_looked_into_anew(
    tab: Tab, proceso_id: int
) -> None:
    state = await tab.state(RfcPropioState)
    answer = await tab.call(RfcPropioState, "guardar", {"rfc_propio": f" {PROPIO.lower()} "})
    assert PROPIO in str(answer)
    assert (state.error, state.guardado) == ("", True)
    assert vista(tab, proceso_id) is None
    assert rfc_propio(tab) == PROPIO


async def test_what_another_owner_said_meanwhile_stays(tab: Tab, proceso_id: int) -> None:
    cuentas.fijar_rfc_propio(shared_engine(), tab.actor, PROPIO)
    answer = await tab.call(RfcPropioState, "guardar", {"rfc_propio": "TRN050806EE1"})
    assert PROPIO in str(answer)
    assert rfc_propio(tab) == PROPIO
    assert vista(tab, proceso_id) is None


async def test_on_the_page_of_no_file_it_is_stored_all_the_same(tab: Tab) -> None:
    tab.go(routes.proceso_en_carga(99))
    await tab.call(RfcPropioState, "guardar", {"rfc_propio": PROPIO})
    assert rfc_propio(tab) == PROPIO
    assert tab.caller.cuenta.rol is Rol.PROPIETARIO
