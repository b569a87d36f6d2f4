"""The filters of a tab: in words, and what choosing another one does."""

from datetime import date

from clientes_app.domain.filtros import Filtros, escribir, leer
from clientes_app.services.clientes import clientes
from clientes_app.services.clientes.clientes import Consulta
from clientes_app.services.context import Actor
from clientes_app.services.resources import shared_engine
from clientes_app.ui.clientes.address import consulta_de
from clientes_app.ui.clientes.filtros.shown import filtros_puestos, una_u_otra
from clientes_app.ui.clientes.filtros.state import FiltrosState
from clientes_app.ui.clientes.lista.state import ListaState
from tests.builders import un_cliente
from tests.unit.ui.clientes.test_address import parametros
from tests.unit.ui.conftest import Tab, until

LISTA = "/catalogos/clientes"


def test_filters_are_said_as_field_verb_and_value() -> None:
    filtros = Filtros(
        persona=("moral",),
        regimen=("601", "612", "626"),
        estado=("JAL", "COL"),
        envio=True,
        desde=date(2026, 1, 1),
        por=("Ana", "Óscar"),
        carga=7,
    )
    consulta = Consulta(texto="x", filtros=filtros, pagina=3)
    puestos = filtros_puestos(consulta, archivo="cartera.csv")
    assert [puesto.dicho for puesto in puestos] == [
        "Persona es Moral",
        "Régimen Fiscal es 601, 612 o 626",
        "Estado es Jalisco o Colima",
        "Con dirección de envío",
        "Cambiados desde el 1 ene 2026",
        "Cambiados por Ana u Óscar",
        "De la carga cartera.csv",
    ]
    for puesto in puestos:
        quedan = consulta_de(parametros(puesto.quitar))
        assert quedan == Consulta(texto="x", filtros=leer_sin(filtros, puesto.nombre))


def leer_sin(filtros: Filtros, nombre: str) -> Filtros:
    return leer({n: dicho for n, dicho in escribir(filtros).items() if n != nombre})


def test_words_are_joined_as_spanish_does() -> None:
    assert [una_u_otra(c) for c in ((), ("a",), ("a", "b"), ("a", "Oaxaca"), ("a", "b", "c"))] == [
        "",
        "a",
        "a o b",
        "a u Oaxaca",
        "a, b o c",
    ]


async def test_choices_are_counted_with_the_search_and_the_other_filters(
    tab: Tab, beto: Actor
) -> None:
    for nombre, cp in (("UNO", "44100"), ("DOS", "44100"), ("TRES", "28030")):
        suyo = un_cliente(nombre=nombre, codigo_postal=cp, calle="" if nombre == "DOS" else "X")
        clientes.alta(shared_engine(), beto, suyo)
    tab.go(f"{LISTA}?envio=si&estado=COL")
    filtros = await tab.state(FiltrosState)
    await tab.call(FiltrosState, "mostrar", "estado")
    assert [(o.etiqueta, o.cuantos, o.puesta) for o in filtros.opciones] == [
        ("Colima", "1", True),
        ("Jalisco", "1", False),
    ]
    assert "estado=COL%2CJAL&envio=si" in str(await tab.call(FiltrosState, "poner", "JAL"))
    assert [o.puesta for o in filtros.opciones] == [True, True]
    assert "estado" not in str(await tab.call(FiltrosState, "poner", "COL"))
    assert await tab.call(FiltrosState, "poner", "AGU") is None
    tab.go(f"{LISTA}?q=dos")
    await tab.call(FiltrosState, "follow_address")
    assert [(o.etiqueta, o.cuantos) for o in filtros.opciones] == [("Jalisco", "1")]
    for otro, dicho in (
        ("persona", "Moral"),
        ("regimen", "601 General de Ley Personas Morales"),
        ("uso", "G03 Gastos en general"),
        ("envio", "Con dirección de envío"),
        ("desde", "Hoy"),
        ("por", "Beto"),
    ):
        await tab.call(FiltrosState, "mostrar", otro)
        assert filtros.opciones[0].etiqueta == dicho
    await tab.call(FiltrosState, "mostrar", "carga")
    assert filtros.opciones == []
    await tab.call(FiltrosState, "cambiar", False)  # noqa: FBT003 - as Radix calls it
    assert (filtros.abierto, filtros.elegido) == (False, "")
    await tab.call(FiltrosState, "mostrar", "cuenta_id")
    assert not filtros.abierto


async def test_a_day_is_put_on_and_taken_off_and_nonsense_is_none(tab: Tab) -> None:
    tab.go(f"{LISTA}?q=ana&pagina=3")
    assert "?q=ana&desde=2026-01-31" in str(
        await tab.call(FiltrosState, "poner_desde", "2026-01-31")
    )
    for nada in ("", "ayer"):
        assert "desde" not in str(await tab.call(FiltrosState, "poner_desde", nada))


async def test_the_list_says_what_it_is_filtered_by(tab: Tab, beto: Actor) -> None:
    clientes.alta(shared_engine(), beto, un_cliente())
    tab.go(f"{LISTA}?estado=JAL&q=zz")
    lista = await tab.state(ListaState)
    async with tab.running(ListaState, "follow"):
        await until(lambda: lista.cargado)
    resumen = lista.resumen
    assert (resumen.total, resumen.acotada) == ("0 de 1", True)
    assert resumen.con_filtros == "Estado es Jalisco"
    assert resumen.sin_filtros == "?q=zz"
    assert resumen.descarga == "/descargas/clientes.csv?q=zz&estado=JAL"
