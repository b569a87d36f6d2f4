"""The card of a client: what it shows and copies, and its handlers, called as the page does."""

import pytest

from clientes_app.domain.cliente import DatosCliente
from clientes_app.services.acceso import cuentas
from clientes_app.services.clientes import clientes
from clientes_app.services.clientes.clientes import ClienteGuardado
from clientes_app.services.context import Actor
from clientes_app.services.resources import shared_engine
from clientes_app.ui.clientes.ficha.shown import datos_fiscales, what_changes
from clientes_app.ui.clientes.ficha.state import FichaState
from clientes_app.ui.clientes.lista.state import ListaState
from clientes_app.ui.shell.tab import TabState
from tests.builders import un_cliente
from tests.unit.ui.conftest import Tab, until

LISTA = "/catalogos/clientes"


async def _shown(tab: Tab, cliente_id: int) -> FichaState:
    tab.go(f"{LISTA}/{cliente_id}")
    ficha = await tab.state(FichaState)
    async with tab.running(FichaState, "follow"):
        await until(lambda: ficha.vista.numero == str(cliente_id))
    return ficha


@pytest.mark.parametrize(
    ("antes", "despues", "dicho"),
    [
        ("CAFÉ DEL MAR", "CAFE DEL MAR", ("", "CAFÉ", "CAFE", "DEL MAR")),
        ("UNO SA DE CV", "UNO", ("UNO", "SA DE CV", "", "")),
        ("A A", "A", ("A", "A", "", "")),
        ("IGUAL", "IGUAL", ("IGUAL", "", "", "")),
    ],
)
def test_of_a_mend_the_words_that_change_are_shown(
    antes: str, despues: str, dicho: tuple[str, ...]
) -> None:
    assert what_changes(antes, despues) == dicho


def test_six_lines_are_copied_with_keys_in_words() -> None:
    datos = DatosCliente(**un_cliente(nombre="CARPINTERÍA MUÑOZ", rfc="CMH980225PA9"))
    assert datos_fiscales(datos).splitlines() == [
        "Nombre o Razón Social: CARPINTERÍA MUÑOZ",
        "RFC: CMH980225PA9",
        "Régimen Fiscal: 601 General de Ley Personas Morales",
        "Uso de la Factura: G03 Gastos en general",
        "Código Postal: 42501",
        "E-mail: facturas.980225pa9@cliente.example",
    ]


async def test_the_card_shows_values_with_their_words_and_who_changed_them(
    tab: Tab, beto: Actor
) -> None:
    suyo = un_cliente(
        calle="Av. de los Encinos",
        numero_exterior="1420",
        numero_interior="B",
        colonia="Seattle",
        codigo_postal_envio="45150",
        municipio="Zapopan",
        estado="Jalisco",
        referencias="Portón verde",
    )
    cliente = clientes.alta(shared_engine(), beto, suyo)
    vista = (await _shown(tab, cliente.id)).vista
    assert (vista.nombre, vista.persona, vista.quien) == (suyo["nombre"], "Persona moral", "Beto")
    assert [(dato.etiqueta, dato.detalle) for dato in vista.fiscales] == [
        ("Nombre o Razón Social", ""),
        ("RFC", ""),
        ("Régimen Fiscal", "General de Ley Personas Morales"),
        ("Uso de la Factura", "Gastos en general"),
        ("Código Postal", "Hidalgo"),
        ("E-mail", ""),
    ]
    assert [dato.valor for dato in vista.envio] == [
        "Av. de los Encinos 1420, interior B\nColonia Seattle, 45150 Zapopan, Jalisco",
        "Portón verde",
    ]
    assert (vista.avisos, vista.cuantos_avisos) == ([], "")


async def test_it_follows_what_others_change_and_delete(
    tab: Tab, beto: Actor, cliente: ClienteGuardado
) -> None:
    tab.go(f"{LISTA}/{cliente.id}")
    ficha = await tab.state(FichaState)
    async with tab.running(FichaState, "follow"):
        await until(lambda: ficha.vista.numero != "")
        nuevo = cliente.datos.como_dict() | {"nombre": "OTRO NOMBRE"}
        clientes.editar(shared_engine(), beto, cliente.id, 1, nuevo)
        await until(lambda: ficha.vista.nombre == "OTRO NOMBRE")
        assert ficha.vista.hechos[0].con_valores
        clientes.borrar(shared_engine(), beto, cliente.id)
        await until(lambda: ficha.vista.en_papelera != "")
    assert ficha.vista.en_papelera == "Beto mandó este cliente a la papelera."
    await tab.call(FichaState, "restaurar")
    assert not clientes.obtener(shared_engine(), beto.cuenta_id, cliente.id).borrado


