"""«Descargar» of chosen clients over HTTP: those of the account alone, for whoever may look."""

import csv
import io

import httpx
import pytest
from sqlalchemy import Engine

from clientes_app.domain.columnas import ENCABEZADO
from clientes_app.domain.roles import Rol
from clientes_app.routes import ELEGIDOS_CSV, de_cuenta
from clientes_app.services.acceso import cuentas
from clientes_app.services.acceso.cookie import SESSION_COOKIE
from clientes_app.services.clientes import clientes, elegidos
from clientes_app.services.context import Actor
from tests.builders import un_cliente
from tests.gente import entrar, un_usuario
from tests.integration.pasos_acciones import guardados


@pytest.fixture(autouse=True)
def gente(aplicacion: None, claves_rapidas: None, engine: Engine, cuenta_id: int) -> None:
    """Let Olga own the account, and Ana only look."""
    del aplicacion, claves_rapidas
    un_usuario(engine, cuenta_id, "Olga")
    un_usuario(engine, cuenta_id, rol=Rol.LECTOR)


def puerta(engine: Engine, cuenta_id: int) -> str:
    return de_cuenta(cuentas.obtener(engine, cuenta_id).nombre_corto, ELEGIDOS_CSV)


async def test_a_reader_gets_the_chosen_by_name_and_nobody_elses(
    engine: Engine, actor: Actor, navegador: httpx.AsyncClient
) -> None:
    filas = [un_cliente(nombre=nombre) for nombre in ("ZETA", "ÁRBOL", "BORRADO", "NO")]
    ids = guardados(engine, actor.cuenta_id, filas)
    clientes.borrar(engine, actor, ids[2])
    ajenos = guardados(engine, cuentas.crear(engine, "Ajena").id, [un_cliente(nombre="AJENO")])
    navegador.cookies.set(SESSION_COOKIE, entrar(engine))

    pedidos = ",".join(map(str, [*ids[:3], *ajenos, "x", -1, "9" * 40]))
    donde = puerta(engine, actor.cuenta_id)
    respuesta = await navegador.post(donde, data={"ids": pedidos})
    assert respuesta.status_code == 200
    assert "clientes-elegidos-" in respuesta.headers["content-disposition"]
    tabla = list(csv.reader(io.StringIO(respuesta.content.decode("utf-8-sig"))))
    assert tabla[0] == list(ENCABEZADO)
    assert [fila[0] for fila in tabla[1:]] == ["ÁRBOL", "ZETA"]
    assert (await navegador.post(donde, data={})).status_code == 200


async def test_nobody_gets_them_without_a_session_from_elsewhere_or_in_another_account(
    engine: Engine, actor: Actor, navegador: httpx.AsyncClient
) -> None:
    ids = ",".join(map(str, guardados(engine, actor.cuenta_id, [un_cliente()])))
    donde = puerta(engine, actor.cuenta_id)
    assert (await navegador.post(donde, data={"ids": ids})).status_code == 303
    navegador.cookies.set(SESSION_COOKIE, entrar(engine))
    ajena = {"Origin": "https://otro.example"}
    assert (await navegador.post(donde, data={"ids": ids}, headers=ajena)).status_code == 403
    otra = puerta(engine, cuentas.crear(engine, "Otra").id)
    assert (await navegador.post(otra, data={"ids": ids})).status_code == 404
    assert (await navegador.get(donde)).status_code == 405
    demasiado = {"ids": "1," * 200_000}
    assert (await navegador.post(donde, data=demasiado)).status_code == 413


def test_so_many_and_no_more(engine: Engine, actor: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = guardados(engine, actor.cuenta_id, [un_cliente() for _ in range(3)])
    monkeypatch.setattr(elegidos, "MAXIMO", 2)
    assert len(list(elegidos.exportar(engine, actor.cuenta_id, ids))) == 2
