"""Signing in and staying so: who is recognised, for how long, and who has to wait."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from clientes_app.domain.roles import Rol
from clientes_app.services.acceso import cuentas, sesiones, usuarios
from clientes_app.services.errors import (
    CredencialesInvalidas,
    DatosInvalidos,
    NoEncontrado,
    SinCuentas,
)
from clientes_app.storage.db.engine import read_transaction, write_transaction
from clientes_app.storage.db.tables_acceso import INTENTO, SESION, USUARIO
from tests.gente import (
    AQUI,
    CLAVE,
    entrar,
    ordenes_sql,
    pasa,
    quien,
    un_actor,
    un_usuario,
)

pytestmark = pytest.mark.usefixtures("claves_rapidas")

MINUTO = timedelta(minutes=1)
DIA = timedelta(days=1)


def test_who_signs_in_is_recognised_with_all_accounts(motor: Engine, cuenta_id: int) -> None:
    otra = cuentas.crear(motor, "Ábaco").id
    ana = un_usuario(motor, cuenta_id, "Ana", rol=Rol.EDITOR)
    un_usuario(motor, otra, "Ana", rol=Rol.LECTOR, clave="")
    token = sesiones.entrar(
        motor, email="  ANA@Correo.MX ", clave=CLAVE, direccion=AQUI, agente="Navegador"
    )
    identidad = quien(motor, token)

    assert (identidad.usuario_id, identidad.nombre) == (ana, "Ana")
    assert identidad.email == "ana@correo.mx"
    assert [(c.id, c.nombre, c.rol) for c in identidad.cuentas] == [
        (otra, "Ábaco", Rol.LECTOR),
        (cuenta_id, "Mi cuenta", Rol.EDITOR),
    ]
    assert (identidad.cuenta_id, identidad.cuenta, identidad.rol) == (otra, "Ábaco", Rol.LECTOR)


def test_a_session_that_is_used_goes_on_but_not_beyond_ninety_days(
    motor: Engine, cuenta_id: int
) -> None:
    un_usuario(motor, cuenta_id)
    token = entrar(motor)
    for _ in range(6):
        pasa(motor, 13 * DIA)
        assert quien(motor, token).nombre == "Ana"
    pasa(motor, 11 * DIA)
    assert quien(motor, token).nombre == "Ana"
    pasa(motor, 1 * DIA + MINUTO)
    assert sesiones.identificar(motor, token) is None


def test_a_session_that_is_not_used_ends_after_fourteen_days(motor: Engine, cuenta_id: int) -> None:
    un_usuario(motor, cuenta_id)
    token = entrar(motor)
    pasa(motor, 14 * DIA - MINUTO)
    vecina = entrar(motor)
    pasa(motor, 2 * MINUTO)
    assert sesiones.identificar(motor, token) is None
    assert quien(motor, vecina).nombre == "Ana"
    with pytest.raises(NoEncontrado):
        sesiones.cambiar_cuenta(motor, token, cuenta_id)


def test_being_recognised_is_one_query_and_seldom_a_write(motor: Engine, cuenta_id: int) -> None:
    un_usuario(motor, cuenta_id)
    token = entrar(motor)
    ordenes = ordenes_sql(motor)
    quien(motor, token)
    sin_pausa = list(ordenes)
    pasa(motor, 9 * MINUTO)
    ordenes.clear()
    quien(motor, token)
    assert sin_pausa == ordenes == ["SELECT"]
    pasa(motor, 2 * MINUTO)
    ordenes.clear()
    quien(motor, token)
    quien(motor, token)
    assert ordenes == ["SELECT", "UPDATE", "UPDATE", "SELECT"]


def test_being_recognised_waits_for_no_writer(motor: Engine, cuenta_id: int) -> None:
    un_usuario(motor, cuenta_id)
    token = entrar(motor)
    pasa(motor, 11 * MINUTO)
    with write_transaction(motor) as tx:
        tx.execute(USUARIO.update().values(nombre="Otra"))
        tx.execute(SESION.update().values(agente="otro"))
        assert quien(motor, token).nombre == "Ana"
    with read_transaction(motor) as tx:
        usada = tx.execute(select(SESION.c.usada_en)).scalar_one()
    assert quien(motor, token).nombre == "Otra"
    with read_transaction(motor) as tx:
        assert tx.execute(select(SESION.c.usada_en)).scalar_one() > usada + 10 * MINUTO


@pytest.mark.parametrize("token", ["", "nada", "\ud800", "ñ" * 100_000, "\0"])
def test_a_token_that_nobody_has_is_nobody(motor: Engine, cuenta_id: int, token: str) -> None:
    un_usuario(motor, cuenta_id)
    entrar(motor)
    assert sesiones.identificar(motor, token) is None
    sesiones.salir(motor, token)
    with pytest.raises(NoEncontrado):
        sesiones.cambiar_cuenta(motor, token, cuenta_id)


def test_the_account_in_use_is_changed_and_remembered(motor: Engine, cuenta_id: int) -> None:
    otra = cuentas.crear(motor, "Otra").id
    ajena = cuentas.crear(motor, "Ajena").id
    un_usuario(motor, cuenta_id)
    un_usuario(motor, otra, rol=Rol.LECTOR, clave="")
    token = entrar(motor)
    sesiones.cambiar_cuenta(motor, token, otra)

    assert (quien(motor, token).cuenta, quien(motor, token).rol) == ("Otra", Rol.LECTOR)
    for imposible in (ajena, 0, -1, 2**70):
        with pytest.raises(NoEncontrado):
            sesiones.cambiar_cuenta(motor, token, imposible)
    assert quien(motor, token).cuenta_id == otra
    assert quien(motor, entrar(motor)).cuenta_id == otra


def test_who_is_removed_from_the_account_in_use_works_in_another_or_none(
    motor: Engine, cuenta_id: int
) -> None:
    otra = cuentas.crear(motor, "Otra").id
    for cuenta in (cuenta_id, otra):
        un_usuario(motor, cuenta, "Dueña")
    beto = un_usuario(motor, cuenta_id, "Beto", rol=Rol.EDITOR)
    un_usuario(motor, otra, "Beto", rol=Rol.LECTOR, clave="")
    token = entrar(motor, "Beto")
    sesiones.cambiar_cuenta(motor, token, cuenta_id)

    usuarios.quitar(motor, un_actor(cuenta_id), beto)
    assert (quien(motor, token).cuenta_id, quien(motor, token).rol) == (otra, Rol.LECTOR)
    usuarios.quitar(motor, un_actor(otra), beto)
    assert sesiones.identificar(motor, token) is None
    with pytest.raises(SinCuentas):
        entrar(motor, "Beto")


def test_signing_out_here_and_everywhere(motor: Engine, cuenta_id: int) -> None:
    ana = un_usuario(motor, cuenta_id, "Ana")
    un_usuario(motor, cuenta_id, "Beto")
    aqui, alla, mas = (entrar(motor) for _ in range(3))
    de_beto = entrar(motor, "Beto")

    sesiones.salir(motor, mas)
    assert sesiones.identificar(motor, mas) is None
    assert sesiones.salir_de_todas(motor, ana, salvo=aqui) == 1
    assert sesiones.identificar(motor, alla) is None
    assert quien(motor, aqui).usuario_id == ana
    assert sesiones.salir_de_todas(motor, ana) == 1
    assert sesiones.identificar(motor, aqui) is None
    assert quien(motor, de_beto).nombre == "Beto"


def test_a_number_that_a_closed_session_had_is_not_given_again(
    motor: Engine, cuenta_id: int
) -> None:
    un_usuario(motor, cuenta_id)
    token = entrar(motor)
    numero = quien(motor, token).sesion_id
    sesiones.salir(motor, token)
    assert quien(motor, entrar(motor)).sesion_id > numero


def test_another_password_closes_the_other_sessions(motor: Engine, cuenta_id: int) -> None:
    ana = un_usuario(motor, cuenta_id)
    aqui, alla = entrar(motor), entrar(motor)
    nueva = "una frase completamente nueva"
    with pytest.raises(CredencialesInvalidas):
        usuarios.cambiar_clave(motor, ana, actual="no es", nueva=nueva)
    with pytest.raises(DatosInvalidos) as error:
        usuarios.cambiar_clave(motor, ana, actual=CLAVE, nueva="corta")
    assert [problema.campo for problema in error.value.problemas] == ["clave"]
    usuarios.cambiar_clave(motor, ana, actual=CLAVE, nueva=nueva, salvo=aqui)

    assert quien(motor, aqui).usuario_id == ana
    assert sesiones.identificar(motor, alla) is None
    with pytest.raises(CredencialesInvalidas):
        entrar(motor)
    assert entrar(motor, clave=nueva)
    with pytest.raises(NoEncontrado):
        usuarios.cambiar_clave(motor, 2**70, actual=CLAVE, nueva=nueva)


def test_what_has_run_out_is_cleaned_away(motor: Engine, cuenta_id: int) -> None:
    un_usuario(motor, cuenta_id)
    entrar(motor)
    with pytest.raises(CredencialesInvalidas):
        entrar(motor, "Nadie")
    pasa(motor, 14 * DIA - MINUTO)
    viva = entrar(motor)
    sesiones.limpiar(motor)
    pasa(motor, 2 * MINUTO)
    sesiones.limpiar(motor)

    with read_transaction(motor) as tx:
        assert len(tx.execute(select(SESION)).all()) == 1
        assert tx.execute(select(INTENTO)).all() == []
    assert quien(motor, viva).nombre == "Ana"
