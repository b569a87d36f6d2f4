"""The short names of accounts: nobody's twice, and an old one goes on leading to its account."""

import threading

import pytest
from sqlalchemy import Engine

from clientes_app.services.acceso import cuentas
from clientes_app.services.errors import CuentaRepetida, DatosInvalidos, NoEncontrado
from tests.gente import un_actor


def test_a_name_that_is_taken_gets_a_number(engine: Engine) -> None:
    cortos = [cuentas.crear(engine, nombre).nombre_corto for nombre in ("Peña", "PENA", "pena!")]
    assert cortos == ["pena", "pena-2", "pena-3"]
    with pytest.raises(CuentaRepetida):
        cuentas.crear(engine, "Peña")


def test_accounts_that_are_made_at_once_get_different_ones(engine: Engine) -> None:
    nombres = ["Sur", "SUR", "sur", "Súr"]
    hilos = [threading.Thread(target=cuentas.crear, args=(engine, nombre)) for nombre in nombres]
    for hilo in hilos:
        hilo.start()
    for hilo in hilos:
        hilo.join()
    suyos = {c.nombre_corto for c in cuentas.lista(engine) if c.nombre in nombres}
    assert suyos == {"sur", "sur-2", "sur-3", "sur-4"}


def test_the_old_one_leads_to_the_account_and_nobody_else_gets_it(engine: Engine) -> None:
    norte, otra = cuentas.crear(engine, "Norte"), cuentas.crear(engine, "Otra")
    cambiada = cuentas.cambiar_nombre_corto(engine, un_actor(norte.id), " Frontera ")
    assert (cambiada.nombre, cambiada.nombre_corto) == ("Norte", "frontera")
    assert cuentas.por_nombre(engine, "norte").id == norte.id
    assert cuentas.por_nombre(engine, "frontera").id == norte.id
    for corto in ("norte", "frontera"):
        with pytest.raises(DatosInvalidos) as error:
            cuentas.cambiar_nombre_corto(engine, un_actor(otra.id), corto)
        (problema,) = error.value.problemas
        assert (problema.campo, problema.codigo) == ("nombre_corto", "nombre_corto_ocupado")
    assert cuentas.crear(engine, "norte").nombre_corto == "norte-2"


def test_an_account_may_have_its_old_one_back_or_keep_the_one_it_has(engine: Engine) -> None:
    actor = un_actor(cuentas.crear(engine, "Norte").id)
    for corto in ("frontera", "norte", "norte"):
        assert cuentas.cambiar_nombre_corto(engine, actor, corto).nombre_corto == corto


def test_a_wrong_one_and_an_account_that_is_not_there_are_refused(engine: Engine) -> None:
    actor = un_actor(cuentas.crear(engine, "Norte").id)
    with pytest.raises(DatosInvalidos):
        cuentas.cambiar_nombre_corto(engine, actor, "no vale")
    assert cuentas.obtener(engine, actor.cuenta_id).nombre_corto == "norte"
    with pytest.raises(NoEncontrado):
        cuentas.cambiar_nombre_corto(engine, un_actor(999), "nadie")


def test_the_name_comes_before_the_short_name_of_another(engine: Engine) -> None:
    cuentas.crear(engine, "Dos!")
    segunda = cuentas.crear(engine, "dos")
    assert segunda.nombre_corto == "dos-2"
    assert cuentas.por_nombre(engine, "dos").id == segunda.id
