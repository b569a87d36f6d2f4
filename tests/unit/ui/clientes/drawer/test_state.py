"""The handlers of the drawer, called as the page calls them."""

from typing import Any

import pytest

from clientes_app.services.clientes import clientes, merge
from clientes_app.services.clientes.clientes import ClienteGuardado
from clientes_app.services.context import Actor
from clientes_app.services.resources import shared_engine
from clientes_app.ui.clientes.drawer.draft import draft_owner
from clientes_app.ui.clientes.drawer.save_state import GuardadoState
from clientes_app.ui.clientes.drawer.state import DrawerState
from clientes_app.ui.clientes.historial.question_state import RestauracionPedida, RestauracionState
from clientes_app.ui.clientes.historial.state import HistorialState
from clientes_app.ui.shell.tab import TabState
from tests.builders import un_cliente
from tests.unit.ui.conftest import Tab

LISTA = "/catalogos/clientes"
RELOADED = {"recargada": True}
DISCARD, STAY = True, False
RESTORE = True


def draft(tab: Tab, cliente_id: int, number: int, **campos: str) -> dict[str, Any]:
    """What the page sends of what was typed in it."""
    texts = {campo: {"texto": texto, "vista": 1, "serie": 2} for campo, texto in campos.items()}
    return {
        "cliente": str(cliente_id),
        "numero": number,
        "dueno": draft_owner(tab.actor.cuenta_id, tab.actor.usuario_id),
        "campos": texts,
        "foco": "",
    }


async def opened(tab: Tab, cliente_id: int | str) -> DrawerState:
    """The drawer on a client, as a tab opens it that the server knows nothing of."""
    tab.go(f"{LISTA}?cliente={cliente_id}")
    assert "borrador.leer" in str(await tab.call(DrawerState, "open_address"))
    assert await tab.call(DrawerState, "receive_draft", None) is None
    drawer = await tab.state(DrawerState)
    assert drawer.abierto
    return drawer


async def type_into(
    tab: Tab, campo: str, text: str, *, left: bool = True, version: int = 0
) -> None:
    """Have a field tell its text, for the seventh time."""
    await tab.call(DrawerState, "type_field", campo, text, left, 7, version)


def stored(tab: Tab, cliente_id: int) -> ClienteGuardado:
    return clientes.obtener(shared_engine(), tab.actor.cuenta_id, cliente_id)


def store(actor: Actor, cliente: ClienteGuardado, **campos: str) -> None:
    base = cliente.datos.como_dict()
    merge.guardar(shared_engine(), actor, cliente.id, base=base, propios=base | campos)


async def test_a_client_is_opened_by_its_address(tab: Tab, cliente: ClienteGuardado) -> None:
    drawer = await opened(tab, cliente.id)
    assert drawer.ficha.titulo == "Editar Cliente"
    assert (drawer.campos["calle"].valor, drawer.hallazgos) == ("UNO", {})


async def test_an_address_without_a_client_shows_no_drawer(tab: Tab) -> None:
    # Nothing of what somebody else typed in this tab stays in it.
    assert "borrador.leer" in str(await tab.call(DrawerState, "open_address"))
    drawer = await tab.state(DrawerState)
    assert (drawer.abierto, drawer.memory.started) == (False, True)


async def test_a_client_that_does_not_exist_is_said_and_its_address_stays(tab: Tab) -> None:
    shell, drawer = await tab.state(TabState), await tab.state(DrawerState)
    tab.go(f"{LISTA}?cliente=987&orden=rfc")
    await tab.call(DrawerState, "open_address")
    assert await tab.call(DrawerState, "receive_draft", None) is None
    assert (shell.falta, drawer.abierto) == ("cliente", False)
    for nobody in ("986", "abc", "9" * 30):
        shell.falta = ""
        tab.go(f"{LISTA}?cliente={nobody}")
        assert await tab.call(DrawerState, "open_address") is None
        assert (shell.falta, drawer.abierto) == ("cliente", False)


async def test_a_field_is_judged_once_it_was_left(tab: Tab) -> None:
    drawer = await opened(tab, "nuevo")
    await type_into(tab, "rfc", "MAB", left=False)
    assert drawer.hallazgos == {}
    await type_into(tab, "rfc", "MAB")
    assert drawer.hallazgos["rfc"][0].es_error
    assert drawer.campos["rfc"].vuelta == 7


