"""The card of a client: what is read of it, and the mends that it offers."""

import pytest
from sqlalchemy import Engine, update

from clientes_app.services.acceso import cuentas
from clientes_app.services.clientes import clientes, ficha
from clientes_app.services.context import Actor
from clientes_app.services.errors import DatosInvalidos, EdicionSimultanea, NoEncontrado
from clientes_app.storage.db.engine import write_transaction
from clientes_app.storage.db.tables import CLIENTE
from tests.builders import un_cliente


def test_what_the_rules_say_today_and_the_last_changes(engine: Engine, actor: Actor) -> None:
    cliente = clientes.alta(engine, actor, un_cliente(nombre="PEÑA CAFÉ SA DE CV"))
    leida = ficha.leer(engine, actor.cuenta_id, cliente.id, cambios=4)
    assert leida.cliente == cliente
    assert [problema.codigo for problema in leida.problemas] == [
        "nombre_acentos",
        "nombre_regimen_societario",
    ]
    assert len(leida.historial.versiones) == 1


def test_mends_follow_each_other_and_the_last_one_is_taken_back(
    engine: Engine, actor: Actor
) -> None:
    cliente = clientes.alta(engine, actor, un_cliente(nombre="PEÑA CAFÉ SA DE CV"))
    for codigo in ("nombre_acentos", "nombre_regimen_societario"):
        mended = ficha.corregir(engine, actor, cliente.id, "nombre", codigo)
    assert mended is not None
    assert (mended.datos.nombre, mended.version) == ("PEÑA CAFE", 3)
    assert ficha.deshacer(engine, actor, cliente.id, 3).datos.nombre == "PEÑA CAFE SA DE CV"
    with pytest.raises(EdicionSimultanea):
        ficha.deshacer(engine, actor, cliente.id, 3)


def test_a_mend_is_refused_while_something_else_is_wrong(engine: Engine, actor: Actor) -> None:
    malo = clientes.alta(engine, actor, un_cliente(nombre="CAFÉ"))
    with write_transaction(engine) as tx:
        tx.execute(update(CLIENTE).where(CLIENTE.c.id == malo.id).values(codigo_postal="99999"))
    with pytest.raises(DatosInvalidos):
        ficha.corregir(engine, actor, malo.id, "nombre", "nombre_acentos")


def test_nothing_of_another_account_is_read_or_mended(engine: Engine, actor: Actor) -> None:
    ajena = Actor(cuentas.crear(engine, "Otra").id, "X", "api")
    ajeno = clientes.alta(engine, ajena, un_cliente(nombre="CAFÉ"))
    with pytest.raises(NoEncontrado):
        ficha.leer(engine, actor.cuenta_id, ajeno.id, cambios=4)
    with pytest.raises(NoEncontrado):
        ficha.corregir(engine, actor, ajeno.id, "nombre", "nombre_acentos")
    with pytest.raises(NoEncontrado):
        ficha.deshacer(engine, actor, ajeno.id, 1)
