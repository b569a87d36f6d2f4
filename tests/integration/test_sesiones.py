"""Signing in and staying so: who is recognised, for how long, and who has to wait."""

import threading
import time
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
from clientes_app.storage.acceso.miembros import MiembroRepository
from clientes_app.storage.db.column_types import utc_now
from clientes_app.storage.db.engine import read_transaction, write_transaction
from clientes_app.storage.db.tables_acceso import INTENTO, SESION, USUARIO
from tests.gente import (
    AQUI,
    CLAVE,
    entrar,
    ordenes_sql,
    pasa,
    quien,
    ultima,
    un_actor,
    un_usuario,
)

pytestmark = pytest.mark.usefixtures("claves_rapidas")

MINUTO = timedelta(minutes=1)
DIA = timedelta(days=1)


def test_who_signs_in_is_recognised_with_all_accounts(engine: Engine, cuenta_id: int) -> None:
    otra = cuentas.crear(engine, "Ábaco").id
    ana = un_usuario(engine, cuenta_id, "Ana", rol=Rol.EDITOR)
    un_usuario(engine, otra, "Ana", rol=Rol.LECTOR, clave="")
    token = sesiones.entrar(
        engine, email="  ANA@Correo.MX ", clave=CLAVE, direccion=AQUI, agente="Navegador"
    )
    identidad = quien(engine, token)

    assert (identidad.usuario_id, identidad.nombre) == (ana, "Ana")
    assert identidad.email == "ana@correo.mx"
    assert [(c.id, c.nombre, c.rol) for c in identidad.cuentas] == [
        (otra, "Ábaco", Rol.LECTOR),
        (cuenta_id, "Negocio", Rol.EDITOR),
    ]
    assert ultima(engine, token) == identidad.cuentas[0]


def test_a_session_that_is_used_goes_on_but_not_beyond_ninety_days(
    engine: Engine, cuenta_id: int
) -> None:
    un_usuario(engine, cuenta_id)
    token = entrar(engine)
    for _ in range(6):
        pasa(engine, 13 * DIA)
        assert quien(engine, token).nombre == "Ana"
    pasa(engine, 11 * DIA)
    assert quien(engine, token).nombre == "Ana"
    pasa(engine, 1 * DIA + MINUTO)
    assert sesiones.identificar(engine, token) is None


def test_a_session_that_is_not_used_ends_after_fourteen_days(
    engine: Engine, cuenta_id: int
) -> None:
    un_usuario(engine, cuenta_id)
    token = entrar(engine)
    pasa(engine, 14 * DIA - MINUTO)
    vecina = entrar(engine)
    pasa(engine, 2 * MINUTO)
    assert sesiones.identificar(engine, token) is None
    assert quien(engine, vecina).nombre == "Ana"


def test_being_recognised_is_one_query_and_seldom_a_write(engine: Engine, cuenta_id: int) -> None:
    un_usuario(engine, cuenta_id)
    token = entrar(engine)
    ordenes = ordenes_sql(engine)
    quien(engine, token)
    sin_pausa = list(ordenes)
    pasa(engine, 9 * MINUTO)
    ordenes.clear()
    quien(engine, token)
    assert sin_pausa == ordenes == ["SELECT"]
    pasa(engine, 2 * MINUTO)
    ordenes.clear()
    quien(engine, token)
    quien(engine, token)
    assert ordenes == ["SELECT", "UPDATE", "SELECT"]


def test_being_recognised_waits_for_no_writer(engine: Engine, cuenta_id: int) -> None:
    un_usuario(engine, cuenta_id)
    token = entrar(engine)
    pasa(engine, 11 * MINUTO)
    with write_transaction(engine) as tx:
        tx.execute(USUARIO.update().values(nombre="Otra"))
        tx.execute(SESION.update().values(agente="otro"))
        assert quien(engine, token).nombre == "Ana"
    with read_transaction(engine) as tx:
        usada = tx.execute(select(SESION.c.usada_en)).scalar_one()
    assert quien(engine, token).nombre == "Otra"
    with read_transaction(engine) as tx:
        assert tx.execute(select(SESION.c.usada_en)).scalar_one() > usada + 10 * MINUTO


@pytest.mark.parametrize("token", ["", "nada", "\ud800", "ñ" * 100_000, "\0"])
def test_a_token_that_nobody_has_is_nobody(engine: Engine, cuenta_id: int, token: str) -> None:
    un_usuario(engine, cuenta_id)
    entrar(engine)
    assert sesiones.identificar(engine, token) is None
    sesiones.salir(engine, token)


def test_the_account_used_last_is_known_in_every_session(engine: Engine, cuenta_id: int) -> None:
    otra = cuentas.crear(engine, "Otra").id
    ana = un_usuario(engine, cuenta_id)
    un_usuario(engine, otra, rol=Rol.LECTOR, clave="")
    token = entrar(engine)
    assert ultima(engine, token).nombre == "Negocio"
    for usada in (otra, cuenta_id, otra):
        sesiones.apuntar_uso(engine, ana, usada)
        assert ultima(engine, token).id == usada
    sesiones.salir(engine, token)
    assert ultima(engine, entrar(engine)).id == otra


def test_another_account_is_written_down_although_somebody_writes(
    engine: Engine, cuenta_id: int
) -> None:
    otra = cuentas.crear(engine, "Otra").id
    ana = un_usuario(engine, cuenta_id)
    un_usuario(engine, otra, rol=Rol.LECTOR, clave="")
    token = entrar(engine)
    writes = threading.Event()

    def escribir() -> None:
        with write_transaction(engine) as tx:
            MiembroRepository(tx, cuenta_id).visto(ana, utc_now() - timedelta(days=1))
            writes.set()
            time.sleep(0.3)

    escritor = threading.Thread(target=escribir)
    escritor.start()
    assert writes.wait(10)
    sesiones.apuntar_uso(engine, ana, otra)
    escritor.join()
    assert ultima(engine, token).id == otra


