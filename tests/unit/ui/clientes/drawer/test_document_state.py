"""A document that reaches the drawer of a tab: from the drawer, a card, the list."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from clientes_app.api.responses import SenderStalled
from clientes_app.services.clientes import clientes
from clientes_app.services.clientes.clientes import ClienteGuardado
from clientes_app.services.context import Actor
from clientes_app.services.resources import shared_engine
from clientes_app.ui.clientes.drawer.document_state import LlenadoState
from clientes_app.ui.clientes.drawer.save_state import GuardadoState
from clientes_app.ui.clientes.drawer.state import DrawerState
from tests.builders import un_cliente
from tests.unit.ui.clientes.drawer.test_state import LISTA, draft, opened, stored, type_into
from tests.unit.ui.conftest import Tab

CONSTANCIAS = Path(__file__).parents[4] / "data" / "documentos" / "constancias"
SIMPLE, THREE, SCAN = (
    "p01_moral_simple.pdf",
    "p04_fisica_cuatro_regimenes_uno_terminado.pdf",
    "p21_escaneada.pdf",
)
RFC = "PEO140224U73"
LEFT = True


@dataclass(frozen=True)
class Chunk:
    """A part of an upload, as Reflex hands it over."""

    filename: str
    data: bytes


async def chunks(nombre: str, contenido: bytes) -> AsyncIterator[Chunk]:
    half = len(contenido) // 2
    for data in (contenido[:half], contenido[half:]):
        yield Chunk(nombre, data)


async def drop(tab: Tab, nombre: str) -> object:
    contenido = (CONSTANCIAS / nombre).read_bytes()
    return await tab.call(LlenadoState, "subir", chunks(nombre, contenido))


async def test_a_new_client_is_filled_and_stored_by_the_usual_save(tab: Tab) -> None:
    drawer = await opened(tab, "nuevo")
    assert "campo-documento" in str(await drop(tab, SIMPLE))
    assert (await tab.state(LlenadoState)).leyendo == ""
    assert drawer.campos["nombre"].valor == "PANADERIA LA ESPIGA DE ORO"
    assert drawer.campos["nombre"].del_documento
    await tab.call(LlenadoState, "mirar", "nombre")
    assert not drawer.campos["nombre"].del_documento
    await type_into(tab, "uso_cfdi", "G03")
    await type_into(tab, "email", "a@b.example")
    sent = draft(tab, 0, drawer.ficha.numero)
    assert "Se guardó" in str(await tab.call(GuardadoState, "guardar", sent))
    found = clientes.por_rfc(shared_engine(), tab.actor.cuenta_id, RFC)
    assert found is not None
    assert found.datos.codigo_postal == "06700"


async def test_a_field_that_is_left_as_it_is_filled_does_not_blank_it(tab: Tab) -> None:
    drawer = await opened(tab, "nuevo")
    await drop(tab, SIMPLE)
    await tab.call(DrawerState, "type_field", "nombre", "", LEFT, 1, 0)
    assert drawer.campos["nombre"].valor == "PANADERIA LA ESPIGA DE ORO"
    serie = drawer.campos["nombre"].vuelta + 1
    await tab.call(DrawerState, "type_field", "nombre", "LA ESPIGA", LEFT, serie, 0)
    assert drawer.campos["nombre"].valor == "LA ESPIGA"


async def test_the_page_keeps_what_was_filled_as_what_is_typed(tab: Tab) -> None:
    await opened(tab, "nuevo")
    said = str(await drop(tab, THREE))
    assert "borrador.anotarVarios" in said
    assert "CUNI880604V17" in said
    assert "605" in str(await tab.call(LlenadoState, "elegir", "regimen_fiscal", "605"))


async def test_a_regimen_that_is_not_chosen_refuses_the_save_and_leads_there(tab: Tab) -> None:
    drawer = await opened(tab, "nuevo")
    await drop(tab, THREE)
    assert drawer.ficha.documento.pide.startswith("La constancia trae 3 regímenes vigentes.")
    await type_into(tab, "email", "a@b.example")
    sent = draft(tab, 0, drawer.ficha.numero)
    assert "campo-regimen_fiscal" in str(await tab.call(GuardadoState, "guardar", sent))


async def test_the_stored_client_of_its_rfc_is_opened_and_compared(tab: Tab, beto: Actor) -> None:
    suyo = clientes.alta(shared_engine(), beto, un_cliente(rfc=RFC, codigo_postal="42501"))
    drawer = await opened(tab, "nuevo")
    assert f"cliente={suyo.id}" in str(await drop(tab, SIMPLE))
    assert drawer.ficha.cliente == str(suyo.id)
    assert drawer.ficha.documento.plegado
    tab.go(f"{LISTA}?cliente={suyo.id}")
    assert drawer.ficha.documento.guardar.startswith("Guardar ")
    sent = draft(tab, suyo.id, drawer.ficha.numero)
    assert "Se guardó" in str(await tab.call(GuardadoState, "guardar", sent))
    assert stored(tab, suyo.id).datos.codigo_postal == "06700"


async def test_what_was_typed_for_a_new_client_is_not_lost_to_a_stored_one(
    tab: Tab, beto: Actor
) -> None:
    suyo = clientes.alta(shared_engine(), beto, un_cliente(rfc=RFC))
    drawer = await opened(tab, "nuevo")
    await type_into(tab, "nombre", "LO MIO")
    assert "campo-rechazo" in str(await drop(tab, SIMPLE))
    assert drawer.campos["nombre"].valor == "LO MIO"
    assert drawer.ficha.documento.rechazo.acciones[0][0] == "abrir"
    answer = str(await tab.call(LlenadoState, "resolver", "abrir"))
    assert "borrador.olvidar" in answer
    assert drawer.ficha.cliente == str(suyo.id)


async def test_a_constancia_of_another_rfc_fills_nothing_by_itself(
    tab: Tab, cliente: ClienteGuardado
) -> None:
    drawer = await opened(tab, cliente.id)
    assert "campo-rechazo" in str(await drop(tab, SIMPLE))
    assert drawer.campos["rfc"].valor == cliente.datos.rfc
    assert drawer.ficha.documento.archivo == ""
    await tab.call(LlenadoState, "resolver", "comparar")
    assert drawer.campos["rfc"].valor == RFC
    assert (await tab.call(LlenadoState, "quitar")) is not None
    assert drawer.campos["rfc"].valor == cliente.datos.rfc
    await drop(tab, SIMPLE)
    assert "cliente=nuevo" in str(await tab.call(LlenadoState, "resolver", "agregar"))
    assert (drawer.ficha.cliente, drawer.campos["rfc"].valor) == ("0", RFC)


async def test_dropped_on_a_card_it_opens_that_client_with_the_differences(
    tab: Tab, beto: Actor
) -> None:
    suyo = clientes.alta(shared_engine(), beto, un_cliente(rfc=RFC))
    tab.go(f"{LISTA}/{suyo.id}")
    assert f"cliente={suyo.id}" in str(await drop(tab, SIMPLE))
    drawer = await tab.state(DrawerState)
    assert drawer.abierto
    assert drawer.ficha.documento.diferencias


async def test_dropped_on_the_list_it_opens_a_new_client(tab: Tab) -> None:
    assert "cliente=nuevo" in str(await drop(tab, SIMPLE))
    drawer = await tab.state(DrawerState)
    assert (drawer.ficha.cliente, drawer.campos["rfc"].valor) == ("0", RFC)


async def test_a_document_that_comes_too_late_fills_no_other_drawer(tab: Tab) -> None:
    drawer = await opened(tab, "nuevo")

    async def slowly() -> AsyncIterator[Chunk]:
        contenido = (CONSTANCIAS / SIMPLE).read_bytes()
        yield Chunk(SIMPLE, contenido[:1000])
        await tab.call(GuardadoState, "cerrar", draft(tab, 0, drawer.ficha.numero))
        yield Chunk(SIMPLE, contenido[1000:])

    assert "La constancia no se usó" in str(await tab.call(LlenadoState, "subir", slowly()))
    assert not drawer.abierto
    assert drawer.campos["rfc"].valor == ""


async def test_a_document_that_stops_arriving_is_told(tab: Tab) -> None:
    drawer = await opened(tab, "nuevo")

    async def stalled() -> AsyncIterator[Chunk]:
        yield Chunk(SIMPLE, b"%PDF-1.7")
        raise SenderStalled

    assert "campo-rechazo" in str(await tab.call(LlenadoState, "subir", stalled()))
    assert "dejó de llegar" in drawer.ficha.documento.rechazo.motivo
    assert (await tab.state(LlenadoState)).leyendo == ""


async def test_a_scan_gives_its_rfc(tab: Tab) -> None:
    drawer = await opened(tab, "nuevo")
    await drop(tab, SCAN)
    assert drawer.campos["rfc"].valor == "SAQL900810AX7"
    assert "De su código QR se tomó el RFC." in drawer.ficha.documento.dicho


async def test_a_scan_is_told_of_a_stored_client_and_changes_nothing(
    tab: Tab, cliente: ClienteGuardado
) -> None:
    drawer = await opened(tab, cliente.id)
    assert "campo-rechazo" in str(await drop(tab, SCAN))
    assert drawer.campos["rfc"].valor == cliente.datos.rfc
    assert await tab.call(LlenadoState, "resolver", "comparar") is None


async def test_what_the_browser_does_not_send_is_told_where_one_looks(tab: Tab) -> None:
    assert "un solo PDF" in str(await tab.call(LlenadoState, "no_aceptado"))
    drawer = await opened(tab, "nuevo")
    assert "campo-rechazo" in str(await tab.call(LlenadoState, "no_aceptado"))
    assert "10 MB" in drawer.ficha.documento.rechazo.motivo


async def test_the_text_of_a_qr_in_the_rfc_gives_the_rfc_and_says_so(tab: Tab) -> None:
    drawer = await opened(tab, "nuevo")
    address = "HTTPS://SIAT.SAT.GOB.MX/APP/QR/FACES/PAGES/MOBILE/VALIDADORQR.JSF"
    text = f"{address}?D1=10&D2=1&D3=14026617988_{RFC}"
    await type_into(tab, "rfc", text, left=False)
    assert drawer.campos["rfc"].valor == RFC
    said = [found.mensaje for found in drawer.hallazgos["rfc"]]
    assert said == [f"Del código QR de la constancia: RFC {RFC}, idCIF 14026617988."]
    await type_into(tab, "rfc", "XAXX010101000")
    assert "idCIF" not in str(drawer.hallazgos.get("rfc"))


async def test_the_wrong_qr_is_told_beside_the_rfc(tab: Tab) -> None:
    drawer = await opened(tab, "nuevo")
    invoice = "HTTPS://VERIFICACFDI.FACTURAELECTRONICA.SAT.GOB.MX/DEFAULT.ASPX?ID=1"
    await type_into(tab, "rfc", invoice)
    (found,) = drawer.hallazgos["rfc"]
    assert found.es_error
    assert "el código QR de una factura" in found.mensaje
    assert drawer.campos["rfc"].valor == invoice