async def test_nobodys_card_and_one_of_another_account_are_told_as_not_there(
    tab: Tab, beto: Actor
) -> None:
    ajena = cuentas.crear(shared_engine(), "Otra")
    ajeno = clientes.alta(shared_engine(), Actor(ajena.id, "X", "api"), un_cliente())
    del beto
    for numero in (str(ajeno.id), "999", "0", "siete", "9" * 40):
        (await tab.state(TabState)).falta = ""
        tab.go(f"{LISTA}/{numero}")
        await tab.call(FichaState, "follow")
        assert (await tab.state(TabState)).falta == "cliente", numero
        assert (await tab.state(FichaState)).vista.numero == ""


async def test_a_notice_is_mended_and_the_mend_taken_back(tab: Tab, beto: Actor) -> None:
    cliente = clientes.alta(shared_engine(), beto, un_cliente(nombre="CARPINTERÍA"))
    vista = (await _shown(tab, cliente.id)).vista
    assert vista.titulo_de_avisos == "1 aviso antes de facturar"
    aviso = vista.avisos[0]
    assert (aviso.accion, aviso.antes, aviso.despues) == (
        "Quitar acentos",
        "CARPINTERÍA",
        "CARPINTERIA",
    )
    said = await tab.call(FichaState, "corregir", aviso.campo, aviso.codigo)
    assert "Deshacer" in str(said)
    assert _stored(beto, cliente).nombre == "CARPINTERIA"
    # Pressed twice, or for something that was never found: nothing more happens.
    assert await tab.call(FichaState, "corregir", aviso.campo, aviso.codigo) is None
    assert await tab.call(FichaState, "corregir", "cuenta_id", "x") is None
    await tab.call(FichaState, "deshacer", cliente.id, 2)
    assert _stored(beto, cliente).nombre == "CARPINTERÍA"
    # The version that it made is not the last one any more.
    assert "alguien acaba de cambiar" in str(await tab.call(FichaState, "deshacer", cliente.id, 2))


async def test_what_lies_in_the_papelera_is_not_mended(tab: Tab, beto: Actor) -> None:
    cliente = clientes.alta(shared_engine(), beto, un_cliente(nombre="CARPINTERÍA"))
    await _shown(tab, cliente.id)
    clientes.borrar(shared_engine(), beto, cliente.id)
    said = await tab.call(FichaState, "corregir", "nombre", "nombre_acentos")
    assert "está en la papelera" in str(said)


async def test_all_of_the_history_is_shown_when_it_is_asked_for(
    tab: Tab, beto: Actor, cliente: ClienteGuardado
) -> None:
    for version in range(1, 30):
        suyo = cliente.datos.como_dict() | {"calle": f"CALLE {version}"}
        clientes.editar(shared_engine(), beto, cliente.id, version, suyo)
    ficha = await _shown(tab, cliente.id)
    assert (len(ficha.vista.hechos), ficha.vista.hay_mas) == (4, True)
    await tab.call(FichaState, "ver_mas_historial")
    assert (len(ficha.vista.hechos), ficha.vista.hay_mas) == (30, False)


async def test_the_way_back_leads_to_the_list_as_it_was_left(
    tab: Tab, cliente: ClienteGuardado
) -> None:
    tab.go(f"{LISTA}?q=cliente&orden=rfc")
    lista = await tab.state(ListaState)
    async with tab.running(ListaState, "follow"):
        await until(lambda: lista.cargado)
    assert (await _shown(tab, cliente.id)).regreso == f"{LISTA}?q=cliente&orden=rfc"


def _stored(actor: Actor, cliente: ClienteGuardado) -> DatosCliente:
    return clientes.obtener(shared_engine(), actor.cuenta_id, cliente.id).datos
