"""Signing in and staying so: who is recognised, for how long, and who has to wait."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Engine, event, select

from clientes_app.domain.roles import Rol
from clientes_app.services import credenciales, cuentas, sesiones, usuarios
from clientes_app.services.errors import (
    CredencialesInvalidas,
    DatosInvalidos,
    DemasiadosIntentos,
    NoEncontrado,
    SinCuentas,
)
from clientes_app.storage.engine import escritura, lectura
from clientes_app.storage.tables_identidad import INTENTO, SESION, USUARIO
from tests.gente import (
    AQUI,
    CLAVE,
    contenido,
    email_de,
    entrar,
    pasa,
    quien,
    un_actor,
    un_usuario,
)

pytestmark = pytest.mark.usefixtures("claves_rapidas")

MINUTO = timedelta(minutes=1)
DIA = timedelta(days=1)


def _ordenes(motor: Engine) -> list[str]:
    """The first words of the SQL that is run from now on, in a list that grows."""
    ordenes: list[str] = []

    def anotar(*args: object) -> None:
        orden = str(args[2]).split()[0]
        if orden not in {"BEGIN", "SET"}:
            ordenes.append(orden)

    event.listen(motor, "before_cursor_execute", anotar)
    return ordenes


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
    assert {(c.id, c.nombre, c.rol) for c in identidad.cuentas} == {
        (cuenta_id, "Mi cuenta", Rol.EDITOR),
        (otra, "Ábaco", Rol.LECTOR),
    }
    assert identidad.cuenta_id in {cuenta_id, otra}
    assert identidad.rol is (Rol.EDITOR if identidad.cuenta_id == cuenta_id else Rol.LECTOR)


def test_neither_passwords_nor_tokens_are_stored(motor: Engine, cuenta_id: int) -> None:
    un_usuario(motor, cuenta_id)
    token = entrar(motor)
    with pytest.raises(CredencialesInvalidas):
        entrar(motor, clave="otra cosa muy distinta")
    todo = contenido(motor)

    assert len(token) >= 40
    assert token not in todo
    assert CLAVE not in todo
    assert "otra cosa muy distinta" not in todo
    assert AQUI not in todo


@pytest.mark.parametrize(
    ("email", "clave"),
    [
        (email_de("Ana"), CLAVE + "x"),
        (email_de("Ana"), ""),
        (email_de("Ana"), CLAVE.upper()),
        (email_de("Ana"), f" {CLAVE}"),
        (email_de("Ana"), "\ud800" + CLAVE),
        (email_de("Ana"), CLAVE + "\0"),
        (email_de("Ana"), "x" * 1_000_000),
        (email_de("Nadie"), CLAVE),
        (email_de("Pendiente"), ""),
        ("", ""),
        ("\ud800@correo.mx", CLAVE),
        ("\0", CLAVE),
        ("no es un e-mail", CLAVE),
        ("a" * 1_000_000 + "@correo.mx", CLAVE),
    ],
)
def test_whoever_does_not_get_in_hears_the_same(
    motor: Engine, cuenta_id: int, email: str, clave: str
) -> None:
    un_usuario(motor, cuenta_id)
    un_usuario(motor, cuenta_id, "Pendiente", clave="")
    with pytest.raises(CredencialesInvalidas) as error:
        sesiones.entrar(motor, email=email, clave=clave, direccion=AQUI)
    assert (type(error.value), error.value.args) == (CredencialesInvalidas, ())


@pytest.mark.parametrize("nombre", ["Ana", "Nadie", "Pendiente"])
def test_an_unknown_user_costs_the_same_work(
    motor: Engine, cuenta_id: int, nombre: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    un_usuario(motor, cuenta_id)
    un_usuario(motor, cuenta_id, "Pendiente", clave="")
    with pytest.raises(CredencialesInvalidas):
        entrar(motor, "Primera", clave=CLAVE)
    ordenes = _ordenes(motor)
    cifras: list[str] = []
    verify = PasswordHasher.verify

    def comparar(propio: PasswordHasher, cifra: str, clave: str) -> bool:
        cifras.append(cifra.rpartition("$")[0].rpartition("$")[0])
        return verify(propio, cifra, clave)

    monkeypatch.setattr(PasswordHasher, "verify", comparar)
    with pytest.raises(CredencialesInvalidas):
        entrar(motor, nombre, clave="no es la suya")

    assert ordenes == ["INSERT", "SELECT", "UPDATE", "SELECT"]
    assert cifras == ["$argon2id$v=19$m=8,t=1,p=1"]


def test_a_letter_with_its_accent_is_one_however_it_is_typed(motor: Engine, cuenta_id: int) -> None:
    un_usuario(motor, cuenta_id, clave="contraseña de mamá")
    assert entrar(motor, clave="contrasen\u0303a de mama\u0301")


def test_the_delay_begins_after_three_failures_doubles_and_ends_at_a_quarter_of_an_hour() -> None:
    segundos = [
        credenciales.demora(fallos).total_seconds() for fallos in (1, 2, 3, 4, 5, 10, 10**9)
    ]
    assert segundos == [0, 0, 5, 10, 20, 640, 900]
    todas = [credenciales.demora(fallos) for fallos in range(100)]
    assert todas == sorted(todas)


def test_who_fails_three_times_waits_and_the_right_password_clears_it(
    motor: Engine, cuenta_id: int
) -> None:
    un_usuario(motor, cuenta_id)
    for _ in range(3):
        with pytest.raises(CredencialesInvalidas):
            entrar(motor, clave="no es la suya")
    with pytest.raises(DemasiadosIntentos) as error:
        entrar(motor)
    assert 1 <= error.value.segundos <= 5

    pasa(motor, timedelta(seconds=6))
    with pytest.raises(CredencialesInvalidas):
        entrar(motor, clave="tampoco es la suya")
    with pytest.raises(DemasiadosIntentos) as error:
        entrar(motor)
    assert 6 <= error.value.segundos <= 10

    pasa(motor, timedelta(seconds=11))
    assert entrar(motor)
    for _ in range(3):
        with pytest.raises(CredencialesInvalidas):
            entrar(motor, clave="no es la suya")


def test_the_delay_is_of_one_user_at_one_address(motor: Engine, cuenta_id: int) -> None:
    un_usuario(motor, cuenta_id, "Ana")
    un_usuario(motor, cuenta_id, "Beto")
    for _ in range(3):
        with pytest.raises(CredencialesInvalidas):
            entrar(motor, "Ana", clave="no es la suya")
    with pytest.raises(DemasiadosIntentos):
        entrar(motor, "Ana")
    assert entrar(motor, "Ana", direccion="192.0.2.8")
    assert entrar(motor, "Beto")
    with pytest.raises(DemasiadosIntentos):
        entrar(motor, "Ana")


def test_another_number_of_the_same_network_is_the_same_address(
    motor: Engine, cuenta_id: int
) -> None:
    un_usuario(motor, cuenta_id)
    for numero in range(3):
        with pytest.raises(CredencialesInvalidas):
            entrar(motor, clave="no es la suya", direccion=f"2001:db8:1:2::{numero}")
    with pytest.raises(DemasiadosIntentos):
        entrar(motor, direccion="2001:db8:1:2:ffff::1%eth0")
    assert entrar(motor, direccion="2001:db8:1:3::1")
    for direccion in ("::ffff:192.0.2.9", "192.0.2.9", " 192.0.2.9 "):
        with pytest.raises(CredencialesInvalidas):
            entrar(motor, clave="no es la suya", direccion=direccion)
    with pytest.raises(DemasiadosIntentos):
        entrar(motor, direccion="192.0.2.9")


def test_unknown_users_wait_as_well(motor: Engine) -> None:
    for _ in range(3):
        with pytest.raises(CredencialesInvalidas):
            entrar(motor, "Nadie")
    with pytest.raises(DemasiadosIntentos):
        entrar(motor, "Nadie")


def test_failures_are_forgotten_after_a_day(motor: Engine, cuenta_id: int) -> None:
    un_usuario(motor, cuenta_id)
    for _ in range(3):
        with pytest.raises(CredencialesInvalidas):
            entrar(motor, clave="no es la suya")
    pasa(motor, DIA + MINUTO)
    for _ in range(3):
        with pytest.raises(CredencialesInvalidas):
            entrar(motor, clave="no es la suya")


def test_twelve_tries_at_once_are_three(motor: Engine, cuenta_id: int) -> None:
    un_usuario(motor, cuenta_id)
    salida = threading.Barrier(12)

    def probar(numero: int) -> str:
        salida.wait()
        try:
            return entrar(motor, clave=f"no es la suya {numero}")
        except (CredencialesInvalidas, DemasiadosIntentos) as error:
            return type(error).__name__

    with ThreadPoolExecutor(12) as hilos:
        dichos = sorted(hilos.map(probar, range(12)))
    assert dichos == ["CredencialesInvalidas"] * 3 + ["DemasiadosIntentos"] * 9


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
    ordenes = _ordenes(motor)
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
    with escritura(motor) as sesion:
        sesion.execute(USUARIO.update().values(nombre="Otra"))
        sesion.execute(SESION.update().values(agente="otro"))
        assert quien(motor, token).nombre == "Ana"
    with lectura(motor) as sesion:
        usada = sesion.execute(select(SESION.c.usada_en)).scalar_one()
    assert quien(motor, token).nombre == "Otra"
    with lectura(motor) as sesion:
        assert sesion.execute(select(SESION.c.usada_en)).scalar_one() > usada + 10 * MINUTO


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


def test_guessing_the_password_from_within_a_session_is_slowed_down(
    motor: Engine, cuenta_id: int
) -> None:
    ana = un_usuario(motor, cuenta_id)
    for _ in range(3):
        with pytest.raises(CredencialesInvalidas):
            usuarios.cambiar_clave(motor, ana, actual="no es", nueva="una frase nueva")
    with pytest.raises(DemasiadosIntentos):
        usuarios.cambiar_clave(motor, ana, actual=CLAVE, nueva="una frase nueva")


def test_a_password_changed_while_one_signs_in_wins(
    motor: Engine, cuenta_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = un_usuario(motor, cuenta_id)
    comprobar = credenciales.comprobar

    def comprobar_y_cambiar(*args: object, **kwargs: object) -> object:
        prueba = comprobar(*args, **kwargs)  # pyright: ignore[reportArgumentType]
        with escritura(motor) as sesion:
            usuarios.poner_clave(sesion, ana, credenciales.cifrar("otra frase muy distinta"))
        return prueba

    monkeypatch.setattr(credenciales, "comprobar", comprobar_y_cambiar)
    with pytest.raises(CredencialesInvalidas):
        entrar(motor)
    with lectura(motor) as sesion:
        assert sesion.execute(select(SESION)).all() == []


def test_an_old_hash_is_renewed_when_its_owner_comes(
    motor: Engine, cuenta_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    un_usuario(motor, cuenta_id)
    mejor = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)
    monkeypatch.setattr(credenciales, "_cifrador", mejor)
    assert entrar(motor)
    with lectura(motor) as sesion:
        cifra: str = sesion.execute(select(USUARIO.c.clave)).scalar_one()
    assert cifra.startswith("$argon2id$v=19$m=16,t=2,p=1$")
    assert entrar(motor)


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

    with lectura(motor) as sesion:
        assert len(sesion.execute(select(SESION)).all()) == 1
        assert sesion.execute(select(INTENTO)).all() == []
    assert quien(motor, viva).nombre == "Ana"


def test_what_a_browser_says_of_itself_is_kept_short_and_clean(
    motor: Engine, cuenta_id: int
) -> None:
    un_usuario(motor, cuenta_id)
    agente = "Navegador\0 \x1b[31m\ud800" + "x" * 100_000
    sesiones.entrar(motor, email=email_de("Ana"), clave=CLAVE, direccion="\0", agente=agente)
    with lectura(motor) as sesion:
        guardado: str = sesion.execute(select(SESION.c.agente)).scalar_one()
    assert guardado.startswith("Navegador␀ ␛[31m?xxx")
    assert len(guardado) <= 200