async def test_a_field_takes_over_its_normal_form(tab: Tab) -> None:
    drawer = await opened(tab, "nuevo")
    await type_into(tab, "rfc", " mab-930714-8t4 ")
    assert drawer.campos["rfc"].valor == "MAB9307148T4"
    assert drawer.ayudas.persona == "Persona moral"


async def test_an_rfc_that_somebody_has_names_who(tab: Tab, cliente: ClienteGuardado) -> None:
    drawer = await opened(tab, "nuevo")
    await type_into(tab, "rfc", cliente.datos.rfc, left=False)
    assert drawer.ayudas.repetido == cliente.datos.nombre
    assert drawer.ayudas.repetido_destino == f"?cliente={cliente.id}"


async def test_a_generic_client_that_is_there_already_is_told_once_it_has_the_name(
    tab: Tab,
) -> None:
    generico = {"rfc": "XAXX010101000", "regimen_fiscal": "616", "uso_cfdi": "S01"}
    valores = un_cliente(**generico, nombre="JOSE LOPEZ")
    otro = clientes.alta(shared_engine(), tab.actor, valores)
    drawer = await opened(tab, "nuevo")
    await type_into(tab, "rfc", "XAXX010101000")
    assert drawer.ayudas.repetido == ""
    await type_into(tab, "nombre", "José López")
    assert drawer.ayudas.repetido == "JOSE LOPEZ"
    assert drawer.ayudas.repetido_destino == f"?cliente={otro.id}"


async def test_the_button_of_a_finding_mends_the_field(tab: Tab) -> None:
    drawer = await opened(tab, "nuevo")
    await type_into(tab, "rfc", "MAB9307148T4")
    await type_into(tab, "nombre", "ACEROS SA DE CV")
    (finding,) = [one for one in drawer.hallazgos["nombre"] if one.accion]
    answer = await tab.call(DrawerState, "take_fix", "nombre", finding.codigo)
    assert drawer.campos["nombre"].valor == "ACEROS"
    # With the mend its button goes away, and the focus that was on it would go nowhere.
    assert "recobrarElFoco" in str(answer)
    assert "campo-nombre" in str(answer)


async def test_a_zero_that_was_put_in_front_is_said_while_it_stands(tab: Tab) -> None:
    drawer = await opened(tab, "nuevo")
    await type_into(tab, "codigo_postal", "6600")
    assert drawer.campos["codigo_postal"].valor == "06600"
    (finding,) = drawer.hallazgos["codigo_postal"]
    assert not finding.es_error
    assert "se le puso el cero" in finding.mensaje
    assert drawer.ayudas.estado == "Ciudad de México"
    await type_into(tab, "calle", "REFORMA")
    assert drawer.hallazgos["codigo_postal"] == [finding]
    await type_into(tab, "codigo_postal", "66000")
    assert drawer.hallazgos.get("codigo_postal", []) == []


async def test_a_key_is_understood_as_in_a_file_and_a_wrong_one_stays_with_its_reason(
    tab: Tab,
) -> None:
    drawer = await opened(tab, "nuevo")
    await type_into(tab, "rfc", "MAB9307148T4")
    for written in ("601.0", "601 - General de Ley", "general de ley personas morales"):
        await type_into(tab, "regimen_fiscal", written)
        assert drawer.campos["regimen_fiscal"].valor == "601"
    await type_into(tab, "regimen_fiscal", "605")
    (finding,) = drawer.hallazgos["regimen_fiscal"]
    assert drawer.campos["regimen_fiscal"].valor == "605"
    assert finding.es_error
    assert "605" in finding.mensaje
    await type_into(tab, "regimen_fiscal", "un régimen que no existe")
    assert drawer.campos["regimen_fiscal"].valor == "un régimen que no existe"


async def test_one_more_email_takes_the_focus_along_and_can_be_taken_away(tab: Tab) -> None:
    drawer = await opened(tab, "nuevo")
    answer = await tab.call(DrawerState, "unfold", "correo")
    assert "campo-email_adicional_1" in str(answer)
    assert await tab.call(DrawerState, "remove_email", "email") is None
    answer = await tab.call(DrawerState, "remove_email", "email_adicional_1")
    assert ("campo-email'" in str(answer), drawer.ficha.correos) == (True, 1)


async def test_what_is_said_to_a_closed_drawer_is_not_heard(tab: Tab) -> None:
    await tab.call(DrawerState, "open_address")
    drawer = await tab.state(DrawerState)
    before = drawer.memory
    await type_into(tab, "rfc", "X")
    await tab.call(DrawerState, "take_fix", "rfc", "x")
    await tab.call(DrawerState, "unfold", "correo")
    await tab.call(DrawerState, "remove_email", "email_adicional_1")
    assert drawer.memory == before