def test_the_use_of_one_account_is_written_down_every_ten_minutes(
    engine: Engine, cuenta_id: int
) -> None:
    ana = un_usuario(engine, cuenta_id)
    sesiones.apuntar_uso(engine, ana, cuenta_id)
    ordenes = ordenes_sql(engine)
    sesiones.apuntar_uso(engine, ana, cuenta_id)
    assert ordenes == ["SELECT"]
    pasa(engine, 11 * MINUTO)
    ordenes.clear()
    sesiones.apuntar_uso(engine, ana, cuenta_id)
    assert ordenes == ["SELECT", "UPDATE"]


def test_who_is_removed_from_the_account_used_last_is_led_to_another_or_none(
    engine: Engine, cuenta_id: int
) -> None:
    otra = cuentas.crear(engine, "Otra").id
    for cuenta in (cuenta_id, otra):
        un_usuario(engine, cuenta, "Dueña")
    beto = un_usuario(engine, cuenta_id, "Beto", rol=Rol.EDITOR)
    un_usuario(engine, otra, "Beto", rol=Rol.LECTOR, clave="")
    token = entrar(engine, "Beto")
    sesiones.apuntar_uso(engine, beto, cuenta_id)

    usuarios.quitar(engine, un_actor(cuenta_id), beto)
    assert (ultima(engine, token).id, ultima(engine, token).rol) == (otra, Rol.LECTOR)
    usuarios.quitar(engine, un_actor(otra), beto)
    assert sesiones.identificar(engine, token) is None
    with pytest.raises(SinCuentas):
        entrar(engine, "Beto")


def test_signing_out_here_and_everywhere(engine: Engine, cuenta_id: int) -> None:
    ana = un_usuario(engine, cuenta_id, "Ana")
    un_usuario(engine, cuenta_id, "Beto")
    aqui, alla, mas = (entrar(engine) for _ in range(3))
    de_beto = entrar(engine, "Beto")

    sesiones.salir(engine, mas)
    assert sesiones.identificar(engine, mas) is None
    assert sesiones.salir_de_todas(engine, ana, salvo=aqui) == 1
    assert sesiones.identificar(engine, alla) is None
    assert quien(engine, aqui).usuario_id == ana
    assert sesiones.salir_de_todas(engine, ana) == 1
    assert sesiones.identificar(engine, aqui) is None
    assert quien(engine, de_beto).nombre == "Beto"


def test_a_number_that_a_closed_session_had_is_not_given_again(
    engine: Engine, cuenta_id: int
) -> None:
    un_usuario(engine, cuenta_id)
    token = entrar(engine)
    numero = quien(engine, token).sesion_id
    sesiones.salir(engine, token)
    assert quien(engine, entrar(engine)).sesion_id > numero


def test_one_session_is_closed_and_it_must_be_ones_own(engine: Engine, cuenta_id: int) -> None:
    ana, beto = un_usuario(engine, cuenta_id), un_usuario(engine, cuenta_id, "Beto")
    aqui, alla = entrar(engine), entrar(engine)
    abiertas = {sesion.id for sesion in sesiones.abiertas(engine, ana)}
    assert abiertas == {quien(engine, token).sesion_id for token in (aqui, alla)}
    for usuario_id, sesion_id in ((beto, quien(engine, alla).sesion_id), (ana, 2**70)):
        with pytest.raises(NoEncontrado):
            sesiones.cerrar(engine, usuario_id, sesion_id)
    sesiones.cerrar(engine, ana, quien(engine, alla).sesion_id)
    assert sesiones.identificar(engine, alla) is None
    assert quien(engine, aqui).usuario_id == ana


def test_another_password_closes_the_other_sessions(engine: Engine, cuenta_id: int) -> None:
    ana = un_usuario(engine, cuenta_id)
    aqui, alla = entrar(engine), entrar(engine)
    nueva = "una frase completamente nueva"
    with pytest.raises(CredencialesInvalidas):
        usuarios.cambiar_clave(engine, ana, actual="no es", nueva=nueva)
    with pytest.raises(DatosInvalidos) as error:
        usuarios.cambiar_clave(engine, ana, actual="", nueva="corta")
    assert [problema.campo for problema in error.value.problemas] == ["actual", "nueva"]
    usuarios.cambiar_clave(engine, ana, actual=CLAVE, nueva=nueva, salvo=aqui)

    assert quien(engine, aqui).usuario_id == ana
    assert sesiones.identificar(engine, alla) is None
    with pytest.raises(CredencialesInvalidas):
        entrar(engine)
    assert entrar(engine, clave=nueva)
    with pytest.raises(NoEncontrado):
        usuarios.cambiar_clave(engine, 2**70, actual=CLAVE, nueva=nueva)


def test_what_has_run_out_is_cleaned_away(engine: Engine, cuenta_id: int) -> None:
    un_usuario(engine, cuenta_id)
    entrar(engine)
    with pytest.raises(CredencialesInvalidas):
        entrar(engine, "Nadie")
    pasa(engine, 14 * DIA - MINUTO)
    viva = entrar(engine)
    sesiones.limpiar(engine)
    pasa(engine, 2 * MINUTO)
    sesiones.limpiar(engine)

    with read_transaction(engine) as tx:
        assert len(tx.execute(select(SESION)).all()) == 1
        assert tx.execute(select(INTENTO)).all() == []
    assert quien(engine, viva).nombre == "Ana"
