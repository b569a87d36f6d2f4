"""How a person sees the list is kept for the person, whatever else happens to them."""

import threading

from alembic import command
from sqlalchemy import Engine, text

from clientes_app.domain.aspecto import COLUMNAS, INICIAL
from clientes_app.services.acceso import cuentas, usuarios
from clientes_app.services.clientes import aspecto
from clientes_app.storage.db.engine import write_connection
from clientes_app.storage.db.migrate import alembic_config
from tests.gente import un_usuario


def test_it_is_the_persons_own_and_survives_another_name_and_password(
    engine: Engine, claves_rapidas: None
) -> None:
    cuenta = cuentas.asegurar_cuenta(engine)
    ana, beto = un_usuario(engine, cuenta), un_usuario(engine, cuenta, "Beto")
    assert aspecto.leer(engine, ana) == INICIAL
    suyo = INICIAL.con("persona", puesta=True).bajada("rfc")
    assert aspecto.cambiar(engine, ana, lambda _: suyo) == suyo
    usuarios.renombrar(engine, ana, "Ana María")
    un_usuario(engine, cuenta, "Ana", clave="otra clave muy distinta")
    assert aspecto.leer(engine, ana) == suyo
    assert aspecto.leer(engine, beto) == INICIAL
    assert aspecto.cambiar(engine, ana, lambda _: INICIAL) == INICIAL
    assert aspecto.leer(engine, ana) == INICIAL


def test_of_somebody_who_is_not_there_it_is_that_of_the_beginning(engine: Engine) -> None:
    assert aspecto.cambiar(engine, 99, lambda uno: uno.con("rfc", puesta=False)) != INICIAL
    assert aspecto.leer(engine, 99) == INICIAL


def test_two_browsers_do_not_take_back_each_others_changes(
    engine: Engine, claves_rapidas: None
) -> None:
    ana = un_usuario(engine, cuentas.asegurar_cuenta(engine))
    salida = threading.Barrier(len(COLUMNAS))

    def poner(columna: str) -> None:
        salida.wait()
        aspecto.cambiar(engine, ana, lambda uno: uno.con(columna, puesta=columna != "rfc"))

    hilos = [threading.Thread(target=poner, args=(columna,)) for columna in COLUMNAS]
    for hilo in hilos:
        hilo.start()
    for hilo in hilos:
        hilo.join()
    assert aspecto.leer(engine, ana).puestas == set(COLUMNAS) - {"rfc"}


def test_who_was_there_before_sees_the_list_as_in_the_beginning(engine: Engine) -> None:
    with write_connection(engine) as conexion:
        command.downgrade(alembic_config(conexion), "0024")
        conexion.execute(
            text(
                "INSERT INTO usuario (id, email, nombre, nombre_plegado, clave, creado_en) "
                "VALUES (7, 'ana@correo.mx', 'Ana', 'ANA', 'x', '2026-01-01 00:00:00')"
            )
        )
    with write_connection(engine) as conexion:
        command.upgrade(alembic_config(conexion), "head")
    assert aspecto.leer(engine, 7) == INICIAL
    suyo = aspecto.cambiar(engine, 7, lambda uno: uno.con("rfc", puesta=False))
    assert aspecto.leer(engine, 7) == suyo != INICIAL
    for revision, mueve in (("0024", command.downgrade), ("head", command.upgrade)):
        with write_connection(engine) as conexion:
            mueve(alembic_config(conexion), revision)
    assert aspecto.leer(engine, 7) == INICIAL
    assert usuarios.por_email(engine, "ana@correo.mx").clave == "x"
