"""What «Ir a…» answers: the clients of the tab's account, as the search of the list finds them."""

import pytest
from sqlalchemy.exc import OperationalError

from clientes_app.domain.roles import Rol
from clientes_app.routes import ficha
from clientes_app.services.acceso import cuentas
from clientes_app.services.acceso.identity import callers
from clientes_app.services.clientes import clientes
from clientes_app.services.context import Actor
from clientes_app.services.resources import shared_engine
from clientes_app.ui.clientes.paleta import state as paleta_module
from clientes_app.ui.clientes.paleta.shown import FILAS, Hallado
from clientes_app.ui.clientes.paleta.state import PaletaState
from tests.builders import un_cliente
from tests.gente import un_usuario
from tests.unit.ui.conftest import Tab


async def buscado(tab: Tab, texto: str, vez: int = 1) -> Hallado:
    """What the tab is answered."""
    await tab.call(PaletaState, "buscar", texto, vez)
    return (await tab.state(PaletaState)).hallado


def nombres(hallado: Hallado) -> list[str]:
    return ["".join(trozo.texto for trozo in fila.nombre) for fila in hallado.filas]


def detalles(hallado: Hallado) -> list[str]:
    return ["".join(trozo.texto for trozo in fila.detalle) for fila in hallado.filas]


async def test_it_finds_by_the_words_of_the_search_and_marks_them(tab: Tab, beto: Actor) -> None:
    alta = clientes.alta(
        shared_engine(),
        beto,
        un_cliente(nombre="CARPINTERÍA MUÑOZ", rfc="CMH980225PA9", codigo_postal="45010"),
    )
    clientes.alta(shared_engine(), beto, un_cliente(nombre="OTRO"))
    hallado = await buscado(tab, "  munoz   car ", 7)
    (fila,) = hallado.filas
    assert hallado.vez == 7
    assert fila.ficha == ficha(alta.id)
    assert [t.texto for t in fila.nombre if t.hallado] == ["CAR", "MUÑOZ"]
    assert detalles(hallado) == ["CMH980225PA9 · 601 · 45010"]
    assert (hallado.dicho, hallado.de_cuantos) == ("1 cliente encontrado", "")
    assert detalles(await buscado(tab, "cmh-980225")) == ["CMH980225PA9 · 601 · 45010"]


async def test_an_email_shows_where_nothing_else_says_why(tab: Tab, beto: Actor) -> None:
    datos = un_cliente(nombre="OTRO", rfc="CMH980225PA9", codigo_postal="45010")
    clientes.alta(
        shared_engine(), beto, datos | {"email_adicional_2": "almacen@carpinteria.example"}
    )
    assert detalles(await buscado(tab, "almacen")) == [
        "CMH980225PA9 · 601 · 45010 · almacen@carpinteria.example"
    ]
    assert detalles(await buscado(tab, "otro")) == ["CMH980225PA9 · 601 · 45010"]


async def test_few_are_offered_and_all_are_counted(tab: Tab, beto: Actor) -> None:
    for lugar in range(FILAS + 2):
        clientes.alta(shared_engine(), beto, un_cliente(nombre=f"VARIOS {lugar}"))
    hallado = await buscado(tab, "varios")
    assert nombres(hallado) == [f"VARIOS {lugar}" for lugar in range(FILAS)]
    assert (hallado.dicho, hallado.de_cuantos) == ("7 clientes encontrados", "5 de 7")


async def test_nobody_of_another_account_or_of_the_papelera_is_found(tab: Tab, beto: Actor) -> None:
    otra = cuentas.crear(shared_engine(), "Otra")
    clientes.alta(shared_engine(), Actor(otra.id, "Beto", "api"), un_cliente(nombre="SECRETO"))
    ido = clientes.alta(shared_engine(), beto, un_cliente(nombre="SECRETO BORRADO"))
    clientes.borrar(shared_engine(), beto, ido.id)
    hallado = await buscado(tab, "secreto")
    assert (hallado.filas, hallado.dicho) == ((), "Ningún cliente encontrado")


async def test_a_tab_in_another_account_finds_those_of_that_one(tab: Tab, beto: Actor) -> None:
    clientes.alta(shared_engine(), beto, un_cliente(nombre="DE AQUI"))
    otra = cuentas.crear(shared_engine(), "Otra")
    clientes.alta(shared_engine(), Actor(otra.id, "Beto", "api"), un_cliente(nombre="DE ALLA"))
    un_usuario(shared_engine(), otra.id, rol=Rol.LECTOR)
    signed_in = callers.find(tab.caller.token)
    alla = signed_in and signed_in.numbered(otra.id)
    assert alla is not None
    assert nombres(await buscado(tab, "de")) == ["DE AQUI"]
    assert nombres(await buscado(Tab(alla), "de")) == ["DE ALLA"]


async def test_a_text_that_no_page_would_send_is_cut_as_in_an_address(tab: Tab) -> None:
    hallado = await buscado(tab, "%_'\"\x00 " * 10_000, -(2**70))
    assert (hallado.filas, hallado.vez) == ((), -(2**70))


async def test_a_database_that_does_not_answer_is_told(
    tab: Tab, monkeypatch: pytest.MonkeyPatch
) -> None:
    def falla(*_: object) -> None:
        raise OperationalError(None, None, OSError())

    monkeypatch.setattr(paleta_module.clientes, "buscar", falla)
    assert await buscado(tab, "algo", 3) == Hallado(vez=3, fallo=True)


async def test_another_error_is_not_taken_for_that(
    tab: Tab, monkeypatch: pytest.MonkeyPatch
) -> None:
    def falla(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(paleta_module.clientes, "buscar", falla)
    with pytest.raises(ZeroDivisionError):
        await buscado(tab, "algo")
