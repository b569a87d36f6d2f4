"""The account to look around in: made at once, removed without a trace, its id not given again."""

import pytest
from sqlalchemy import Engine, func, select

from clientes_app.domain.roles import Rol
from clientes_app.services import ejemplo
from clientes_app.services.acceso import cuentas, usuarios
from clientes_app.services.clientes import clientes
from clientes_app.services.clientes.clientes import Consulta
from clientes_app.services.context import Actor
from clientes_app.services.errors import CuentaTrabajando, NoEncontrado, NoEsDeEjemplo
from clientes_app.storage.db.engine import read_transaction
from clientes_app.storage.db.tables import METADATA
from tests.builders import un_cliente
from tests.integration.pasos_procesos import cargar, poner


@pytest.fixture
def ana(engine: Engine, cuenta_id: int) -> Actor:
    """An editor of an account that is in use, with a client."""
    suyo = usuarios.crear(
        engine, cuenta_id=cuenta_id, email="ana@example.com", nombre="Ana", rol=Rol.EDITOR
    )
    actor = Actor(cuenta_id, "Ana", "formulario", usuario_id=suyo)
    clientes.alta(engine, actor, un_cliente(nombre="SOLO MIO"))
    return actor


def _rows(engine: Engine) -> dict[str, int]:
    with read_transaction(engine) as tx:
        return {
            tabla.name: tx.execute(select(func.count()).select_from(tabla)).scalar_one()
            for tabla in METADATA.sorted_tables
        }


def _abrir(engine: Engine, actor: Actor) -> int:
    assert actor.usuario_id is not None
    return ejemplo.abrir(engine, actor, actor.usuario_id).id


def test_it_has_clients_its_owner_and_a_name_of_its_own(engine: Engine, ana: Actor) -> None:
    de_ana = _abrir(engine, ana)
    guardada = cuentas.obtener(engine, de_ana)
    assert (guardada.nombre, guardada.nombre_corto) == ("Demostración", "demostracion")
    assert guardada.de_ejemplo
    assert guardada.clientes == ejemplo.CUANTOS
    assert [(m.nombre, m.rol) for m in usuarios.lista(engine, de_ana)] == [("Ana", Rol.PROPIETARIO)]
    assert clientes.buscar(engine, ana.cuenta_id, Consulta()).total == 1


def test_asking_again_leads_to_the_same_one_and_everybody_has_their_own(
    engine: Engine, ana: Actor
) -> None:
    de_ana = _abrir(engine, ana)
    assert _abrir(engine, ana) == de_ana
    suyo = usuarios.crear(
        engine, cuenta_id=ana.cuenta_id, email="b@example.com", nombre="Beto", rol=Rol.EDITOR
    )
    de_beto = _abrir(engine, Actor(ana.cuenta_id, "Beto", "formulario", usuario_id=suyo))
    assert de_beto != de_ana
    assert cuentas.obtener(engine, de_beto).nombre == "Demostración 2"


def test_removing_it_leaves_everything_else_as_it_was(engine: Engine, ana: Actor) -> None:
    antes = _rows(engine)
    de_ana = _abrir(engine, ana)
    dentro = Actor(de_ana, "Ana", "formulario", usuario_id=ana.usuario_id)
    nuevo = clientes.alta(engine, dentro, un_cliente(nombre="PASAJERO"))
    clientes.borrar(engine, dentro, nuevo.id)
    cargar(engine, dentro, [un_cliente(nombre="DE ARCHIVO")])
    ejemplo.quitar(engine, de_ana)
    assert _rows(engine) == antes
    with pytest.raises(NoEncontrado):
        cuentas.obtener(engine, de_ana)
    # The index of SQLite forgets them too: a search finds what is left and nothing else.
    assert clientes.buscar(engine, ana.cuenta_id, Consulta(texto="mio")).total == 1
    otra = _abrir(engine, ana)
    assert otra > de_ana
    assert clientes.buscar(engine, otra, Consulta(texto="pasajero")).total == 0


def test_an_account_in_use_is_never_removed(engine: Engine, ana: Actor) -> None:
    with pytest.raises(NoEsDeEjemplo):
        ejemplo.quitar(engine, ana.cuenta_id)
    assert clientes.buscar(engine, ana.cuenta_id, Consulta()).total == 1


def test_it_is_not_removed_under_a_process(engine: Engine, ana: Actor) -> None:
    de_ana = _abrir(engine, ana)
    proceso = cargar(engine, Actor(de_ana, "Ana", "formulario"), [un_cliente()])
    for valores in ({"estado": "procesando"}, {"estado": "terminado", "deshacer": True}):
        poner(engine, proceso.id, **valores)
        with pytest.raises(CuentaTrabajando):
            ejemplo.quitar(engine, de_ana)
    assert cuentas.obtener(engine, de_ana).clientes == ejemplo.CUANTOS + 1
