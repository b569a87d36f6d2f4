"""«Exportar para el SAT» over HTTP: a .txt, a .zip of several, for whoever may look."""

import io
import zipfile

import httpx
import pytest
from sqlalchemy import Engine

from clientes_app.domain.roles import Rol
from clientes_app.routes import de_cuenta, solicitud_sat
from clientes_app.services.acceso import cuentas
from clientes_app.services.acceso.cookie import SESSION_COOKIE
from clientes_app.services.clientes import clientes, revision_sat
from clientes_app.services.context import Actor
from tests.builders import un_cliente, un_rfc
from tests.gente import entrar, un_usuario
from tests.integration.pasos_acciones import guardados


@pytest.fixture(autouse=True)
def gente(aplicacion: None, claves_rapidas: None, engine: Engine, cuenta_id: int) -> None:
    """Let Olga own the account, and Ana only look."""
    del aplicacion, claves_rapidas
    un_usuario(engine, cuenta_id, "Olga")
    un_usuario(engine, cuenta_id, rol=Rol.LECTOR)


def puerta(engine: Engine, cuenta_id: int, *, solo_sin_revisar: bool = False) -> str:
    nombre_corto = cuentas.obtener(engine, cuenta_id).nombre_corto
    return de_cuenta(nombre_corto, solicitud_sat(solo_sin_revisar=solo_sin_revisar))


async def test_a_reader_gets_all_or_those_not_checked_and_nobody_elses(
    engine: Engine, actor: Actor, navegador: httpx.AsyncClient
) -> None:
    uno, otro = (clientes.alta(engine, actor, un_cliente()) for _ in range(2))
    donde = puerta(engine, actor.cuenta_id)
    assert (await navegador.get(donde)).status_code == 303
    navegador.cookies.set(SESSION_COOKIE, entrar(engine))
    pedida = f"1|{uno.datos.rfc}|{uno.datos.nombre}|{uno.datos.codigo_postal}"
    leyenda = "RFC válido, y susceptible de recibir facturas"
    revision_sat.aplicar(engine, actor, f"{pedida}|{leyenda}".encode())
    todos = await navegador.get(donde)
    assert todos.headers["content-type"] == "text/plain; charset=utf-8"
    assert "para-el-sat-" in todos.headers["content-disposition"]
    assert len(todos.content.splitlines()) == 2
    sin_revisar = await navegador.get(puerta(engine, actor.cuenta_id, solo_sin_revisar=True))
    (renglon,) = sin_revisar.text.splitlines()
    assert renglon.split("|")[1] == otro.datos.rfc
    ajena = puerta(engine, cuentas.crear(engine, "Otra").id)
    assert (await navegador.get(ajena)).status_code == 404


async def test_more_than_five_thousand_come_as_a_zip(
    engine: Engine, actor: Actor, navegador: httpx.AsyncClient
) -> None:
    guardados(engine, actor.cuenta_id, [un_cliente(rfc=un_rfc(n)) for n in range(10_001)])
    navegador.cookies.set(SESSION_COOKIE, entrar(engine))
    respuesta = await navegador.get(puerta(engine, actor.cuenta_id))
    assert respuesta.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(respuesta.content)) as archivo:
        assert archivo.testzip() is None
        renglones = {una: len(archivo.read(una).splitlines()) for una in archivo.namelist()}
    assert renglones == {"sat-1.txt": 5_000, "sat-2.txt": 5_000, "sat-3.txt": 1}