async def test_what_no_field_is_called_is_not_typed(tab: Tab) -> None:
    drawer = await opened(tab, "nuevo")
    await type_into(tab, "version", "9")
    assert drawer.memory.client.changed == ()


async def test_back_in_the_browser_asks_before_something_is_lost(
    tab: Tab, cliente: ClienteGuardado
) -> None:
    drawer = await opened(tab, cliente.id)
    await type_into(tab, "calle", "MIA", version=1)
    tab.go(LISTA)
    answer = await tab.call(DrawerState, "open_address")
    assert drawer.preguntas.descartar
    assert f"cliente={cliente.id}" in str(answer)


async def test_back_in_the_browser_closes_when_nothing_is_lost(
    tab: Tab, cliente: ClienteGuardado
) -> None:
    drawer = await opened(tab, cliente.id)
    tab.go(LISTA)
    assert "borrador.olvidar" in str(await tab.call(DrawerState, "open_address"))
    assert not drawer.abierto


async def test_a_restarted_server_goes_on_with_what_the_page_kept(
    tab: Tab, cliente: ClienteGuardado
) -> None:
    tab.go(f"{LISTA}?cliente={cliente.id}")
    await tab.call(DrawerState, "open_address")
    kept = draft(tab, cliente.id, 4, calle="MIA") | RELOADED
    await tab.call(DrawerState, "receive_draft", kept)
    drawer = await tab.state(DrawerState)
    assert (drawer.campos["calle"].valor, drawer.ficha.numero) == ("MIA", 4)
    assert drawer.mensaje.texto.startswith("Se recuperó")


async def test_the_draft_of_somebody_else_is_not_heard(tab: Tab, cliente: ClienteGuardado) -> None:
    tab.go(f"{LISTA}?cliente={cliente.id}")
    await tab.call(DrawerState, "open_address")
    theirs = draft(tab, cliente.id, 4, calle="SUYA") | {"dueno": "1.999"}
    await tab.call(DrawerState, "receive_draft", theirs)
    assert (await tab.state(DrawerState)).campos["calle"].valor == "UNO"


async def test_a_client_is_stored_and_the_drawer_closes(tab: Tab) -> None:
    drawer = await opened(tab, "nuevo")
    datos = un_cliente(nombre="NUEVA")
    answer = await tab.call(GuardadoState, "guardar", draft(tab, 0, drawer.ficha.numero, **datos))
    assert "Se guardó NUEVA." in str(answer)
    assert not drawer.abierto
    assert clientes.por_rfc(shared_engine(), tab.actor.cuenta_id, datos["rfc"])


async def test_what_was_typed_before_the_last_telling_is_stored_too(
    tab: Tab, cliente: ClienteGuardado
) -> None:
    drawer = await opened(tab, cliente.id)
    typed = draft(tab, cliente.id, drawer.ficha.numero, colonia="SUR")
    await tab.call(GuardadoState, "guardar", typed)
    assert stored(tab, cliente.id).datos.colonia == "SUR"


async def test_a_draft_of_an_opening_that_is_over_is_not_stored(
    tab: Tab, cliente: ClienteGuardado
) -> None:
    drawer = await opened(tab, cliente.id)
    old = draft(tab, cliente.id, drawer.ficha.numero + 1, colonia="SUR")
    assert await tab.call(GuardadoState, "guardar", old) is None
    assert stored(tab, cliente.id) == cliente


async def test_a_refused_save_says_why_and_leads_to_the_first_error(tab: Tab) -> None:
    drawer = await opened(tab, "nuevo")
    datos = un_cliente(codigo_postal="123", nombre="")
    answer = await tab.call(GuardadoState, "guardar", draft(tab, 0, drawer.ficha.numero, **datos))
    assert "campo-nombre" in str(answer)
    assert {"nombre", "codigo_postal"} <= set(drawer.hallazgos)
    assert drawer.abierto


async def test_a_repeated_rfc_is_refused_at_its_field(tab: Tab, cliente: ClienteGuardado) -> None:
    drawer = await opened(tab, "nuevo")
    datos = un_cliente(rfc=cliente.datos.rfc)
    answer = await tab.call(GuardadoState, "guardar", draft(tab, 0, drawer.ficha.numero, **datos))
    assert "campo-rfc" in str(answer)
    assert drawer.ayudas.repetido == cliente.datos.nombre


