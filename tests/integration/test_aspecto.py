"""How a person sees the list is kept for the person, whatever else happens to them."""

import threading

from sqlalchemy import Engine

from clientes_app.domain.aspecto import COLUMNAS, INICIAL
from clientes_app.services.acceso import cuentas, usuarios
from clientes_app.services.clientes import aspecto
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
