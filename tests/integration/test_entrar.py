"""Signing in: the same answer for whoever does not get in, and a delay that grows."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Engine, select

from clientes_app.services.acceso import credentials, sesiones, usuarios
from clientes_app.services.errors import (
    CredencialesInvalidas,
    DemasiadosIntentos,
)
from clientes_app.storage.db.engine import read_transaction, write_transaction
from clientes_app.storage.db.tables_acceso import SESION, USUARIO
from tests.gente import (
    AQUI,
    CLAVE,
    contenido,
    email_de,
    entrar,
    ordenes_sql,
    pasa,
    un_usuario,
)

pytestmark = pytest.mark.usefixtures("claves_rapidas")

MINUTO = timedelta(minutes=1)
DIA = timedelta(days=1)


def test_neither_passwords_nor_tokens_are_stored(engine: Engine, cuenta_id: int) -> None:
    un_usuario(engine, cuenta_id)
    token = entrar(engine)
    with pytest.raises(CredencialesInvalidas):
        entrar(engine, clave="otra cosa muy distinta")
    todo = contenido(engine)

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
    engine: Engine, cuenta_id: int, email: str, clave: str
) -> None:
    un_usuario(engine, cuenta_id)
    un_usuario(engine, cuenta_id, "Pendiente", clave="")
    with pytest.raises(CredencialesInvalidas) as error:
        sesiones.entrar(engine, email=email, clave=clave, direccion=AQUI)
    assert (type(error.value), error.value.args) == (CredencialesInvalidas, ())


@pytest.mark.parametrize("nombre", ["Ana", "Nadie", "Pendiente"])
def test_an_unknown_user_costs_the_same_work(
    engine: Engine, cuenta_id: int, nombre: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    un_usuario(engine, cuenta_id)
    un_usuario(engine, cuenta_id, "Pendiente", clave="")
    with pytest.raises(CredencialesInvalidas):
        entrar(engine, "Primera", clave=CLAVE)
    ordenes = ordenes_sql(engine)
    cifras: list[str] = []
    verify = PasswordHasher.verify

    def comparar(propio: PasswordHasher, cifra: str, clave: str) -> bool:
        cifras.append(cifra.rpartition("$")[0].rpartition("$")[0])
        return verify(propio, cifra, clave)

    monkeypatch.setattr(PasswordHasher, "verify", comparar)
    with pytest.raises(CredencialesInvalidas):
        entrar(engine, nombre, clave="no es la suya")

    # PostgreSQL tells whoever listens of every write.
    assert [orden for orden in ordenes if orden != "NOTIFY"] == ["INSERT", "UPDATE", "SELECT"]
    assert cifras == ["$argon2id$v=19$m=8,t=1,p=1"]


def test_a_letter_with_its_accent_is_one_however_it_is_typed(
    engine: Engine, cuenta_id: int
) -> None:
    un_usuario(engine, cuenta_id, clave="contraseña de mamá")
    assert entrar(engine, clave="contrasen\u0303a de mama\u0301")


def test_the_delay_begins_after_three_failures_doubles_and_ends_at_a_quarter_of_an_hour() -> None:
    segundos = [credentials.delay(fallos).total_seconds() for fallos in (1, 2, 3, 4, 5, 10, 10**9)]
    assert segundos == [0, 0, 5, 10, 20, 640, 900]
    todas = [credentials.delay(fallos) for fallos in range(100)]
    assert todas == sorted(todas)


def test_who_fails_three_times_waits_and_the_right_password_clears_it(
    engine: Engine, cuenta_id: int
) -> None:
    un_usuario(engine, cuenta_id)
    for _ in range(3):
        with pytest.raises(CredencialesInvalidas):
            entrar(engine, clave="no es la suya")
    with pytest.raises(DemasiadosIntentos) as error:
        entrar(engine)
    assert 1 <= error.value.segundos <= 5

    pasa(engine, timedelta(seconds=6))
    with pytest.raises(CredencialesInvalidas):
        entrar(engine, clave="tampoco es la suya")
    with pytest.raises(DemasiadosIntentos) as error:
        entrar(engine)
    assert 6 <= error.value.segundos <= 10

    pasa(engine, timedelta(seconds=11))
    assert entrar(engine)
    for _ in range(3):
        with pytest.raises(CredencialesInvalidas):
            entrar(engine, clave="no es la suya")


def test_the_delay_is_of_one_user_at_one_address(engine: Engine, cuenta_id: int) -> None:
    un_usuario(engine, cuenta_id, "Ana")
    un_usuario(engine, cuenta_id, "Beto")
    for _ in range(3):
        with pytest.raises(CredencialesInvalidas):
            entrar(engine, "Ana", clave="no es la suya")
    with pytest.raises(DemasiadosIntentos):
        entrar(engine, "Ana")
    assert entrar(engine, "Ana", direccion="192.0.2.8")
    assert entrar(engine, "Beto")
    with pytest.raises(DemasiadosIntentos):
        entrar(engine, "Ana")


def test_another_number_of_the_same_network_is_the_same_address(
    engine: Engine, cuenta_id: int
) -> None:
    un_usuario(engine, cuenta_id)
    for numero in range(3):
        with pytest.raises(CredencialesInvalidas):
            entrar(engine, clave="no es la suya", direccion=f"2001:db8:1:2::{numero}")
    with pytest.raises(DemasiadosIntentos):
        entrar(engine, direccion="2001:db8:1:2:ffff::1%eth0")
    assert entrar(engine, direccion="2001:db8:1:3::1")
    for direccion in ("::ffff:192.0.2.9", "192.0.2.9", " 192.0.2.9 "):
        with pytest.raises(CredencialesInvalidas):
            entrar(engine, clave="no es la suya", direccion=direccion)
    with pytest.raises(DemasiadosIntentos):
        entrar(engine, direccion="192.0.2.9")


def test_unknown_users_wait_as_well(engine: Engine) -> None:
    for _ in range(3):
        with pytest.raises(CredencialesInvalidas):
            entrar(engine, "Nadie")
    with pytest.raises(DemasiadosIntentos):
        entrar(engine, "Nadie")


def test_failures_are_forgotten_after_a_day(engine: Engine, cuenta_id: int) -> None:
    un_usuario(engine, cuenta_id)
    for _ in range(3):
        with pytest.raises(CredencialesInvalidas):
            entrar(engine, clave="no es la suya")
    pasa(engine, DIA + MINUTO)
    for _ in range(3):
        with pytest.raises(CredencialesInvalidas):
            entrar(engine, clave="no es la suya")


def test_twelve_tries_at_once_are_three(engine: Engine, cuenta_id: int) -> None:
    un_usuario(engine, cuenta_id)
    salida = threading.Barrier(12)

    def probar(numero: int) -> str:
        salida.wait()
        try:
            return entrar(engine, clave=f"no es la suya {numero}")
        except (CredencialesInvalidas, DemasiadosIntentos) as error:
            return type(error).__name__

    with ThreadPoolExecutor(12) as hilos:
        dichos = sorted(hilos.map(probar, range(12)))
    assert dichos == ["CredencialesInvalidas"] * 3 + ["DemasiadosIntentos"] * 9


def test_getting_in_and_failing_at_once_ends_in_nothing_else(
    engine: Engine, cuenta_id: int
) -> None:
    un_usuario(engine, cuenta_id)
    salida = threading.Barrier(8)

    def probar(numero: int) -> set[str]:
        dichos: set[str] = set()
        salida.wait()
        for vuelta in range(6):
            try:
                entrar(engine, clave=CLAVE if (numero + vuelta) % 4 else "no es la suya")
                dichos.add("dentro")
            except (CredencialesInvalidas, DemasiadosIntentos) as error:
                dichos.add(type(error).__name__)
        return dichos

    with ThreadPoolExecutor(8) as hilos:
        dichos = set[str]().union(*hilos.map(probar, range(8)))
    # Any other exception has come out of the pool by now.
    assert dichos


def test_guessing_the_password_from_within_a_session_is_slowed_down(
    engine: Engine, cuenta_id: int
) -> None:
    ana = un_usuario(engine, cuenta_id)
    for _ in range(3):
        with pytest.raises(CredencialesInvalidas):
            usuarios.cambiar_clave(engine, ana, actual="no es", nueva="una frase nueva")
    with pytest.raises(DemasiadosIntentos):
        usuarios.cambiar_clave(engine, ana, actual=CLAVE, nueva="una frase nueva")


def test_a_password_changed_while_one_signs_in_wins(
    engine: Engine, cuenta_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = un_usuario(engine, cuenta_id)
    comprobar = credentials.check_clave

    def comprobar_y_cambiar(*args: object, **kwargs: object) -> object:
        prueba = comprobar(*args, **kwargs)  # pyright: ignore[reportArgumentType]
        with write_transaction(engine) as tx:
            usuarios.poner_clave(tx, ana, credentials.hash_clave("otra frase muy distinta"))
        return prueba

    monkeypatch.setattr(credentials, "check_clave", comprobar_y_cambiar)
    with pytest.raises(CredencialesInvalidas):
        entrar(engine)
    with read_transaction(engine) as tx:
        assert tx.execute(select(SESION)).all() == []


def test_an_old_hash_is_renewed_when_its_owner_comes(
    engine: Engine, cuenta_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    un_usuario(engine, cuenta_id)
    mejor = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)
    monkeypatch.setattr(credentials, "_hasher", mejor)
    assert entrar(engine)
    with read_transaction(engine) as tx:
        cifra: str = tx.execute(select(USUARIO.c.clave)).scalar_one()
    assert cifra.startswith("$argon2id$v=19$m=16,t=2,p=1$")
    assert entrar(engine)


def test_what_a_browser_says_of_itself_is_kept_short_and_clean(
    engine: Engine, cuenta_id: int
) -> None:
    un_usuario(engine, cuenta_id)
    agente = "Navegador\0 \x1b[31m\ud800" + "x" * 100_000
    sesiones.entrar(engine, email=email_de("Ana"), clave=CLAVE, direccion="\0", agente=agente)
    with read_transaction(engine) as tx:
        guardado: str = tx.execute(select(SESION.c.agente)).scalar_one()
    assert guardado.startswith("Navegador␀ ␛[31m?xxx")
    assert len(guardado) <= 200