@pytest.mark.parametrize(("side", "final"), [("propio", "MIA"), ("guardado", "SUYA")])
async def test_a_field_that_two_people_changed_is_asked(
    tab: Tab, beto: Actor, cliente: ClienteGuardado, side: str, final: str
) -> None:
    drawer = await opened(tab, cliente.id)
    store(beto, cliente, calle="SUYA")
    typed = draft(tab, cliente.id, drawer.ficha.numero, calle="MIA")
    assert await tab.call(GuardadoState, "guardar", typed) is None
    assert (drawer.preguntas.elegir, drawer.preguntas.faltan) == (True, 1)
    (conflict,) = drawer.choques
    assert (conflict.guardado, conflict.propio, conflict.quien) == ("SUYA", "MIA", "Beto")
    await tab.call(GuardadoState, "elegir", "calle", side)
    assert drawer.preguntas.faltan == 0
    await tab.call(GuardadoState, "decidir")
    assert stored(tab, cliente.id).datos.calle == final
    assert (drawer.abierto, drawer.preguntas.elegir) == (False, False)


async def test_a_choice_can_be_put_off_and_made_beside_the_field(
    tab: Tab, beto: Actor, cliente: ClienteGuardado
) -> None:
    drawer = await opened(tab, cliente.id)
    store(beto, cliente, calle="SUYA")
    await tab.call(
        GuardadoState, "guardar", draft(tab, cliente.id, drawer.ficha.numero, calle="MIA")
    )
    await tab.call(GuardadoState, "posponer")
    assert (drawer.preguntas.elegir, len(drawer.choques)) == (False, 1)
    answer = await tab.call(GuardadoState, "quedarse", "calle", "guardado")
    assert "campo-calle" in str(answer)
    assert (drawer.choques, drawer.campos["calle"].valor) == ([], "SUYA")


async def test_a_client_that_was_deleted_meanwhile_can_be_brought_back(
    tab: Tab, beto: Actor, cliente: ClienteGuardado
) -> None:
    drawer = await opened(tab, cliente.id)
    clientes.borrar(shared_engine(), beto, cliente.id)
    typed = draft(tab, cliente.id, drawer.ficha.numero, calle="MIA")
    answer = await tab.call(GuardadoState, "guardar", typed)
    assert drawer.mensaje.texto.startswith("Beto borró este cliente")
    # Wherever in the form the focus is, the refusal leads to what is said of it.
    assert "campo-mensaje" in str(answer)
    answer = await tab.call(GuardadoState, "guardar", typed)
    assert drawer.mensaje.texto.startswith("No se guardó: este cliente está en la papelera")
    assert "campo-mensaje" in str(answer)
    answer = await tab.call(GuardadoState, "resolver", "restaurar")
    assert "de nuevo en la lista" in str(answer)
    assert "campo-nombre" in str(answer)
    assert (drawer.mensaje.texto, drawer.campos["calle"].valor) == ("", "MIA")


async def test_starting_over_forgets_what_was_typed(tab: Tab, cliente: ClienteGuardado) -> None:
    drawer = await opened(tab, cliente.id)
    await type_into(tab, "calle", "MIA", version=1)
    answer = await tab.call(GuardadoState, "resolver", "descartar")
    assert "borrador.olvidar" in str(answer)
    assert "campo-nombre" in str(answer)
    assert (drawer.campos["calle"].valor, drawer.ficha.numero) == ("UNO", 2)


async def test_closing_asks_before_something_is_lost(tab: Tab, cliente: ClienteGuardado) -> None:
    drawer = await opened(tab, cliente.id)
    typed = draft(tab, cliente.id, drawer.ficha.numero, calle="MIA")
    assert await tab.call(GuardadoState, "cerrar", typed) is None
    assert (drawer.abierto, drawer.preguntas.descartar) == (True, True)
    assert await tab.call(GuardadoState, "responder", STAY) is None
    assert (drawer.abierto, drawer.preguntas.descartar) == (True, False)
    await tab.call(GuardadoState, "cerrar", typed)
    assert "borrador.olvidar" in str(await tab.call(GuardadoState, "responder", DISCARD))
    assert not drawer.abierto


async def test_closing_without_a_change_asks_nothing(tab: Tab, cliente: ClienteGuardado) -> None:
    drawer = await opened(tab, cliente.id)
    nothing = draft(tab, cliente.id, drawer.ficha.numero)
    assert "borrador.olvidar" in str(await tab.call(GuardadoState, "cerrar", nothing))
    assert not drawer.abierto


