"""Transactions: writers wait for each other, readers for nobody, and an error undoes all."""

import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, text, update

from clientes_app.services.acceso import cuentas
from clientes_app.services.clientes import clientes
from clientes_app.services.context import Actor
from clientes_app.services.errors import ClienteRepetido
from clientes_app.storage.acceso.cuentas import CuentaRepository
from clientes_app.storage.clientes.clientes import ClienteRepository
from clientes_app.storage.db.base import DatabaseFault
from clientes_app.storage.db.column_types import utc_now
from clientes_app.storage.db.engine import (
    SQLITE_WAIT_MS,
    open_engine,
    read_transaction,
    write_transaction,
    write_transaction_without_waiting,
)
from clientes_app.storage.db.tables import CUENTA, Cuenta
from tests.builders import un_cliente, un_rfc

GENERICO = {"rfc": "XAXX010101000", "regimen_fiscal": "616", "uso_cfdi": "S01"}


def test_an_error_undoes_the_whole_transaction(engine: Engine) -> None:
    def a_medias() -> None:
        with write_transaction(engine) as tx:
            CuentaRepository(tx).crear("A medias", nombre_corto="a-medias")
            raise KeyError

    with pytest.raises(KeyError):
        a_medias()
    assert cuentas.lista(engine) == ()


def test_what_a_reading_transaction_writes_is_not_kept(engine: Engine) -> None:
    with read_transaction(engine) as tx:
        CuentaRepository(tx).crear("De paso", nombre_corto="de-paso")
    assert cuentas.lista(engine) == ()


def test_moments_are_aware_and_utc_on_both_databases(engine: Engine) -> None:
    mexico = timezone(timedelta(hours=-6))
    momento = datetime(2026, 11, 25, 18, 30, 15, 123456, tzinfo=mexico)
    with write_transaction(engine) as tx:
        tx.add(Cuenta(nombre="Con hora", creada_en=momento))
    with read_transaction(engine) as tx:
        leido = tx.execute(select(CUENTA.c.creada_en)).scalar_one()
    assert leido == momento
    assert leido.tzinfo is UTC
    assert abs(utc_now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_writers_at_once_wait_and_none_is_lost(engine: Engine, actor: Actor) -> None:
    por_hilo, hilos = 10, 6
    errores: list[BaseException] = []

    def escribir(numero: int) -> None:
        try:
            for i in range(por_hilo):
                rfc = un_rfc(10_000 + numero * 100 + i)
                clientes.alta(engine, actor, un_cliente(rfc=rfc))
        except BaseException as error:  # noqa: BLE001 (whatever it is, the test shows it)
            errores.append(error)

    trabajos = [threading.Thread(target=escribir, args=(n,)) for n in range(hilos)]
    for trabajo in trabajos:
        trabajo.start()
    for trabajo in trabajos:
        trabajo.join()
    assert errores == []
    assert clientes.buscar(engine, actor.cuenta_id, clientes.Consulta()).total == por_hilo * hilos
    assert clientes.revision(engine, actor.cuenta_id) == por_hilo * hilos


def test_of_two_who_add_the_same_rfc_at_once_one_is_told(engine: Engine, actor: Actor) -> None:
    rfc = un_rfc()
    salida = threading.Barrier(2)
    resultados: list[str] = []

    def agregar() -> None:
        salida.wait()
        try:
            clientes.alta(engine, actor, un_cliente(rfc=rfc))
            resultados.append("alta")
        except ClienteRepetido:
            resultados.append("repetido")

    hilos = [threading.Thread(target=agregar) for _ in range(2)]
    for hilo in hilos:
        hilo.start()
    for hilo in hilos:
        hilo.join()
    assert sorted(resultados) == ["alta", "repetido"]


@pytest.mark.parametrize(
    ("campos", "otros"),
    [({}, {"nombre": "OTRO"}), ({**GENERICO, "nombre": "JOSE"}, {"nombre": "JOSÉ"})],
)
def test_the_unique_indexes_guard_what_slips_past_the_question(
    *,
    engine: Engine,
    actor: Actor,
    monkeypatch: pytest.MonkeyPatch,
    campos: dict[str, str],
    otros: dict[str, str],
) -> None:
    clientes.alta(engine, actor, un_cliente(**GENERICO, nombre="UNO DE TANTOS"))
    primero = clientes.alta(engine, actor, un_cliente(**campos))
    monkeypatch.setattr(ClienteRepository, "_exigir_que_no_este", lambda *_: None)
    with pytest.raises(ClienteRepetido) as error:
        clientes.alta(engine, actor, primero.datos.como_dict() | otros)
    assert error.value.cliente_id == primero.id


def test_a_reader_sees_one_moment_and_does_not_hold_up_a_writer(
    engine: Engine, actor: Actor
) -> None:
    clientes.alta(engine, actor, un_cliente())
    filas = clientes.exportar(engine, actor.cuenta_id)
    next(filas)
    clientes.alta(engine, actor, un_cliente())
    assert list(filas) == []


def test_what_need_not_be_written_now_waits_for_nobody(
    engine: Engine, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "clientes_app.storage.db.engine.time.sleep", lambda _: pytest.fail("it waits")
    )

    def otro_nombre() -> None:
        with write_transaction_without_waiting(engine) as tx:
            tx.execute(update(CUENTA).values(nombre="De paso"))

    with write_transaction(engine) as tx:
        tx.execute(update(CUENTA).values(nombre="Con calma"))
        with pytest.raises(DatabaseFault):
            otro_nombre()
    assert cuentas.lista(engine)[0].nombre == "Con calma"
    otro_nombre()
    assert cuentas.lista(engine)[0].nombre == "De paso"


def test_a_connection_of_sqlite_is_patient_again_after_that(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/datos/nueva.sqlite3")
    try:
        with write_transaction_without_waiting(engine):
            pass
        with engine.connect() as conexion:
            paciencia = conexion.execute(text("PRAGMA busy_timeout")).scalar_one()
    finally:
        engine.dispose()
    assert paciencia == SQLITE_WAIT_MS


def test_sqlite_is_opened_for_several_processes(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/datos/nueva.sqlite3")
    try:
        with engine.connect() as conexion:
            valores = {
                nombre: conexion.execute(text(f"PRAGMA {nombre}")).scalar()
                for nombre in ("journal_mode", "foreign_keys", "busy_timeout", "synchronous")
            }
    finally:
        engine.dispose()
    assert valores["journal_mode"] == "wal"
    assert valores["foreign_keys"] == 1
    assert valores["busy_timeout"] >= 20_000
    assert valores["synchronous"] == 2
