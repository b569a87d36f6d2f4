"""People of an account are told apart whatever they call themselves."""

import pytest
from sqlalchemy import Engine

from clientes_app.domain.roles import Rol
from clientes_app.services.acceso import cuentas, usuarios
from clientes_app.services.acceso.identity import Caller, SignedIn
from clientes_app.services.clientes import clientes, historial
from tests.builders import un_cliente
from tests.gente import email_de, entrar, ordenes_sql, quien, un_usuario

pytestmark = pytest.mark.usefixtures("claves_rapidas")


def _caller(engine: Engine, nombre: str, cuenta_id: int) -> Caller:
    token = entrar(engine, nombre)
    caller = SignedIn(token, quien(engine, token)).numbered(cuenta_id)
    assert caller is not None
    return caller


@pytest.mark.parametrize("taken", ["Ana", "ANA", " ána ", "Аna", "A.n.a", "Ａna", "A\u200bna"])
def test_who_takes_anothers_name_is_shown_with_the_email(
    engine: Engine, cuenta_id: int, taken: str
) -> None:
    un_usuario(engine, cuenta_id, "Ana")
    beto = un_usuario(engine, cuenta_id, "Beto", rol=Rol.LECTOR)
    assert _caller(engine, "Beto", cuenta_id).actor("formulario").quien == "Beto"
    usuarios.renombrar(engine, beto, taken)
    impostor = _caller(engine, "Beto", cuenta_id)
    assert impostor.actor("formulario").quien == f"{impostor.identity.nombre} (beto@correo.mx)"
    ana = _caller(engine, "Ana", cuenta_id)
    assert ana.actor("formulario").quien == "Ana (ana@correo.mx)"
    usuarios.renombrar(engine, beto, "Beto")
    assert _caller(engine, "Ana", cuenta_id).actor("formulario").quien == "Ana"


def test_a_name_that_looks_like_it_came_with_an_email_gets_the_real_one(
    engine: Engine, cuenta_id: int
) -> None:
    un_usuario(engine, cuenta_id, "Ana")
    beto = un_usuario(engine, cuenta_id, "Beto")
    usuarios.renombrar(engine, beto, "Ana (ana@correo.mx)")
    impostor = _caller(engine, "Beto", cuenta_id).actor("formulario")
    assert impostor.quien == f"Ana (ana@correo.mx) ({email_de('Beto')})"


def test_in_another_account_nobody_is_taken_for_somebody(engine: Engine, cuenta_id: int) -> None:
    un_usuario(engine, cuenta_id, "Ana")
    otra = cuentas.crear(engine, "Otra").id
    beto = un_usuario(engine, otra, "Beto")
    usuarios.renombrar(engine, beto, "Ana")
    assert _caller(engine, "Ana", cuenta_id).nombre == "Ana"


def test_the_history_says_which_of_the_two_it_was(engine: Engine, cuenta_id: int) -> None:
    un_usuario(engine, cuenta_id, "Ana")
    beto = un_usuario(engine, cuenta_id, "Beto")
    usuarios.renombrar(engine, beto, "ANA")
    guardado = clientes.alta(
        engine, _caller(engine, "Beto", cuenta_id).actor("formulario"), un_cliente()
    )
    (version,) = historial.leer(engine, cuenta_id, guardado.id).versiones
    assert version.quien == "ANA (beto@correo.mx)"


def test_recognising_somebody_is_still_one_query(engine: Engine, cuenta_id: int) -> None:
    un_usuario(engine, cuenta_id, "Ana")
    token = entrar(engine)
    ordenes = ordenes_sql(engine)
    quien(engine, token)
    assert ordenes == ["SELECT"]