async def test_the_history_is_shown_in_the_drawer_and_a_version_comes_back(
    tab: Tab, beto: Actor, cliente: ClienteGuardado
) -> None:
    store(beto, cliente, calle="DOS")
    drawer = await opened(tab, cliente.id)
    await tab.call(HistorialState, "toggle")
    historial = await tab.state(HistorialState)
    assert [version.version for version in historial.versiones] == [2, 1]
    assert historial.de == drawer.ficha.numero
    question = await tab.state(RestauracionState)
    await tab.call(RestauracionState, "pedir", 1)
    assert question.pregunta == RestauracionPedida(cliente.id, 1, 2)
    answer = await tab.call(RestauracionState, "responder", RESTORE, cliente.id, 1, 2)
    assert f"{cliente.datos.nombre} volvió a los valores" in str(answer)
    assert stored(tab, cliente.id).datos.calle == "UNO"
    await tab.call(HistorialState, "toggle")
    await type_into(tab, "calle", "MIA", version=3)
    await tab.call(RestauracionState, "pedir", 2)
    assert question.pregunta == RestauracionPedida(cliente.id, 2, 3, se_perderia=True)
    assert await tab.call(RestauracionState, "responder", STAY, cliente.id, 2, 3) is None
    assert question.pregunta.version == 0
    assert stored(tab, cliente.id).datos.calle == "UNO"


@pytest.mark.parametrize("has_reopened", [False, True])
async def test_the_answer_about_a_version_of_before_a_restart_is_done(
    *, tab: Tab, beto: Actor, cliente: ClienteGuardado, has_reopened: bool
) -> None:
    # The server remembers neither the question nor the history; the page says what it was about.
    store(beto, cliente, calle="DOS")
    tab.go(f"{LISTA}?cliente={cliente.id}")
    question, drawer = await tab.state(RestauracionState), await tab.state(DrawerState)
    # To a page that comes back it says nothing: that would close what is still asked there.
    assert question.get_full_name() not in question.dict()
    if has_reopened:
        await opened(tab, cliente.id)
    answer = await tab.call(RestauracionState, "responder", RESTORE, cliente.id, 1, 2)
    assert f"{cliente.datos.nombre} volvió a los valores" in str(answer)
    assert stored(tab, cliente.id).datos.calle == "UNO"
    assert (drawer.abierto, drawer.campos["calle"].valor) == (True, "UNO")
    assert question.dict()[question.get_full_name()]


async def test_a_version_does_not_come_back_over_what_nobody_has_seen(
    tab: Tab, beto: Actor, cliente: ClienteGuardado
) -> None:
    tab.go(f"{LISTA}?cliente={cliente.id}")
    store(beto, cliente, calle="DOS")
    answer = await tab.call(RestauracionState, "responder", RESTORE, cliente.id, 1, 1)
    assert "alguien acaba de cambiar este cliente" in str(answer)
    assert stored(tab, cliente.id).datos.calle == "DOS"
    clientes.borrar(shared_engine(), beto, cliente.id)
    answer = await tab.call(RestauracionState, "responder", RESTORE, cliente.id, 1, 2)
    assert "está en la papelera" in str(answer)
    tab.go(f"{LISTA}?cliente=987")
    answer = await tab.call(RestauracionState, "responder", RESTORE, 987, 1, 1)
    assert "ya no existe" in str(answer)


async def test_what_was_asked_of_one_client_is_not_done_to_the_next(
    tab: Tab, beto: Actor, cliente: ClienteGuardado
) -> None:
    """Whoever goes back in the browser leaves the question standing over another client."""
    otro = clientes.alta(shared_engine(), beto, un_cliente(calle="SUYA"))
    store(beto, cliente, calle="DOS")
    store(beto, otro, calle="OTRA")
    await opened(tab, cliente.id)
    await tab.call(HistorialState, "toggle")
    await tab.call(RestauracionState, "pedir", 1)
    tab.go(f"{LISTA}?cliente={otro.id}")
    await tab.call(DrawerState, "open_address")
    answer = await tab.call(RestauracionState, "responder", RESTORE, cliente.id, 1, 2)
    assert answer is None
    assert (stored(tab, cliente.id).datos.calle, stored(tab, otro.id).datos.calle) == (
        "DOS",
        "OTRA",
    )
